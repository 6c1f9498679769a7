// column_html.c: the columns of a list: ready for fifty rows, so that a cell costs one literal.
// SPDX-License-Identifier: Apache-2.0
#include "platform/web/column_html.h"

#include "platform/web/assets.h"
#include "platform/web/field_html.h"

static bool right_aligned(const field *f)
{
    return f->kind == KIND_INTEGER || f->kind == KIND_NUMBER || f->kind == KIND_MONEY || f->kind == KIND_DATE;
}

static str class_of(bool right, int rank)
{
    static const str left[] = {STR(""), STR("o1"), STR("o2"), STR("o3"), STR("o4")};
    static const str end[] = {STR("r"), STR("r o1"), STR("r o2"), STR("r o3"), STR("r o4")};
    return right ? end[rank] : left[rank];
}

// About how wide its cells are, in rem: decides which columns a narrower window leaves out.
static int width_of(const column *k, int nlabels)
{
    static const int widths[] = {
        [KIND_TEXT] = 10, [KIND_INTEGER] = 4, [KIND_NUMBER] = 4, [KIND_FLAG] = 4, [KIND_DATE] = 6,  [KIND_MOMENT] = 6,
        [KIND_MONEY] = 8, [KIND_CHOICE] = 5,  [KIND_REF] = 9,    [KIND_ANY] = 5,  [KIND_SECRET] = 1};
    ptrdiff_t longest = 0;
    for (int i = 0; i < nlabels; i++)
        if (k->labels[i].n > longest) longest = k->labels[i].n;
    int words = field_level(k->field) ? 4 : 3 + (int)longest / 2;
    int head = 2 + (int)k->label.n / 2, cell = k->field->kind == KIND_CHOICE ? words : widths[k->field->kind];
    return head > cell ? head : cell;
}

void column_rank(column *k, int rank)
{
    k->class = class_of(k->field ? right_aligned(k->field) : true, rank);
}

column column_of(request *q, const entity *e, const field *f)
{
    column k = {.field = f, .label = words(q, f->label), .sprite = asset_url(S("icons.svg"))};
    if (f->kind == KIND_REF) k.person = f->to == &person_entity;
    if (f->flags & DUE) k.state = entity_state(e);
    k.width = width_of(&k, 0);
    if (f->kind != KIND_CHOICE) return k;
    if (f->with) k.with = field_find(e, str_of(f->with));
    k.outlined = field_level(f) && entity_level(e) != f;
    int n = 0;
    while (f->choices[n].name) n++;
    str *labels = news(q->c->a, str, n);
    for (int i = 0; i < n; i++) labels[i] = words(q, f->choices[i].label);
    k.labels = labels;
    k.width = width_of(&k, n);
    return k;
}

column column_of_link(request *q, const link_field *l)
{
    str label = words(q, l->label);
    return (column){.link = l, .label = label, .width = 2 + (int)label.n / 2};
}

static str tone_class(tone t)
{
    static const str names[] = {STR("plain "),     STR("plain now"), STR("plain good"),
                                STR("plain warn"), STR("plain bad"), STR("plain ")};
    return names[t];
}

static str tone_icon(tone t)
{
    static const str names[] = {STR("circle-dashed"), STR("rotate-cw"), STR("circle-check"),
                                STR("circle-alert"),  STR("circle-x"),  STR("circle-slash")};
    return names[t];
}

static str level_class(tone t, bool dim)
{
    static const str filled[] = {STR("lv l"), STR("lv m"), STR("lv h"), STR("lv c")};
    static const str line[] = {STR("lv l dim"), STR("lv m dim"), STR("lv h dim"), STR("lv c dim")};
    return dim ? line[t - TONE_LOW] : filled[t - TONE_LOW];
}

// Many cells are empty: they cost one value less.
static void words_cell(request *q, const column *k, str s)
{
    if (s.n == 0 && k->class.n)
        html(q, "<td class='$1'></td>", v(k->class));
    else if (k->class.n)
        html(q, "<td class='$1'>$2</td>", v(k->class), v(s));
    else
        html(q, "<td>$1</td>", v(s));
}

