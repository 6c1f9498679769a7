// criteria.c: risk criteria (6.1.2 a).
// SPDX-License-Identifier: Apache-2.0
#include "plan/criteria.h"
#include "plan/criteria/matrix.h"

const choice level_choices[] = {{"", "Not judged", TONE_OFF},
                                {"low", "Low", TONE_LOW},
                                {"medium", "Medium", TONE_MEDIUM},
                                {"high", "High", TONE_HIGH},
                                {"critical", "Critical", TONE_CRITICAL},
                                {0}};

static const choice states[] = {
    {"draft", "Draft", TONE_NOW}, {"approved", "In force", TONE_GOOD}, {"replaced", "Replaced", TONE_OFF}, {0}};
static const field criteria_fields[] = {
    FIELD(criteria, name, "Name", .flags = REQUIRED | LISTED | SEARCHED, .max = 120),
    FIELD(criteria, number, "Version", .flags = LISTED | READONLY),
    FIELD(criteria, state, "State", .flags = LISTED | READONLY | CHIPS, .choices = states),
    FIELD(criteria, likelihood_steps, "Steps of likelihood", .flags = REQUIRED | LISTED, .min = 3, .max = 10,
          .group = "Scales"),
    FIELD(criteria, likelihood_words, "Words for likelihood", .flags = LONG, .max = 2000,
          .help = "A line per step, from the rarest up."),
    FIELD(criteria, consequence_steps, "Steps of consequence", .flags = REQUIRED | LISTED, .min = 3, .max = 10),
    FIELD(criteria, consequence_words, "Words for consequence", .flags = LONG, .max = 2000,
          .help = "A line per step, from the slightest up."),
    FIELD(criteria, financial, "Financial", .help = "Kinds of consequence that are judged; one is enough."),
    FIELD(criteria, operational, "Operational"),
    FIELD(criteria, legal, "Legal"),
    FIELD(criteria, reputation, "Reputation"),
    FIELD(criteria, people, "People"),
    FIELD(criteria, medium_from, "Medium from", .flags = REQUIRED, .min = 2, .max = 100, .group = "Levels"),
    FIELD(criteria, high_from, "High from", .flags = REQUIRED, .min = 2, .max = 100),
    FIELD(criteria, critical_from, "Critical from", .flags = REQUIRED, .min = 2, .max = 100),
    FIELD(criteria, line, "Line of acceptance", .flags = REQUIRED | LISTED, .min = 2, .max = 101,
          .help = "At this score and above a risk lies outside what the organisation accepts without a decision."),
    FIELD(criteria, owner_below, "Owner accepts below", .flags = REQUIRED, .min = 1, .max = 101,
          .help = "Below this score the risk owner may accept; from it on top management."),
    FIELD(criteria, decide_medium, "Days to decide, medium", .min = 1, .max = 1000, .group = "Time"),
    FIELD(criteria, decide_high, "Days to decide, high", .min = 1, .max = 1000),
    FIELD(criteria, decide_critical, "Days to decide, critical", .min = 1, .max = 1000),
    FIELD(criteria, review_low, "Months to review, low", .min = 1, .max = 60),
    FIELD(criteria, review_medium, "Months to review, medium", .min = 1, .max = 60),
    FIELD(criteria, review_high, "Months to review, high", .min = 1, .max = 60),
    FIELD(criteria, review_critical, "Months to review, critical", .min = 1, .max = 60),
    FIELD(criteria, assess_every, "Months to the next assessment", .min = 1, .max = 60,
          .help = "The planned interval of risk assessments (8.2)."),
    FIELD(criteria, appetite, "Loss appetite a year", .group = "Loss in money",
          .help = "What the organisation bears in a year; the curve of its losses is held against it."),
    FIELD(criteria, appetite_percent, "Passed in at most … of 100 years", .min = 1, .max = 50),
    FIELD(criteria, author, "Written by", .flags = READONLY, .to = &person_entity),
};

// All but name, state and author: what approval binds.
static str criteria_frozen(ctx *c, const criteria *k)
{
    frozen f = {.a = c->a};
    for (int i = 0; i < countof(criteria_fields); i++) {
        const field *x = &criteria_fields[i];
        if (x->offset == offsetof(criteria, appetite_percent) && !k->appetite_percent) continue; // older than the field
        if (x->kind == KIND_INTEGER || x->kind == KIND_FLAG || (x->flags & LONG))
            frozen_add(&f, x->name, field_get(x, k));
    }
    if (k->appetite.minor) frozen_add(&f, "appetite", v(k->appetite));
    return frozen_text(&f);
}

