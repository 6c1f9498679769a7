// obligation.c: the register of obligations (A.5.31).
// SPDX-License-Identifier: Apache-2.0
#include "plan/obligation.h"
#include "hub/task.h"
#include "platform/paper/paper.h"

const choice obligation_kinds[] = {
    {"law", "Law", 0}, {"regulation", "Regulation", 0}, {"contract", "Contract", 0}, {0}};
static const choice states[] = {
    {"in-force", "In force", TONE_GOOD}, {"coming", "Coming", TONE_NOW}, {"ended", "Ended", TONE_OFF}, {0}};
static const link_field obligation_links[] = {
    {"controls", "Controls", "Controls that help to meet it.", &obligation_control_entity, "obligation", "control", 0},
    {0}};
static const field obligation_fields[] = {
    FIELD(obligation, title, "Obligation", .flags = REQUIRED | LISTED | SEARCHED, .max = 200),
    FIELD(obligation, kind, "Kind", .flags = LISTED | CHIPS, .choices = obligation_kinds),
    FIELD(obligation, state, "State", .flags = LISTED | CHIPS, .choices = states),
    FIELD(obligation, country, "Country", .flags = REQUIRED | LISTED | SEARCHED, .max = 80,
          .help = "Where it binds; of a contract the law it is under."),
    FIELD(obligation, reference, "Reference", .flags = LISTED | SEARCHED, .max = 200,
          .help = "Number of the act, articles, clause of the contract."),
    FIELD(obligation, framework, "Spelled out by", .to = &framework_entity,
          .help = "The framework that lists its requirements one by one, where there is one."),
    FIELD(obligation, asks, "What it asks", .flags = REQUIRED | LONG | SEARCHED, .max = 8000,
          .help = "In your own words: what has to be done, by when, towards whom."),
    FIELD(obligation, owner, "Owner", .flags = REQUIRED | LISTED, .to = &person_entity,
          .help = "Who watches it and answers for it."),
    FIELD(obligation, begins, "Binds from"),
    FIELD(obligation, review_on, "Next review", .flags = REQUIRED | LISTED | SORTED | DUE),
    FIELD(obligation, reviewed_on, "Last review", .flags = READONLY, .group = "Last review"),
    FIELD(obligation, reviewed_by, "Reviewed by", .flags = READONLY, .to = &person_entity),
    FIELD(obligation, outcome, "Outcome", .flags = READONLY | LONG, .max = 4000),
};
const entity obligation_entity = {
    ENTITY(obligation, "OB", "Obligation", "Obligations", SEE_REGISTER, ADD_REGISTER, SET_REGISTER, MANAGER),
    .icon = "scale",
    .scope = SCOPE_EVERYONE,
    .title = "title",
    .owner = "owner",
    .links = obligation_links,
    .sort = "code",
    .help =
        "Each law, regulation and contract that asks something of how you keep information, with an owner and a next "
        "review."};

static const field obligation_control_fields[] = {
    FIELD(obligation_control, obligation, "Obligation", .flags = REQUIRED | LISTED, .to = &obligation_entity),
    FIELD(obligation_control, control, "Control", .flags = REQUIRED | LISTED, .to = &control_entity),
};
const entity obligation_control_entity = {ENTITY(obligation_control, "OC", "Control that meets it",
                                                 "Controls that meet it", SEE_REGISTER, ADD_REGISTER, MANAGER | OWNER,
                                                 MANAGER | OWNER),
                                          .scope = SCOPE_WITHIN, .within = "obligation", .plain = true};

// ---- the review

typedef struct {
    bool changed;
    str outcome;
    date next;
} reviewing;
static const field reviewing_fields[] = {
    FIELD(reviewing, changed, "It has changed", .help = "A task then asks its owner what follows for us."),
    FIELD(reviewing, outcome, "Outcome", .flags = REQUIRED | LONG, .max = 4000,
          .help = "What was looked at, and whether what we do still meets it."),
    FIELD(reviewing, next, "Next review", .flags = REQUIRED),
};
static const entity reviewing_input = {INPUT(reviewing)};

static bool review(ctx *c, void *rec, const void *in)
{
    obligation *x = rec;
    const reviewing *w = in;
    enum { DAYS = 30 }; // to say what a change asks of us
    if (x->state == OBLIGATION_ENDED) return fail(c, NULL, "$1 has ended: there is nothing to review.", v(x->title));
    if (w->next.day <= c->today.day) return fail(c, "next", "The next review lies ahead.");
    x->reviewed_on = c->today, x->reviewed_by.id = c->person, x->outcome = w->outcome, x->review_on = w->next;
    if (!record_save_as(c, &obligation_entity, x, "review")) return false;
    return !w->changed ||
           task_give(c, format(c->a, "Say what the change of \"$1\" asks of us", v(x->title)), w->outcome,
                     about_of(&obligation_entity, x->rec.id), x->owner, (date){c->today.day + DAYS}, false);
}

