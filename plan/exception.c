// exception.c: exceptions: their records, who may grant them, their renewal and their end.
// SPDX-License-Identifier: Apache-2.0
#include "plan/exception.h"
#include "plan/asset.h"

static const choice states[] = {{"asked", "Asked for", TONE_NOW},
                                {"granted", "Granted", TONE_WARN},
                                {"refused", "Refused", TONE_OFF},
                                {"ended", "Ended", TONE_OFF},
                                {0}};
static const field exception_fields[] = {
    FIELD(exception, title, "Exception", .flags = REQUIRED | LISTED | SEARCHED, .max = 200),
    FIELD(exception, state, "State", .flags = LISTED | READONLY | CHIPS, .choices = states),
    FIELD(exception, about, "To or for", .flags = REQUIRED | LISTED,
          .help = "The code of the policy or control it departs from, or of the asset, person or system it is for."),
    FIELD(exception, control, "From control", .flags = LISTED, .to = &control_entity,
          .help = "The control that does not reach it."),
    FIELD(exception, whom, "Who or what", .max = 300, .help = "In words: which users, devices, sites."),
    FIELD(exception, why, "Why", .flags = REQUIRED | LONG | SEARCHED, .max = 4000),
    FIELD(exception, risk, "Risk that stays", .flags = LISTED, .to = &risk_entity),
    FIELD(exception, compensating, "What compensates", .flags = REQUIRED | LONG, .max = 4000,
          .help = "What is done instead, so that the risk stays bearable."),
    FIELD(exception, compensating_control, "Compensating control", .to = &control_entity),
    FIELD(exception, until, "Expires", .flags = REQUIRED | LISTED | SORTED | DUE),
    FIELD(exception, asker, "Asked by", .flags = READONLY | LISTED, .to = &person_entity),
    FIELD(exception, approver, "Granted by", .flags = READONLY, .to = &person_entity),
    FIELD(exception, renewals, "Renewed", .flags = READONLY, .help = "How often."),
};

static bool content_changed(const exception *x, const exception *old)
{
    for (int i = 0; i < countof(exception_fields); i++)
        if (!(exception_fields[i].flags & READONLY) && exception_fields[i].offset != offsetof(exception, until) &&
            !field_equal(&exception_fields[i], x, old))
            return true;
    return false;
}

static bool exception_check(ctx *c, void *rec, const void *before)
{
    exception *x = rec;
    const exception *old = before;
    if (old && old->state != EXCEPTION_ASKED &&
        (content_changed(x, old) || (x->until.day != old->until.day && x->renewals == old->renewals)))
        return fail(c, NULL, "$1 is $2 and no longer changes. Renew or end it, or ask for another.", v(old->title),
                    v(states[old->state].label));
    if (x->state == EXCEPTION_ASKED && x->until.day <= c->today.day)
        return fail(c, "until", "An exception ends: name a day to come.");
    if (str_eq(x->about.entity, S("control"))) x->control.id = x->about.id;
    if (x->compensating_control.id && x->compensating_control.id == x->control.id)
        return fail(c, "compensating_control", "What compensates is another control than the one that is missing.");
    if (!old) x->asker.id = c->person ? c->person : x->asker.id;
    return true;
}

const entity exception_entity = {
    ENTITY(exception, "EX", "Exception", "Exceptions", SEE_REGISTER, ADD_REGISTER, SET_REGISTER, MANAGER),
    .icon = "shield-off",
    .scope = SCOPE_WITHIN,
    .within = "about",
    .title = "title",
    .owner = "asker",
    .sort = "until",
    .help = "Where a policy or control cannot be kept: say for whom, why, what compensates, and until when.",
    .check = exception_check};

bool exception_stands(const ctx *c, const exception *x)
{
    return x->state == EXCEPTION_GRANTED && x->until.day >= c->today.day;
}

// ---- acts

static bool is_asked(ctx *c, const void *rec)
{
    (void)c;
    return ((const exception *)rec)->state == EXCEPTION_ASKED;
}

static bool is_granted(ctx *c, const void *rec)
{
    (void)c;
    return ((const exception *)rec)->state == EXCEPTION_GRANTED;
}

static bool acts_as(const ctx *c, i64 person)
{
    bool is = person && person == c->person;
    for (int i = 0; i < c->nstands_for; i++) is = is || (person && c->stands_for[i] == person);
    return is;
}