static bool check_appetite(ctx *c, const criteria *k)
{
    if (!k->appetite.minor && !k->appetite_percent) return true;
    if (k->appetite.minor <= 0) return fail(c, "appetite", "An appetite is an amount above zero.");
    if (!k->appetite_percent)
        return fail(c, "appetite_percent", "Say in how many of a hundred years the appetite may be passed.");
    str currency = organisation_get(c)->currency;
    if (!str_eq(str_of(k->appetite.currency), currency))
        return fail(c, "appetite", "Losses are counted in $1, the currency of the organisation.", v(currency));
    return true;
}

static bool criteria_check(ctx *c, void *rec, const void *before)
{
    criteria *k = rec;
    const criteria *old = before;
    bool changed = !old || !str_eq(criteria_frozen(c, k), criteria_frozen(c, old));
    if (old && old->state != CRITERIA_DRAFT && changed)
        return fail(
            c, NULL,
            "Criteria version $1 is approved and cannot change under the assessments made with it. Make a new version.",
            v(old->number));
    if (!(k->medium_from < k->high_from && k->high_from < k->critical_from))
        return fail(c, "high_from", "Levels begin one above the other: medium, high, critical.");
    if (k->critical_from > k->likelihood_steps * k->consequence_steps)
        return fail(c, "critical_from", "No risk reaches $1: the highest score is $2.", v(k->critical_from),
                    v(k->likelihood_steps * k->consequence_steps));
    if (!check_appetite(c, k)) return false;
    if (!k->financial && !k->operational && !k->legal && !k->reputation && !k->people)
        return fail(c, "financial", "Choose at least one kind of consequence.");
    if (!old && !k->number) k->number = db_one(query(c, "SELECT max(x.number) FROM {criteria! x}")) + 1;
    if (changed && c->person) k->author.id = c->person;
    return true;
}

const entity criteria_entity = {
    ENTITY(criteria, "CR", "Risk criteria", "Risk criteria", SIGNED_IN, MANAGER, MANAGER, MANAGER),
    .icon = "scale",
    .scope = SCOPE_EVERYONE,
    .title = "name",
    .sort = "-code",
    .help = "Scales, levels and the line of acceptance, before the first risk is judged.",
    .check = criteria_check};

static void *by_state(ctx *c, criteria_state state)
{
    i64 id = db_one(query(c, "SELECT max(x.id) FROM {criteria x} WHERE x.state = $1", v(states[state].name)));
    return id ? record_seek(c, &criteria_entity, id) : NULL;
}

const criteria *criteria_in_force(ctx *c)
{
    const criteria *k = by_state(c, CRITERIA_APPROVED);
    if (!k) k = by_state(c, CRITERIA_DRAFT);
    if (!k) fail(c, NULL, "There are no risk criteria yet: a manager sets them up first, under Plan, Risk criteria.");
    return k;
}

level criteria_level(const criteria *k, i64 score)
{
    if (score <= 0) return LEVEL_NONE;
    if (score >= k->critical_from) return LEVEL_CRITICAL;
    if (score >= k->high_from) return LEVEL_HIGH;
    return score >= k->medium_from ? LEVEL_MEDIUM : LEVEL_LOW;
}

str criteria_word(ctx *c, str words, i64 step)
{
    str rest = words;
    for (i64 i = 1; rest.p; i++) {
        str line = str_trim(str_cut(&rest, '\n'));
        if (i == step && line.n) return line;
    }
    return format(c->a, "$1", v(step));
}

i64 criteria_review_months(const criteria *k, level l)
{
    const i64 months[] = {k->review_low, k->review_low, k->review_medium, k->review_high, k->review_critical};
    return months[l] ? months[l] : 12;
}

i64 criteria_decide_days(const criteria *k, level l)
{
    const i64 days[] = {0, 0, k->decide_medium, k->decide_high, k->decide_critical};
    return days[l];
}

// The criteria a new organisation begins with: times and intervals are those of either scale.
static bool load_first(ctx *c, criteria *k)
{
    if (db_one(query(c, "SELECT count(*) FROM {criteria!}"))) return true;
    k->name = S("Risk criteria");
    k->decide_medium = 180, k->decide_high = 60, k->decide_critical = 30;
    k->review_low = k->review_medium = 12, k->review_high = 6, k->review_critical = 3;
    k->assess_every = 12;
    return record_save(c, &criteria_entity, k);
}

bool criteria_load(ctx *c)
{
    criteria k = {.likelihood_steps = 5,
                  .consequence_steps = 5,
                  .likelihood_words = S("Rare\nUnlikely\nPossible\nLikely\nFrequent"),
                  .consequence_words = S("Minor\nModest\nSerious\nMajor\nSevere"),
                  .financial = true,
                  .operational = true,
                  .legal = true,
                  .reputation = true,
                  .people = true,
                  .medium_from = 5,
                  .high_from = 10,
                  .critical_from = 15,
                  .line = 10,
                  .owner_below = 10};
    return load_first(c, &k);
}

