// scope.c: what the management system covers (4.3): its text and versions.
// SPDX-License-Identifier: Apache-2.0
#include "plan/scope.h"

static const choice states[] = {{"draft", "Draft", TONE_NOW}, {"approved", "Approved", TONE_GOOD}, {0}};
static const field scope_fields[] = {
    FIELD(scope, name, "Name", .flags = REQUIRED | LISTED | SEARCHED | UNIQUE, .max = 120),
    FIELD(scope, state, "State", .flags = LISTED | READONLY | CHIPS, .choices = states),
    FIELD(scope, number, "Version", .flags = LISTED | READONLY),
    FIELD(scope, statement, "Statement", .flags = REQUIRED | LONG | SEARCHED,
          .help = "What is inside: units, sites, processes, systems, information."),
    FIELD(scope, excluded, "Exclusions", .flags = LONG, .help = "What is outside, and why that is justified."),
    FIELD(scope, interfaces, "Interfaces", .flags = LONG,
          .help = "What crosses the boundary: services given and taken, and where our side ends."),
    FIELD(scope, author, "Written by", .flags = READONLY | LISTED, .to = &person_entity),
    FIELD(scope, approved_at, "Approved", .flags = READONLY),
    FIELD(scope, noted_at, "Members looked at", .flags = READONLY | HIDDEN),
    FIELD(scope, checkpoint, "Ledger checkpoint", .flags = READONLY | HIDDEN, .max = 120),
    FIELD(scope, members, "Members", .flags = DERIVED | LISTED, .help = "Assets inside, by its rules and by name."),
    FIELD(scope, entered, "Entered since", .flags = DERIVED | HIDDEN, .help = "Since the members were last looked at."),
    FIELD(scope, departed, "Left since", .flags = DERIVED | HIDDEN),
};

void scope_lines(frozen *f, const scope *s)
{
    frozen_add(f, "excluded", v(s->excluded));
    frozen_add(f, "interfaces", v(s->interfaces));
    frozen_add(f, "name", v(s->name));
    frozen_add(f, "statement", v(s->statement));
}

static str text_lines(ctx *c, const scope *s)
{
    frozen f = {.a = c->a};
    scope_lines(&f, s);
    return frozen_text(&f);
}

static bool scope_check(ctx *c, void *rec, const void *before)
{
    scope *s = rec;
    const scope *old = before;
    bool changed = !old || !str_eq(text_lines(c, s), text_lines(c, old));
    if (old && old->state == SCOPE_APPROVED && s->state == SCOPE_APPROVED && changed)
        return fail(c, "statement",
                    "The approved text of $1 cannot change. Make version $2 of it first (Open a new version).",
                    v(s->name), v(s->number + 1));
    if (!s->number) s->number = 1;
    if (changed && c->person) s->author.id = c->person;
    if (old) s->members = old->members, s->entered = old->entered, s->departed = old->departed;
    return true;
}

const entity scope_entity = {
    ENTITY(scope, "SC", "Scope", "Scopes", SEE_REGISTER, MANAGER, MANAGER, MANAGER),
    .icon = "frame",
    .scope = SCOPE_EVERYONE,
    .title = "name",
    .sort = "code",
    .help = "Say what the management system covers. Assessments and the statement of applicability belong to a scope.",
    .check = scope_check};

const scope *scope_find(ctx *c, str code)
{
    i64 id = 0;
    if (code.n) {
        if (entity_of_code(code, &id) == &scope_entity) return record_load(c, &scope_entity, id);
        fail_as(c, NO_INPUT, "scope", "$1 is no scope: name one, such as scope=SC-1.", v(code));
        return NULL;
    }
    i64 n = db_one(query(c, "SELECT count(*) FROM {scope x}"));
    if (n == 1) return record_load(c, &scope_entity, db_one(query(c, "SELECT x.id FROM {scope x}")));
    if (n)
        fail_as(c, NO_INPUT, "scope", "There are $1 scopes: name one, such as scope=SC-1.", v(n));
    else
        fail_as(c, NO_RECORD, "scope", "There is no scope yet: a manager adds one, under Plan, Scopes.");
    return NULL;
}

const module scope_module = {
    .name = "scope",
    .room = ROOM_PLAN,
    .entities = (const entity *const[]){&scope_entity, NULL},
};
