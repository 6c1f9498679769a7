// proposal_report.c: the business case as a paper of two pages, and its figures on the page.
// SPDX-License-Identifier: Apache-2.0
#include "plan/proposal/proposal_part.h"
#include "platform/base/time.h"
#include "platform/paper/paper.h"

enum { WORST = 6 };
static const level levels[] = {LEVEL_CRITICAL, LEVEL_HIGH, LEVEL_MEDIUM, LEVEL_LOW};

// ---- the paper

static void put_duties(ctx *c, paper *p, const proposal_figures *f)
{
    static const paper_column columns[] = {{STR("Code"), .7, PAPER_LEFT},
                                           {STR("Obligation"), 2.6, PAPER_LEFT},
                                           {STR("Country"), 1.2, PAPER_LEFT},
                                           {STR("Reference"), 2, PAPER_LEFT}};
    enum { SHOWN = 8 };
    int n = 0;
    paper_heading(p, 2, S("What we are obliged to"), (str){0});
    if (!f->obligations) {
        paper_paragraph(p, "No obligation is entered yet.");
        return;
    }
    paper_table(p, columns, countof(columns));
    rows r =
        query(c, "SELECT x.id, x.title, x.country, x.reference FROM {obligation x} WHERE x.state = 'in-force' ORDER "
                 "BY x.id LIMIT 8");
    while (db_next(&r)) {
        n++;
        paper_row(p, (str){0});
        paper_cell_as(p, v(record_code(c->a, &obligation_entity, db_int(&r, 0))), PAPER_STRONG, (str){0});
        for (int i = 1; i < 4; i++) paper_cell(p, v(db_view(&r, i)));
    }
    if (f->obligations > n)
        paper_paragraph_as(p, PAPER_SMALL, "And $1 more in the register of obligations.", v(f->obligations - n));
}

// One bar a level, worst first, with its number beside it.
static void put_exposure_chart(paper *p, const proposal_figures *f)
{
    static const char *const classes[] = {"critical", "high", "medium", "low"};
    const double left = 70, width = 380, row = 22;
    i64 most = 1;
    for (int i = 0; i < countof(levels); i++)
        if (f->level[levels[i]] > most) most = f->level[levels[i]];
    paper_chart(p, 500, row * countof(levels) + 4, (str){0});
    for (int i = 0; i < countof(levels); i++) {
        double y = row * i + 4, bar = width * (double)f->level[levels[i]] / (double)most;
        text number_words = {.a = p->out.a};
        put_int(&number_words, f->level[levels[i]]);
        paper_chart_text(p, S("t1"), 0, y + 11, str_of(level_choices[levels[i]].label));
        if (bar > 0) paper_chart_rect(p, str_of(classes[i]), left, y, bar, 14, 2);
        paper_chart_text(p, S("t1"), left + bar + 6, y + 11, text_str(&number_words));
    }
    paper_chart_end(p);
}

static void put_worst(ctx *c, paper *p)
{
    static const paper_tone tones[] = {PAPER_NORMAL, PAPER_LOW, PAPER_MEDIUM, PAPER_HIGH, PAPER_CRITICAL};
    static const paper_column columns[] = {{STR("Code"), .6, PAPER_LEFT},
                                           {STR("The worst of them"), 3.4, PAPER_LEFT},
                                           {STR("Owner"), 1.4, PAPER_LEFT},
                                           {STR("Level"), .9, PAPER_LEFT},
                                           {STR("Score"), .6, PAPER_RIGHT}};
    paper_table(p, columns, countof(columns));
    rows r = query(c,
                   "SELECT x.id, x.title, coalesce(w.name, ''), x.level, x.score FROM {risk x} LEFT JOIN {person w} ON "
                   "w.id = x.owner WHERE x.score > 0 ORDER BY x.score DESC, x.id LIMIT $1",
                   v(WORST));
    while (db_next(&r)) {
        int l = 0;
        for (int i = 0; level_choices[i].name; i++)
            if (str_eq(db_view(&r, 3), str_of(level_choices[i].name))) l = i;
        paper_row(p, (str){0});
        paper_cell_as(p, v(record_code(c->a, &risk_entity, db_int(&r, 0))), PAPER_STRONG, (str){0});
        paper_cell(p, v(db_view(&r, 1)));
        paper_cell(p, v(db_view(&r, 2)));
        paper_cell_as(p, v(level_choices[l].label), tones[l], (str){0});
        paper_cell(p, v(db_int(&r, 4)));
    }
}

