// assessment_page.c: an assessment on its page, its risks cell by cell, and its comparison with another one.
// SPDX-License-Identifier: Apache-2.0
#include "plan/assessment/assessment_part.h"
#include "plan/risk/heat.h"
#include "platform/base/time.h"
#include "platform/paper/json.h"
#include "platform/web/shell.h"
#include "platform/web/svg.h"

enum { SHOWN = 50 };

static str code_of(request *q, const assessment *a)
{
    return record_code(q->c->a, &assessment_entity, a->rec.id);
}

static const criteria *criteria_of(ctx *c, const assessment *a)
{
    return a->criteria.id ? record_seek(c, &criteria_entity, a->criteria.id) : criteria_in_force(c);
}

// ---- a table of risks

static void level_cell(request *q, const risk *r)
{
    html(q, "<td class='nowrap'>");
    html_level(q, level_tone(r->level), words(q, level_choices[r->level].label), r->score, false);
    html(q, "</td>");
}

static void risk_row(request *q, const risk *r)
{
    const field *decision = field_find(&risk_entity, S("decision"));
    str code = record_code(q->c->a, &risk_entity, r->rec.id);
    html(q, "<tr><td class='code'>$1</td><th scope='row'><a href='/risk/$1'>$2</a></th><td class='o1'>$3</td>", v(code),
         v(r->title), v(record_title(q->c, &person_entity, r->owner.id)));
    html(q, "<td class='r o2 nowrap'>$1 × $2</td>", v(r->likelihood), v(r->consequence));
    level_cell(q, r);
    html(q, "<td class='o1'>$1</td></tr>", v(words(q, decision->choices[r->decision].label)));
}

static void risk_table(request *q, const risk *const *all, int n)
{
    html(q, "<table class='t'><caption class='vh'>{Risks of the assessment}</caption><thead><tr><th "
            "scope='col'>{Code}</th><th scope='col'>{Risk}</th><th scope='col' class='o1'>{Risk owner}</th>");
    html(q, "<th scope='col' class='r o2'>{L × C}</th><th scope='col'>{Level}</th><th scope='col' "
            "class='o1'>{Decision then}</th></tr></thead><tbody>");
    for (int i = 0; i < n; i++) risk_row(q, all[i]);
    html(q, "</tbody></table>");
}

// ---- on its page

static void draw_heat(request *q, const criteria *k, const risk *const *all, int n, str url)
{
    double width, height;
    heatmap h = heat_of(q->c, k, all, n, url);
    chart_heatmap_size(&h, &width, &height);
    html(q, "<div class='box'>");
    canvas *map =
        svg_open(q, SVG_LINKS, "hm", width, height, words(q, "Heat map of the assessment"),
                 words(q, "Likelihood upwards, consequence to the right; the line parts what lies outside the "
                          "acceptance criteria"));
    chart_heatmap(map, &h);
    svg_close(map);
    html(q, "</div>");
}

static void summary(request *q, const assessment *a, const criteria *k, int n, i64 above)
{
    html(q, "<p>{$1 risk, of which $2 reach the line of $3.|$1 risks, of which $2 reach the line of $3.} ", v(n),
         v(above), v(k->line));
    if (a->closed_at.us)
        html(q, "{As they stood on $1, by criteria version $2.}", v(moment_date(a->closed_at, q->c->zone)),
             v(k->number));
    else
        html(q, "{As they stand now: the assessment is open.}");
    if (a->closed_at.us && n < a->risks) html(q, " {$1 more lie outside your reach.}", v(a->risks - n));
    html(q, "</p>");
}

static void unjudged_note(request *q, const assessment *a)
{
    str codes;
    i64 n = a->closed_at.us ? 0 : assessment_unjudged(q->c, a, &codes);
    if (n)
        html(q, "<p class='muted'>{$1 risk is not judged yet: $2.|$1 risks are not judged yet: $2 …}</p>", v(n),
             v(codes));
}

static void links(request *q, const assessment *a)
{
    const assessment *before = assessment_before(q->c, a);
    str code = code_of(q, a);
    html(q, "<p class='acts'><a class='btn' href='/assessment/$1/risks'>{All risks}</a>", v(code));
    if (before)
        html(q, " <a class='btn' href='/assessment/$1/compare?with=$2'>{Compare with $2}</a>", v(code),
             v(code_of(q, before)));
    html(q, " <a class='btn' href='/report/risk-assessment.pdf?scope=$1'>", v(code));
    html_icon(q, "file-text");
    html(q, "{PDF}</a></p>");
}

