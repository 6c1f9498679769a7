// assessment_report.c: the risk assessment and the comparison of two as papers.
// SPDX-License-Identifier: Apache-2.0
#include "plan/assessment/assessment_part.h"
#include "plan/estimate/loss_paper.h"
#include "plan/risk/heat.h"
#include "platform/base/time.h"
#include "platform/web/paper_canvas.h"

static const paper_tone level_tones[] = {PAPER_MUTED, PAPER_LOW, PAPER_MEDIUM, PAPER_HIGH, PAPER_CRITICAL};

const assessment *assessment_named(ctx *c, str code)
{
    i64 id = 0;
    const entity *e = entity_of_code(code, &id);
    if (e == &assessment_entity) return record_load(c, &assessment_entity, id);
    if (code.n && e != &scope_entity) {
        fail_as(c, NO_INPUT, "scope", "$1 is neither an assessment nor a scope: write scope=A-1 or scope=SC-1.",
                v(code));
        return NULL;
    }
    if (e && !record_load(c, &scope_entity, id)) return NULL;
    const assessment *a = assessment_last(c, e ? id : 0);
    if (!a)
        fail_as(c, NO_RECORD, "scope",
                "No assessment is closed yet: close one, or name an open one, such as scope=A-1.");
    return a;
}

static str names_of(ctx *c, const entity *e, rows r)
{
    i64 ids[200];
    int n = 0;
    text t = {.a = c->a};
    while (db_next(&r))
        if (n < countof(ids)) ids[n++] = db_int(&r, 0);
    for (int i = 0; i < n; i++) {
        if (i) put(&t, S(", "));
        put(&t, record_title(c, e, ids[i]));
    }
    return text_str(&t);
}

static void cover(ctx *c, paper *p, const assessment *a, const criteria *k)
{
    const approval *given = approval_of(c, &assessment_entity, a->rec.id, "approve");
    str scopes = names_of(
        c, &scope_entity,
        query(c, "SELECT x.scope FROM {assessment_scope x} WHERE x.assessment = $1 ORDER BY x.scope", v(a->rec.id)));
    str people = names_of(
        c, &person_entity,
        query(c, "SELECT x.person FROM {assessment_person x} WHERE x.assessment = $1 ORDER BY x.id", v(a->rec.id)));
    paper_fact(p, S("Assessment"),
               format(c->a, "$1 $2", v(record_code(c->a, &assessment_entity, a->rec.id)), v(a->name)));
    paper_fact(p, S("Scopes"), scopes.n ? scopes : S("The whole organisation"));
    paper_fact(p, S("Led by"), record_title(c, &person_entity, a->lead.id));
    if (people.n) paper_fact(p, S("Participants"), people);
    paper_fact(p, S("Risk criteria"), format(c->a, "Version $1", v(k->number)));
    paper_fact(p, S("As it stood"),
               a->closed_at.us ? format(c->a, "$1", v(moment_date(a->closed_at, c->zone)))
                               : S("Open: as it stands now"));
    paper_fact(p, S("State"),
               given ? format(c->a, "Approved $1 by $2", v(moment_date(given->given, c->zone)),
                              v(record_title(c, &person_entity, given->person.id)))
                     : S("Not approved"));
}

static void level_table(paper *p, const risk *const *all, int n)
{
    static const paper_column columns[] = {{STR("Level"), 1, PAPER_LEFT}, {STR("Risks"), 1, PAPER_RIGHT}};
    int counts[LEVEL_CRITICAL + 1] = {0};
    for (int i = 0; i < n; i++) counts[all[i]->level]++;
    paper_table(p, columns, countof(columns));
    for (int l = LEVEL_CRITICAL; l >= LEVEL_LOW; l--) {
        paper_row(p, S(""));
        paper_cell_as(p, v(level_choices[l].label), level_tones[l], S(""));
        paper_cell(p, v(counts[l]));
    }
}

static void draw_heat(ctx *c, paper *p, const criteria *k, const risk *const *all, int n)
{
    double width, height;
    heatmap h = heat_of(c, k, all, n, (str){0});
    chart_heatmap_size(&h, &width, &height);
    canvas *drawn = paper_canvas_open(c->a, p, width, height,
                                      S("Risks by likelihood and consequence; the line parts "
                                        "what lies outside the acceptance criteria"));
    chart_heatmap(drawn, &h);
    paper_canvas_close(drawn);
}