static void put_exposure(ctx *c, paper *p, const proposal_figures *f)
{
    paper_heading(p, 2, S("What we are exposed to"), (str){0});
    if (!f->risks) {
        paper_paragraph(p, "No risk is judged yet.");
        return;
    }
    paper_paragraph(
        p,
        "$1 risks are named so far; <b>$2 of them reach the line</b> of $3 from which the organisation does not "
        "bear a risk without a decision.",
        v(f->risks), v(f->above), v(f->line));
    put_exposure_chart(p, f);
    put_worst(c, p);
    if (f->loss.is) loss_paper(c, p, &f->loss, true);
}

static void put_budget(ctx *c, paper *p, const proposal *x)
{
    static const paper_column columns[] = {{STR("For"), 4, PAPER_LEFT},
                                           {STR("Period"), 1.2, PAPER_LEFT},
                                           {STR("Days"), .8, PAPER_RIGHT},
                                           {STR("Planned"), 1.5, PAPER_RIGHT}};
    bool first = true;
    rows r = query(c,
                   "SELECT x.title, x.period, x.planned_days, x.planned, x.planned_currency FROM {resource x} WHERE "
                   "x.about_entity = 'proposal' AND x.about_id = $1 ORDER BY x.kind, x.id",
                   v(x->rec.id));
    while (db_next(&r)) {
        if (first) paper_table(p, columns, countof(columns));
        first = false;
        money m = db_money(&r, 3);
        paper_row(p, (str){0});
        paper_cell(p, v(db_view(&r, 0)));
        paper_cell(p, v(db_view(&r, 1)));
        paper_cell(p, db_null(&r, 2) ? v("") : v((i64)db_real(&r, 2)));
        paper_cell(p, m.currency[0] ? v(m) : v(""));
    }
}

static str payback(ctx *c, const proposal *x)
{
    if (x->gain.minor <= 0) return (str){0};
    i64 months = (x->cost.minor * 12 + x->gain.minor - 1) / x->gain.minor;
    return format(c->a, " It is expected to bring $1 a year, and so has paid for itself after $2 months.", v(x->gain),
                  v(months));
}

static void put_cost(ctx *c, ctx *then, paper *p, const proposal *x, const proposal_figures *f)
{
    paper_heading(p, 2, S("What it costs"), (str){0});
    paper_paragraph(p, "<b>$1</b> over $2 months.$3", v(x->cost), v(x->months), v(payback(c, x)));
    put_budget(then, p, x);
    if (f->plans)
        paper_paragraph(p, "The treatment plans written so far ($1) cost $2.", v(f->plans), v(proposal_costs(c, f)));
    str saved = f->loss.is ? loss_summary_return(c, &f->loss) : (str){0};
    if (saved.n) paper_paragraph(p, "$1", v(saved));
    if (x->gain.minor <= 0 && !f->loss.is)
        paper_paragraph_as(p, PAPER_SMALL, "No loss is put in money yet: exposure is counted by level instead.");
}

static void put_decision(ctx *c, paper *p, const proposal *x)
{
    const approval *a = x->state == PROPOSAL_APPROVED ? approval_of(c, &proposal_entity, x->rec.id, "approve") : NULL;
    paper_heading(p, 2, S("Decision"), (str){0});
    if (a) {
        const person *who = record_seek(c, &person_entity, a->person.id);
        paper_paragraph(p, "<b>Approved</b> on $1 by $2$3.", v(moment_date(a->given, c->zone)),
                        v(who ? who->name : record_code(c->a, &person_entity, a->person.id)),
                        v(who && who->post.n ? format(c->a, ", $1", v(who->post)) : S("")));
        paper_paragraph_as(p, PAPER_SMALL, "SHA-256 of words and figures: <code>$1</code>", v(a->hash));
    } else if (x->state == PROPOSAL_DECLINED) {
        paper_paragraph(p, "<b>Declined:</b> $1", v(x->decline));
    } else {
        paper_paragraph(p, "Not decided yet.");
    }
    if (x->drawn_at.us)
        paper_paragraph_as(p, PAPER_SMALL,
                           "Figures of $1 at ledger checkpoint <code>$2</code>; each can be read again in the "
                           "registers as of that moment.",
                           v(moment_date(x->drawn_at, c->zone)), v(x->checkpoint));
    else
        paper_paragraph_as(p, PAPER_SMALL,
                           "Figures as the registers stand today; they are dated when the case is sent for "
                           "approval.");
}

