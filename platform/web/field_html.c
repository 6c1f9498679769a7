// field_html.c: fields as people read them: cells of a list, facts of a page.
// SPDX-License-Identifier: Apache-2.0
#include "platform/web/field_html.h"

#include <string.h>

bool field_shown(const field *f)
{
    return !(f->flags & HIDDEN) && f->kind != KIND_SECRET;
}

bool field_level(const field *f)
{
    for (const choice *x = f->kind == KIND_CHOICE ? f->choices : NULL; x && x->name; x++)
        if (x->tone >= TONE_LOW) return true;
    return false;
}

const field *entity_state(const entity *e)
{
    const field *found = field_find(e, S("state"));
    if (!found) found = field_find(e, S("status"));
    return found && found->kind == KIND_CHOICE ? found : NULL;
}

static bool open_state(const field *state, const void *rec)
{
    if (!state) return true;
    tone t = state->choices[*(const unsigned *)field_at(state, rec)].tone;
    return t != TONE_GOOD && t != TONE_OFF;
}

bool record_open(const entity *e, const void *rec)
{
    return open_state(entity_state(e), rec);
}

bool field_late(const ctx *c, const field *f, const field *state, const void *rec)
{
    if (!(f->flags & DUE) || f->kind != KIND_DATE) return false;
    date d = *(const date *)field_at(f, rec);
    return d.day && d.day < c->today.day && !c->moment.us && open_state(state, rec);
}

const field *entity_title_field(const entity *e)
{
    return e->title ? field_find(e, str_of(e->title)) : NULL;
}

str entity_record_title(ctx *c, const entity *e, const void *rec)
{
    const field *f = entity_title_field(e);
    str title = {0};
    if (f && f->kind == KIND_TEXT)
        title = *(const str *)field_at(f, rec);
    else if (f)
        title = field_words(c, f, rec);
    return title.n ? title : record_code(c->a, e, ((const record *)rec)->id);
}

const entity *entity_for(const char *name)
{
    return name ? entity_find(str_of(name)) : NULL;
}

const module *entity_module(const entity *e)
{
    for
        each_module(m) for (const entity *const *x = (*m)->entities; x && *x; x++) if (*x == e) return *m;
    return NULL;
}

str words_cut(arena *a, str s, ptrdiff_t n)
{
    if (s.n <= n) return s;
    while (n > 0 && ((unsigned char)s.p[n] & 0xC0) == 0x80) n--;
    return str_join(a, str_sub(s, 0, n), S("…"));
}

str words_lower(arena *a, str s)
{
    // An abbreviation ("URL", "CIA rating") keeps its capitals.
    if (s.n < 2 || s.p[0] < 'A' || s.p[0] > 'Z' || (s.p[1] >= 'A' && s.p[1] <= 'Z')) return s;
    str t = str_dup(a, s);
    ((char *)t.p)[0] = (char)(s.p[0] + 'a' - 'A');
    return t;
}

static bool right_aligned(const field *f)
{
    return f->kind == KIND_INTEGER || f->kind == KIND_NUMBER || f->kind == KIND_MONEY || f->kind == KIND_DATE;
}

static const char *class_of(bool right, int rank)
{
    static const char *const left[] = {"", "o1", "o2", "o3"}, *const end[] = {"r num", "r o1 num", "r o2 num",
                                                                              "r o3 num"};
    return right ? end[rank] : left[rank];
}

// The level of which this is the word or the score.
static const field *level_named(const entity *e, str name)
{
    for (int i = 0; i < e->nfields; i++) {
        const field *f = &e->fields[i];
        if (field_level(f) && (str_eq(name, str_of(f->name)) || (f->with && str_eq(name, str_of(f->with))))) return f;
    }
    return NULL;
}