static void write_assessment(request *q, const entity *e, const void *rec)
{
    const assessment *a = rec;
    const risk *const *all;
    const criteria *k = criteria_of(q->c, a);
    (void)e;
    if (!k || q->c->moment.us) return;
    int n = assessment_risks(q->c, a, &all), above = 0;
    while (above < n && all[above]->score >= k->line) above++; // the highest come first
    html(q, "<section class='sec stack' id='result'><header><h2>{Result}</h2></header>");
    summary(q, a, k, n, above);
    unjudged_note(q, a);
    if (n) draw_heat(q, k, all, n, format(q->c->a, "/assessment/$1/risks?", v(code_of(q, a))));
    links(q, a);
    html(q, "</section>");
    if (!above) return;
    html(q,
         "<section class='sec'><header><h2>{Outside the acceptance criteria} <span "
         "class='n'>$1</span></h2></header>",
         v(above));
    risk_table(q, all, above < SHOWN ? above : SHOWN);
    html(q, "</section>");
}

// ---- all its risks, or one cell

static void crumbs(request *q, const assessment *a, str last, str at)
{
    str code = code_of(q, a);
    breadcrumb(q,
               (const crumb[]){{words(q, "Risk assessments"), S("/assessment")},
                               {code, format(q->c->a, "/assessment/$1", v(code))},
                               {last, at}},
               3);
}

static i64 asked_step(const request *q, const char *name)
{
    i64 step = 0;
    return str_int(request_get(q, name), &step) && step > 0 ? step : 0;
}

static int of_cell(request *q, const risk *const *all, int n, i64 likelihood, i64 consequence, const risk ***out)
{
    int kept = 0;
    *out = (const risk **)news(q->c->a, risk *, n + 1);
    for (int i = 0; i < n; i++) {
        if (likelihood && all[i]->likelihood != likelihood) continue;
        if (consequence && all[i]->consequence != consequence) continue;
        (*out)[kept++] = all[i];
    }
    return kept;
}

static void risks_page(request *q)
{
    const assessment *a = record_load_code(q->c, &assessment_entity, request_part(q, "code"));
    const criteria *k = a ? criteria_of(q->c, a) : NULL;
    const risk *const *all;
    const risk **kept;
    if (!k) {
        reply_refused(q);
        return;
    }
    i64 likelihood = asked_step(q, "likelihood"), consequence = asked_step(q, "consequence");
    int total = assessment_risks(q->c, a, &all);
    int n = of_cell(q, all, total, likelihood, consequence, &kept);
    str at = format(q->c->a, "/assessment/$1/risks", v(code_of(q, a)));
    page_open(q, format(q->c->a, "$1, risks", v(a->name)));
    crumbs(q, a, words(q, "Risks"), at);
    html(q, "<div class='head'><div><h1>$1</h1><p class='muted'>", v(a->name));
    html(q, "{$1 risk|$1 risks}", v(n));
    if (likelihood && consequence)
        html(q, " · {likelihood $1 ($2), consequence $3 ($4)}", v(likelihood),
             v(criteria_word(q->c, k->likelihood_words, likelihood)), v(consequence),
             v(criteria_word(q->c, k->consequence_words, consequence)));
    html(q, "</p></div>");
    if (likelihood || consequence)
        html(q, "<div class='acts'><a class='btn' href='$1'>{All its risks}</a></div>", v(at));
    html(q, "</div>");
    if (n)
        risk_table(q, kept, n);
    else
        html(q, "<p class='muted'>{No risk of this assessment is there.}</p>");
    page_close(q);
}

// ---- comparison

typedef struct {
    const assessment *earlier, *later;
    risk_change *changes;
    int n, counts[MOVED_NOT + 1];
} comparison;

static bool read_comparison(request *q, comparison *x)
{
    ctx *c = q->c;
    str with = request_get(q, "with");
    *x = (comparison){.later = record_load_code(c, &assessment_entity, request_part(q, "code"))};
    if (!x->later) return false;
    x->earlier = with.n ? record_load_code(c, &assessment_entity, with) : assessment_before(c, x->later);
    if (!x->earlier)
        return with.n ? false : fail(c, "with", "There is no earlier assessment of these scopes to compare with.");
    x->n = assessment_compare(c, x->earlier, x->later, &x->changes);
    for (int i = 0; i < x->n; i++) x->counts[x->changes[i].movement]++;
    return true;
}

static void place_cell(request *q, const risk *r)
{
    html(q, "<td class='nowrap'>");
    if (r) {
        html_level(q, level_tone(r->level), words(q, level_choices[r->level].label), r->score, false);
        html(q, " <span class='muted small'>$1 × $2</span>", v(r->likelihood), v(r->consequence));
    } else {
        html(q, "<span class='muted'>–</span>");
    }
    html(q, "</td>");
}