static bool binds(ctx *c, const void *rec)
{
    (void)c;
    return ((const obligation *)rec)->state != OBLIGATION_ENDED;
}

static const action obligation_actions[] = {
    ACTION(obligation_entity, "review", "Review", PROPOSE, .input = &reviewing_input, .run = review, .offered = binds,
           .primary = true, .help = "Does it still ask the same, and do we still meet it?"),
    {0}};

// ---- the paper

static const char *label_of(const choice *list, str name)
{
    for (const choice *x = list; x->name; x++)
        if (str_eq(name, str_of(x->name))) return x->label;
    return "";
}

static void put_register(ctx *c, paper *p)
{
    static const paper_column columns[] = {{STR("Code"), .7, PAPER_LEFT},       {STR("Obligation"), 2.2, PAPER_LEFT},
                                           {STR("Kind"), .9, PAPER_LEFT},       {STR("Country"), 1.1, PAPER_LEFT},
                                           {STR("Reference"), 1.6, PAPER_LEFT}, {STR("Owner"), 1.2, PAPER_LEFT},
                                           {STR("State"), .8, PAPER_LEFT},      {STR("Next review"), 1, PAPER_LEFT}};
    paper_heading(p, 1, S("Register"), S("register"));
    paper_table(p, columns, countof(columns));
    rows r =
        query(c, "SELECT x.id, x.title, x.kind, x.country, x.reference, coalesce(w.name, ''), x.state, x.review_on "
                 "FROM {obligation x} LEFT JOIN {person w} ON w.id = x.owner ORDER BY x.id");
    while (db_next(&r)) {
        str code = record_code(c->a, &obligation_entity, db_int(&r, 0)), state = db_view(&r, 6);
        bool late = db_int(&r, 7) < c->today.day && !str_eq(state, S("ended"));
        paper_row(p, (str){0});
        paper_cell_as(p, v(code), PAPER_STRONG, format(c->a, "#$1", v(code)));
        paper_cell(p, v(db_view(&r, 1)));
        paper_cell(p, v(label_of(obligation_kinds, db_view(&r, 2))));
        for (int i = 3; i < 6; i++) paper_cell(p, v(db_view(&r, i)));
        paper_cell(p, v(str_eq(state, S("in-force")) ? S("in force") : state));
        paper_cell_as(p, v((date){db_int(&r, 7)}), late ? PAPER_BAD : PAPER_NORMAL, (str){0});
    }
}

static void put_controls(ctx *c, paper *p, i64 id)
{
    static const paper_column columns[] = {
        {STR("Control"), 3, PAPER_LEFT}, {STR("Owner"), 1.5, PAPER_LEFT}, {STR("Status"), 1, PAPER_LEFT}};
    bool first = true;
    rows r =
        query(c,
              "SELECT y.id, y.name, coalesce(w.name, ''), y.status FROM {obligation_control x} JOIN {control y} ON "
              "y.id = x.control LEFT JOIN {person w} ON w.id = y.owner WHERE x.obligation = $1 ORDER BY y.name",
              v(id));
    while (db_next(&r)) {
        if (first) paper_table(p, columns, countof(columns));
        first = false;
        str status = db_view(&r, 3);
        paper_row(p, (str){0});
        paper_cell(p,
                   v(format(c->a, "$1  $2", v(record_code(c->a, &control_entity, db_int(&r, 0))), v(db_view(&r, 1)))));
        paper_cell(p, v(db_view(&r, 2)));
        paper_cell_as(p, v(str_eq(status, S("implemented")) ? S("in place") : status),
                      str_eq(status, S("implemented")) ? PAPER_GOOD : PAPER_NORMAL, (str){0});
    }
    if (first) paper_paragraph_as(p, PAPER_SMALL, "No control is named yet that meets it.");
}

static void put_one(ctx *c, paper *p, const obligation *x)
{
    str code = record_code(c->a, &obligation_entity, x->rec.id);
    paper_heading(p, 2, format(c->a, "$1  $2", v(code), v(x->title)), code);
    paper_lines(p, x->asks);
    if (x->framework.id)
        paper_paragraph(p, "Its requirements are spelled out one by one in the framework <i>$1</i>.",
                        v(record_title(c, &framework_entity, x->framework.id)));
    put_controls(c, p, x->rec.id);
    if (x->reviewed_on.day)
        paper_paragraph_as(
            p, PAPER_SMALL, "Reviewed on $1 by $2: $3", v(x->reviewed_on),
            v(x->reviewed_by.id ? record_title(c, &person_entity, x->reviewed_by.id) : S("the operator")),
            v(x->outcome));
}

