// committee.c: the steering committee: its charter and its members.
// SPDX-License-Identifier: Apache-2.0
#include "plan/leadership/leadership_part.h"

static const field committee_fields[] = {
    FIELD(committee, name, "Committee", .flags = REQUIRED | LISTED | SEARCHED | UNIQUE, .max = 120),
    FIELD(committee, charter, "Charter", .flags = REQUIRED | LONG | SEARCHED,
          .help = "What it is for, what it decides, to whom it answers."),
    FIELD(committee, chair, "Chair", .flags = REQUIRED | LISTED, .to = &person_entity, .help = "Approves the minutes."),
    FIELD(committee, secretary, "Secretary", .flags = LISTED, .to = &person_entity,
          .help = "Sends the agenda, writes the minutes."),
    FIELD(committee, every, "Meets every … months", .flags = LISTED, .min = 1, .max = 24),
    FIELD(committee, quorum, "Members to decide", .flags = LISTED, .min = 1, .max = 100,
          .help = "How many must be there."),
};
const entity committee_entity = {
    ENTITY(committee, "CO", "Committee", "Committees", SEE_REGISTER, MANAGER, MANAGER, MANAGER),
    .icon = "users",
    .scope = SCOPE_EVERYONE,
    .title = "name",
    .owner = "chair",
    .sort = "name",
    .plain = true,
    .help = "A group that steers the management system; small organisations do without one."};

static const field member_fields[] = {
    FIELD(member, committee, "Committee", .flags = REQUIRED | LISTED, .to = &committee_entity),
    FIELD(member, person, "Person", .flags = REQUIRED | LISTED, .to = &person_entity),
    FIELD(member, part, "Speaks for", .flags = LISTED, .max = 120),
    FIELD(member, begins, "From", .flags = REQUIRED | LISTED),
    FIELD(member, until, "Until", .flags = LISTED),
};

static bool member_check(ctx *c, void *rec, const void *before)
{
    const member *m = rec;
    (void)before;
    if (m->until.day && m->until.day < m->begins.day) return fail(c, "until", "It ends before it begins.");
    if (db_one(query(c,
                     "SELECT count(*) FROM {member x} WHERE x.committee = $1 AND x.person = $2 AND x.id <> $3 AND "
                     "(x.until IS NULL OR x.until >= $4)",
                     v(m->committee), v(m->person), v(m->rec.id), v(m->begins))))
        return fail(c, "person", "$1 is a member already.", v(record_title(c, &person_entity, m->person.id)));
    return true;
}

const entity member_entity = {ENTITY(member, "MB", "Member", "Members", SEE_REGISTER, MANAGER, MANAGER, MANAGER),
                              .icon = "users",
                              .scope = SCOPE_WITHIN,
                              .within = "committee",
                              .owner = "person",
                              .sort = "committee,code",
                              .plain = true,
                              .help = "Members are added on the page of their committee.",
                              .check = member_check};
