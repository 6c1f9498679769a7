// soa_page.c: the statement on its page: how far it is, what an auditor would find, and the rows by theme.
// SPDX-License-Identifier: Apache-2.0
#include "plan/soa/soa_page.h"
#include "platform/web/html.h"

#include <string.h>

typedef bool test_line(const soa_line *l, const soa_line *before);

static bool any_line(const soa_line *l, const soa_line *before)
{
    (void)l, (void)before;
    return true;
}

static bool is_undecided(const soa_line *l, const soa_line *before)
{
    (void)before;
    return l->row->applicable == APPLICABLE_UNDECIDED;
}

static bool is_excluded(const soa_line *l, const soa_line *before)
{
    (void)before;
    return l->row->applicable == APPLICABLE_NO;
}

static bool is_changed(const soa_line *l, const soa_line *before)
{
    const soa_row *r = l->row, *b = before ? before->row : NULL;
    return b && (r->applicable != b->applicable || r->risk != b->risk || r->law != b->law ||
                 r->contract != b->contract || r->business != b->business || r->practice != b->practice ||
                 !str_eq(r->justification, b->justification) || l->implemented != before->implemented);
}

static bool is_faulty(const soa_line *l, const soa_line *before)
{
    (void)before;
    return l->problem.n != 0;
}

static bool is_open(const soa_line *l, const soa_line *before)
{
    (void)before;
    return l->row->applicable == APPLICABLE_YES && l->implemented == IMPLEMENTED_NO;
}

static bool has_no_test(const soa_line *l, const soa_line *before)
{
    (void)before;
    return l->row->applicable == APPLICABLE_YES && l->effectiveness == EFFECT_NO_TEST;
}

static bool has_no_control(const soa_line *l, const soa_line *before)
{
    (void)before;
    return l->row->applicable == APPLICABLE_YES && !l->controls.n;
}

static bool treats(const soa_line *l, const soa_line *before)
{
    (void)before;
    return l->needed;
}

static bool is_excepted(const soa_line *l, const soa_line *before)
{
    (void)before;
    return l->exceptions.n != 0;
}

static const struct {
    const char *name, *label;
    bool warns;
    test_line *test;
} shows[] = {
    {"", "All", false, any_line},
    {"undecided", "Undecided", true, is_undecided},
    {"changed", "Changed", false, is_changed},
    {"excluded", "Excluded", false, is_excluded},
    {"treated", "Treats a risk", false, treats},
    {"faulty", "To be put right", true, is_faulty},
    {"no-control", "No control answers it", true, has_no_control},
    {"open", "Not begun", true, is_open},
    {"excepted", "With an exception", true, is_excepted},
    {"no-test", "No test defined", true, has_no_test},
};

// The same row in the version before, found by what it is about.
static const soa_line *line_before(const soa_line *lines, int n, const soa_line *l)
{
    for (int i = 0; i < n; i++)
        if (lines[i].row->requirement.id == l->row->requirement.id && lines[i].row->control.id == l->row->control.id)
            return &lines[i];
    return NULL;
}

typedef struct {
    const soa *s;
    soa_line *lines, *before;
    const soa_line **pair; // of each line, in the version before
    int n, nbefore;
} statement;

static statement read_statement(request *q, const soa *s)
{
    ctx *c = q->c;
    statement t = {.s = s};
    t.n = soa_lines(c, s, &t.lines);
    t.pair = (const soa_line **)news(c->a, soa_line *, t.n + 1);
    i64 id =
        db_one(query(c, "SELECT max(x.id) FROM {soa x} WHERE x.scope = $1 AND x.id < $2", v(s->scope), v(s->rec.id)));
    const soa *earlier = id ? record_seek(c, &soa_entity, id) : NULL;
    if (!earlier) return t;
    t.nbefore = soa_lines(c, earlier, &t.before);
    for (int i = 0; i < t.n; i++)
        t.pair[i] = i < t.nbefore && line_before(&t.before[i], 1, &t.lines[i])
                        ? &t.before[i]
                        : line_before(t.before, t.nbefore, &t.lines[i]);
    return t;
}

// ---- how far it is

static void bar_piece(request *q, const char *class, bool hatched, double *x, int part, int all)
{
    if (!part) return;
    double width = 100.0 * part / all, shown = width > 0.6 ? width - 0.35 : width;
    html(q, "<rect class='$1' x='$2%' y='0' width='$3%' height='12' rx='2'/>", v(class), v(*x), v(shown));
    if (hatched) html(q, "<rect fill='url(#hatch)' x='$1%' y='0' width='$2%' height='12' rx='2'/>", v(*x), v(shown));
    *x += width;
}

