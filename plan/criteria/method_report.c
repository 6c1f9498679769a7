// method_report.c: the risk method as a paper: scales, matrix, levels, acceptance, authority, times (6.1.2 a, 6.1.3).
// SPDX-License-Identifier: Apache-2.0
#include "plan/criteria/matrix.h"
#include "platform/base/time.h"
#include "platform/web/paper_canvas.h"

static str kinds_of(ctx *c, const criteria *k)
{
    static const char *const names[] = {"financial", "operational", "legal", "reputation", "people"};
    const bool judged[] = {k->financial, k->operational, k->legal, k->reputation, k->people};
    text t = {.a = c->a};
    for (int i = 0; i < countof(names); i++) {
        if (!judged[i]) continue;
        if (t.n) put(&t, S(", "));
        put_z(&t, names[i]);
    }
    return text_str(&t);
}

static void scales(ctx *c, paper *p, const criteria *k)
{
    static const paper_column columns[] = {
        {STR("Step"), 0.5, PAPER_CENTRE}, {STR("Likelihood"), 2, PAPER_LEFT}, {STR("Consequence"), 2, PAPER_LEFT}};
    paper_heading(p, 1, S("Scales"), S("scales"));
    paper_paragraph(
        p,
        "Likelihood is judged in $1 steps, consequence in $2. Kinds of consequence that are judged: $3. The "
        "consequence of a risk is the greatest of its kinds.",
        v(k->likelihood_steps), v(k->consequence_steps), v(kinds_of(c, k)));
    paper_table(p, columns, countof(columns));
    for (i64 i = 1; i <= k->likelihood_steps || i <= k->consequence_steps; i++) {
        paper_row(p, S(""));
        paper_cell(p, v(i));
        paper_cell(p, v(i <= k->likelihood_steps ? criteria_word(c, k->likelihood_words, i) : (str){0}));
        paper_cell(p, v(i <= k->consequence_steps ? criteria_word(c, k->consequence_words, i) : (str){0}));
    }
}

static void matrix(ctx *c, paper *p, const criteria *k)
{
    heat_cell *cells;
    double width, height;
    heatmap h = matrix_of(c, k, &cells);
    chart_heatmap_size(&h, &width, &height);
    paper_heading(p, 1, S("Matrix and line of acceptance"), S("matrix"));
    paper_paragraph(
        p,
        "The score is likelihood × consequence. From a score of $1 on (the line in the picture) a risk lies "
        "outside the acceptance criteria: somebody decides what is done about it. Below it a risk is "
        "retained under these criteria without further ceremony.",
        v(k->line));
    canvas *drawn = paper_canvas_open(c->a, p, width, height, S("The matrix: levels by likelihood and consequence"));
    chart_heatmap(drawn, &h);
    paper_canvas_close(drawn);
}

static void level_row(paper *p, const criteria *k, level l, i64 from, i64 until)
{
    static const paper_tone tones[] = {PAPER_MUTED, PAPER_LOW, PAPER_MEDIUM, PAPER_HIGH, PAPER_CRITICAL};
    i64 days = criteria_decide_days(k, l);
    arena *a = p->out.a;
    paper_row(p, S(""));
    paper_cell_as(p, v(level_choices[l].label), tones[l], S(""));
    paper_cell(p, v(from == until ? format(a, "$1", v(from)) : format(a, "$1 to $2", v(from), v(until))));
    if (days)
        paper_cell(p, v(format(a, "within $1 days", v(days))));
    else
        paper_cell(p, v("no decision asked"));
    paper_cell(p, v(format(a, "every $1 months", v(criteria_review_months(k, l)))));
    paper_cell(p, v(until < k->owner_below   ? "the risk owner"
                    : from >= k->owner_below ? "top management"
                                             : "the risk owner below the bound, top management from it on"));
}

static void levels(paper *p, const criteria *k)
{
    static const paper_column columns[] = {{STR("Level"), 0.8, PAPER_LEFT},
                                           {STR("Score"), 0.8, PAPER_LEFT},
                                           {STR("Decided"), 1.2, PAPER_LEFT},
                                           {STR("Judged again"), 1.2, PAPER_LEFT},
                                           {STR("Residual risk is accepted by"), 2, PAPER_LEFT}};
    // Under a large matrix there is room for the head of the table alone.
    if (k->likelihood_steps >= 5) paper_break(p);
    paper_heading(p, 1, S("Levels, times and authority"), S("levels"));
    paper_paragraph(
        p,
        "The risk owner approves the treatment plan and accepts the residual risk below a score of $1; from "
        "it on top management accepts. Outside the line an acceptance has a reason and an end. A change to "
        "a value that an acceptance rests on makes it stale.",
        v(k->owner_below));
    paper_table(p, columns, countof(columns));
    level_row(p, k, LEVEL_LOW, 1, k->medium_from - 1);
    level_row(p, k, LEVEL_MEDIUM, k->medium_from, k->high_from - 1);
    level_row(p, k, LEVEL_HIGH, k->high_from, k->critical_from - 1);
    level_row(p, k, LEVEL_CRITICAL, k->critical_from, k->likelihood_steps * k->consequence_steps);
}

static void process(paper *p, const criteria *k)
{
    paper_heading(p, 1, S("How risks are assessed and treated"), S("process"));
    paper_paragraph(
        p, "Risks are found by event (what could happen) and by asset (a threat meets a weakness of something "
           "worth protecting), and each has an owner. It is judged as it stands with the controls in "
           "operation, where useful also without them, and each judgement says what it rests on. A failed test "
           "or a new control proposes a value; only a person changes one.");
    paper_paragraph(
        p,
        "A whole assessment is made at least every $1 months, and when something significant changes. It is "
        "closed at a moment, kept as it was then, approved, and compared with the one before.",
        v(k->assess_every ? k->assess_every : 12));
    paper_paragraph(p,
                    "A risk outside the line is treated by controls, transferred by contract or insurance, avoided by "
                    "ending what causes it, or accepted with a reason for a time; options may be combined. Each plan "
                    "names who carries it out, until when, at what cost, and the residual risk it leads to. The "
                    "controls it needs are held against Annex A in the statement of applicability.");
}

bool method_report(ctx *c, paper *p, str asked)
{
    i64 id = 0;
    const criteria *k = entity_of_code(asked, &id) == &criteria_entity ? record_load(c, &criteria_entity, id)
                        : asked.n                                      ? NULL
                                                                       : criteria_in_force(c);
    if (!k && asked.n && !failed(c))
        fail_as(c, NO_INPUT, "scope", "$1 is no risk criteria: name some, such as CR-1.", v(asked));
    if (!k) return false;
    const approval *given = approval_of(c, &criteria_entity, k->rec.id, "approve");
    paper_fact(p, S("Criteria version"), format(c->a, "$1", v(k->number)));
    paper_fact(p, S("State"),
               given ? format(c->a, "Approved $1 by $2", v(moment_date(given->given, c->zone)),
                              v(record_title(c, &person_entity, given->person.id)))
                     : S("Draft, not approved"));
    scales(c, p, k);
    matrix(c, p, k);
    levels(p, k);
    process(p, k);
    return true;
}
