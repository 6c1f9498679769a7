// form_html.c: fields as people fill them in: labels, help, errors, groups.
// SPDX-License-Identifier: Apache-2.0
#include "platform/web/form_html.h"

#include "platform/base/time.h"
#include "platform/web/field_html.h"

#include <string.h>

bool form_shows(const field *f)
{
    return !(f->flags & (READONLY | HIDDEN));
}

str form_error(const ctx *c, const char *name)
{
    for (const failure *f = c->failures; f; f = f->next)
        if (f->field && strcmp(f->field, name) == 0) return f->sentence;
    return (str){0};
}

str field_text_of(ctx *c, const field *f, const void *rec)
{
    text t = {.a = c->a};
    if (rec && f->kind != KIND_SECRET) field_text(c, &t, f, rec);
    return text_str(&t);
}

static bool last_value(const request *q, const char *name, str *value)
{
    bool found = false;
    for (int i = 0; i < q->nparameters; i++) {
        if (!str_eq(q->parameters[i].name, str_of(name))) continue;
        *value = q->parameters[i].value;
        found = true;
    }
    return found;
}

// 2027-03-01T10:00 there becomes the moment it is.
static str zoned(ctx *c, str s)
{
    date d;
    i64 hour, minute;
    if (s.n != 16 || s.p[10] != 'T' || !date_read(str_sub(s, 0, 10), &d) || !str_int(str_sub(s, 11, 2), &hour) ||
        !str_int(str_sub(s, 14, 2), &minute))
        return s;
    text t = {.a = c->a};
    put_moment(&t, (moment){date_moment(d, c->zone).us + (hour * 60 + minute) * 60000000});
    return text_str(&t);
}

static bool money_value(const request *q, const char *name, str *value)
{
    if (!request_has(q, name)) return false;
    str amount = str_trim(request_get(q, name));
    str currency = str_trim(request_get(q, str_z(q->c->a, format(q->c->a, "$1.currency", v(name)))));
    bool alone = amount.n == 0 || str_find(amount, ' ') >= 0;
    *value = alone ? amount : format(q->c->a, "$1 $2", v(amount), v(currency));
    return true;
}

static bool link_value(const request *q, const char *name, str *value)
{
    text t = {.a = q->c->a};
    bool found = false;
    for (int i = 0; i < q->nparameters; i++) {
        if (!str_eq(q->parameters[i].name, str_of(name))) continue;
        found = true;
        if (t.n) put(&t, S("; "));
        put(&t, q->parameters[i].value);
    }
    *value = text_str(&t);
    return found;
}

bool form_source(void *from, const char *name, str *value)
{
    form *fm = from;
    request *q = fm->q;
    const field *f = field_find(fm->e, str_of(name));
    if (str_eq(request_get(q, str_z(q->c->a, format(q->c->a, "take.$1", v(name)))), S("theirs"))) return false;
    if (!f) return link_value(q, name, value);
    if (!form_shows(f)) return false;
    if (f->kind == KIND_MONEY) return money_value(q, name, value);
    if (!last_value(q, name, value)) return false;
    if (f->kind == KIND_MOMENT) *value = zoned(q->c, *value);
    if (f->kind == KIND_SECRET && value->n == 0) return false; // left empty: unchanged
    return true;
}

// A new record begins with the person who writes it and where they work.
static str start_value(form *fm, const field *f)
{
    ctx *c = fm->q->c;
    if (f->kind != KIND_REF || !fm->rec || !fm->e->prefix || ((const record *)fm->rec)->version || !c->person)
        return (str){0};
    if (f->to == &person_entity && fm->e->owner && strcmp(f->name, fm->e->owner) == 0)
        return record_code(c->a, &person_entity, c->person);
    if (f->to != &unit_entity || strcmp(f->name, "unit") != 0 || !(f->flags & REQUIRED)) return (str){0};
    const person *p = record_seek(c, &person_entity, c->person);
    return p ? record_code(c->a, &unit_entity, p->unit.id) : (str){0};
}

// What stands in the input, and whether the two versions disagree about it.
static str value_of(form *fm, const field *f, bool *conflict)
{
    ctx *c = fm->q->c;
    str typed;
    *conflict = false;
    if (!form_source(fm, f->name, &typed)) {
        str stored = field_text_of(c, f, fm->theirs ? fm->theirs : fm->rec);
        return stored.n ? stored : start_value(fm, f);
    }
    if (!fm->theirs || f->kind == KIND_SECRET) return typed;
    str theirs = field_text_of(c, f, fm->theirs), base = field_text_of(c, f, fm->base);
    if (fm->base && str_eq(typed, base)) return theirs;
    *conflict = !str_eq(typed, theirs) && !(fm->base && str_eq(theirs, base));
    return typed;
}

