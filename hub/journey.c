// journey.c: the twelve steps of the journey: their state from the registers, and detours with their reasons.
// SPDX-License-Identifier: Apache-2.0
#include "hub/journey.h"
#include "platform/web/route.h"

#include <string.h>

enum { MARKS_MOST = 100, ITEMS_MOST = 5 };

static const choice steps[] = {{"", "Which step", 0},
                               {"objectives", "Objectives and obligations", 0},
                               {"support", "Management support", 0},
                               {"scope", "Scope", 0},
                               {"assessment", "Risk assessment", 0},
                               {"treatment", "Treatment and Statement of Applicability", 0},
                               {"policies", "Policies", 0},
                               {"controls", "Controls in place", 0},
                               {"training", "Training", 0},
                               {"monitoring", "Monitoring", 0},
                               {"audit", "Audit and review", 0},
                               {"certification", "Certification, if sought", 0},
                               {"improvement", "Improvement", 0},
                               {0}};
static const char *const holds[] = {
    NULL,
    "Why the organisation does this: its context, what it must comply with and what it wants to reach.",
    "Top management decides, names who is responsible and gives money and time.",
    "What the management system covers, and the assets that lie inside.",
    "What could happen, how likely and how bad it is, judged by agreed criteria.",
    "What is done about each risk, who accepts what remains, and which controls apply.",
    "The rules people can read: policies and procedures, approved, published and confirmed by those they bind.",
    "Each applicable control put in place, with evidence, and the recurring work that keeps it there.",
    "Courses, awareness and competence: everybody knows what is asked of them.",
    "Measures, tests and incidents: whether the controls do what they are for.",
    "Internal audits by the programme, and the review by top management.",
    "The audit of a certification body, where a certificate is wanted; else put aside.",
    "Nonconformities and their causes, corrective actions, cycles of improvement.",
};
static const choice ways[] = {{"aside", "Put aside", TONE_OFF}, {"elsewhere", "Answered elsewhere", TONE_GOOD}, {0}};
const choice stop_states[] = {{"later", "Comes later", TONE_OFF},
                              {"ahead", "Not begun", TONE_OFF},
                              {"underway", "Under way", TONE_NOW},
                              {"done", "Done", TONE_GOOD},
                              {"elsewhere", "Answered elsewhere", TONE_GOOD},
                              {"aside", "Put aside", TONE_OFF},
                              {0}};

// ---- detours

static const field detour_fields[] = {
    FIELD(detour, step, "Step", .flags = REQUIRED | LISTED, .choices = steps),
    FIELD(detour, part, "Part of it", .flags = LISTED, .max = 40,
          .help = "Name of what is asked for, as the journey's page has it; empty: the whole step."),
    FIELD(detour, way, "How", .flags = LISTED | CHIPS, .choices = ways),
    FIELD(detour, reason, "Reason", .flags = REQUIRED | LISTED | LONG | SEARCHED, .max = 2000,
          .help = "Why it is not needed, or what answers it."),
    FIELD(detour, place, "Where it lies", .max = 300, .help = "The document or the address that answers it."),
    FIELD(detour, review_on, "Look at it again", .flags = LISTED | DUE),
};

static const milestone *milestone_find(step_name step, str name)
{
    for
        each_module(m) for (const milestone *k = (*m)->milestones; k && k->name;
                            k++) if (k->step == (int)step && str_eq(name, str_of(k->name))) return k;
    return NULL;
}

static bool detour_check(ctx *c, void *rec, const void *before)
{
    detour *d = rec;
    (void)before;
    if (d->part.n && !milestone_find(d->step, d->part))
        return fail(c, "part", "The step \"$1\" asks for nothing named \"$2\".", v(steps[d->step].label), v(d->part));
    if (d->way == DETOUR_ELSEWHERE && !d->place.n)
        return fail(c, "place", "Say where the answer lies: a document, an address, a shelf.");
    return true;
}

const entity detour_entity = {
    ENTITY(detour, "DT", "Detour", "Detours", SEE_REGISTER, MANAGER, MANAGER, MANAGER),
    .icon = "map",
    .scope = SCOPE_EVERYONE,
    .sort = "step",
    .plain = true,
    .help = "A step of the journey, or a part of it, that is answered elsewhere or put aside, with the reason.",
    .check = detour_check};

// ---- the state of each step

// The newest one counts.
static const detour *detour_of(const detour *list, int n, int step, str part)
{
    for (int i = n - 1; i >= 0; i--)
        if ((int)list[i].step == step && str_eq(list[i].part, part)) return &list[i];
    return NULL;
}

static step_name step_read(str name)
{
    for (unsigned i = 1; i <= JOURNEY_STEPS; i++)
        if (str_eq(name, str_of(steps[i].name))) return (step_name)i;
    return STEP_NONE;
}