static void summary(ctx *c, paper *p, const assessment *a, const criteria *k, const risk *const *all, int n, int above)
{
    paper_heading(p, 1, S("Summary"), S("summary"));
    paper_paragraph_as(p, PAPER_LEDE,
                       "Of $1 risks $2 lie outside the acceptance criteria (a score of $3 and more); the other $4 are "
                       "retained under them.",
                       v(n), v(above), v(k->line), v(n - above));
    if (a->closed_at.us && n < a->risks)
        paper_paragraph(p, "$1 more risks lie outside the reach of whoever made this paper.", v(a->risks - n));
    draw_heat(c, p, k, all, n);
    level_table(p, all, n);
}

static void movements(ctx *c, paper *p, const assessment *earlier, const assessment *later)
{
    static const paper_column columns[] = {{STR("Risk"), 0.6, PAPER_LEFT},
                                           {STR("Title"), 3, PAPER_LEFT},
                                           {STR("Movement"), 0.9, PAPER_LEFT},
                                           {STR("Before"), 1.6, PAPER_LEFT},
                                           {STR("Now"), 1.6, PAPER_LEFT}};
    static const paper_tone tones[] = {PAPER_BAD, PAPER_WARN, PAPER_GOOD, PAPER_MUTED};
    risk_change *changes;
    int n = assessment_compare(c, earlier, later, &changes), counts[MOVED_NOT + 1] = {0};
    for (int i = 0; i < n; i++) counts[changes[i].movement]++;
    paper_paragraph(p, "Compared with $1 ($2): $3 went up, $4 are new, $5 went down, $6 are gone, $7 stand as before.",
                    v(record_code(c->a, &assessment_entity, earlier->rec.id)),
                    v(moment_date(earlier->closed_at, c->zone)), v(counts[MOVED_UP]), v(counts[MOVED_NEW]),
                    v(counts[MOVED_DOWN]), v(counts[MOVED_GONE]), v(counts[MOVED_NOT]));
    if (n == counts[MOVED_NOT]) return;
    paper_table(p, columns, countof(columns));
    for (int i = 0; i < n - counts[MOVED_NOT]; i++) {
        const risk *r = changes[i].after ? changes[i].after : changes[i].before;
        paper_row(p, S(""));
        paper_cell_as(p, v(record_code(c->a, &risk_entity, r->rec.id)), PAPER_STRONG, S(""));
        paper_cell(p, v(r->title));
        paper_cell_as(p, v(movement_word(changes[i].movement)), tones[changes[i].movement], S(""));
        paper_cell(p, v(risk_place(c, changes[i].before)));
        paper_cell(p, v(risk_place(c, changes[i].after)));
    }
}

// One risk outside the criteria in full.
static void risk_in_full(ctx *c, paper *p, const risk *r)
{
    str code = record_code(c->a, &risk_entity, r->rec.id);
    paper_heading(p, 2, format(c->a, "$1 $2", v(code), v(r->title)), code);
    if (r->scenario.n) paper_paragraph(p, "$1", v(r->scenario));
    paper_paragraph(p, "<b>$1</b>: likelihood $2, consequence $3. Risk owner: $4.", v(risk_place(c, r)),
                    v(r->likelihood), v(r->consequence), v(record_title(c, &person_entity, r->owner.id)));
    if (r->inherent_score)
        paper_paragraph(p, "Without controls: $1 × $2 = $3, $4.", v(r->inherent_likelihood), v(r->inherent_consequence),
                        v(r->inherent_score), v(level_choices[r->inherent_level].name));
    if (r->why.n) paper_paragraph(p, "<i>Why so:</i> $1", v(r->why));
}

