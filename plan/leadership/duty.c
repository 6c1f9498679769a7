// duty.c: who is responsible, accountable, consulted and informed for what (5.3, A.5.2), and the appointment.
// SPDX-License-Identifier: Apache-2.0
#include "plan/leadership/leadership_part.h"

const choice duty_clauses[] = {{"", "None", 0},
                               {"conformity", "5.3 a: the management system conforms", 0},
                               {"reporting", "5.3 b: reporting to top management", 0},
                               {0}};
static const choice states[] = {{"open", "Not appointed", TONE_WARN}, {"given", "Appointed", TONE_GOOD}, {0}};
static const link_field duty_links[] = {
    {"consulted", "Consulted", "Who is asked before it is done.", &duty_consulted_entity, "duty", "person", 0},
    {"informed", "Informed", "Who is told when it is done.", &duty_informed_entity, "duty", "person", 0},
    {0}};
static const field duty_fields[] = {
    FIELD(duty, title, "Duty", .flags = REQUIRED | LISTED | SEARCHED | UNIQUE, .max = 200),
    FIELD(duty, clause, "Asked for by", .choices = duty_clauses, .help = "Two duties every management system assigns."),
    FIELD(duty, state, "State", .flags = READONLY | LISTED | CHIPS, .choices = states),
    FIELD(duty, responsible, "Responsible", .flags = REQUIRED | LISTED, .to = &person_entity, .help = "Who does it."),
    FIELD(duty, accountable, "Accountable", .flags = REQUIRED | LISTED, .to = &person_entity,
          .help = "Who answers for it; one person."),
    FIELD(duty, tasks, "Tasks", .flags = REQUIRED | LONG | SEARCHED, .max = 8000, .help = "What belongs to it."),
    FIELD(duty, authority, "Authority", .flags = LONG, .max = 4000,
          .help = "What may be decided and asked for without asking first."),
    FIELD(duty, about, "For", .help = "The record it belongs to, where there is one."),
    FIELD(duty, given_on, "Appointed on", .flags = READONLY),
    FIELD(duty, given_by, "Appointed by", .flags = READONLY, .to = &person_entity),
    FIELD(duty, author, "Written by", .flags = READONLY, .to = &person_entity),
};

static bool check_once(ctx *c, const duty *d)
{
    i64 other = d->clause == DUTY_OTHER
                    ? 0
                    : db_one(query(c, "SELECT x.id FROM {duty x} WHERE x.clause = $1 AND x.id <> $2",
                                   v(duty_clauses[d->clause].name), v(d->rec.id)));
    return !other || fail(c, "clause", "$1 is that duty already: change who holds it there.",
                          v(record_code(c->a, &duty_entity, other)));
}

static bool duty_check(ctx *c, void *rec, const void *before)
{
    duty *d = rec;
    const duty *old = before;
    if (!check_once(c, d)) return false;
    const person *who = record_load(c, &person_entity, d->responsible.id);
    if (!who) return false;
    bool same = old && old->responsible.id == d->responsible.id && str_eq(old->tasks, d->tasks) &&
                str_eq(old->authority, d->authority) && old->clause == d->clause;
    if (!same && who->ends.day && who->ends.day < c->today.day)
        return fail(c, "responsible", "$1 has left: a duty is given to somebody who is here.", v(who->name));
    if (!same && c->person) d->author.id = c->person;
    // An appointment is to a person and to these tasks: with others it is given anew.
    if (old && old->state == DUTY_GIVEN && !same) d->state = DUTY_OPEN, d->given_on = (date){0}, d->given_by = (ref){0};
    return true;
}

const entity duty_entity = {ENTITY(duty, "DU", "Duty", "Duties", SEE_REGISTER, MANAGER, MANAGER, MANAGER),
                            .icon = "users",
                            .scope = SCOPE_EVERYONE,
                            .title = "title",
                            .owner = "responsible",
                            .links = duty_links,
                            .sort = "code",
                            .plain = true,
                            .help = "Who is responsible, accountable, consulted and informed; begin with the two that "
                                    "5.3 asks for.",
                            .check = duty_check};

static const field duty_consulted_fields[] = {
    FIELD(duty_consulted, duty, "Duty", .flags = REQUIRED | LISTED, .to = &duty_entity),
    FIELD(duty_consulted, person, "Person", .flags = REQUIRED | LISTED, .to = &person_entity),
};
const entity duty_consulted_entity = {
    ENTITY(duty_consulted, "DC", "Consulted", "Consulted", SEE_REGISTER, MANAGER, MANAGER, MANAGER),
    .scope = SCOPE_WITHIN, .within = "duty", .plain = true};

static const field duty_informed_fields[] = {
    FIELD(duty_informed, duty, "Duty", .flags = REQUIRED | LISTED, .to = &duty_entity),
    FIELD(duty_informed, person, "Person", .flags = REQUIRED | LISTED, .to = &person_entity),
};
const entity duty_informed_entity = {
    ENTITY(duty_informed, "DI", "Informed", "Informed", SEE_REGISTER, MANAGER, MANAGER, MANAGER), .scope = SCOPE_WITHIN,
    .within = "duty", .plain = true};

// ---- the appointment

bool duty_is_open(ctx *c, const void *rec)
{
    (void)c;
    return ((const duty *)rec)->state == DUTY_OPEN;
}

str duty_frozen(ctx *c, const void *rec)
{
    const duty *d = rec;
    frozen f = {.a = c->a};
    frozen_add(&f, "authority", v(d->authority));
    frozen_add(&f, "clause", v(duty_clauses[d->clause].name));
    frozen_add(&f, "responsible", v(record_code(c->a, &person_entity, d->responsible.id)));
    frozen_add(&f, "tasks", v(d->tasks));
    frozen_add(&f, "title", v(d->title));
    return frozen_text(&f);
}

bool duty_appoint(ctx *c, void *rec, const void *in)
{
    duty *d = rec;
    (void)in;
    if (d->state == DUTY_GIVEN)
        return fail(c, NULL, "$1 is appointed already.", v(record_title(c, &person_entity, d->responsible.id)));
    // Nobody appoints themselves, whoever wrote it.
    i64 author = d->responsible.id == c->person ? c->person : d->author.id;
    if (!approval_give(c, (any){S("duty"), d->rec.id}, "appoint", duty_frozen(c, d), author, false, MANAGEMENT,
                       c->reason, (date){0}))
        return false;
    d->state = DUTY_GIVEN, d->given_on = c->today, d->given_by.id = c->person;
    return record_save_as(c, &duty_entity, d, "appoint");
}
