// field_html.c: fields as people read them: words, pills, links, times.
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

str words_upper(arena *a, str s)
{
    if (s.n == 0 || s.p[0] < 'a' || s.p[0] > 'z') return s;
    str t = str_dup(a, s);
    ((char *)t.p)[0] = (char)(s.p[0] - 'a' + 'A');
    return t;
}

str words_lower(arena *a, str s)
{
    // An abbreviation ("URL", "CIA rating") keeps its capitals.
    if (s.n < 2 || s.p[0] < 'A' || s.p[0] > 'Z' || (s.p[1] >= 'A' && s.p[1] <= 'Z')) return s;
    str t = str_dup(a, s);
    ((char *)t.p)[0] = (char)(s.p[0] + 'a' - 'A');
    return t;
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

const field *entity_level(const entity *e)
{
    const field *counts = NULL;
    for (str rest = str_of(e->sort); rest.p && !counts;) {
        str name = str_cut(&rest, ',');
        counts = level_named(e, str_starts(name, S("-")) ? str_from(name, 1) : name);
    }
    for (int i = 0; i < e->nfields && !counts; i++)
        if (field_level(&e->fields[i])) counts = &e->fields[i];
    return counts;
}

i64 field_score(const field *with, const void *rec)
{
    if (!with) return -1;
    if (with->kind == KIND_INTEGER) return *(const i64 *)field_at(with, rec);
    if (with->kind == KIND_NUMBER && ((const number *)field_at(with, rec))->is)
        return (i64)((const number *)field_at(with, rec))->x;
    return -1;
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
    i64 score = field_score(f->with ? field_find(e, str_of(f->with)) : NULL, rec);
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
