// sponsor.c: the named executive sponsor (5.1), and what is spent (7.1).
// SPDX-License-Identifier: Apache-2.0
#include "plan/leadership/leadership_part.h"

static const field sponsor_fields[] = {
    FIELD(sponsor, name, "Sponsor", .flags = READONLY | LISTED | SEARCHED, .max = 300),
    FIELD(sponsor, person, "Person", .flags = REQUIRED, .to = &person_entity),
    FIELD(sponsor, mandate, "Mandate", .flags = REQUIRED | LONG | LISTED, .max = 4000,
          .help = "What the sponsor stands for: means, decisions, presence."),
    FIELD(sponsor, begins, "From", .flags = REQUIRED | LISTED),
    FIELD(sponsor, until, "Until", .flags = LISTED),
};

static bool check_executive(ctx *c, const sponsor *s, const person *who)
{
    if (db_one(query(c,
                     "SELECT count(*) FROM {role! x} WHERE x.person = $1 AND x.role = 'management' AND (x.until IS "
                     "NULL OR x.until >= $2)",
                     v(s->person), v(c->today))))
        return true;
    return fail(c, "person",
                "$1 is not of top management: a sponsor holds the role management. Name somebody who does, or have the "
                "role given first.",
                v(who->name));
}

static bool sponsor_check(ctx *c, void *rec, const void *before)
{
    sponsor *s = rec;
    const sponsor *old = before;
    const person *who = record_load(c, &person_entity, s->person.id);
    if (!who) return false;
    if (s->until.day && s->until.day < s->begins.day) return fail(c, "until", "It ends before it begins.");
    if ((!old || old->person.id != s->person.id) && !check_executive(c, s, who)) return false;
    i64 other = db_one(query(c,
                             "SELECT x.id FROM {sponsor x} WHERE x.id <> $1 AND (x.until IS NULL OR x.until >= $2) AND "
                             "($3 = 0 OR x.begins <= $3) LIMIT 1",
                             v(s->rec.id), v(s->begins), v(s->until.day)));
    if (other)
        return fail(c, "begins", "$1 is the sponsor at that time: say until when first.",
                    v(record_title(c, &sponsor_entity, other)));
    s->name = who->post.n ? format(c->a, "$1, $2", v(who->name), v(who->post)) : who->name;
    return true;
}

const entity sponsor_entity = {ENTITY(sponsor, "SP", "Executive sponsor", "Executive sponsor", SIGNED_IN,
                                      MANAGER | MANAGEMENT, MANAGER | MANAGEMENT, NOBODY),
                               .icon = "user",
                               .scope = SCOPE_EVERYONE,
                               .title = "name",
                               .owner = "person",
                               .sort = "-begins",
                               .plain = true,
                               .help = "The person of top management who stands behind the management system by name.",
                               .check = sponsor_check};

const sponsor *sponsor_now(ctx *c)
{
    i64 id = db_one(query(c,
                          "SELECT max(x.id) FROM {sponsor x} WHERE x.begins <= $1 AND (x.until IS NULL OR x.until "
                          ">= $1)",
                          v(c->today)));
    return id ? record_seek(c, &sponsor_entity, id) : NULL;
}

// ---- resources

static const choice kinds[] = {{"money", "Money", 0}, {"people", "People", 0}, {0}};
static const field resource_fields[] = {
    FIELD(resource, title, "Resource", .flags = REQUIRED | LISTED | SEARCHED, .max = 200),
    FIELD(resource, kind, "Kind", .flags = LISTED | CHIPS, .choices = kinds),
    FIELD(resource, about, "For", .flags = LISTED, .help = "The objective, plan or other record it is for."),
    FIELD(resource, period, "Period", .flags = LISTED, .max = 60),
    FIELD(resource, owner, "Owner", .flags = REQUIRED | LISTED, .to = &person_entity),
    FIELD(resource, planned, "Planned", .flags = LISTED, .group = "Planned and actual"),
    FIELD(resource, actual, "Actual", .flags = LISTED, .help = "Spent so far."),
    FIELD(resource, planned_days, "Planned days", .flags = LISTED, .min = 0, .max = 100000),
    FIELD(resource, actual_days, "Actual days", .flags = LISTED, .min = 0, .max = 100000),
    FIELD(resource, note, "Note", .flags = LONG, .max = 2000),
};

static bool resource_check(ctx *c, void *rec, const void *before)
{
    const resource *x = rec;
    (void)before;
    if (x->kind == RESOURCE_MONEY && !x->planned.currency[0])
        return fail(c, "planned", "Money has a planned amount: 12000 EUR.");
    if (x->kind == RESOURCE_PEOPLE && !x->planned_days.is)
        return fail(c, "planned_days", "People have a planned number of days.");
    if (x->actual.currency[0] && str_cmp(str_of(x->actual.currency), str_of(x->planned.currency)))
        return fail(c, "actual", "Planned and actual are in one currency.");
    return true;
}

const entity resource_entity = {
    ENTITY(resource, "RE", "Resource", "Resources", SEE_REGISTER, ADD_REGISTER, SET_REGISTER, MANAGER),
    .icon = "hand-coins",
    .scope = SCOPE_EVERYONE,
    .title = "title",
    .owner = "owner",
    .sort = "title",
    .plain = true,
    .help = "Money and people for the management system, planned and actual, each for an objective or a plan.",
    .check = resource_check};
