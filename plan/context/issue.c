// issue.c: issues inside and outside, and the climate question (4.1).
// SPDX-License-Identifier: Apache-2.0
#include "plan/context/context_part.h"

const choice issue_kinds[] = {{"internal", "Internal", 0}, {"external", "External", 0}, {0}};
static const field issue_fields[] = {
    FIELD(issue, title, "Issue", .flags = REQUIRED | LISTED | SEARCHED, .max = 200),
    FIELD(issue, kind, "Where", .flags = LISTED | CHIPS, .choices = issue_kinds),
    FIELD(issue, effect, "Effect", .flags = REQUIRED | LONG | SEARCHED | LISTED, .max = 2000,
          .help = "What it does to information security, for good or ill."),
    FIELD(issue, owner, "Owner", .flags = REQUIRED | LISTED, .to = &person_entity),
    FIELD(issue, review_on, "Next review", .flags = REQUIRED | LISTED | SORTED | DUE),
};
const entity issue_entity = {
    ENTITY(issue, "IS", "Issue", "Issues", SEE_REGISTER, ADD_REGISTER, SET_REGISTER, MANAGER),
    .icon = "flag",
    .scope = SCOPE_EVERYONE,
    .title = "title",
    .owner = "owner",
    .sort = "kind,title",
    .plain = true,
    .help = "What inside and outside the organisation helps or hinders information security: begin with the three that "
            "everybody names."};

static const choice answers[] = {
    {"", "Not answered", TONE_WARN}, {"yes", "Yes", TONE_NOW}, {"no", "No", TONE_OFF}, {0}};
static const field climate_fields[] = {
    FIELD(climate, relevant, "Answer", .flags = REQUIRED | LISTED, .choices = answers,
          .help = "Does climate change matter for information security here?"),
    FIELD(climate, reason, "Reason", .flags = REQUIRED | LONG | LISTED, .max = 2000,
          .help = "Of a yes: in what way, and which issues and risks follow from it. Of a no: why not."),
    FIELD(climate, decided_by, "Answered by", .flags = READONLY | LISTED, .to = &person_entity),
    FIELD(climate, decided_on, "Answered on", .flags = READONLY | LISTED),
};

static bool climate_check(ctx *c, void *rec, const void *before)
{
    climate *x = rec;
    const climate *old = before;
    if (old && old->relevant == x->relevant && str_eq(old->reason, x->reason)) return true;
    x->decided_by.id = c->person, x->decided_on = c->today;
    return true;
}

const entity climate_entity = {
    ENTITY(climate, "CL", "Climate question", "Climate question", SEE_REGISTER, MANAGER, MANAGER, NOBODY),
    .icon = "info",
    .scope = SCOPE_EVERYONE,
    .plain = true,
    .help = "Does climate change matter for information security here? Answer yes or no, with a reason.",
    .check = climate_check};

const climate *climate_answered(ctx *c)
{
    i64 id = db_one(query(c, "SELECT max(x.id) FROM {climate x} WHERE x.relevant <> ''"));
    if (id) return record_load(c, &climate_entity, id);
    fail(c, NULL,
         "The climate question is not answered yet: say under Plan, Context whether climate change matters here, and "
         "why.");
    return NULL;
}
