// treatment_report.c: the risk treatment plan as a paper (6.1.3 e, f).
// SPDX-License-Identifier: Apache-2.0
#include "plan/scope.h"
#include "plan/treatment/plan_lines.h"
#include "platform/base/time.h"
#include "platform/web/paper_canvas.h"

#include <string.h>

enum { BARS_BESIDE_SUMMARY = 11, BARS_A_PAGE = 26, CURRENCIES = 8 };

static const paper_tone level_tones[] = {PAPER_MUTED, PAPER_LOW, PAPER_MEDIUM, PAPER_HIGH, PAPER_CRITICAL};

static const char *label_of(const char *member, unsigned at)
{
    return field_find(&treatment_entity, str_of(member))->choices[at].label;
}

// Sums stay within one currency.
static str costs_of(ctx *c, const plan_line *lines, int n)
{
    money sums[CURRENCIES] = {0};
    int ncurrencies = 0;
    text t = {.a = c->a};
    for (int i = 0; i < n; i++) {
        money cost = lines[i].t->cost;
        int k = 0;
        if (!cost.currency[0]) continue;
        while (k < ncurrencies && strcmp(sums[k].currency, cost.currency) != 0) k++;
        if (k == CURRENCIES) continue;
        if (k == ncurrencies)
            sums[ncurrencies++] = (money){.currency = {cost.currency[0], cost.currency[1], cost.currency[2]}};
        sums[k].minor += cost.minor;
    }
    for (int k = 0; k < ncurrencies; k++) {
        if (k) put(&t, S(" and "));
        put_plain(&t, v(sums[k]));
    }
    return text_str(&t);
}

static void summary(ctx *c, paper *p, const plan_line *lines, int n)
{
    int options[4] = {0}, late = 0, done = 0, waiting = 0;
    for (int i = 0; i < n; i++) {
        options[lines[i].t->option]++;
        late += lines[i].late;
        done += lines[i].t->state == TREATMENT_DONE;
        waiting += lines[i].t->state == TREATMENT_DRAFT || lines[i].t->state == TREATMENT_PROPOSED;
    }
    str cost = costs_of(c, lines, n);
    paper_heading(p, 1, S("Summary"), S("summary"));
    paper_paragraph_as(p, PAPER_LEDE,
                       "$1 risks have a plan: $2 are treated by controls, $3 transferred, $4 avoided, $5 accepted.",
                       v(n), v(options[OPTION_TREAT]), v(options[OPTION_TRANSFER]), v(options[OPTION_AVOID]),
                       v(options[OPTION_ACCEPT]));
    paper_paragraph(p, "$1 are done, $2 wait for the risk owner's approval, $3 are late. $4", v(done), v(waiting),
                    v(late), v(cost.n ? format(c->a, "Together they cost $1.", v(cost)) : S("No cost is planned.")));
}

static void draw(ctx *c, paper *p, const plan_line *lines, int n)
{
    gantt_bar *bars;
    int count = gantt_bars(c, lines, n, &bars);
    paper_heading(p, 1, S("Along time"), S("time"));
    paper_paragraph(p, "Bars are plans, points the controls they need; what is late is hatched up to the day of this "
                       "paper.");
    for (int from = 0; from < count;) {
        int most = from ? BARS_A_PAGE : BARS_BESIDE_SUMMARY, to = from + most < count ? from + most : count;
        while (to < count && to > from + 1 && bars[to].part) to--; // a plan stays with its controls
        canvas *k = paper_canvas_open(c->a, p, GANTT_WIDTH, gantt_height(to - from), S(""));
        gantt_draw(k, bars, count, from, to, c->today);
        paper_canvas_close(k);
        from = to;
    }
}

static str controls_of(ctx *c, const plan_line *l)
{
    text t = {.a = c->a};
    for (int i = 0; i < l->ncontrols; i++) {
        if (i) put(&t, S(", "));
        fill(&t, S("$1 $2"), VALS(v(record_code(c->a, &control_entity, l->controls[i].id)), v(l->controls[i].name)), 2);
    }
    return text_str(&t);
}

static str what_of(ctx *c, const plan_line *l)
{
    const treatment *t = l->t;
    text w = {.a = c->a};
    put(&w, t->note);
    if (l->ncontrols) fill(&w, S("$1Controls: $2."), VALS(v(w.n ? " " : ""), v(controls_of(c, l))), 2);
    if (t->party.n)
        fill(&w, S(" $1$2. What stays: $3"),
             VALS(v(t->party), v(t->cover.currency[0] ? format(c->a, ", up to $1", v(t->cover)) : (str){0}),
                  v(t->remains)),
             3);
    if (t->ends_on.day) fill(&w, S(" It ends on $1."), VALS(v(t->ends_on)), 1);
    return text_str(&w);
}