static int detours_read(ctx *c, detour **out)
{
    int n = 0;
    *out = news(c->a, detour, MARKS_MOST);
    rows r = query(c, "SELECT x.id, x.step, x.part, x.way, x.reason, x.place FROM {detour x} ORDER BY x.id LIMIT 100");
    while (n < MARKS_MOST && db_next(&r))
        (*out)[n++] = (detour){.rec.id = db_int(&r, 0),
                               .step = step_read(db_view(&r, 1)),
                               .part = db_text(&r, 2),
                               .way = str_eq(db_view(&r, 3), S("aside")) ? DETOUR_ASIDE : DETOUR_ELSEWHERE,
                               .reason = db_text(&r, 4),
                               .place = db_text(&r, 5)};
    db_stop(&r);
    return n;
}

static void name_missing(ctx *c, journey_mark *k)
{
    k->items = news(c->a, journey_item, ITEMS_MOST);
    rows r = query_(c, str_of(k->m->named), VALS(v(c->today)), 1);
    while (k->nitems < ITEMS_MOST && db_next(&r)) {
        const entity *e = entity_find(db_view(&r, 0));
        if (e) k->items[k->nitems++] = (journey_item){e, db_int(&r, 1), db_text(&r, 2), db_text(&r, 3)};
    }
    db_stop(&r);
}

// False: it does not apply as things stand.
static bool mark_read(ctx *c, const milestone *m, journey_mark *k)
{
    bool applies = false;
    *k = (journey_mark){.m = m};
    rows r = query_(c, str_of(m->sql), VALS(v(c->today)), 1);
    while (db_next(&r)) {
        applies = !db_null(&r, 0) && !db_null(&r, 1);
        k->have = db_int(&r, 0), k->all = db_int(&r, 1);
    }
    k->done = k->have > 0 && k->have >= k->all;
    if (applies && !k->done && m->named) name_missing(c, k);
    return applies;
}

static stop_state state_of(const journey_stop *s, bool begun)
{
    if (s->detour) return s->detour->way == DETOUR_ASIDE ? STOP_ASIDE : STOP_ELSEWHERE;
    if (!s->nmarks) return STOP_LATER;
    if (s->percent == 100) return STOP_DONE;
    return begun ? STOP_UNDERWAY : STOP_AHEAD;
}

static void judge(journey_stop *s)
{
    i64 sum = 0, asked = 0;
    bool begun = false;
    for (int i = 0; i < s->nmarks; i++) {
        const journey_mark *k = &s->marks[i];
        bool settled = k->done || k->detour;
        if (!settled && !s->next && !k->m->optional) s->next = k;
        if (settled || k->have) begun = true;
        if (k->m->optional) continue;
        asked++;
        sum += settled ? 100 : k->all ? 100 * k->have / k->all : 0;
    }
    s->percent = asked ? (int)(sum / asked) : 0;
    if (s->next && s->percent == 100) s->percent = 99;
    s->state = state_of(s, begun);
}

journey *journey_read(ctx *c)
{
    journey *j = new (c->a, journey);
    detour *detours;
    int n = detours_read(c, &detours);
    for (int i = 1; i <= JOURNEY_STEPS; i++) {
        journey_stop *s = &j->stops[i];
        *s = (journey_stop){.name = steps[i].name, .title = steps[i].label, .holds = holds[i]};
        s->marks = news(c->a, journey_mark, MARKS_MOST);
        s->detour = detour_of(detours, n, i, S(""));
    }
    for
        each_module(m) for (const milestone *k = (*m)->milestones; k && k->name; k++)
        {
            journey_stop *s = &j->stops[k->step];
            if (s->nmarks < MARKS_MOST && mark_read(c, k, &s->marks[s->nmarks])) {
                s->marks[s->nmarks].detour = detour_of(detours, n, k->step, str_of(k->name));
                s->nmarks++;
            }
        }
    for (int i = 1; i <= JOURNEY_STEPS; i++) {
        judge(&j->stops[i]);
        j->done += j->stops[i].state >= STOP_DONE;
    }
    return j;
}

str journey_sentence(ctx *c, const journey_mark *k, str whole)
{
    text t = {.a = c->a};
    str many = whole, one = str_cut(&many, '|');
    fill(&t, (k->done ? k->have == 1 : k->have == 0) || !many.p ? one : many, VALS(v(k->have), v(k->all)), 2);
    return text_str(&t);
}

static const route journey_routes[] = {
    ROUTE(GET, "/journey", "journey.show", SEEING, journey_page, .label = "Journey"),
    ROUTE(GET, "/api/v1/journey", "journey.show", SEEING, journey_api),
    {0},
};

const module journey_module = {.name = "journey",
                               .room = ROOM_PLAN,
                               .entities = (const entity *const[]){&detour_entity, NULL},
                               .routes = journey_routes};
