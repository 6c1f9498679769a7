// scope.c: what the management system covers (4.3).
// SPDX-License-Identifier: Apache-2.0
#include "plan/scope.h"

static const choice states[] = {{"draft", "Draft", TONE_NOW}, {"approved", "Approved", TONE_GOOD}, {0}};
static const field scope_fields[] = {
    FIELD(scope, name, "Name", .flags = REQUIRED | LISTED | SEARCHED | UNIQUE, .max = 120),
    FIELD(scope, state, "State", .flags = LISTED | READONLY | CHIPS, .choices = states),
    FIELD(scope, statement, "Statement", .flags = REQUIRED | LONG | SEARCHED,
          .help = "What is inside: units, sites, processes, systems, information."),
    FIELD(scope, excluded, "Exclusions", .flags = LONG, .help = "What is outside, and why that is justified."),
    FIELD(scope, interfaces, "Interfaces", .flags = LONG,
          .help = "What crosses the boundary: services given and taken, and where our side ends."),
    FIELD(scope, author, "Written by", .flags = READONLY | LISTED, .to = &person_entity),
};

// The values an approval of a scope binds.
static str scope_frozen(ctx *c, const scope *s)
{
    frozen f = {.a = c->a};
    frozen_add(&f, "name", v(s->name));
    frozen_add(&f, "statement", v(s->statement));
    frozen_add(&f, "excluded", v(s->excluded));
    frozen_add(&f, "interfaces", v(s->interfaces));
    return frozen_text(&f);
}

static bool scope_check(ctx *c, void *rec, const void *before)
{
    scope *s = rec;
    const scope *old = before;
    bool changed = !old || !str_eq(scope_frozen(c, s), scope_frozen(c, old));
    if (old && old->state == SCOPE_APPROVED && s->state == SCOPE_APPROVED && changed)
        return fail(c, "statement", "The approved text of $1 cannot change. Open a new version of it first.",
                    v(s->name));
    if (changed && c->person) s->author.id = c->person;
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

static bool is_draft(ctx *c, const void *rec)
{
    (void)c;
    return ((const scope *)rec)->state == SCOPE_DRAFT;
}

static bool is_approved(ctx *c, const void *rec)
{
    return !is_draft(c, rec);
}

static bool approve(ctx *c, void *rec, const void *in)
{
    scope *s = rec;
    (void)in;
    if (s->state == SCOPE_APPROVED) return fail(c, NULL, "This scope is approved already.");
    if (!approval_give(c, (any){S("scope"), s->rec.id}, "approve", scope_frozen(c, s), s->author.id, false, MANAGEMENT,
                       c->reason, (date){0}))
        return false;
    s->state = SCOPE_APPROVED;
    return record_save_as(c, &scope_entity, s, "approve");
}

static bool revise(ctx *c, void *rec, const void *in)
{
    scope *s = rec;
    (void)in;
    if (s->state != SCOPE_APPROVED) return fail(c, NULL, "This scope is a draft already: change it as it is.");
    s->state = SCOPE_DRAFT;
    return approval_withdraw(c, (any){S("scope"), s->rec.id}, "approve") &&
           record_save_as(c, &scope_entity, s, "revise");
}

static const action scope_actions[] = {
    ACTION(scope_entity, "approve", "Approve", MANAGEMENT, .run = approve, .offered = is_draft, .primary = true,
           .help = "The approved text can then no longer change."),
    ACTION(scope_entity, "revise", "Open a new version", MANAGER, .run = revise, .offered = is_approved,
           .help = "The present version stays in the history."),
    {0}};

const module scope_module = {
    .name = "scope",
    .room = ROOM_PLAN,
    .entities = (const entity *const[]){&scope_entity, NULL},
    .actions = scope_actions,
};