static void help(request *q, const char *words_of, str id)
{
    html(q, "<span class='hint' id='$1-h'>$2</span>", v(id), v(words(q, words_of)));
}

static void error(request *q, str sentence, str id)
{
    html(q, "<span class='err' id='$1-e'>", v(id));
    html_icon(q, "circle-alert");
    html(q, "$1</span>", v(sentence));
}

static void both_versions(form *fm, const field *f)
{
    request *q = fm->q;
    html(q, "<fieldset class='note warn'><legend class='vh'>{$1: two versions}</legend>", v(words(q, f->label)));
    html_icon(q, "git-compare");
    html(q,
         "<div><b>{Somebody else changed this too.}</b><label class='tick'><input type='radio' name='take.$1' "
         "value='yours' "
         "checked>{Use what you typed, below}</label><label class='tick'><input type='radio' name='take.$1' "
         "value='theirs'><span>{Keep theirs:} ",
         v(f->name));
    html(q, "<b>$1</b></span></label></div></fieldset>", v(field_words(q->c, f, fm->theirs)));
}

static void flag_field(form *fm, const field *f, str id, str value, str refused)
{
    request *q = fm->q;
    html(q, "<div class='field'><label class='tick' for='$1'>", v(id));
    form_input(fm, f, str_of(f->name), id, value);
    html(q, "$1</label>", v(words(q, f->label)));
    if (f->help) help(q, f->help, id);
    if (refused.n) error(q, refused, id);
    html(q, "</div>");
}

// Numbers and choices without an empty one always hold something.
static bool optional(const field *f)
{
    if ((f->flags & REQUIRED) || f->kind == KIND_INTEGER) return false;
    for (const choice *x = f->kind == KIND_CHOICE ? f->choices : NULL; x && x->name; x++)
        if (x->name[0] == 0) return true;
    return f->kind != KIND_CHOICE;
}

void form_field(form *fm, const field *f)
{
    if (!form_shows(f)) return;
    request *q = fm->q;
    bool conflict;
    str value = value_of(fm, f, &conflict), id = format(q->c->a, "f-$1", v(f->name));
    str refused = form_error(q->c, f->name);
    if (f->kind == KIND_FLAG) {
        flag_field(fm, f, id, value, refused);
        return;
    }
    bool group = form_radios(f);
    if (group)
        html(q, "<fieldset class='field'><legend>$1", v(words(q, f->label)));
    else
        html(q, "<div class='field'><label for='$1'>$2", v(id), v(words(q, f->label)));
    if (optional(f)) html(q, " <span class='muted small'>{optional}</span>");
    if (group)
        html(q, "</legend>");
    else
        html(q, "</label>");
    if (f->help) help(q, f->help, id);
    if (conflict) both_versions(fm, f);
    form_input(fm, f, str_of(f->name), id, value);
    if (refused.n) error(q, refused, id);
    if (group)
        html(q, "</fieldset>");
    else
        html(q, "</div>");
}

static bool wide(const field *f)
{
    return (f->flags & LONG) || f->kind == KIND_FLAG || (f->kind == KIND_TEXT && (f->max == 0 || f->max >= 120));
}

// Long fields take the whole width, short ones stand two in a row.
void form_all(form *fm)
{
    request *q = fm->q;
    bool pair = false;
    for (int i = 0; i < fm->e->nfields; i++) {
        const field *f = &fm->e->fields[i];
        if (!form_shows(f)) continue;
        bool alone = wide(f);
        if (pair && (alone || f->group)) {
            html(q, "</div>");
            pair = false;
        }
        if (f->group) html(q, "<h2>$1</h2>", v(words(q, f->group)));
        if (!alone && !pair) {
            html(q, "<div class='cols2'>");
            pair = true;
        }
        form_field(fm, f);
    }
    if (pair) html(q, "</div>");
    for (const link_field *l = fm->e->links; l && l->name; l++) form_link(fm, l);
}

void form_errors(request *q, const entity *e)
{
    const ctx *c = q->c;
    int n = 0;
    for (const failure *f = c->failures; f; f = f->next) n++;
    if (n == 0) return;
    html(q, "<div class='note bad' role='alert' tabindex='-1' id='errors'>");
    html_icon(q, "circle-alert");
    html(q, "<div><b>{Nothing was saved: one thing to mend.|Nothing was saved: $1 things to mend.}</b><ul>", v(n));
    for (const failure *f = c->failures; f; f = f->next) {
        const field *x = f->field ? field_find(e, str_of(f->field)) : NULL;
        const link_field *l = f->field && !x ? link_find(e, str_of(f->field)) : NULL;
        if (x || l)
            html(q, "<li><a href='#f-$1'>$2</a></li>", v(f->field), v(f->sentence));
        else
            html(q, "<li>$1</li>", v(f->sentence));
    }
    html(q, "</ul></div></div>");
}