// A letter, which the style sheet shows, the word for those who hear it, the score. What a telephone shows in the corner of a row
// has no class.
static void level_cell(request *q, const column *k, const choice *x, str label, val score)
{
    ptrdiff_t n = label.n > 0;
    while (n < label.n && ((unsigned char)label.p[n] & 0xC0) == 0x80) n++;
    str class = level_class(x->tone, k->outlined), letter = {label.p, n};
    if (k->class.n)
        html(q, "<td class='$1'><span class='$2' data-letter='$3' title='$4'><i>$4 </i>$5</span></td>", v(k->class),
             v(class), v(letter), v(label), score);
    else
        html(q, "<td><span class='$1' data-letter='$2' title='$3'><i>$3 </i>$4</span></td>", v(class), v(letter),
             v(label), score);
}

static void choice_cell(request *q, const column *k, const void *rec)
{
    unsigned at = *(const unsigned *)field_at(k->field, rec);
    const choice *x = &k->field->choices[at];
    if (x->name[0] == 0 || x->tone == TONE_NONE) {
        words_cell(q, k, x->name[0] ? k->labels[at] : S(""));
    } else if (x->tone >= TONE_LOW) {
        i64 score = field_score(k->with, rec);
        level_cell(q, k, x, k->labels[at], score < 0 ? v(S("")) : v(score));
    } else {
        html(q,
             "<td class='$1'><span class='$2'><svg class='i' aria-hidden='true'><use "
             "href='$3#$4'/></svg>$5</span></td>",
             v(k->class), v(tone_class(x->tone)), v(k->sprite), v(tone_icon(x->tone)), v(k->labels[at]));
    }
}

static void date_cell(request *q, const column *k, const void *rec)
{
    date d = *(const date *)field_at(k->field, rec);
    if (!d.day)
        html(q, "<td class='$1'></td>", v(k->class));
    else if (!field_late(q->c, k->field, k->state, rec))
        html(q, "<td class='$1'><time datetime='$2'>$2</time></td>", v(k->class), v(d));
    else
        html(q, "<td class='$1 late'><i>{late:} </i><time datetime='$2'>$2</time></td>", v(k->class), v(d));
}

static void text_cell(request *q, const column *k, const void *rec)
{
    str s = *(const str *)field_at(k->field, rec);
    words_cell(q, k, s.n > 90 ? words_cut(q->c->a, s, 80) : s);
}

static void any_cell(request *q, const column *k, const void *rec)
{
    any x = *(const any *)field_at(k->field, rec);
    if (!x.id)
        html(q, "<td class='$1'></td>", v(k->class));
    else
        html(q, "<td class='$1'><a href='/$2/$3'>$3</a></td>", v(k->class), v(x.entity), v(any_code(q->c->a, x)));
}

static void person_cell(request *q, const column *k, str name)
{
    str first, last;
    html_initials(name, &first, &last);
    html(q, "<td class='$1' data-initials='$2$3'>$4</td>", v(k->class), v(first), v(last), v(name));
}

void column_cell(request *q, const column *k, const void *rec, str title, i64 count)
{
    const field *f = k->field;
    if (!f) {
        html(q, "<td class='$1'>$2</td>", v(k->class), v(count));
        return;
    }
    const void *p = field_at(f, rec);
    switch (f->kind) {
    case KIND_TEXT: text_cell(q, k, rec); break;
    case KIND_CHOICE: choice_cell(q, k, rec); break;
    case KIND_DATE: date_cell(q, k, rec); break;
    case KIND_ANY: any_cell(q, k, rec); break;
    case KIND_REF:
        if (title.n == 0 && ((const ref *)p)->id) title = record_code(q->c->a, f->to, ((const ref *)p)->id);
        if (k->person && title.n)
            person_cell(q, k, title);
        else
            words_cell(q, k, title);
        break;
    case KIND_MOMENT:
        html(q, "<td class='$1'>", v(k->class));
        if (((const moment *)p)->us) html_time(q, v(*(const moment *)p));
        html(q, "</td>");
        break;
    case KIND_FLAG:
        if (*(const bool *)p)
            html(q, "<td class='$1'>{Yes}</td>", v(k->class));
        else
            html(q, "<td class='$1'>{No}</td>", v(k->class));
        break;
    case KIND_INTEGER: html(q, "<td class='$1'>$2</td>", v(k->class), v(*(const i64 *)p)); break;
    case KIND_NUMBER: html(q, "<td class='$1'>$2</td>", v(k->class), v(*(const number *)p)); break;
    case KIND_MONEY: html(q, "<td class='$1'>$2</td>", v(k->class), v(*(const money *)p)); break;
    case KIND_SECRET: html(q, "<td class='$1'></td>", v(k->class)); break;
    }
}
