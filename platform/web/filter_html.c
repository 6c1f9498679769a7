// filter_html.c: the filters of a list: chips, the menu of fields, the form of one filter, columns and order.
// SPDX-License-Identifier: Apache-2.0
#include "platform/web/filter_html.h"

#include "platform/base/time.h"
#include "platform/web/field_html.h"
#include "platform/web/form_html.h"

#include <string.h>

static const str any_value;

static bool about_page(str name)
{
    static const char *const names[] = {"q", "sort", "columns", "limit", "as_of", NULL};
    return str_in(name, names);
}

static const field *link_end(const link_field *l)
{
    return field_find(l->through, str_of(l->to));
}

static bool filterable(const field *f)
{
    return field_shown(f) && !(f->flags & LONG) && f->kind != KIND_MONEY;
}

// A value of a filter, in words.
static str value_words(request *q, const field *f, str value)
{
    ctx *c = q->c;
    i64 id;
    date d;
    if (str_eq(value, S("me"))) return words(q, "me");
    const entity *to = entity_of_code(value, &id);
    if (to) return record_visible(c, to, id) ? record_title(c, to, id) : value;
    if (!f) return value;
    if (f->kind == KIND_DATE && date_read(value, &d)) {
        text t = {.a = c->a};
        put_date_short(&t, d, c->today);
        return text_str(&t);
    }
    for (const choice *x = f->kind == KIND_CHOICE ? f->choices : NULL; x && x->name; x++)
        if (str_eq(value, str_of(x->name))) return words(q, x->label);
    return value;
}

// One sentence per test, so that it can be translated.
static void sentence(request *q, str label, str op, str value, bool set)
{
    if (str_eq(op, S("not")))
        html(q, "{$1: not $2}", v(label), v(value));
    else if (str_eq(op, S("before")))
        html(q, "{$1 before $2}", v(label), v(value));
    else if (str_eq(op, S("after")))
        html(q, "{$1 from $2}", v(label), v(value));
    else if (str_eq(op, S("min")))
        html(q, "{$1 at least $2}", v(label), v(value));
    else if (str_eq(op, S("max")))
        html(q, "{$1 at most $2}", v(label), v(value));
    else if (str_eq(op, S("has")))
        html(q, "{$1 contains $2}", v(label), v(value));
    else if (str_eq(op, S("empty")) && set)
        html(q, "{$1 is set}", v(label));
    else if (str_eq(op, S("empty")))
        html(q, "{$1 is not set}", v(label));
    else
        html(q, "{$1: $2}", v(label), v(value));
}

static void pair_chip(request *q, const list_state *s, const pair *p)
{
    str op = p->name, member = str_cut(&op, '.');
    const field *f = field_find(s->e, member);
    const link_field *l = link_find(s->e, member);
    str further = op, second = str_cut(&further, '.');
    const link_field *beyond = l && second.n ? link_find(link_end(l)->to, second) : NULL; // assets.scopes
    if (beyond) l = beyond, op = further;
    str label = f ? words(q, f->label) : l ? words(q, l->label) : member;
    html(q, "<a class='chip' aria-current='true' href='$1'><span class='vh'>{Remove the filter} </span>",
         v(list_state_without(q->c->a, s, p->name, p->value)));
    sentence(q, label, op, value_words(q, f, p->value), str_eq(p->value, S("0")));
    html_icon(q, "x");
    html(q, "</a>");
}

static void choice_chips(request *q, const list_state *s, const field *f, bool counted)
{
    arena *a = q->c->a;
    str name = str_of(f->name);
    int n = 0;
    while (f->choices[n].name) n++;
    i64 *counts = news(a, i64, n + 1);
    if (counted) list_chips(q->c, &s->l, f, counts);
    for (int i = 0; i < n; i++) {
        str value = str_of(f->choices[i].name);
        if (value.n == 0) continue;
        bool on = list_state_has(s, name, value);
        if (counted && !counts[i] && !on) continue;
        html(q, "<a class='chip' href='$1'",
             v(on ? list_state_without(a, s, name, value) : list_state_with(a, s, name, value)));
        if (on) html(q, " aria-current='true'");
        html(q, ">$1", v(words(q, f->choices[i].label)));
        if (counted) html(q, " <span class='n'>$1</span>", v(counts[i]));
        html(q, "</a>");
    }
}

// A pair that a chip of its own stands for already.
static bool on_chip(const list_state *s, const pair *p)
{
    const field *f = field_find(s->e, p->name);
    return f && (f->flags & CHIPS) && f->kind == KIND_CHOICE;
}