// Whoever may bear what it leaves open.
static bool check_authority(ctx *c, const exception *x)
{
    if (roles_at(c, x->rec.unit ? x->rec.unit : 1) & MANAGEMENT) return true;
    if (x->risk.id) {
        const risk *r = record_load(c, &risk_entity, x->risk.id);
        const criteria *k = criteria_in_force(c);
        if (!r || !k) return false;
        if (acts_as(c, r->owner.id) && r->score < k->owner_below) return true;
        return fail_as(c, NO_RIGHT, NULL,
                       "$1 stands at $2. Its owner may bear less than $3; from there on top management grants the "
                       "exception.",
                       v(record_code(c->a, &risk_entity, x->risk.id)), v(r->score), v(k->owner_below));
    }
    const entity *e = entity_find(x->about.entity);
    const field *owner = e && e->owner ? field_find(e, str_of(e->owner)) : NULL;
    const void *rec = owner ? record_load(c, e, x->about.id) : NULL;
    if (rec && acts_as(c, ((const ref *)field_at(owner, rec))->id)) return true;
    return fail_as(c, NO_RIGHT, NULL, "It is granted by top management, or by the owner of what it departs from.");
}

static str exception_lines(ctx *c, const void *rec)
{
    const exception *x = rec;
    frozen f = {.a = c->a};
    frozen_add(&f, "about", v(any_code(c->a, x->about)));
    frozen_add(&f, "compensating", v(x->compensating));
    frozen_add(&f, "compensating_control", v(record_code(c->a, &control_entity, x->compensating_control.id)));
    frozen_add(&f, "control", v(record_code(c->a, &control_entity, x->control.id)));
    frozen_add(&f, "risk", v(record_code(c->a, &risk_entity, x->risk.id)));
    frozen_add(&f, "until", v(x->until));
    frozen_add(&f, "whom", v(x->whom));
    frozen_add(&f, "why", v(x->why));
    return frozen_text(&f);
}

static bool give(ctx *c, exception *x, str reason, const char *verb)
{
    if (!check_authority(c, x)) return false;
    x->state = EXCEPTION_GRANTED;
    x->approver.id = c->person;
    return record_save_as(c, &exception_entity, x, verb) &&
           approval_give(c, (any){S("exception"), x->rec.id}, "grant", exception_lines(c, x), x->asker.id, false,
                         MANAGEMENT | OWNER, reason, x->until);
}

static bool grant(ctx *c, void *rec, const void *in)
{
    exception *x = rec;
    (void)in;
    if (x->state != EXCEPTION_ASKED) return fail(c, NULL, "It is $1 already.", v(states[x->state].label));
    if (x->until.day <= c->today.day) return fail(c, NULL, "It would expire today: ask for it anew.");
    return give(c, x, c->reason, "grant");
}

typedef struct {
    record rec;
    date until;
    str reason;
} renewal;
static const field renewal_fields[] = {
    FIELD(renewal, until, "Expires", .flags = REQUIRED),
    FIELD(renewal, reason, "Why it is still needed", .flags = REQUIRED | LONG, .max = 2000),
};
static const entity renewal_input = {INPUT(renewal)};

static bool renew(ctx *c, void *rec, const void *in)
{
    exception *x = rec;
    const renewal *r = in;
    if (x->state != EXCEPTION_GRANTED) return fail(c, NULL, "Only a granted exception is renewed.");
    if (r->until.day <= c->today.day || r->until.day <= x->until.day)
        return fail(c, "until", "A renewal ends later than $1.", v(x->until));
    x->until = r->until;
    x->renewals++;
    return give(c, x, r->reason, "renew");
}

typedef struct {
    record rec;
    str reason;
} stating;
static const field stating_fields[] = {FIELD(stating, reason, "Reason", .flags = REQUIRED | LONG, .max = 2000)};
static const entity stating_input = {INPUT(stating)};

static bool refuse(ctx *c, void *rec, const void *in)
{
    exception *x = rec;
    if (x->state != EXCEPTION_ASKED) return fail(c, NULL, "It is $1 already.", v(states[x->state].label));
    if (!check_authority(c, x)) return false;
    c->reason = ((const stating *)in)->reason;
    x->state = EXCEPTION_REFUSED;
    return record_save_as(c, &exception_entity, x, "refuse");
}

static bool close_it(ctx *c, void *rec, const void *in)
{
    exception *x = rec;
    if (x->state != EXCEPTION_GRANTED) return fail(c, NULL, "Only a granted exception ends.");
    c->reason = ((const stating *)in)->reason;
    x->state = EXCEPTION_ENDED;
    return record_save_as(c, &exception_entity, x, "close");
}

