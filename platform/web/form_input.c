// form_input.c: the input of each kind of field.
// SPDX-License-Identifier: Apache-2.0
#include "platform/web/form_html.h"

#include "platform/base/time.h"
#include "platform/web/field_html.h"

#include <string.h>

static int choice_number(const field *f)
{
    int n = 0;
    while (f->choices[n].name) n++;
    return n;
}

bool form_radios(const field *f)
{
    return f->kind == KIND_CHOICE && choice_number(f) <= FORM_RADIOS;
}

const candidates *form_candidates(form *fm, const entity *to)
{
    for (int i = 0; i < fm->nknown; i++)
        if (fm->known[i].to == to) return &fm->known[i];
    static _Thread_local candidates spare; // a ninth entity in one form is read each time
    candidates *x = fm->nknown < countof(fm->known) ? &fm->known[fm->nknown++] : &spare;
    list l = list_of(to);
    const field *title = entity_title_field(to);
    l.ncolumns = 0;
    l.limit = FORM_CHOICES;
    if (title) l.orders[0] = (order){title, false}, l.norders = 1;
    *x = (candidates){.to = to, .p = list_page(fm->q->c, &l)};
    x->all = x->p.next.n == 0;
    return x;
}

// The attributes that every input shares; the tag stays open.
static void common(form *fm, const field *f, str name, str id)
{
    request *q = fm->q;
    bool ours = str_eq(name, str_of(f->name));
    bool refused = ours && form_error(q->c, f->name).n;
    html(q, " name='$1' id='$2'", v(name), v(id));
    if (ours && f->help && refused)
        html(q, " aria-describedby='$1-h $1-e'", v(id));
    else if (ours && f->help)
        html(q, " aria-describedby='$1-h'", v(id));
    else if (refused)
        html(q, " aria-describedby='$1-e'", v(id));
    if (refused) html(q, " aria-invalid='true'");
    if (ours && (f->flags & REQUIRED)) html(q, " required");
}

static void plain(form *fm, const field *f, str name, str id, str value, const char *type, const char *mode)
{
    request *q = fm->q;
    html(q, "<input class='in' type='$1' inputmode='$2'", v(type), v(mode));
    common(fm, f, name, id);
    if (f->kind == KIND_SECRET)
        html(q, " autocomplete='new-password'>");
    else
        html(q, " value='$1' autocomplete='off'>", v(value));
}

static void text_input(form *fm, const field *f, str name, str id, str value)
{
    request *q = fm->q;
    if (!(f->flags & LONG)) {
        plain(fm, f, name, id, value, "text", "text");
        return;
    }
    html(q, "<textarea class='in' rows='5'");
    common(fm, f, name, id);
    html(q, ">\n$1</textarea>", v(value));
}

static void money_input(form *fm, const field *f, str name, str id, str value)
{
    request *q = fm->q;
    str currency = value, amount = str_cut(&currency, ' ');
    if (currency.n == 0) {
        const organisation *o = organisation_get(q->c);
        currency = o && o->currency.n ? o->currency : S("EUR");
    }
    html(q, "<div class='sum'>");
    plain(fm, f, name, id, amount, "text", "decimal");
    html(q,
         "<input class='in' name='$1.currency' value='$2' maxlength='3' size='4' aria-label='{Currency of $3}'></div>",
         v(name), v(currency), v(words(q, f->label)));
}

// RFC 3339 as the browser's local time there.
static str local(ctx *c, str value)
{
    moment m;
    if (!moment_read(value, &m)) return value;
    text t = {.a = c->a};
    put_date(&t, moment_date(m, c->zone));
    put_char(&t, 'T');
    put_clock(&t, m, c->zone);
    return text_str(&t);
}

static void radio_input(form *fm, const field *f, str name, str id, str value)
{
    request *q = fm->q;
    for (int i = 0; f->choices[i].name; i++) {
        const choice *x = &f->choices[i];
        if (x->name[0] == 0 && (f->flags & REQUIRED)) continue;
        html(q, "<label class='tick'><input type='radio' name='$1' value='$2'", v(name), v(x->name));
        if (i == 0 || (i == 1 && (f->flags & REQUIRED) && f->choices[0].name[0] == 0)) html(q, " id='$1'", v(id));
        if (str_eq(value, str_of(x->name))) html(q, " checked");
        html(q, ">$1</label>", v(words(q, x->name[0] ? x->label : "Not set")));
    }
}

