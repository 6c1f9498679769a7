// soa_report.c: the Statement of Applicability as a paper.
// SPDX-License-Identifier: Apache-2.0
#include "plan/soa/soa.h"
#include "platform/base/time.h"
#include "platform/paper/paper.h"

static paper_tone tone_of(tone t)
{
    static const paper_tone tones[] = {[TONE_GOOD] = PAPER_GOOD,
                                       [TONE_WARN] = PAPER_WARN,
                                       [TONE_BAD] = PAPER_BAD,
                                       [TONE_OFF] = PAPER_MUTED,
                                       [TONE_CRITICAL] = PAPER_NORMAL};
    return tones[t];
}

static void put_line(ctx *c, paper *p, const soa_line *l)
{
    const soa_row *r = l->row;
    bool in = r->applicable == APPLICABLE_YES;
    text state = {.a = c->a};
    put_z(&state, implemented_choices[l->implemented].label);
    if (l->planned_on.day) {
        put_char(&state, ' ');
        put_date(&state, l->planned_on);
    }
    paper_row(p, l->ident);
    paper_cell_as(p, v(l->ident), PAPER_STRONG, S(""));
    paper_cell(p, v(l->title));
    paper_cell_as(p,
                  v(in                               ? "Yes"
                    : r->applicable == APPLICABLE_NO ? "No"
                                                     : "Undecided"),
                  in                               ? PAPER_NORMAL
                  : r->applicable == APPLICABLE_NO ? PAPER_MUTED
                                                   : PAPER_WARN,
                  S(""));
    paper_cell(p, v(in ? soa_reasons(c, r) : r->justification));
    if (in) {
        paper_cell_as(p, v(text_str(&state)), tone_of(implemented_choices[l->implemented].tone), S(""));
        paper_cell_as(p, v(effectiveness_choices[l->effectiveness].label),
                      tone_of(effectiveness_choices[l->effectiveness].tone), S(""));
    } else {
        paper_cell(p, v(""));
        paper_cell(p, v(""));
    }
    paper_cell(p, v(l->controls));
    paper_cell(p, v(l->risks));
    paper_cell(p, v(l->owner));
}

static void put_table(ctx *c, paper *p, const soa_line *lines, int n)
{
    static const paper_column columns[] = {
        {STR("Control"), 0.75, PAPER_LEFT},     {STR("Title"), 2.2, PAPER_LEFT},
        {STR("Applies"), 0.75, PAPER_LEFT},     {STR("Reasons, or justification"), 2.4, PAPER_LEFT},
        {STR("Implemented"), 1.05, PAPER_LEFT}, {STR("Effective"), 1.1, PAPER_LEFT},
        {STR("Through"), 1, PAPER_LEFT},        {STR("Risks"), 0.9, PAPER_LEFT},
        {STR("Owner"), 1.2, PAPER_LEFT}};
    for (int i = 0; i < n; i++) {
        if (i == 0 || !str_eq(lines[i].theme, lines[i - 1].theme)) {
            paper_heading(p, 2, lines[i].theme, lines[i].theme);
            paper_table(p, columns, countof(columns));
        }
        put_line(c, p, &lines[i]);
    }
}

bool soa_report(ctx *c, paper *p, str code)
{
    const soa *s = soa_find(c, code);
    if (!s) return false;
    const scope *of = record_load(c, &scope_entity, s->scope.id);
    soa_line *lines;
    int n = soa_lines(c, s, &lines), in = 0, out = 0, done = 0, own = 0;
    if (!of) return false;
    for (int i = 0; i < n; i++) {
        if (lines[i].row->control.id) {
            own++; // added by the organisation, from elsewhere
            continue;
        }
        in += lines[i].row->applicable == APPLICABLE_YES;
        out += lines[i].row->applicable == APPLICABLE_NO;
        done += lines[i].row->applicable == APPLICABLE_YES && lines[i].implemented == IMPLEMENTED_YES;
    }
    paper_fact(p, S("Scope"), of->name);
    paper_fact(p, S("Statement version"), format(c->a, "$1", v(s->number)));
    paper_fact(p, S("State"),
               s->state == SOA_APPROVED   ? format(c->a, "Approved $1", v(moment_date(s->approved_at, c->zone)))
               : s->state == SOA_REPLACED ? S("Replaced by a newer version")
                                          : S("Draft, not approved"));
    paper_heading(p, 1, S("Summary"), S("summary"));
    paper_paragraph_as(
        p, PAPER_LEDE,
        "Of $1 controls $2 apply and $3 are excluded with a justification; $4 of those that apply are in place.",
        v(n - own), v(in), v(out), v(done));
    if (own == 1)
        paper_paragraph(p, "One control from elsewhere is added to those of Annex A.");
    else if (own)
        paper_paragraph(p, "$1 controls from elsewhere are added to those of Annex A.", v(own));
    paper_paragraph(p, "$1", v(of->statement));
    if (of->excluded.n) paper_paragraph(p, "<b>Outside the scope:</b> $1", v(of->excluded));
    paper_paragraph(p, "<i>Implemented</i> is read from the state of the organisation's own controls, <i>effective</i> "
                       "from their tests; the two are never mixed. "
                       "A control is included because it treats a risk, because a law or a contract asks for it, "
                       "because the business wants it, or as good practice.");
    paper_heading(p, 1, S("Controls"), S("controls"));
    put_table(c, p, lines, n);
    return true;
}
