// bulk_page.c: one change for many records: choose, preview, apply in one transaction.
// SPDX-License-Identifier: Apache-2.0
#include "platform/web/bulk_page.h"

#include "platform/web/field_html.h"
#include "platform/web/form_html.h"
#include "platform/web/generic.h"
#include "platform/web/list_state.h"
#include "platform/web/shell.h"

#include <string.h>

typedef struct {
    i64 id, version;
    str from, to; // in words, for the preview
    str refused;  // why not; empty: it can be done
} target;

typedef struct {
    request *q;
    const entity *e;
    const field *field; // to set, or
    const action *act;  // to do
    void *in;           // its input, read
    target *targets;
    int n;
    form fm; // over the record's fields or the action's input
} bulk;

// "R-12@7": the record and the version the person saw.
static bool read_pick(bulk *b, str pick)
{
    str version = pick, code = str_cut(&version, '@');
    i64 seen = 0;
    target t = {0};
    if (entity_of_code(code, &t.id) != b->e)
        return fail_as(b->q->c, NO_INPUT, "pick", "\"$1\" is none of these records.", v(code));
    if (version.n && str_int(version, &seen)) t.version = seen;
    b->targets[b->n++] = t;
    return true;
}

static bool read_all(bulk *b, const list_state *s)
{
    i64 *ids;
    int n = list_ids(b->q->c, &s->l, &ids, BULK_MOST + 1);
    if (n > BULK_MOST)
        return fail(b->q->c, NULL, "More than $1 records match. Filter the list further, and change them in turns.",
                    v(BULK_MOST));
    for (int i = 0; i < n; i++) b->targets[b->n++] = (target){.id = ids[i]};
    return true;
}

static bool read_targets(bulk *b)
{
    request *q = b->q;
    list_state s;
    bool ok = true;
    b->targets = news(q->c->a, target, BULK_MOST + 1);
    if (str_eq(request_get(q, "all"), S("1"))) {
        ok = list_state_parse(q->c, b->e, request_get(q, "state"), &s) && read_all(b, &s);
    } else {
        for (int i = 0; i < q->nparameters && ok; i++) {
            if (!str_eq(q->parameters[i].name, S("pick"))) continue;
            ok = b->n < BULK_MOST ? read_pick(b, q->parameters[i].value)
                                  : fail(q->c, NULL, "At most $1 records can be changed at once.", v(BULK_MOST));
        }
    }
    if (ok && b->n == 0) ok = fail(q->c, NULL, "No record was chosen: tick some in the list first.");
    return ok;
}

static bool settable(const entity *e, const field *f)
{
    return form_shows(f) && !(f->flags & (UNIQUE | LONG)) && f->kind != KIND_SECRET && f != entity_title_field(e);
}

static void read_what(bulk *b)
{
    str what = request_get(b->q, "what");
    if (str_starts(what, S("action:"))) {
        const action *act = action_find(b->e, str_from(what, 7));
        if (act && act->bulk) b->act = act;
    } else {
        const field *f = field_find(b->e, what);
        if (f && settable(b->e, f)) b->field = f;
    }
}

static str what_label(const bulk *b)
{
    return words(b->q, b->act ? b->act->label : b->field->label);
}

static void hidden(request *q, const char *name, str value)
{
    html(q, "<input type='hidden' name='$1' value='$2'>", v(name), v(value));
}

// The typed values, once they are settled.
static void carry_values(const bulk *b)
{
    request *q = b->q;
    const entity *from = b->act ? b->act->input : b->e;
    for (int i = 0; i < q->nparameters; i++) {
        str rest = q->parameters[i].name;
        str member = str_cut(&rest, '.');
        if (str_eq(member, S("reason")) || (from && (field_find(from, member) || link_find(from, member))))
            hidden(q, str_z(q->c->a, q->parameters[i].name), q->parameters[i].value);
    }
}