static void progress(request *q, const statement *t)
{
    int done = 0, partly = 0, planned = 0, none = 0, out = 0, undecided = 0;
    double x = 0;
    for (int i = 0; i < t->n; i++) {
        const soa_line *l = &t->lines[i];
        if (l->row->applicable == APPLICABLE_NO)
            out++;
        else if (l->row->applicable == APPLICABLE_UNDECIDED)
            undecided++;
        else if (l->implemented == IMPLEMENTED_YES)
            done++;
        else if (l->implemented == IMPLEMENTED_PARTLY)
            partly++;
        else if (l->implemented == IMPLEMENTED_PLANNED)
            planned++;
        else
            none++;
    }
    html(q,
         "<div class='box'><ul class='key'><li><svg viewBox='0 0 12 12' aria-hidden='true'><rect class='f-acc' "
         "width='12' height='12'/></svg>{$1 in place}</li>",
         v(done));
    html(q,
         "<li><svg viewBox='0 0 12 12' aria-hidden='true'><rect class='f-mid' width='12' height='12'/><rect width='12' "
         "height='12' fill='url(#hatch)'/></svg>{$1 partly}</li>",
         v(partly));
    html(q,
         "<li><svg viewBox='0 0 12 12' aria-hidden='true'><rect class='f-none' width='12' height='12'/></svg>{$1 "
         "planned}</li><li>{$2 not begun}</li>",
         v(planned), v(none));
    html(q,
         "<li><svg viewBox='0 0 12 12' aria-hidden='true'><rect class='f-plan' width='12' height='12'/></svg>{$1 "
         "excluded}</li>",
         v(out));
    if (undecided) html(q, "<li>{$1 undecided}</li>", v(undecided));
    html(q, "<li class='push'>{Reasons:}</li><li><span class='dots'><i class='on'>{R}</i></span>{risk}</li><li><span "
            "class='dots'><i class='on'>{L}</i></span>{law}</li><li><span class='dots'><i "
            "class='on'>{C}</i></span>{contract}</li>");
    html(q, "<li><span class='dots'><i class='on'>{B}</i></span>{business}</li><li><span class='dots'><i "
            "class='on'>{P}</i></span>{good practice}</li></ul>");
    html(q,
         "<svg class='ch' width='100%' height='12' role='img' aria-labelledby='soa-bar'><title id='soa-bar'>{$1 in "
         "place, $2 partly, $3 planned, $4 not begun, $5 excluded, $6 undecided}</title>",
         v(done), v(partly), v(planned), v(none), v(out), v(undecided));
    bar_piece(q, "f-acc", false, &x, done, t->n);
    bar_piece(q, "f-mid", true, &x, partly, t->n);
    bar_piece(q, "f-none", false, &x, planned + none, t->n);
    bar_piece(q, "f-plan", false, &x, out + undecided, t->n);
    html(q, "</svg></div>");
}

// ---- filters

static int shown_filter(const request *q)
{
    str show = request_get(q, "show");
    for (int i = 0; i < countof(shows); i++)
        if (str_eq(show, str_of(shows[i].name))) return i;
    return 0;
}

static void filters(request *q, const statement *t, int chosen)
{
    str code = record_code(q->c->a, &soa_entity, t->s->rec.id);
    html(q, "<div class='bar'><span class='chips'>");
    for (int i = 0; i < countof(shows); i++) {
        int n = 0;
        for (int k = 0; k < t->n; k++) n += shows[i].test(&t->lines[k], t->pair[k]);
        if (i && !n && i != chosen) continue;
        html(q, "<a class='$1' href='/soa/$2?show=$3'", v(shows[i].warns && n ? "chip warn" : "chip"), v(code),
             v(shows[i].name));
        if (i == chosen) html(q, " aria-current='true'");
        html(q, ">$1 <span class='n'>$2</span></a>", v(words(q, shows[i].label)), v(n));
    }
    html(q, "</span></div>");
}

// ---- rows

static void dot(request *q, bool on, const char *letter)
{
    if (on)
        html(q, "<i aria-hidden='true' class='on'>$1</i>", v(letter));
    else
        html(q, "<i aria-hidden='true'>$1</i>", v(letter));
}

static void reasons(request *q, const soa_row *r)
{
    html(q, "<td class='o1'>");
    if (r->applicable == APPLICABLE_YES) {
        html(q, "<span class='dots'><span class='vh'>$1</span>", v(soa_reasons(q->c, r)));
        dot(q, r->risk, "R");
        dot(q, r->law, "L");
        dot(q, r->contract, "C");
        dot(q, r->business, "B");
        dot(q, r->practice, "P");
        html(q, "</span>");
    } else {
        html(q, "<span class='muted small'>$1</span>", v(r->justification));
    }
    html(q, "</td>");
}

