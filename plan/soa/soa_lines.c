// soa_lines.c: the lines of a statement with what controls, tests and treatments say about them.
// SPDX-License-Identifier: Apache-2.0
#include "plan/soa/soa.h"

// Ids in the order they came, in the arena of the lines.
typedef struct code_list {
    i64 id;
    struct code_list *next;
} code_list;
typedef struct {
    code_list *first, *last;
} codes;

// What is known of one requirement or control from elsewhere while the lines are put together.
typedef struct {
    int parts, done, begun, planned; // controls that answer it, by status
    date planned_on;
    effectiveness worst;
    bool tested;
    codes controls, risks, exceptions;
    bool needed;
} facts;

typedef struct {
    ctx *c;
    soa_line *lines;
    facts *facts;
    i64 n, room;
    int *by_requirement, *by_control; // line + 1 by id
    i64 nrequirements, ncontrols;
} gathering;

str soa_reasons(ctx *c, const soa_row *r)
{
    static const char *const names[] = {"risk", "law", "contract", "business", "good practice"};
    const bool set[] = {r->risk, r->law, r->contract, r->business, r->practice};
    text t = {.a = c->a};
    for (int i = 0; i < countof(names); i++) {
        if (!set[i]) continue;
        if (t.n) put(&t, S(", "));
        put_z(&t, names[i]);
    }
    return text_str(&t);
}

static void read_rows(gathering *g, const soa *s)
{
    ctx *c = g->c;
    text sql = {.a = c->a};
    int columns = record_ncolumns(&soa_row_entity);
    put(&sql, S("SELECT "));
    put(&sql, record_columns(c, &soa_row_entity, S("x")));
    put(&sql, S(", coalesce(q.ident, ''), coalesce(q.title, k.name, ''), coalesce(q.theme, ''), coalesce(p.name, ''), "
                "k.id, f.short_name FROM {soa_row x} LEFT JOIN {requirement! q} ON q.id = x.requirement"
                " LEFT JOIN {framework! f} ON f.id = q.framework LEFT JOIN {control! k} ON k.id = x.control LEFT JOIN "
                "{person! p} ON p.id = x.owner WHERE x.soa = $1 ORDER BY x.position, x.id"));
    g->room = db_one(query(c, "SELECT count(*) FROM {soa_row x} WHERE x.soa = $1", v(s->rec.id)));
    g->lines = news(c->a, soa_line, g->room + 1);
    g->facts = news(c->a, facts, g->room + 1);
    rows r = query_built(c, text_str(&sql), VALS(v(s->rec.id)), 1);
    while (db_next(&r) && g->n < g->room) {
        const soa_row *row = record_row(c, &soa_row_entity, &r, 0);
        soa_line *l = &g->lines[g->n];
        *l = (soa_line){.id = row->rec.id,
                        .row = row,
                        .ident = db_text(&r, columns),
                        .title = db_text(&r, columns + 1),
                        .theme = db_text(&r, columns + 2),
                        .owner = db_text(&r, columns + 3)};
        if (row->control.id)
            l->ident = record_code(c->a, &control_entity, row->control.id), l->theme = S("From elsewhere");
        g->n++;
    }
}

static void index_rows(gathering *g)
{
    ctx *c = g->c;
    g->nrequirements = db_one(query(c, "SELECT max(x.id) FROM {requirement! x}")) + 1;
    g->ncontrols = db_one(query(c, "SELECT max(x.id) FROM {control! x}")) + 1;
    g->by_requirement = news(c->a, int, g->nrequirements);
    g->by_control = news(c->a, int, g->ncontrols);
    for (int i = 0; i < g->n; i++) {
        const soa_row *row = g->lines[i].row;
        if (row->requirement.id && row->requirement.id < g->nrequirements)
            g->by_requirement[row->requirement.id] = i + 1;
        if (row->control.id && row->control.id < g->ncontrols) g->by_control[row->control.id] = i + 1;
    }
}

static facts *facts_of(gathering *g, i64 requirement, i64 control)
{
    int at = 0;
    if (requirement > 0 && requirement < g->nrequirements)
        at = g->by_requirement[requirement];
    else if (!requirement && control < g->ncontrols)
        at = g->by_control[control];
    return at ? &g->facts[at - 1] : NULL;
}

static effectiveness effect_of(str name)
{
    for (unsigned i = 0; effectiveness_choices[i].name; i++)
        if (str_eq(name, str_of(effectiveness_choices[i].name))) return (effectiveness)i;
    return EFFECT_NO_TEST;
}