// What the next step needs again: what is to be done with which records.
static void carry(const bulk *b, const char *step)
{
    request *q = b->q;
    html_form_token(q);
    hidden(q, "state", request_get(q, "state"));
    hidden(q, "step", str_of(step));
    for (int i = 0; i < q->nparameters && !str_eq(str_of(step), S("apply")); i++) {
        str name = q->parameters[i].name;
        if (str_eq(name, S("pick")) || str_eq(name, S("all"))) hidden(q, str_z(q->c->a, name), q->parameters[i].value);
    }
    if (b->act)
        hidden(q, "what", format(q->c->a, "action:$1", v(b->act->name)));
    else if (b->field)
        hidden(q, "what", str_of(b->field->name));
}

static void bulk_open(const bulk *b)
{
    request *q = b->q;
    page_open(q, words(q, b->e->plural));
    const crumb way = {words(q, b->e->plural), format(q->c->a, "/$1", v(b->e->name))};
    breadcrumb(q, &way, 1);
    html(q, "<div class='head'><div><h1>{Change one record|Change $1 records}</h1>", v(b->n));
    if (b->act || b->field) html(q, "<p class='under'>$1</p>", v(what_label(b)));
    html(q, "</div></div>");
}

static str list_address(const bulk *b)
{
    str state = request_get(b->q, "state");
    return state.n ? format(b->q->c->a, "/$1?$2", v(b->e->name), v(state)) : format(b->q->c->a, "/$1", v(b->e->name));
}

static void cancel(const bulk *b)
{
    html(b->q, "<a class='btn bare' href='$1'>{Cancel}</a>", v(list_address(b)));
}

static void choose_page(const bulk *b)
{
    request *q = b->q;
    bulk_open(b);
    html(q, "<form class='form stack' method='post' action='/$1/bulk'>", v(b->e->name));
    carry(b, "");
    html(q, "<fieldset class='field'><legend>{What shall change?}</legend>");
    for
        each_module(m) for (const action *x = (*m)->actions; x && x->name;
                            x++) if (x->on == b->e && x->bulk && generic_may(q->c, x->permit, b->e, x->name))
            html(q, "<label class='tick'><input type='radio' name='what' value='action:$1'>$2</label>", v(x->name),
                 v(words(q, x->label)));
    for (int i = 0; i < b->e->nfields && generic_may(q->c, b->e->set, b->e, "set"); i++)
        if (settable(b->e, &b->e->fields[i]))
            html(q, "<label class='tick'><input type='radio' name='what' value='$1'>$2</label>",
                 v(b->e->fields[i].name), v(words(q, b->e->fields[i].label)));
    html(q, "</fieldset><div class='row'><button class='btn main-act'>{Go on}</button>");
    cancel(b);
    html(q, "</div></form>");
    page_close(q);
}

static void value_page(bulk *b)
{
    request *q = b->q;
    if (failed(q->c)) q->status = 422;
    bulk_open(b);
    form_errors(q, b->fm.e ? b->fm.e : b->e);
    html(q, "<form class='form stack' method='post' action='/$1/bulk' novalidate>", v(b->e->name));
    carry(b, "preview");
    if (b->act && b->act->help) html(q, "<p>$1</p>", v(words(q, b->act->help)));
    if (b->field)
        form_field(&b->fm, b->field);
    else if (b->act->input)
        form_all(&b->fm);
    html(q,
         "<div class='field'><label for='f-reason'>{Reason} <span class='muted small'>{optional}</span></label>"
         "<input class='in' id='f-reason' name='reason' value='$1'></div>",
         v(request_get(q, "reason")));
    html(q, "<div class='row'><button class='btn main-act'>{Preview}</button>");
    cancel(b);
    html(q, "</div></form>");
    page_close(q);
}