static void risk_table(ctx *c, paper *p, const risk *const *all, int n)
{
    static const paper_column columns[] = {{STR("Risk"), 0.7, PAPER_LEFT},       {STR("Title"), 3.2, PAPER_LEFT},
                                           {STR("Risk owner"), 1.4, PAPER_LEFT}, {STR("L × C"), 0.7, PAPER_CENTRE},
                                           {STR("Score"), 0.6, PAPER_RIGHT},     {STR("Level"), 0.9, PAPER_LEFT},
                                           {STR("Decision"), 1.4, PAPER_LEFT}};
    const field *decision = field_find(&risk_entity, S("decision"));
    paper_table(p, columns, countof(columns));
    for (int i = 0; i < n; i++) {
        const risk *r = all[i];
        paper_row(p, S(""));
        paper_cell_as(p, v(record_code(c->a, &risk_entity, r->rec.id)), PAPER_STRONG, S(""));
        paper_cell(p, v(r->title));
        paper_cell(p, v(record_title(c, &person_entity, r->owner.id)));
        paper_cell(p, v(format(c->a, "$1 × $2", v(r->likelihood), v(r->consequence))));
        paper_cell(p, v(r->score));
        paper_cell_as(p, v(level_choices[r->level].label), level_tones[r->level], S(""));
        paper_cell(p, v(decision->choices[r->decision].label));
    }
}

// In money, as the estimates stood then; nothing where nobody estimated.
static void losses(ctx *c, paper *p, const assessment *a, const risk *const *all, int n)
{
    ctx then = *c;
    if (a->closed_at.us) then.moment = a->closed_at;
    i64 *ids = news(c->a, i64, n + 1);
    for (int i = 0; i < n; i++) ids[i] = all[i]->rec.id;
    loss_summary s = loss_summarise(&then, &(loss_choice){.risks = ids, .nrisks = n});
    if (!s.is) return;
    paper_heading(p, 1, S("What a year may cost"), S("loss"));
    loss_paper(c, p, &s, false);
}

static bool write_assessment(ctx *c, paper *p, str code)
{
    const assessment *a = assessment_named(c, code), *before = NULL;
    const risk *const *all;
    if (!a) return false;
    const criteria *k = a->criteria.id ? record_load(c, &criteria_entity, a->criteria.id) : criteria_in_force(c);
    if (!k) return false;
    int n = assessment_risks(c, a, &all), above = 0;
    if (!n) return fail(c, NULL, "$1 covers no judged risk yet.", v(a->name));
    while (above < n && all[above]->score >= k->line) above++;
    cover(c, p, a, k);
    summary(c, p, a, k, all, n, above);
    paper_heading(p, 1, S("Method"), S("method"));
    paper_paragraph(p, "$1", v(a->method));
    before = assessment_before(c, a);
    if (before) {
        paper_heading(p, 1, S("What moved"), S("moved"));
        movements(c, p, before, a);
    }
    paper_heading(p, 1, S("Outside the acceptance criteria"), S("outside"));
    if (!above) paper_paragraph(p, "No risk lies there.");
    for (int i = 0; i < above; i++) risk_in_full(c, p, all[i]);
    losses(c, p, a, all, n);
    paper_heading(p, 1, S("All risks"), S("all"));
    risk_table(c, p, all, n);
    return true;
}

// scope: "A-2", against the one before it; or "A-2 A-1".
static bool write_comparison(ctx *c, paper *p, str asked)
{
    str rest = asked, first = str_cut(&rest, ' ');
    const assessment *later = assessment_named(c, first);
    const assessment *earlier = !later   ? NULL
                                : rest.n ? assessment_named(c, str_trim(rest))
                                         : assessment_before(c, later);
    if (later && !earlier && !failed(c))
        return fail(c, "scope", "There is no earlier assessment of these scopes to compare with.");
    if (!earlier) return false;
    paper_fact(p, S("Earlier"), earlier->name);
    paper_fact(p, S("Later"), later->name);
    paper_heading(p, 1, S("What moved"), S("moved"));
    movements(c, p, earlier, later);
    return true;
}

const report assessment_reports[] = {
    {"risk-assessment", "Risk assessment report", SEE_REGISTER | EXTERNAL,
     "An assessment with its heat map, the risks outside the criteria and all others; scope=A-1, or the last one.",
     write_assessment},
    {"assessment-comparison", "Comparison of two risk assessments", SEE_REGISTER,
     "Which risks are new, gone, up or down; scope=A-2 against the one before it.", write_comparison},
    {0}};