static void add_code(gathering *g, codes *l, i64 id)
{
    code_list *k = new (g->c->a, code_list);
    *k = (code_list){.id = id};
    if (l->last)
        l->last->next = k;
    else
        l->first = k;
    l->last = k;
}

// "C-1, C-7"
static str codes_text(ctx *c, const entity *e, const codes *l)
{
    text t = {.a = c->a};
    for (const code_list *k = l->first; k; k = k->next) {
        if (t.n) put(&t, S(", "));
        put_z(&t, e->prefix);
        put_char(&t, '-');
        put_int(&t, k->id);
    }
    return text_str(&t);
}

static void take_control(gathering *g, facts *f, i64 id, str status, date planned_on, effectiveness effect)
{
    if (!f || str_eq(status, S("retired"))) return;
    f->parts++;
    f->done += str_eq(status, S("implemented"));
    f->begun += str_eq(status, S("partly"));
    if (str_eq(status, S("planned"))) {
        f->planned++;
        if (planned_on.day > f->planned_on.day) f->planned_on = planned_on;
    }
    if (effect != EFFECT_NO_TEST && (!f->tested || effect == EFFECT_INEFFECTIVE || effect > f->worst))
        f->worst = effect;
    f->tested = f->tested || effect != EFFECT_NO_TEST;
    add_code(g, &f->controls, id);
}

static void read_controls(gathering *g)
{
    // A control that does not reach all it must is in place partly. By the order of the index: nothing is sorted.
    rows r = query(
        g->c,
        "SELECT x.id, CASE WHEN x.status = 'implemented' AND EXISTS (SELECT 1 FROM {coverage! v} WHERE v.control = "
        "x.id AND v.missing > 0) THEN 'partly' ELSE x.status END, x.planned_on, x.effectiveness, k.requirement "
        "FROM {control_requirement! k} JOIN {control! x} ON x.id = k.control ORDER BY k.control");
    while (db_next(&r))
        take_control(g, facts_of(g, db_int(&r, 4), 0), db_int(&r, 0), db_view(&r, 1), (date){db_int(&r, 2)},
                     effect_of(db_view(&r, 3)));
    for (int i = 0; i < g->n; i++) {
        i64 id = g->lines[i].row->control.id;
        if (!id) continue;
        rows k = query(g->c, "SELECT x.id, x.status, x.planned_on, x.effectiveness FROM {control! x} WHERE x.id = $1",
                       v(id));
        while (db_next(&k))
            take_control(g, &g->facts[i], db_int(&k, 0), db_view(&k, 1), (date){db_int(&k, 2)},
                         effect_of(db_view(&k, 3)));
    }
}

// Treated risks that rely on a row: all of them make it needed, those in reach are named. CROSS JOIN: from the treatments on, which
// are few beside the controls.
static void read_risks(gathering *g)
{
    rows all =
        query(g->c, "SELECT DISTINCT q.requirement FROM {treatment! p} CROSS JOIN {treatment_control! k} CROSS JOIN "
                    "{control_requirement! q} WHERE k.treatment = p.id AND q.control = k.control AND p.state <> "
                    "'withdrawn'");
    while (db_next(&all)) {
        facts *f = facts_of(g, db_int(&all, 0), 0);
        if (f) f->needed = true;
    }
    rows r = query(g->c, "SELECT DISTINCT q.requirement, x.id FROM {treatment! p} CROSS JOIN {risk x} CROSS JOIN "
                         "{treatment_control! k} CROSS JOIN {control_requirement! q} WHERE x.id = p.risk AND "
                         "k.treatment = p.id AND q.control = k.control AND p.state <> 'withdrawn' ORDER BY x.id");
    while (db_next(&r)) {
        facts *f = facts_of(g, db_int(&r, 0), 0);
        if (f) add_code(g, &f->risks, db_int(&r, 1));
    }
    rows own = query(g->c, "SELECT DISTINCT k.control, x.id FROM {treatment! p} CROSS JOIN {risk x} CROSS JOIN "
                           "{treatment_control! k} WHERE x.id = p.risk AND k.treatment = p.id AND p.state <> "
                           "'withdrawn' ORDER BY x.id");
    while (db_next(&own)) {
        i64 id = db_int(&own, 0);
        int at = id < g->ncontrols ? g->by_control[id] : 0;
        if (at) g->facts[at - 1].needed = true, add_code(g, &g->facts[at - 1].risks, db_int(&own, 1));
    }
}