static const action exception_actions[] = {
    ACTION(exception_entity, "grant", "Grant", MANAGEMENT | OWNER, .run = grant, .offered = is_asked, .primary = true,
           .help = "For whoever may bear the risk that stays; not for who asked."),
    ACTION(exception_entity, "refuse", "Refuse", MANAGEMENT | OWNER, .input = &stating_input, .run = refuse,
           .offered = is_asked),
    ACTION(exception_entity, "renew", "Renew", MANAGEMENT | OWNER, .input = &renewal_input, .run = renew,
           .offered = is_granted, .help = "A new act: it is granted again, until a later day."),
    ACTION(exception_entity, "close", "End it", SET_REGISTER, .input = &stating_input, .run = close_it,
           .offered = is_granted, .help = "It is no longer needed."),
    {0}};

#define STATE_TONE "CASE WHEN x.state = 'granted' THEN 3 WHEN x.state = 'asked' THEN 1 ELSE 5 END"
static const panel exception_panels[] = {
    {&control_entity, "Exceptions",
     "SELECT 'exception', x.id, x.title, x.state, " STATE_TONE
     ", x.until FROM {exception x} WHERE (x.control = $1 OR x.compensating_control = $1) AND x.state IN ('asked', "
     "'granted') ORDER BY x.until",
     NULL, NULL},
    {&asset_entity, "Exceptions",
     "SELECT 'exception', x.id, x.title, x.state, " STATE_TONE
     ", x.until FROM {exception x} WHERE x.about_entity = 'asset' AND x.about_id = $1 AND x.state IN ('asked', "
     "'granted') ORDER BY x.until",
     NULL, NULL},
    {&person_entity, "Exceptions",
     "SELECT 'exception', x.id, x.title, x.state, " STATE_TONE
     ", x.until FROM {exception x} WHERE x.about_entity = 'person' AND x.about_id = $1 AND x.state IN ('asked', "
     "'granted') ORDER BY x.until",
     NULL, NULL},
    {&risk_entity, "Exceptions",
     "SELECT 'exception', x.id, x.title, x.state, " STATE_TONE
     ", x.until FROM {exception x} WHERE x.risk = $1 AND x.state IN ('asked', 'granted') ORDER BY x.until",
     NULL, NULL},
    {&requirement_entity, "Exceptions to its controls",
     "SELECT 'exception', x.id, x.title, x.state, " STATE_TONE
     ", x.until FROM {exception x} JOIN {control_requirement q} ON q.control = x.control WHERE q.requirement = $1 AND "
     "x.state IN ('asked', 'granted') ORDER BY x.until",
     NULL, NULL},
    {0}};

static const work exception_works[] = {
    {"Decide on an exception",
     "SELECT 'exception', x.id, x.title, x.until, 'grant' FROM {exception x} JOIN {role g} ON g.person = $1 AND g.role "
     "= 'management' WHERE $2 > 0 AND x.state = 'asked'"},
    {"Renew the exception or end it", "SELECT 'exception', x.id, x.title, x.until, 'close' FROM {exception x} WHERE "
                                      "x.asker = $1 AND x.state = 'granted' "
                                      "AND x.until <= $2 + 30"},
    {0}};

static bool rule_kept(ctx *c, approval_breach *found, void *to)
{
    return approval_kept(c, &(approval_bond){&exception_entity, "granted", "grant", exception_lines}, found, to);
}

static const rule exception_rules[] = {
    {5, "exception-kept", "An exception that stands is what was granted.", NULL, rule_kept},
    {13, "exception-approver", "Whoever granted an exception that stands is still here.",
     "SELECT 'exception', x.id, x.title, 'broken', p.name FROM {exception! x} JOIN {person! p} ON p.id = x.approver "
     "WHERE x.state = 'granted' AND p.ends < $1",
     NULL},
    {14, "exception-expired", "No exception has expired.",
     "SELECT 'exception', x.id, x.title, 'broken', 'It has expired.' FROM {exception! x} WHERE x.state = 'granted' AND "
     "x.until < $1",
     NULL},
    {13, "exception-asker", "Whoever asked for an exception that stands is still here.",
     "SELECT 'exception', x.id, x.title, 'broken', p.name FROM {exception! x} JOIN {person! p} ON p.id = x.asker WHERE "
     "x.state = 'granted' AND p.ends < $1",
     NULL},
    {0}};

static const figure exception_figures[] = {
    {"exceptions", "Exceptions that stand", "",
     "SELECT count(*) FROM {exception x} WHERE x.state = 'granted' AND x.until >= $1"},
    {0}};

const module exception_module = {
    .name = "exception",
    .room = ROOM_PLAN,
    .entities = (const entity *const[]){&exception_entity, NULL},
    .actions = exception_actions,
    .panels = exception_panels,
    .works = exception_works,
    .rules = exception_rules,
    .figures = exception_figures,
};