static void option(request *q, str value, str label, bool chosen)
{
    html(q, "<option value='$1'", v(value));
    if (chosen) html(q, " selected");
    html(q, ">$1</option>", v(label));
}

static void select_input(form *fm, const field *f, str name, str id, str value)
{
    request *q = fm->q;
    html(q, "<select class='in'");
    common(fm, f, name, id);
    html(q, ">");
    bool empty = false;
    for (int i = 0; f->choices[i].name; i++)
        if (f->choices[i].name[0] == 0) empty = true;
    if (!empty && (value.n == 0)) option(q, (str){0}, words(q, "Choose"), true);
    for (int i = 0; f->choices[i].name; i++) {
        const choice *x = &f->choices[i];
        option(q, str_of(x->name), words(q, x->name[0] ? x->label : "Not set"), str_eq(value, str_of(x->name)));
    }
    html(q, "</select>");
}

static bool gone(const ctx *c, const entity *to, const void *rec)
{
    return to == &person_entity && ((const person *)rec)->ends.day && ((const person *)rec)->ends.day < c->today.day;
}

static void ref_select(form *fm, const field *f, str name, str id, str value, const candidates *x)
{
    request *q = fm->q;
    ctx *c = q->c;
    bool found = value.n == 0;
    html(q, "<select class='in'");
    common(fm, f, name, id);
    html(q, ">");
    if (!(f->flags & REQUIRED))
        option(q, (str){0}, words(q, "Not set"), value.n == 0);
    else if (value.n == 0)
        option(q, (str){0}, words(q, "Choose"), true);
    for (int i = 0; i < x->p.n; i++) {
        const void *rec = x->p.recs[i];
        str code = record_code(c->a, x->to, ((const record *)rec)->id), title = entity_record_title(c, x->to, rec);
        bool chosen = str_eq(code, value) || (value.n && str_eq(title, value));
        if (gone(c, x->to, rec) && !chosen) continue;
        option(q, code, title, chosen);
        found = found || chosen;
    }
    if (!found) option(q, value, value, true);
    html(q, "</select>");
}

// Too many to choose from: a code or a title, with what fits offered while typing.
static void ref_typed(form *fm, const field *f, str name, str id, str value)
{
    request *q = fm->q;
    i64 n;
    html(q,
         "<input class='in' list='$1-l' data-hx-get='/$2/suggest?of=$3' data-hx-trigger='input changed delay:150ms' "
         "data-hx-target='#$1-l' autocomplete='off' value='$4'",
         v(id), v(f->to->name), v(name), v(value));
    common(fm, f, name, id);
    html(q, "><datalist id='$1-l'></datalist>", v(id));
    if (entity_of_code(value, &n) == f->to && record_visible(q->c, f->to, n))
        html(q, "<span class='hint'>$1</span>", v(record_title(q->c, f->to, n)));
}

static void ref_input(form *fm, const field *f, str name, str id, str value)
{
    const candidates *x = form_candidates(fm, f->to);
    if (x->all)
        ref_select(fm, f, name, id, value, x);
    else
        ref_typed(fm, f, name, id, value);
}

static void flag_input(form *fm, const field *f, str name, str id, str value)
{
    request *q = fm->q;
    html(q, "<input type='hidden' name='$1' value='0'><input type='checkbox' value='1'", v(name));
    common(fm, f, name, id);
    if (str_eq(value, S("1")) || str_eq(value, S("yes")) || str_eq(value, S("true"))) html(q, " checked");
    html(q, ">");
}