// Those that stand, in the reader's reach.
static void read_exceptions(gathering *g)
{
    rows r = query(g->c,
                   "SELECT x.id, x.control, coalesce(q.requirement, 0) FROM {exception x} LEFT JOIN "
                   "{control_requirement! q} ON q.control = x.control WHERE x.state = 'granted' AND x.until >= $1 AND "
                   "x.control IS NOT NULL ORDER BY x.id",
                   v(g->c->today));
    i64 last = 0;
    while (db_next(&r)) {
        i64 id = db_int(&r, 0);
        facts *f = facts_of(g, db_int(&r, 2), db_int(&r, 1));
        if (f) add_code(g, &f->exceptions, id);
        facts *own = id != last && db_int(&r, 2) ? facts_of(g, 0, db_int(&r, 1)) : NULL;
        if (own) add_code(g, &own->exceptions, id);
        last = id;
    }
}

static implemented implemented_of(const facts *f)
{
    if (f->parts && f->done == f->parts) return IMPLEMENTED_YES;
    if (f->done || f->begun) return IMPLEMENTED_PARTLY;
    return f->planned ? IMPLEMENTED_PLANNED : IMPLEMENTED_NO;
}

static str problem_of(ctx *c, const soa_line *l)
{
    const soa_row *r = l->row;
    if (r->applicable == APPLICABLE_UNDECIDED) return S("It is not decided.");
    if (r->applicable == APPLICABLE_NO && !r->justification.n) return S("The exclusion is not justified.");
    if (r->applicable == APPLICABLE_NO && l->needed)
        return l->risks.n ? format(c->a, "Excluded, yet the treatment of $1 relies on it.", v(l->risks))
                          : S("Excluded, yet the treatment of a risk relies on it.");
    if (r->applicable == APPLICABLE_YES && !soa_reasons(c, r).n) return S("It is included without a reason.");
    return (str){0};
}

int soa_lines(ctx *c, const soa *s, soa_line **out)
{
    gathering g = {.c = c};
    bool live = s->state == SOA_DRAFT || s->state == SOA_PROPOSED;
    read_rows(&g, s);
    index_rows(&g);
    read_controls(&g);
    read_risks(&g);
    read_exceptions(&g);
    for (int i = 0; i < g.n; i++) {
        soa_line *l = &g.lines[i];
        const facts *f = &g.facts[i];
        l->controls = codes_text(c, &control_entity, &f->controls);
        l->risks = codes_text(c, &risk_entity, &f->risks), l->needed = f->needed;
        l->exceptions = codes_text(c, &exception_entity, &f->exceptions);
        l->implemented = live ? implemented_of(f) : l->row->implemented;
        l->planned_on = live ? (l->implemented == IMPLEMENTED_PLANNED ? f->planned_on : (date){0}) : l->row->planned_on;
        l->effectiveness = live ? f->worst : l->row->effectiveness;
        l->problem = problem_of(c, l);
    }
    *out = g.lines;
    return (int)g.n;
}

const soa *soa_find(ctx *c, str code)
{
    i64 id = 0;
    const entity *e = entity_of_code(code, &id);
    if (e == &soa_entity) return record_load(c, &soa_entity, id);
    if (e && e != &scope_entity) {
        fail_as(c, NO_INPUT, "scope", "$1 is neither a scope nor a statement.", v(code));
        return NULL;
    }
    if (!e && code.n) {
        fail_as(c, NO_RECORD, "scope", "There is no scope $1.", v(code));
        return NULL;
    }
    if (!e && db_one(query(c, "SELECT count(*) FROM (SELECT DISTINCT x.scope FROM {soa x}) AS s")) > 1) {
        fail_as(c, NO_INPUT, "scope", "There is a statement for each of several scopes: name one, such as scope=SC-1.");
        return NULL;
    }
    i64 found = db_one(query(c, "SELECT max(x.id) FROM {soa x} WHERE x.state = 'approved' AND (x.scope = $1 OR $1 = 0)",
                             v(e ? id : (i64)0)));
    if (!found)
        found = db_one(query(c, "SELECT max(x.id) FROM {soa x} WHERE (x.scope = $1 OR $1 = 0)", v(e ? id : (i64)0)));
    if (found) return record_load(c, &soa_entity, found);
    fail_as(c, NO_RECORD, "scope", "There is no statement of applicability yet: add one for the scope.");
    return NULL;
}