void filter_chips(request *q, const list_state *s, bool counts)
{
    html(q, "<span class='chips'");
    if (!counts)
        html(q, " data-hx-get='$1' data-hx-trigger='load' data-hx-swap='outerHTML'",
             v(list_state_with(q->c->a, s, S("part"), S("counts"))));
    html(q, ">");
    for (int i = 0; i < s->e->nfields; i++)
        if ((s->e->fields[i].flags & CHIPS) && s->e->fields[i].kind == KIND_CHOICE)
            choice_chips(q, s, &s->e->fields[i], counts);
    for (int i = 0; i < s->npairs; i++)
        if (!about_page(s->pairs[i].name) && !on_chip(s, &s->pairs[i])) pair_chip(q, s, &s->pairs[i]);
    html(q, "<button class='chip add' type='button' popovertarget='filters'>");
    html_icon(q, "list-filter");
    html(q, "{Add filter}</button></span>");
}

void filter_hidden(request *q, const list_state *s, const char *but)
{
    for (int i = 0; i < s->npairs; i++)
        if (!str_eq(s->pairs[i].name, str_of(but)))
            html(q, "<input type='hidden' name='$1' value='$2'>", v(s->pairs[i].name), v(s->pairs[i].value));
}

static void filter_button(request *q, const char *name, const char *label)
{
    html(q, "<li><button name='filter' value='$1'>$2</button></li>", v(name), v(words(q, label)));
}

// A form with a button for each: links would each have to carry the whole state.
void filter_menu(request *q, const list_state *s)
{
    html(q,
         "<dialog id='filters' popover aria-label='{Add filter}'><h2>{Filter by}</h2><form method='get' action='/$1'>",
         v(s->e->name));
    filter_hidden(q, s, "");
    html(q, "<ul class='boxes'>");
    for (int i = 0; i < s->e->nfields; i++)
        if (filterable(&s->e->fields[i])) filter_button(q, s->e->fields[i].name, s->e->fields[i].label);
    for (const link_field *l = s->e->links; l && l->name; l++) filter_button(q, l->name, l->label);
    html(q, "</ul></form></dialog>");
}

static void op_option(request *q, const char *value, const char *label)
{
    html(q, "<option value='$1'>$2</option>", v(value), v(words(q, label)));
}

static void ops(request *q, const field *f)
{
    kind k = f->kind;
    if (k == KIND_TEXT) op_option(q, "has", "contains");
    if (k == KIND_DATE || k == KIND_MOMENT) op_option(q, "before", "before"), op_option(q, "after", "from");
    if (k == KIND_INTEGER || k == KIND_NUMBER) op_option(q, "min", "at least"), op_option(q, "max", "at most");
    if (k != KIND_MOMENT) op_option(q, "is", "is");
    if (k == KIND_REF) op_option(q, "not", "is not");
    if (k != KIND_FLAG && k != KIND_INTEGER) op_option(q, "empty", "is not set"), op_option(q, "set", "is set");
}

static void choice_boxes(request *q, const field *f)
{
    html(q, "<fieldset class='field'><legend>$1</legend>", v(words(q, f->label)));
    for (const choice *x = f->choices; x->name; x++)
        if (x->name[0])
            html(q, "<label class='tick'><input type='checkbox' name='value' value='$1'>$2</label>", v(x->name),
                 v(words(q, x->label)));
    html(q, "</fieldset>");
}

static void value_input(request *q, const list_state *s, const field *f)
{
    form fm = {.q = q, .e = s->e};
    if (f->kind == KIND_FLAG) {
        html(q, "<select class='in' id='f-value' name='value'><option value='1'>{Yes}</option><option "
                "value='0'>{No}</option></select>");
        return;
    }
    field plain = *f;
    plain.flags |= REQUIRED; // nothing is chosen beforehand
    if (f->kind == KIND_MOMENT) plain.kind = KIND_DATE;
    form_input(&fm, &plain, S("value"), S("f-value"), any_value);
}

void filter_form(request *q, const list_state *s)
{
    str name = request_get(q, "filter");
    const field *f = field_find(s->e, name);
    const link_field *l = link_find(s->e, name);
    if (!l && !(f && filterable(f))) return;
    field end = l ? *link_end(l) : *f;
    str label = words(q, l ? l->label : f->label);
    html(q, "<form class='form stack' method='get' action='/$1'>", v(s->e->name));
    filter_hidden(q, s, "");
    html(q, "<input type='hidden' name='filter' value='$1'>", v(name));
    if (end.kind == KIND_CHOICE)
        choice_boxes(q, &end);
    else {
        html(
            q,
            "<div class='cols2'><div class='field'><label for='f-op'>$1</label><select class='in' id='f-op' name='op'>",
            v(label));
        if (l)
            op_option(q, "is", "is");
        else
            ops(q, &end);
        html(q, "</select></div><div class='field'><label for='f-value'>{Value}</label>");
        value_input(q, s, &end);
        html(q, "</div></div>");
    }
    html(q,
         "<div class='row'><button class='btn main-act'>{Filter}</button><a class='btn bare' "
         "href='$1'>{Cancel}</a></div></form>",
         v(list_state_address(q->c->a, s)));
}

