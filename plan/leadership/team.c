// team.c: teams that act together, and how to reach them.
// SPDX-License-Identifier: Apache-2.0
#include "plan/leadership/leadership_part.h"

static const choice kinds[] = {{"security", "Security", 0}, {"response", "Response", 0}, {"other", "Other", 0}, {0}};
static const field team_fields[] = {
    FIELD(team, name, "Team", .flags = REQUIRED | LISTED | SEARCHED | UNIQUE, .max = 120),
    FIELD(team, kind, "Kind", .flags = LISTED | CHIPS, .choices = kinds),
    FIELD(team, lead, "Lead", .flags = REQUIRED | LISTED, .to = &person_entity),
    FIELD(team, telephone, "Telephone", .flags = REQUIRED | LISTED, .max = 60, .help = "The number that is answered."),
    FIELD(team, hours, "Hours", .flags = LISTED, .max = 120),
    FIELD(team, purpose, "What it is for", .flags = REQUIRED | LONG | SEARCHED, .max = 4000),
};
const entity team_entity = {ENTITY(team, "TE", "Team", "Teams", SIGNED_IN, MANAGER, SET_REGISTER, MANAGER),
                            .icon = "users",
                            .scope = SCOPE_EVERYONE,
                            .title = "name",
                            .owner = "lead",
                            .sort = "name",
                            .plain = true,
                            .help = "Who acts together, for security or when something has happened, and how to reach "
                                    "them."};

static const field crew_fields[] = {
    FIELD(crew, team, "Team", .flags = REQUIRED | LISTED, .to = &team_entity),
    FIELD(crew, person, "Person", .flags = REQUIRED | LISTED, .to = &person_entity),
    FIELD(crew, part, "Part", .flags = LISTED, .max = 120, .help = "What they do in the team."),
    FIELD(crew, telephone, "Telephone", .flags = REQUIRED | LISTED, .max = 60),
};

static bool crew_check(ctx *c, void *rec, const void *before)
{
    const crew *x = rec;
    (void)before;
    if (db_one(query(c, "SELECT count(*) FROM {crew x} WHERE x.team = $1 AND x.person = $2 AND x.id <> $3", v(x->team),
                     v(x->person), v(x->rec.id))))
        return fail(c, "person", "$1 is in that team already.", v(record_title(c, &person_entity, x->person.id)));
    return true;
}

const entity crew_entity = {
    ENTITY(crew, "CW", "Team member", "Team members", SIGNED_IN, MANAGER | OWNER, MANAGER | OWNER, MANAGER | OWNER),
    .icon = "users",
    .scope = SCOPE_EVERYONE,
    .sort = "team,code",
    .plain = true,
    .help = "Members are added on the page of their team.",
    .check = crew_check};