static bool obligation_report(ctx *c, paper *p, str scope)
{
    enum { MOST = 500 };
    i64 *ids = news(c->a, i64, MOST);
    int n = 0;
    (void)scope;
    rows r = query(c, "SELECT x.id FROM {obligation x} ORDER BY x.id LIMIT 500");
    while (db_next(&r)) ids[n++] = db_int(&r, 0);
    if (!n) return fail(c, NULL, "No obligation is entered yet: add the first under Plan, Obligations.");
    paper_heading(p, 1, S("Summary"), S("summary"));
    i64 in_force = db_one(query(c, "SELECT count(*) FROM {obligation x} WHERE x.state = 'in-force'")),
        countries = db_one(query(c, "SELECT count(DISTINCT x.country) FROM {obligation x} WHERE x.state = 'in-force'")),
        met =
            db_one(query(c, "SELECT count(*) FROM {obligation x} WHERE x.state = 'in-force' AND EXISTS (SELECT 1 FROM "
                            "{obligation_control y} WHERE y.obligation = x.id)")),
        late = db_one(
            query(c, "SELECT count(*) FROM {obligation x} WHERE x.state <> 'ended' AND x.review_on < $1", v(c->today)));
    paper_paragraph_as(p, PAPER_LEDE,
                       "In force: $1, from $2. For $3 of them a control is named that helps to meet it; $4.",
                       v(paper_count(p, in_force, "obligation", "obligations")),
                       v(paper_count(p, countries, "country or region", "countries and regions")), v(met),
                       v(late == 1 ? S("one review is late")
                         : late    ? format(c->a, "$1 reviews are late", v(late))
                                   : S("no review is late")));
    put_register(c, p);
    paper_heading(p, 1, S("What each asks, and what meets it"), S("asks"));
    for (int i = 0; i < n; i++) {
        const obligation *x = record_seek(c, &obligation_entity, ids[i]);
        if (x) put_one(c, p, x);
    }
    return true;
}

// ---- contributions

static const panel obligation_panels[] = {
    {&obligation_entity, "Controls that meet it",
     "SELECT 'control', y.id, y.name, CASE y.status WHEN 'implemented' THEN 'in place' ELSE y.status END, CASE "
     "y.status "
     "WHEN 'implemented' THEN 2 WHEN 'partly' THEN 3 WHEN 'planned' THEN 1 ELSE 5 END, y.planned_on FROM "
     "{obligation_control x} JOIN {control y} ON y.id = x.control WHERE x.obligation = $1 ORDER BY y.name",
     "No control is named yet that meets it.", NULL},
    {&control_entity, "Obligations it helps to meet",
     "SELECT 'obligation', y.id, y.title, y.country, 0, y.review_on FROM {obligation_control x} JOIN {obligation y} ON "
     "y.id = x.obligation WHERE x.control = $1 ORDER BY y.id",
     NULL, NULL},
    {0}};

static const work obligation_works[] = {
    {"Review the obligation",
     "SELECT 'obligation', x.id, x.title, x.review_on, 'review' FROM {obligation x} WHERE "
     "x.owner = $1 AND x.state <> 'ended' AND x.review_on <= $2 + 30 ORDER BY x.review_on LIMIT "
     "100"},
    {0}};

static const figure obligation_figures[] = {
    {"obligations-in-force", "Obligations in force", "",
     "SELECT count(*) FROM {obligation x} WHERE x.state = 'in-force' AND $1 > 0"},
    {"obligations-late", "Obligations whose review is late", "",
     "SELECT count(*) FROM {obligation x} WHERE x.state <> 'ended' AND x.review_on < $1"},
    {0}};

static const report obligation_reports[] = {
    {"obligations", "Register of obligations", SEE_REGISTER,
     "Each law, regulation and contract with what it asks and which controls meet it; the list exports it as XLSX.",
     obligation_report, .landscape = true},
    {0}};

const module obligation_module = {
    .name = "obligation",
    .room = ROOM_PLAN,
    .entities = (const entity *const[]){&obligation_entity, &obligation_control_entity, NULL},
    .actions = obligation_actions,
    .panels = obligation_panels,
    .works = obligation_works,
    .figures = obligation_figures,
    .reports = obligation_reports,
};
