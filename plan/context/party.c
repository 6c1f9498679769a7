// party.c: interested parties, what they ask, and what they say (4.2).
// SPDX-License-Identifier: Apache-2.0
#include "plan/context/context_part.h"

const choice party_kinds[] = {{"customer", "Customers and patients", 0},
                              {"staff", "Staff", 0},
                              {"owners", "Owners", 0},
                              {"authority", "Authority", 0},
                              {"partner", "Partner", 0},
                              {"supplier", "Supplier", 0},
                              {"insurer", "Insurer", 0},
                              {"public", "Public", 0},
                              {0}};
static const field party_fields[] = {
    FIELD(party, name, "Interested party", .flags = REQUIRED | LISTED | SEARCHED | UNIQUE, .max = 160),
    FIELD(party, kind, "Kind", .flags = LISTED | CHIPS, .choices = party_kinds),
    FIELD(party, interest, "Interest", .flags = LONG | SEARCHED | LISTED, .max = 2000,
          .help = "What they have to do with our information, and what they can do to us."),
    FIELD(party, owner, "In touch", .flags = LISTED, .to = &person_entity, .help = "Who keeps in touch with them."),
};
const entity party_entity = {
    ENTITY(party, "PA", "Interested party", "Interested parties", SEE_REGISTER, ADD_REGISTER, SET_REGISTER, MANAGER),
    .icon = "users",
    .scope = SCOPE_EVERYONE,
    .title = "name",
    .owner = "owner",
    .sort = "name",
    .plain = true,
    .help = "Who has a say in how you protect information, or relies on it: then write down what each of them asks."};

const choice need_sources[] = {{"law", "Law", 0}, {"contract", "Contract", 0}, {"expectation", "Expectation", 0}, {0}};
const choice need_takens[] = {
    {"", "Undecided", TONE_WARN}, {"yes", "Taken on", TONE_GOOD}, {"no", "Not taken on", TONE_OFF}, {0}};
static const field need_fields[] = {
    FIELD(need, party, "Interested party", .flags = REQUIRED | LISTED, .to = &party_entity),
    FIELD(need, title, "What they ask", .flags = REQUIRED | LISTED | SEARCHED, .max = 300),
    FIELD(need, source, "Source", .flags = LISTED | CHIPS, .choices = need_sources),
    FIELD(need, taken, "Taken on", .flags = LISTED | CHIPS, .choices = need_takens,
          .help = "Does the management system take it on?"),
    FIELD(need, how, "How, or why not", .flags = LONG | SEARCHED, .max = 2000,
          .help = "Through what it is met; of one that is not taken on: why."),
};

static bool need_check(ctx *c, void *rec, const void *before)
{
    const need *x = rec;
    (void)before;
    if (x->taken == TAKEN_NO && !str_trim(x->how).n)
        return fail(c, "how", "What is not taken on has a reason: say why.");
    return true;
}

const entity need_entity = {ENTITY(need, "NE", "Requirement of a party", "Requirements of parties", SEE_REGISTER,
                                   ADD_REGISTER, MANAGER | OWNER, MANAGER),
                            .icon = "flag",
                            .scope = SCOPE_EVERYONE,
                            .title = "title",
                            .sort = "party,title",
                            .plain = true,
                            .help = "What an interested party asks, where that comes from, and whether it is taken on.",
                            .check = need_check};

const choice feedback_kinds[] = {{"praise", "Praise", TONE_GOOD},
                                 {"wish", "Wish", TONE_NONE},
                                 {"question", "Question", TONE_NONE},
                                 {"complaint", "Complaint", TONE_BAD},
                                 {0}};
static const field feedback_fields[] = {
    FIELD(feedback, title, "In short", .flags = REQUIRED | LISTED | SEARCHED, .max = 200),
    FIELD(feedback, party, "From", .flags = REQUIRED | LISTED, .to = &party_entity),
    FIELD(feedback, kind, "Kind", .flags = LISTED | CHIPS, .choices = feedback_kinds),
    FIELD(feedback, day, "Date", .flags = REQUIRED | LISTED | SORTED),
    FIELD(feedback, said, "What was said", .flags = LONG | SEARCHED, .max = 8000),
    FIELD(feedback, answer, "Our answer", .flags = LONG | SEARCHED, .max = 8000),
    FIELD(feedback, noted_by, "Noted by", .flags = READONLY | LISTED, .to = &person_entity),
};

static bool feedback_check(ctx *c, void *rec, const void *before)
{
    feedback *x = rec;
    if (x->day.day > c->today.day) return fail(c, "day", "That day is yet to come.");
    if (!before) x->noted_by.id = c->person;
    return true;
}

const entity feedback_entity = {
    ENTITY(feedback, "FB", "Feedback", "Feedback", SEE_REGISTER, ADD_REGISTER, SET_REGISTER, MANAGER),
    .icon = "message-square",
    .scope = SCOPE_EVERYONE,
    .title = "title",
    .owner = "noted_by",
    .sort = "-day",
    .plain = true,
    .help = "What customers, authorities and others say about how their information is kept; the management review "
            "reads it.",
    .check = feedback_check};