// Reads what was typed; false with failures.
static bool read_value(bulk *b)
{
    ctx *c = b->q->c;
    str value;
    if (b->field) {
        if (!form_source(&b->fm, b->field->name, &value))
            return fail_as(c, NO_INPUT, b->field->name, "The new value is missing.");
        return field_parse(c, b->field, record_new(c, b->e), value);
    }
    if (!b->act->input) return true;
    b->in = record_new(c, b->act->input);
    return record_read(c, b->act->input, b->in, form_source, &b->fm) && record_check(c, b->act->input, b->in);
}

static bool change_field(ctx *c, void *rec, void *arg)
{
    bulk *b = arg;
    str value;
    return form_source(&b->fm, b->field->name, &value) && field_parse(c, b->field, rec, value);
}

static str refusal_of(ctx *c)
{
    str s = c->failures ? c->failures->sentence : (str){0};
    failures_forget(c);
    return s;
}

static bool stale(ctx *c, const target *t, const void *rec)
{
    if (!t->version || ((const record *)rec)->version == t->version) return true;
    return fail(c, NULL, "Somebody else changed it meanwhile: look at it again.");
}

// What would happen to one record, without writing: for a field by the checks of a save.
static void try_field(bulk *b, target *t)
{
    ctx *c = b->q->c;
    void *rec = record_load(c, b->e, t->id);
    bool ok = rec && stale(c, t, rec);
    if (ok) t->version = ((record *)rec)->version;
    if (ok) t->from = field_words(c, b->field, rec);
    if (ok && !generic_may_with(c, b->e->set, b->e, rec, "set")) ok = fail(c, NULL, "You may not change this one.");
    if (ok) ok = change_field(c, rec, b) && record_check(c, b->e, rec);
    if (ok) t->to = field_words(c, b->field, rec);
    if (ok && str_eq(t->from, t->to))
        t->refused = words(b->q, "It is so already.");
    else if (!ok)
        t->refused = refusal_of(c);
    failures_forget(c);
}

// An action is tried for good on the writer, one after the other, and all of it undone.
static bool try_actions(ctx *c, void *arg)
{
    bulk *b = arg;
    for (int i = 0; i < b->n; i++) {
        target *t = &b->targets[i];
        void *rec = record_load(c, b->e, t->id);
        t->refused = (str){0};
        bool known = rec && stale(c, t, rec);
        if (known) t->version = ((record *)rec)->version;
        if (!known)
            t->refused = refusal_of(c);
        else if (!generic_may_with(c, b->act->permit, b->e, rec, b->act->name))
            t->refused = S("You may not do that with this one.");
        else if (!do_action(c, b->act, t->id, 0, b->in))
            t->refused = refusal_of(c);
    }
    return false;
}

static bool apply(ctx *c, void *arg)
{
    bulk *b = arg;
    for (int i = 0; i < b->n; i++) {
        const target *t = &b->targets[i];
        bool ok = b->act ? do_action(c, b->act, t->id, t->version, b->in)
                         : do_set(c, b->e, t->id, t->version, change_field, b, NULL, 0);
        if (ok) continue;
        str why = refusal_of(c);
        return fail(c, NULL, "Nothing was changed, because of $1: $2", v(record_code(c->a, b->e, t->id)), v(why));
    }
    return true;
}

static void preview_row(const bulk *b, const target *t)
{
    request *q = b->q;
    str code = record_code(q->c->a, b->e, t->id);
    html(q, "<tr><td class='code'>$1</td><th scope='row'><a href='/$2/$1'>$3</a></th>", v(code), v(b->e->name),
         v(record_title(q->c, b->e, t->id)));
    if (b->field && !t->refused.n)
        html(q, "<td><del>$1</del></td><td><ins><b>$2</b></ins></td>", v(t->from), v(t->to));
    else if (b->field)
        html(q, "<td>$1</td><td>", v(t->from));
    else
        html(q, "<td>");
    if (t->refused.n) {
        html(q, "<span class='plain bad'>");
        html_icon(q, "circle-x");
        html(q, "</span> $1</td>", v(t->refused));
    } else if (b->act) {
        html(q, "<span class='plain good'>");
        html_icon(q, "circle-check");
        html(q, "{will be done}</span></td>");
    }
    html(q, "</tr>");
}