void form_input(form *fm, const field *f, str name, str id, str value)
{
    switch (f->kind) {
    case KIND_TEXT: text_input(fm, f, name, id, value); break;
    case KIND_INTEGER: plain(fm, f, name, id, value, "text", "numeric"); break;
    case KIND_NUMBER: plain(fm, f, name, id, value, "text", "decimal"); break;
    case KIND_FLAG: flag_input(fm, f, name, id, value); break;
    case KIND_DATE: plain(fm, f, name, id, value, "date", "none"); break;
    case KIND_MOMENT: plain(fm, f, name, id, local(fm->q->c, value), "datetime-local", "none"); break;
    case KIND_MONEY: money_input(fm, f, name, id, value); break;
    case KIND_REF: ref_input(fm, f, name, id, value); break;
    case KIND_ANY: plain(fm, f, name, id, value, "text", "text"); break;
    case KIND_SECRET: plain(fm, f, name, id, value, "password", "text"); break;
    case KIND_CHOICE:
        if (form_radios(f))
            radio_input(fm, f, name, id, value);
        else
            select_input(fm, f, name, id, value);
        break;
    }
}

static bool has(const i64 *ids, int n, i64 id)
{
    for (int i = 0; i < n; i++)
        if (ids[i] == id) return true;
    return false;
}

// The ids that were ticked or typed, else those of the record.
static int linked(form *fm, const link_field *l, str *typed, i64 **ids)
{
    ctx *c = fm->q->c;
    int n = 0;
    if (!form_source(fm, l->name, typed)) {
        const record *r = fm->theirs ? fm->theirs : fm->rec;
        n = r && r->version ? record_links(c, l, r->id, ids) : 0;
        text t = {.a = c->a};
        for (int i = 0; i < n; i++) {
            if (i) put(&t, S("; "));
            put(&t, record_code(c->a, field_find(l->through, str_of(l->to))->to, (*ids)[i]));
        }
        *typed = text_str(&t);
        return n;
    }
    *ids = news(c->a, i64, typed->n / 2 + 1);
    for (str rest = *typed; rest.p;) {
        i64 id;
        if (entity_of_code(str_trim(str_cut(&rest, ';')), &id)) (*ids)[n++] = id;
    }
    return n;
}

void form_link(form *fm, const link_field *l)
{
    request *q = fm->q;
    ctx *c = q->c;
    if (l->flags & (READONLY | HIDDEN)) return;
    const candidates *x = form_candidates(fm, field_find(l->through, str_of(l->to))->to);
    str typed, refused = form_error(c, l->name);
    i64 *ids = NULL;
    int n = linked(fm, l, &typed, &ids);
    bool boxes = x->all && x->p.n <= FORM_BOXES;
    if (boxes)
        html(q, "<fieldset class='field'><legend id='f-$1'>$2", v(l->name), v(words(q, l->label)));
    else
        html(q, "<div class='field'><label for='f-$1'>$2", v(l->name), v(words(q, l->label)));
    html(q, " <span class='muted small'>{optional}</span>");
    if (boxes)
        html(q, "</legend>");
    else
        html(q, "</label>");
    if (l->help) html(q, "<span class='hint'>$1</span>", v(words(q, l->help)));
    html(q, "<input type='hidden' name='$1' value=''>", v(l->name));
    if (boxes) html(q, "<div class='boxes'>");
    for (int i = 0; boxes && i < x->p.n; i++) {
        i64 id = ((const record *)x->p.recs[i])->id;
        html(q, "<label class='tick'><input type='checkbox' name='$1' value='$2'", v(l->name),
             v(record_code(c->a, x->to, id)));
        if (has(ids, n, id)) html(q, " checked");
        html(q, ">$1</label>", v(entity_record_title(c, x->to, x->p.recs[i])));
    }
    if (boxes)
        html(q, "</div>");
    else
        html(q,
             "<input class='in' name='$1' id='f-$1' value='$2' placeholder='{Codes with ; between them, as in $3-1; "
             "$3-2}'>",
             v(l->name), v(typed), v(x->to->prefix));
    if (refused.n) {
        html(q, "<span class='err'>");
        html_icon(q, "circle-alert");
        html(q, "$1</span>", v(refused));
    }
    if (boxes)
        html(q, "</fieldset>");
    else
        html(q, "</div>");
}