// The level that counts is the first the list is sorted by, else the first of all; others are outlined.
static bool outlined(const entity *e, const field *f)
{
    const field *counts = NULL;
    for (str rest = str_of(e->sort); rest.p && !counts;) {
        str name = str_cut(&rest, ',');
        counts = level_named(e, str_starts(name, S("-")) ? str_from(name, 1) : name);
    }
    for (int i = 0; i < e->nfields && !counts; i++)
        if (field_level(&e->fields[i])) counts = &e->fields[i];
    return counts != f;
}

column column_of(request *q, const entity *e, const field *f, int rank)
{
    column k = {.field = f, .class = class_of(right_aligned(f), rank), .label = words(q, f->label)};
    if (f->kind == KIND_REF) k.person = f->to == &person_entity;
    if (f->flags & DUE) k.state = entity_state(e);
    if (f->kind != KIND_CHOICE) return k;
    if (f->with) k.with = field_find(e, str_of(f->with));
    k.outlined = field_level(f) && outlined(e, f);
    int n = 0;
    while (f->choices[n].name) n++;
    str *labels = news(q->c->a, str, n);
    for (int i = 0; i < n; i++) labels[i] = words(q, f->choices[i].label);
    k.labels = labels;
    return k;
}

column column_of_link(request *q, const link_field *l, int rank)
{
    return (column){.link = l, .class = class_of(true, rank), .label = words(q, l->label)};
}

static i64 score_of(const field *with, const void *rec)
{
    if (!with) return -1;
    if (with->kind == KIND_INTEGER) return *(const i64 *)field_at(with, rec);
    if (with->kind == KIND_NUMBER && ((const number *)field_at(with, rec))->is)
        return (i64)((const number *)field_at(with, rec))->x;
    return -1;
}

static const char *tone_class(tone t)
{
    static const char *const names[] = {"", "now", "good", "warn", "bad", ""};
    return t < TONE_LOW ? names[t] : "";
}

static const char *tone_icon(tone t)
{
    static const char *const names[] = {"circle-dashed", "rotate-cw", "circle-check",
                                        "circle-alert",  "circle-x",  "circle-slash"};
    return t < TONE_LOW ? names[t] : "circle-dashed";
}

static const char *level_class(tone t, bool dim)
{
    static const char *const filled[] = {"lv l", "lv m", "lv h", "lv c"}, *const line[] = {"lv l dim", "lv m dim",
                                                                                           "lv h dim", "lv c dim"};
    return dim ? line[t - TONE_LOW] : filled[t - TONE_LOW];
}

// A letter, the word for those who hear it, the score.
static void level_cell(request *q, const column *k, const choice *x, str label, i64 score)
{
    ptrdiff_t n = label.n > 0;
    while (n < label.n && ((unsigned char)label.p[n] & 0xC0) == 0x80) n++;
    html(q, "<td class='$1'><span class='$2' title='$3'><b aria-hidden='true'>$4</b><span class='vh'>$3 </span>",
         v(k->class), v(level_class(x->tone, k->outlined)), v(label), v(str_sub(label, 0, n)));
    if (score >= 0)
        html(q, "$1</span></td>", v(score));
    else
        html(q, "</span></td>");
}

static void choice_cell(request *q, const column *k, const void *rec)
{
    unsigned at = *(const unsigned *)field_at(k->field, rec);
    const choice *x = &k->field->choices[at];
    if (x->name[0] == 0 || x->tone == TONE_NONE) {
        html(q, "<td class='$1'>$2</td>", v(k->class), v(x->name[0] ? k->labels[at] : S("")));
    } else if (x->tone >= TONE_LOW) {
        level_cell(q, k, x, k->labels[at], score_of(k->with, rec));
    } else {
        html(q, "<td class='$1'><span class='plain $2'>", v(k->class), v(tone_class(x->tone)));
        html_icon(q, tone_icon(x->tone));
        html(q, "$1</span></td>", v(k->labels[at]));
    }
}