bool proposal_report(ctx *c, paper *p, str code)
{
    i64 newest = code.n ? 0 : db_one(query(c, "SELECT max(x.id) FROM {proposal x}"));
    if (!code.n && !newest) return fail(c, NULL, "There is no business case yet: write one under Plan, Business case.");
    const proposal *x = code.n ? record_load_code(c, &proposal_entity, code) : record_load(c, &proposal_entity, newest);
    if (!x) return false;
    ctx then = proposal_then(c, x);
    proposal_figures f = proposal_count(&then);
    const sponsor *s = sponsor_now(c);
    paper_fact(p, S("State"), str_of(proposal_states[x->state].label));
    if (s) paper_fact(p, S("Sponsor"), record_title(c, &person_entity, s->person.id));
    paper_heading(p, 1, x->title, (str){0});
    paper_lines(p, x->ask);
    paper_heading(p, 2, S("Why now"), (str){0});
    paper_lines(p, x->why);
    put_duties(&then, p, &f);
    put_exposure(&then, p, &f);
    put_cost(c, &then, p, x, &f);
    paper_heading(p, 2, S("What it brings"), (str){0});
    paper_lines(p, x->benefits);
    if (x->options.n) {
        paper_heading(p, 2, S("Alternatives"), (str){0});
        paper_lines(p, x->options);
    }
    put_decision(c, p, x);
    return true;
}

// ---- on the page

static void figure_row(request *q, const char *label, const char *url, i64 n)
{
    html(q, "<li><a class='grow' href='$1'>$2</a><b class='num'>$3</b></li>", v(url), v(words(q, label)), v(n));
}

static void show_figures(request *q, const entity *e, const void *rec)
{
    const proposal *x = rec;
    ctx then = proposal_then(q->c, x);
    proposal_figures f = proposal_count(&then);
    (void)e;
    html(q, "<section class='sec'><header><h2>{Figures}</h2></header>");
    if (x->drawn_at.us) {
        html(q, "<p class='muted'>{From the registers as they stood on } ");
        html_time(q, v(moment_date(x->drawn_at, q->c->zone)));
        html(q, "</p>");
    } else {
        html(q, "<p class='muted'>{From the registers as they stand now; dated when it is sent for approval.}</p>");
    }
    html(q, "<ul class='rows'>");
    figure_row(q, "Obligations in force", "/obligation?state=in-force", f.obligations);
    figure_row(q, "Risks named", "/risk", f.risks);
    figure_row(q, "Risks outside the acceptance criteria", "/risk?sort=-level", f.above);
    for (int i = 0; i < countof(levels); i++) {
        html(q, "<li><a class='grow' href='/risk?level=$1'>", v(level_choices[levels[i]].name));
        html_pill(q, level_choices[levels[i]].tone, words(q, level_choices[levels[i]].label));
        html(q, "</a><b class='num'>$1</b></li>", v(f.level[levels[i]]));
    }
    if (f.loss.is)
        html(q, "<li><a class='grow' href='/loss'>{Expected loss a year}</a><b class='num'>$1</b></li>",
             v(loss_amount(q->c->a, &f.loss.x, f.loss.answers[LOSS_CURRENT].mean)));
    figure_row(q, "Objectives", "/objective", f.objectives);
    html(q, "<li><a class='grow' href='/treatment'>{Treatment plans cost}</a><b class='num'>$1</b></li></ul>",
         v(proposal_costs(q->c, &f)));
    html(q, "<p class='acts'><a class='btn' href='/report/business-case.pdf?scope=$1'>",
         v(record_code(q->c->a, &proposal_entity, x->rec.id)));
    html_icon(q, "file-text");
    html(q, "{Two pages for the board (PDF)}</a></p></section>");
}

const part proposal_parts[] = {{&proposal_entity, PART_FIRST, show_figures}, {0}};