// The records that can be changed go on by name, so that apply does just what was shown.
static void apply_form(const bulk *b, int good)
{
    request *q = b->q;
    html(q, "<form class='row' method='post' action='/$1/bulk'>", v(b->e->name));
    carry(b, "apply");
    for (int i = 0; i < b->n; i++)
        if (!b->targets[i].refused.n)
            html(q, "<input type='hidden' name='pick' value='$1@$2'>", v(record_code(q->c->a, b->e, b->targets[i].id)),
                 v(b->targets[i].version));
    carry_values(b);
    if (good) html(q, "<button class='btn main-act'>{Change one record|Change $1 records}</button>", v(good));
    cancel(b);
    html(q, "</form>");
}

static void preview_page(bulk *b)
{
    request *q = b->q;
    ctx *c = q->c;
    int good = 0;
    if (b->act) operate_with(c, try_actions, b);
    failures_forget(c);
    for (int i = 0; i < b->n; i++) {
        if (b->field) try_field(b, &b->targets[i]);
        if (!b->targets[i].refused.n) good++;
    }
    bulk_open(b);
    if (good == b->n)
        html(q, "<p class='lede flat'>{It can be changed.|All $1 can be changed.}</p>", v(good));
    else
        html(q, "<p class='lede flat'>{<b>$1</b> of $2 can be changed; the others are left as they are.}</p>", v(good),
             v(b->n));
    apply_form(b, good);
    html(q, "<table class='t'><caption class='vh'>{Preview}</caption><thead><tr><th scope='col'>{Code}</th><th "
            "scope='col'>{Record}</th>");
    if (b->field)
        html(q, "<th scope='col'>{Now}</th><th scope='col'>{Then}</th>");
    else
        html(q, "<th scope='col'>{Outcome}</th>");
    html(q, "</tr></thead><tbody>");
    for (int pass = 0; pass < 2; pass++) // what is refused stands first
        for (int i = 0, shown = 0; i < b->n && shown < BULK_SHOWN; i++)
            if ((b->targets[i].refused.n != 0) == (pass == 0)) preview_row(b, &b->targets[i]), shown++;
    html(q, "</tbody></table>");
    if (b->n > BULK_SHOWN) html(q, "<p class='muted'>{The first $1 are shown.}</p>", v(BULK_SHOWN));
    page_close(q);
}

static void done_page(const bulk *b)
{
    request *q = b->q;
    bulk_open(b);
    html(q, "<div class='note good' role='status'>");
    html_icon(q, "check");
    html(q,
         "<div><b>{One record was changed.|$1 records were changed.}</b></div><div class='acts'><a class='btn' "
         "href='$2'>{Back to "
         "the list}</a></div></div>",
         v(b->n), v(list_address(b)));
    page_close(q);
}

void bulk_page_run(request *q)
{
    ctx *c = q->c;
    bulk b = {.q = q, .e = q->entity};
    read_what(&b);
    if (!read_targets(&b)) {
        reply_refused(q);
        return;
    }
    b.fm = (form){.q = q, .e = b.act ? b.act->input : b.e};
    str step = request_get(q, "step");
    if (b.fm.e) b.fm.rec = record_new(c, b.fm.e);
    c->reason = str_trim(request_get(q, "reason"));
    if (!b.field && !b.act)
        choose_page(&b);
    else if (step.n == 0 && !(b.act && !b.act->input))
        value_page(&b);
    else if (!read_value(&b))
        value_page(&b);
    else if (!str_eq(step, S("apply")))
        preview_page(&b);
    else if (operate_with(c, apply, &b))
        done_page(&b);
    else
        reply_refused(q);
}