static void add_pair(list_state *s, str name, str value)
{
    if (s->npairs < countof(s->pairs) && !list_state_has(s, name, value)) s->pairs[s->npairs++] = (pair){name, value};
}

bool filter_apply(request *q, const list_state *s)
{
    arena *a = q->c->a;
    str name = request_get(q, "filter"), op = request_get(q, "op");
    if (name.n == 0 || (!request_has(q, "op") && !request_has(q, "value"))) return false;
    list_state with = *s;
    if (str_eq(op, S("empty")) || str_eq(op, S("set")))
        add_pair(&with, format(a, "$1.empty", v(name)), str_eq(op, S("empty")) ? S("1") : S("0"));
    else
        for (int i = 0; i < q->nparameters; i++) {
            str value = str_trim(q->parameters[i].value);
            if (value.n == 0 || !str_eq(q->parameters[i].name, S("value"))) continue;
            add_pair(&with, op.n == 0 || str_eq(op, S("is")) ? name : format(a, "$1.$2", v(name), v(op)), value);
        }
    reply_see(q, list_state_address(a, &with));
    return true;
}

static bool is_column(const list_state *s, const field *f)
{
    for (int i = 0; i < s->l.ncolumns; i++)
        if (s->l.columns[i] == f) return true;
    return false;
}

static void column_box(request *q, const char *name, const char *label, bool on)
{
    if (on)
        html(q, "<label class='tick'><input type='checkbox' name='columns' value='$1' checked>$2</label>", v(name),
             v(words(q, label)));
    else
        html(q, "<label class='tick'><input type='checkbox' name='columns' value='$1'>$2</label>", v(name),
             v(words(q, label)));
}

// The first key is chosen by the heads; this adds the second.
static void then_by(request *q, const list_state *s)
{
    const order *first = s->l.norders ? &s->l.orders[0] : NULL, *now = s->l.norders > 1 ? &s->l.orders[1] : NULL;
    if (first)
        html(q, "<input type='hidden' name='sort' value='$1$2'>", v(first->down ? "-" : ""),
             v(first->field ? first->field->name : "code"));
    html(q, "<div class='row'><select class='in' id='list-then' name='sort'><option value=''>{nothing else}</option>");
    for (int i = 0; i < s->e->nfields; i++) {
        const field *f = &s->e->fields[i];
        if (!field_shown(f) || (f->flags & LONG) || f->kind == KIND_ANY || (first && first->field == f)) continue;
        if (now && now->field == f)
            html(q, "<option value='$1' selected>$2</option>", v(f->name), v(words(q, f->label)));
        else
            html(q, "<option value='$1'>$2</option>", v(f->name), v(words(q, f->label)));
    }
    html(q, "</select><label class='tick'><input type='checkbox' name='down' value='1'");
    if (now && now->down) html(q, " checked");
    html(q, ">{last first}</label></div>");
}

void columns_menu(request *q, const list_state *s)
{
    html(q,
         "<dialog id='columns' popover aria-label='{Columns and order}'><form class='stack' method='get' action='/$1'>",
         v(s->e->name));
    for (int i = 0; i < s->npairs; i++)
        if (!str_eq(s->pairs[i].name, S("columns")) && !str_eq(s->pairs[i].name, S("sort")))
            html(q, "<input type='hidden' name='$1' value='$2'>", v(s->pairs[i].name), v(s->pairs[i].value));
    html(q, "<fieldset class='field'><legend>{Columns}</legend><div class='boxes'>");
    for (int i = 0; i < s->e->nfields; i++) {
        const field *f = &s->e->fields[i];
        if (field_shown(f) && !(f->flags & LONG)) column_box(q, f->name, f->label, is_column(s, f));
    }
    for (const link_field *l = s->e->links; l && l->name; l++) {
        bool on = false;
        for (int i = 0; i < s->nlinks; i++) on = on || s->links[i] == l;
        column_box(q, l->name, l->label, on);
    }
    html(q, "</div></fieldset><div class='field'><label for='list-then'>{Then by}</label>");
    then_by(q, s);
    html(q, "</div><button class='btn main-act'>{Show}</button></form></dialog>");
}