static void state_cells(request *q, const soa_line *l)
{
    if (l->row->applicable != APPLICABLE_YES) {
        html(q, "<td>");
        html_pill(q, l->row->applicable == APPLICABLE_NO ? TONE_OFF : TONE_WARN,
                  words(q, l->row->applicable == APPLICABLE_NO ? "Excluded" : "Undecided"));
        html(q, "</td><td class='o1'></td>");
        return;
    }
    html(q, "<td>");
    html_pill(q, implemented_choices[l->implemented].tone, words(q, implemented_choices[l->implemented].label));
    if (l->planned_on.day) html_time(q, v(l->planned_on));
    html(q, "</td><td class='o1'>");
    html_pill(q, effectiveness_choices[l->effectiveness].tone, words(q, effectiveness_choices[l->effectiveness].label));
    html(q, "</td>");
}

static void code_links(request *q, const char *noun, str list)
{
    bool first = true;
    for (str rest = list; rest.n;) {
        str code = str_trim(str_cut(&rest, ','));
        if (!first) html(q, " ");
        html(q, "<a class='code' href='/$1/$2'>$2</a>", v(noun), v(code));
        first = false;
    }
}

static void codes(request *q, const char *noun, str list)
{
    html(q, "<td class='o2'>");
    code_links(q, noun, list);
    html(q, "</td>");
}

static void row(request *q, const statement *t, const soa_line *l)
{
    bool open = t->s->state == SOA_DRAFT || t->s->state == SOA_PROPOSED;
    str code = record_code(q->c->a, &soa_row_entity, l->id);
    html(q, "<tr id='$1'><td class='code'>$2</td><th scope='row'>", v(code), v(l->ident));
    if (open)
        html(q, "<a href='/soa_row/$1/edit'>$2</a>", v(code), v(l->title));
    else
        html(q, "<a href='/soa_row/$1'>$2</a>", v(code), v(l->title));
    if (l->problem.n) html(q, "<span class='sub'><span class='bad'>$1</span></span>", v(l->problem));
    if (l->exceptions.n) {
        html(q, "<span class='sub'>{Exceptions:} ");
        code_links(q, "exception", l->exceptions);
        html(q, "</span>");
    }
    html(q, "</th>");
    reasons(q, l->row);
    state_cells(q, l);
    codes(q, "control", l->controls);
    codes(q, "risk", l->risks);
    html(q, "<td class='o2'>$1</td></tr>", v(l->owner));
}

static void table_of(request *q, const statement *t, int chosen)
{
    int shown = 0;
    html(q, "<table class='t soa'><caption class='vh'>{Rows of the statement of applicability by "
            "theme}</caption><thead><tr><th scope='col'>{Ref}</th><th scope='col'>{Control}</th><th scope='col' "
            "class='o1'>{Reasons}</th>");
    html(q, "<th scope='col'>{Implemented}</th><th scope='col' class='o1'>{Effective}</th><th scope='col' "
            "class='o2'>{Through}</th><th scope='col' class='o2'>{Risks}</th><th scope='col' "
            "class='o2'>{Owner}</th></tr></thead>");
    str theme = {0};
    for (int i = 0; i < t->n; i++) {
        const soa_line *l = &t->lines[i];
        if (!shows[chosen].test(l, t->pair[i])) continue;
        if (!shown || !str_eq(theme, l->theme)) {
            if (shown) html(q, "</tbody>");
            html(q, "<tbody class='g'><tr><th colspan='8' scope='rowgroup'>$1</th></tr>", v(l->theme));
            theme = l->theme;
        }
        row(q, t, l);
        shown++;
    }
    if (shown) html(q, "</tbody>");
    html(q, "</table>");
    if (!shown) html(q, "<p class='muted'>{No row is like that.}</p>");
}

static void write_statement(request *q, const entity *e, const void *rec)
{
    (void)e;
    statement t = read_statement(q, rec);
    int chosen = shown_filter(q);
    html(q, "<section class='sec stack' aria-label='{Rows}'>");
    progress(q, &t);
    str code = record_code(q->c->a, &soa_entity, t.s->rec.id);
    html(q, "<p class='acts'><a class='btn' href='/report/soa.pdf?scope=$1'>", v(code));
    html_icon(q, "file-text");
    html(q, "{PDF}</a> <a class='btn' href='/soa_row.xlsx?soa=$1'>", v(code));
    html_icon(q, "download");
    html(q, "{XLSX}</a>");
    if (t.s->state == SOA_DRAFT)
        html(q,
             " <a class='btn' href='/soa_row?soa=$1'>{Edit many rows}</a> <a class='btn' "
             "href='/import/new?noun=soa_row'>{Import rows}</a> <a class='btn' "
             "href='/soa_row/new?soa=$1'>{Add a control from elsewhere}</a>",
             v(code));
    html(q, "</p>");
    filters(q, &t, chosen);
    table_of(q, &t, chosen);
    html(q, "</section>");
}

const part soa_parts[] = {{&soa_entity, PART_BELOW, write_statement}, {0}};