static void date_cell(request *q, const column *k, const void *rec)
{
    date d = *(const date *)field_at(k->field, rec);
    if (!d.day)
        html(q, "<td class='$1'></td>", v(k->class));
    else if (!field_late(q->c, k->field, k->state, rec))
        html(q, "<td class='$1'><time datetime='$2'>$2</time></td>", v(k->class), v(d));
    else {
        html(q, "<td class='$1'><span class='plain bad'>", v(k->class));
        html_icon(q, "circle-alert");
        html(q, "<span class='vh'>{late:} </span><time datetime='$1'>$1</time></span></td>", v(d));
    }
}

static void text_cell(request *q, const column *k, const void *rec)
{
    str s = *(const str *)field_at(k->field, rec);
    html(q, "<td class='$1'>$2</td>", v(k->class), v(s.n > 90 ? words_cut(q->c->a, s, 80) : s));
}

static void any_cell(request *q, const column *k, const void *rec)
{
    any x = *(const any *)field_at(k->field, rec);
    if (!x.id)
        html(q, "<td class='$1'></td>", v(k->class));
    else
        html(q, "<td class='$1'><a href='/$2/$3'>$3</a></td>", v(k->class), v(x.entity), v(any_code(q->c->a, x)));
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
        html(q, "<td class='$1'>", v(k->class));
        if (k->person && title.n)
            html_person(q, ((const ref *)p)->id, title);
        else
            html(q, "$1", v(title));
        html(q, "</td>");
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

bool field_pill(request *q, const entity *e, const field *f, const void *rec)
{
    if (f->kind != KIND_CHOICE || !field_shown(f)) return false;
    const choice *x = &f->choices[*(const unsigned *)field_at(f, rec)];
    if (x->name[0] == 0 || (x->tone == TONE_NONE && f != entity_state(e))) return false;
    if (x->tone < TONE_LOW) {
        html_pill(q, x->tone, words(q, x->label));
        return true;
    }
    static const char *const classes[] = {"l", "m", "h", "c"};
    i64 score = score_of(f->with ? field_find(e, str_of(f->with)) : NULL, rec);
    html(q, "<span class='lv $1'><b>$2</b>", v(classes[x->tone - TONE_LOW]), v(words(q, x->label)));
    if (score >= 0) html(q, "$1", v(score));
    html(q, "</span>");
    return true;
}

static void ref_html(request *q, const entity *to, i64 id)
{
    str title = record_title(q->c, to, id);
    html(q, "<a href='/$1/$2'>", v(to->name), v(record_code(q->c->a, to, id)));
    if (to == &person_entity)
        html_person(q, id, title);
    else
        html(q, "$1", v(title));
    html(q, "</a>");
}

void field_html(request *q, const entity *e, const field *f, const void *rec)
{
    const void *p = field_at(f, rec);
    const entity *to;
    if (f->kind != KIND_FLAG && f->kind != KIND_INTEGER && field_empty(f, rec)) {
        html(q, "<span class='muted'>{not set}</span>");
        return;
    }
    switch (f->kind) {
    case KIND_REF: ref_html(q, f->to, ((const ref *)p)->id); break;
    case KIND_ANY:
        to = entity_find(((const any *)p)->entity);
        if (to) ref_html(q, to, ((const any *)p)->id);
        break;
    case KIND_CHOICE:
        if (!field_pill(q, e, f, rec)) html(q, "$1", v(words(q, f->choices[*(const unsigned *)p].label)));
        break;
    case KIND_DATE:
        if (field_late(q->c, f, entity_state(e), rec)) {
            html(q, "<span class='plain bad'>");
            html_icon(q, "circle-alert");
            html(q, "<span class='vh'>{late:} </span><time datetime='$1'>$1</time></span>", v(*(const date *)p));
        } else
            html(q, "<time datetime='$1'>$1</time>", v(*(const date *)p));
        break;
    case KIND_MOMENT: html_time(q, v(*(const moment *)p)); break;
    case KIND_FLAG:
        if (*(const bool *)p)
            html(q, "{Yes}");
        else
            html(q, "{No}");
        break;
    case KIND_SECRET: break;
    default: html(q, "$1", v(field_words(q->c, f, rec))); break;
    }
}