static void change_row(request *q, const risk_change *x)
{
    static const tone tones[] = {TONE_BAD, TONE_WARN, TONE_GOOD, TONE_OFF, TONE_NONE};
    const risk *r = x->after ? x->after : x->before;
    str code = record_code(q->c->a, &risk_entity, r->rec.id);
    html(q, "<tr><td class='code'>$1</td><th scope='row'><a href='/risk/$1'>$2</a></th><td>", v(code), v(r->title));
    html_pill(q, tones[x->movement], words(q, str_z(q->c->a, movement_word(x->movement))));
    html(q, "</td>");
    place_cell(q, x->before);
    place_cell(q, x->after);
    html(q, "</tr>");
}

static void compare_page(request *q)
{
    comparison x;
    if (!read_comparison(q, &x)) {
        reply_refused(q);
        return;
    }
    str before = code_of(q, x.earlier), after = code_of(q, x.later);
    page_open(q, format(q->c->a, "$1 and $2", v(before), v(after)));
    crumbs(q, x.later, words(q, "Comparison"), format(q->c->a, "/assessment/$1/compare?with=$2", v(after), v(before)));
    html(q, "<div class='head'><div><h1>{$1 compared with $2}</h1><p class='muted'>{$3, then $4}</p></div></div>",
         v(after), v(before), v(x.earlier->name), v(x.later->name));
    html(q, "<p>{$1 went up, $2 are new, $3 went down, $4 are gone, $5 stand as before.}</p>", v(x.counts[MOVED_UP]),
         v(x.counts[MOVED_NEW]), v(x.counts[MOVED_DOWN]), v(x.counts[MOVED_GONE]), v(x.counts[MOVED_NOT]));
    html(q,
         "<table class='t'><caption class='vh'>{What moved}</caption><thead><tr><th scope='col'>{Code}</th><th "
         "scope='col'>{Risk}</th><th scope='col'>{Movement}</th><th scope='col'>$1</th><th "
         "scope='col'>$2</th></tr></thead><tbody>",
         v(before), v(after));
    int shown = x.n - x.counts[MOVED_NOT];
    for (int i = 0; i < shown; i++) change_row(q, &x.changes[i]);
    html(q, "</tbody></table>");
    if (!shown) html(q, "<p class='muted'>{Nothing moved.}</p>");
    page_close(q);
}

static void put_place(json_writer *w, str name, const risk *r)
{
    json_put_name(w, name);
    if (!r) {
        json_put(w, (val){.kind = VAL_TEXT, .null = true});
        return;
    }
    json_put_object(w);
    json_member(w, "likelihood", v(r->likelihood));
    json_member(w, "consequence", v(r->consequence));
    json_member(w, "score", v(r->score));
    json_member(w, "level", v(level_choices[r->level].name));
    json_end_object(w);
}

static void compare_json(request *q)
{
    static const char *const names[] = {"up", "new", "down", "gone", "same"};
    comparison x;
    json_writer w = {.out = q->out};
    if (!read_comparison(q, &x)) {
        reply_refused(q);
        return;
    }
    q->type = "application/json";
    json_put_object(&w);
    json_member(&w, "earlier", v(code_of(q, x.earlier)));
    json_member(&w, "later", v(code_of(q, x.later)));
    for (int i = 0; i <= MOVED_NOT; i++) json_member(&w, names[i], v(x.counts[i]));
    json_put_name(&w, S("items"));
    json_put_array(&w);
    for (int i = 0; i < x.n - x.counts[MOVED_NOT]; i++) {
        const risk_change *k = &x.changes[i];
        const risk *r = k->after ? k->after : k->before;
        json_put_object(&w);
        json_member(&w, "risk", v(record_code(q->c->a, &risk_entity, r->rec.id)));
        json_member(&w, "title", v(r->title));
        json_member(&w, "movement", v(names[k->movement]));
        put_place(&w, S("from"), k->before);
        put_place(&w, S("to"), k->after);
        json_end_object(&w);
    }
    json_end_array(&w);
    json_end_object(&w);
}

const route assessment_routes[] = {
    ROUTE(GET, "/assessment/:code/risks", "assessment.risks", SEE_REGISTER, risks_page),
    ROUTE(GET, "/assessment/:code/compare", "assessment.compare", SEE_REGISTER, compare_page),
    ROUTE(GET, "/api/v1/assessment/:code/compare", "assessment.compare", SEE_REGISTER, compare_json),
    {0}};

const part assessment_parts[] = {{&assessment_entity, false, write_assessment}, {0}};