bool criteria_load_small(ctx *c)
{
    criteria k = {.likelihood_steps = 3,
                  .consequence_steps = 3,
                  .likelihood_words = S("Unlikely\nPossible\nLikely"),
                  .consequence_words = S("Minor\nSerious\nSevere"),
                  .operational = true,
                  .medium_from = 3,
                  .high_from = 6,
                  .critical_from = 9,
                  .line = 6,
                  .owner_below = 6};
    return load_first(c, &k);
}

// ---- acts

static bool is_draft(ctx *c, const void *rec)
{
    (void)c;
    return ((const criteria *)rec)->state == CRITERIA_DRAFT;
}

static bool in_force(ctx *c, const void *rec)
{
    (void)c;
    return ((const criteria *)rec)->state == CRITERIA_APPROVED;
}

static bool replace_older(ctx *c, i64 id)
{
    i64 older[64];
    int n = 0;
    rows r = query(c, "SELECT x.id FROM {criteria! x} WHERE x.state = 'approved' AND x.id <> $1 LIMIT 64", v(id));
    while (db_next(&r)) older[n++] = db_int(&r, 0);
    for (int i = 0; i < n; i++) {
        criteria *k = record_load(c, &criteria_entity, older[i]);
        if (!k) return false;
        k->state = CRITERIA_REPLACED;
        if (!record_save_as(c, &criteria_entity, k, "replace")) return false;
    }
    return true;
}

static bool approve(ctx *c, void *rec, const void *in)
{
    criteria *k = rec;
    (void)in;
    if (k->state != CRITERIA_DRAFT)
        return fail(c, NULL, "Only a draft is approved; this version is $1.", v(states[k->state].label));
    if (!approval_give(c, (any){S("criteria"), k->rec.id}, "approve", criteria_frozen(c, k), k->author.id, false,
                       MANAGEMENT, c->reason, (date){0}))
        return false;
    k->state = CRITERIA_APPROVED;
    return replace_older(c, k->rec.id) && record_save_as(c, &criteria_entity, k, "approve");
}

static bool revise(ctx *c, void *rec, const void *in)
{
    criteria next = *(const criteria *)rec;
    (void)in;
    if (next.state != CRITERIA_APPROVED) return fail(c, NULL, "A new version is made from the one in force.");
    if (db_one(query(c, "SELECT count(*) FROM {criteria! x} WHERE x.state = 'draft'")))
        return fail(c, NULL, "There is a draft of new criteria already: change that one.");
    next.rec = (record){0};
    next.number = 0, next.state = CRITERIA_DRAFT, next.author = (ref){c->person};
    return record_save(c, &criteria_entity, &next);
}

static const action criteria_actions[] = {
    ACTION(criteria_entity, "approve", "Approve", MANAGEMENT, .run = approve, .offered = is_draft, .primary = true,
           .help = "From then on risks are judged by this version, and it no longer changes."),
    ACTION(criteria_entity, "revise", "Make a new version", MANAGER, .run = revise, .offered = in_force,
           .help = "A copy as a draft; this version stays in force until the new one is approved."),
    {0}};

static bool rule_kept(ctx *c, void (*found)(void *to, const char *entity, i64 id, const char *state, str what),
                      void *to)
{
    i64 ids[256];
    int n = 0;
    rows r = query(c, "SELECT x.id FROM {criteria x} WHERE x.state <> 'draft' ORDER BY x.id LIMIT 256");
    while (db_next(&r)) ids[n++] = db_int(&r, 0);
    for (int i = 0; i < n; i++) {
        const criteria *k = record_seek(c, &criteria_entity, ids[i]);
        const approval *given = k ? approval_of(c, &criteria_entity, ids[i], "approve") : NULL;
        str differs = given ? approval_stale(c, given, criteria_frozen(c, k)) : S("No approval is there.");
        if (differs.n) found(to, "criteria", ids[i], "broken", differs);
    }
    return true;
}

static const rule criteria_rules[] = {
    {4, "criteria-kept", "Approved risk criteria are what was approved.", NULL, rule_kept}, {0}};

static const report criteria_reports[] = {
    {"risk-method", "Risk assessment and treatment method", SEE_REGISTER | EXTERNAL,
     "Scales, matrix, levels, the line of acceptance, who decides what within which time.", method_report},
    {0}};

const module criteria_module = {
    .name = "criteria",
    .room = ROOM_PLAN,
    .entities = (const entity *const[]){&criteria_entity, NULL},
    .actions = criteria_actions,
    .rules = criteria_rules,
    .reports = criteria_reports,
};