static void plan_table(ctx *c, paper *p, const plan_line *lines, int n)
{
    static const paper_column columns[] = {
        {STR("Risk"), 2.2, PAPER_LEFT},         {STR("Now"), 0.7, PAPER_LEFT},         {STR("Option"), 0.8, PAPER_LEFT},
        {STR("What is done"), 3.4, PAPER_LEFT}, {STR("Responsible"), 1.1, PAPER_LEFT}, {STR("Due"), 0.8, PAPER_LEFT},
        {STR("Cost"), 0.9, PAPER_RIGHT},        {STR("Leaves"), 0.7, PAPER_LEFT},      {STR("State"), 0.9, PAPER_LEFT}};
    paper_heading(p, 1, S("The plan"), S("plan"));
    paper_table(p, columns, countof(columns));
    for (int i = 0; i < n; i++) {
        const treatment *t = lines[i].t;
        const risk *r = lines[i].r;
        bool lowers = t->target_likelihood > 0;
        paper_row(p, S(""));
        paper_cell(p, v(format(c->a, "$1 $2", v(record_code(c->a, &risk_entity, r->rec.id)), v(r->title))));
        paper_cell_as(p, v(format(c->a, "$1 $2", v(r->score), v(level_choices[r->level].label))), level_tones[r->level],
                      S(""));
        paper_cell(p, v(t->also ? format(c->a, "$1, $2", v(label_of("option", t->option)), v(label_of("also", t->also)))
                                : str_of(label_of("option", t->option))));
        paper_cell(p, v(what_of(c, &lines[i])));
        paper_cell(p, v(record_title(c, &person_entity, t->owner.id)));
        paper_cell_as(p, v(t->due), lines[i].late ? PAPER_BAD : PAPER_NORMAL, S(""));
        paper_cell(p, t->cost.currency[0] ? v(t->cost) : v(""));
        paper_cell(p, lowers ? v(format(c->a, "$1 × $2 = $3", v(t->target_likelihood), v(t->target_consequence),
                                        v(t->target_likelihood * t->target_consequence)))
                             : v(t->option == OPTION_AVOID ? "nothing" : "as now"));
        paper_cell_as(p, v(lines[i].late ? "Late" : label_of("state", t->state)),
                      lines[i].late                ? PAPER_BAD
                      : t->state == TREATMENT_DONE ? PAPER_GOOD
                                                   : PAPER_NORMAL,
                      S(""));
    }
}

static void acceptance_row(ctx *c, paper *p, const plan_line *l)
{
    const approval *plan = approval_of(c, &treatment_entity, l->t->rec.id, "approve");
    const approval *rest = approval_of(c, &risk_entity, l->r->rec.id, "accept");
    bool stands = l->r->acceptance == ACCEPTANCE_GIVEN;
    paper_row(p, S(""));
    paper_cell(p, v(record_code(c->a, &risk_entity, l->r->rec.id)));
    paper_cell(p, v(record_title(c, &person_entity, l->r->owner.id)));
    paper_cell(p, v(plan ? format(c->a, "$1, $2", v(record_title(c, &person_entity, plan->person.id)),
                                  v(moment_date(plan->given, c->zone)))
                         : S("not yet")));
    paper_cell(p, v(rest ? format(c->a, "$1, $2", v(record_title(c, &person_entity, rest->person.id)),
                                  v(moment_date(rest->given, c->zone)))
                         : S("not yet")));
    paper_cell(p, rest ? v(rest->until) : v(""));
    paper_cell(p, v(rest ? rest->reason : (str){0}));
    paper_cell_as(p,
                  v(stands                                 ? "Stands"
                    : l->r->acceptance == ACCEPTANCE_STALE ? "Stale"
                                                           : "Open"),
                  stands ? PAPER_GOOD : PAPER_WARN, S(""));
}

static void acceptance_table(ctx *c, paper *p, const plan_line *lines, int n)
{
    static const paper_column columns[] = {
        {STR("Risk"), 0.5, PAPER_LEFT},          {STR("Risk owner"), 1.2, PAPER_LEFT},
        {STR("Plan approved"), 1.6, PAPER_LEFT}, {STR("Residual risk accepted"), 1.6, PAPER_LEFT},
        {STR("Until"), 0.8, PAPER_LEFT},         {STR("Reason"), 2.6, PAPER_LEFT},
        {STR("Acceptance"), 0.8, PAPER_LEFT}};
    paper_heading(p, 1, S("Approval and acceptance"), S("acceptance"));
    paper_paragraph(
        p, "The risk owner approves the plan and accepts the residual risk: two acts. Each rests on the values "
           "of its day; when one of them changes the acceptance is stale until it is given anew.");
    paper_table(p, columns, countof(columns));
    for (int i = 0; i < n; i++) acceptance_row(c, p, &lines[i]);
}

bool treatment_report(ctx *c, paper *p, str code)
{
    const scope *of = code.n ? scope_find(c, code) : NULL;
    plan_line *lines;
    if (code.n && !of) return false;
    int n = plan_lines_read(c, of ? of->rec.id : 0, &lines);
    if (!n)
        return fail(c, NULL,
                    "No treatment is planned yet: each risk outside the acceptance criteria gets a plan, on its page.");
    i64 retained = db_one(query(c, "SELECT count(*) FROM {risk x} WHERE x.decision = 'retain'"));
    i64 open =
        db_one(query(c, "SELECT count(*) FROM {risk x} JOIN {criteria k} ON k.id = x.criteria WHERE x.decision = '' "
                        "AND x.score >= k.line"));
    paper_fact(p, S("Scope"), of ? of->name : S("The whole organisation"));
    paper_fact(p, S("Plans"), format(c->a, "$1", v(n)));
    summary(c, p, lines, n);
    if (!of)
        paper_paragraph(
            p, "$1 risks are retained under the acceptance criteria without a plan; $2 outside them are undecided.",
            v(retained), v(open));
    draw(c, p, lines, n);
    plan_table(c, p, lines, n);
    acceptance_table(c, p, lines, n);
    return true;
}
