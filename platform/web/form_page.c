// form_page.c: the forms of a record: new, edit, end, and one for each action.
// SPDX-License-Identifier: Apache-2.0
#include "platform/web/form_page.h"

#include "platform/record/search.h"
#include "platform/web/field_html.h"
#include "platform/web/form_html.h"
#include "platform/web/generic.h"
#include "platform/web/relation_html.h"
#include "platform/web/shell.h"

#include <string.h>

enum { LINKS = 16 };

static void open_page(request *q, const entity *e, const void *rec, str title, str under)
{
    page_open(q, title);
    crumb way[2] = {{words(q, e->plural), format(q->c->a, "/$1", v(e->name))}};
    if (rec) {
        str code = record_code(q->c->a, e, ((const record *)rec)->id);
        way[1] = (crumb){code, format(q->c->a, "/$1/$2", v(e->name), v(code))};
    }
    breadcrumb(q, way, rec ? 2 : 1);
    html(q, "<div class='head'><div><h1>$1</h1>", v(title));
    if (under.n) html(q, "<p class='under'>$1</p>", v(under));
    html(q, "</div></div>");
}

static void reason(request *q)
{
    html(q,
         "<div class='field'><label for='f-reason'>{Reason} <span class='muted small'>{optional}</span></label>"
         "<span class='hint' id='f-reason-h'>{Why, for those who read the history later.}</span>"
         "<input class='in' id='f-reason' name='reason' aria-describedby='f-reason-h' value='$1'></div>",
         v(request_get(q, "reason")));
}

static void buttons(request *q, str save, str back)
{
    html(q,
         "<div class='row'><button class='btn main-act'>$1</button><a class='btn bare' "
         "href='$2'>{Cancel}</a></div></form>",
         v(save), v(back));
}

// A failure that a form can show; others are answered by the page for refusals.
static bool mendable(const ctx *c)
{
    refusal k = c->failures ? c->failures->kind : NO_WORLD;
    return k == NO_RULE || k == NO_INPUT || k == NO_VERSION;
}

static bool posted(const request *q)
{
    return q->method == POST;
}

static void take_reason(request *q)
{
    q->c->reason = str_trim(request_get(q, "reason"));
}

// New.

static void new_page(form *fm)
{
    request *q = fm->q;
    const entity *e = fm->e;
    str noun = words_lower(q->c->a, words(q, e->label));
    if (failed(q->c)) q->status = 422;
    open_page(q, e, NULL, format(q->c->a, "$1 $2", v(words(q, "New")), v(noun)), (str){0});
    form_errors(q, e);
    html(q, "<form class='form stack' method='post' action='/$1/new' novalidate>", v(e->name));
    html_form_token(q);
    form_all(fm);
    buttons(q, format(q->c->a, "$1 $2", v(words(q, "Add")), v(noun)), format(q->c->a, "/$1", v(e->name)));
    page_close(q);
}

// What a copy starts from: the values, but none of what only that record can say.
static void *copied(request *q, const entity *e)
{
    void *rec = record_new(q->c, e), *from;
    str code = request_get(q, "copy");
    if (code.n == 0 || !(from = record_load_code(q->c, e, code))) {
        failures_forget(q->c);
        return rec;
    }
    for (int i = 0; i < e->nfields; i++) {
        const field *f = &e->fields[i];
        if (form_shows(f) && !(f->flags & UNIQUE) && f->kind != KIND_SECRET)
            field_parse(q->c, f, rec, field_text_of(q->c, f, from));
    }
    failures_forget(q->c);
    return rec;
}

void form_page_new(request *q)
{
    ctx *c = q->c;
    const entity *e = q->entity;
    void *rec = posted(q) ? record_new(c, e) : copied(q, e);
    form fm = {.q = q, .e = e, .rec = rec};
    link_input links[LINKS];
    if (!posted(q)) {
        new_page(&fm);
        return;
    }
    take_reason(q);
    bool ok = record_read(c, e, rec, form_source, &fm);
    int n = record_read_links(c, e, form_source, &fm, links, LINKS);
    if (ok && !failed(c) && operate_add(c, e, rec, links, n))
        reply_done(q, record_address(c->a, e, ((record *)rec)->id),
                   format(c->a, "$1 was added.", v(record_code(c->a, e, ((record *)rec)->id))));
    else if (mendable(c))
        new_page(&fm);
    else
        reply_refused(q);
}

// Edit.

static bool change(ctx *c, void *rec, void *arg)
{
    form *fm = arg;
    return record_read(c, fm->e, rec, form_source, fm);
}

static void stale_note(const form *fm)
{
    request *q = fm->q;
    html(q, "<div class='note warn' role='alert'>");
    html_icon(q, "git-compare");
    html(q, "<div><b>{Somebody else saved it while you were writing.}</b><p>{Nothing you typed is lost. Below stands "
            "what you typed; where "
            "both of you changed the same, choose.}</p><ul>");
    for (int i = 0; i < fm->e->nfields; i++) {
        const field *f = &fm->e->fields[i];
        if (!fm->base || !field_shown(f) || field_equal(f, fm->base, fm->theirs)) continue;
        html(q, "<li>{Theirs:} ");
        detail_change(q, f, fm->theirs, fm->base);
        html(q, "</li>");
    }
    html(q, "</ul></div></div>");
}

static void edit_page(form *fm)
{
    request *q = fm->q;
    const record *now = fm->theirs ? fm->theirs : fm->rec;
    str at = record_address(q->c->a, fm->e, now->id);
    if (failed(q->c)) q->status = fm->theirs ? 409 : 422;
    open_page(q, fm->e, now, entity_record_title(q->c, fm->e, now), (str){0});
    if (fm->theirs)
        stale_note(fm);
    else
        form_errors(q, fm->e);
    html(q, "<form class='form stack' method='post' action='$1/edit' novalidate>", v(at));
    html_form_token(q);
    html(q, "<input type='hidden' name='version' value='$1'>", v(now->version));
    form_all(fm);
    reason(q);
    buttons(q, words(q, "Save"), at);
    page_close(q);
}

// The record as the person saw it before somebody else saved.
static const void *seen(ctx *c, const entity *e, i64 id, i64 held)
{
    version *all;
    int n = record_history(c, e, id, &all, 100);
    for (int i = 0; i < n; i++)
        if (((const record *)all[i].rec)->version == held) return all[i].rec;
    return NULL;
}

static bool saved(form *fm, i64 held, const link_input *links, int nlinks)
{
    ctx *c = fm->q->c;
    void *copy = record_new(c, fm->e);
    memcpy(copy, fm->rec, (size_t)fm->e->size);
    if (!change(c, copy, fm) || failed(c)) return false; // malformed: before the writer's turn
    return operate_set(c, fm->e, ((const record *)fm->rec)->id, held, change, fm, links, nlinks);
}

static bool forbidden(request *q, unsigned mask, const void *rec, const char *verb)
{
    if (generic_may_with(q->c, mask, q->entity, rec, verb)) return false;
    fail_as(q->c, NO_RIGHT, NULL, "You may not do that with $1: ask its owner or the manager of the system.",
            v(record_code(q->c->a, q->entity, ((const record *)rec)->id)));
    reply_refused(q);
    return true;
}

void form_page_edit(request *q)
{
    ctx *c = q->c;
    const entity *e = q->entity;
    const void *rec = generic_record(q);
    form fm = {.q = q, .e = e, .rec = rec};
    link_input links[LINKS];
    i64 held = 0;
    if (!rec || (!posted(q) && forbidden(q, e->set, rec, "set"))) return;
    if (!posted(q)) {
        edit_page(&fm);
        return;
    }
    take_reason(q);
    if (!str_int(request_get(q, "version"), &held)) held = 0;
    int n = record_read_links(c, e, form_source, &fm, links, LINKS);
    if (saved(&fm, held, links, n)) {
        reply_done(q, record_address(c->a, e, ((const record *)rec)->id), S("Saved."));
    } else if (!mendable(c)) {
        reply_refused(q);
    } else {
        if (c->failures->kind == NO_VERSION) {
            fm.theirs = record_seek(c, e, ((const record *)rec)->id);
            fm.base = seen(c, e, ((const record *)rec)->id, held);
        }
        edit_page(&fm);
    }
}

// End.

static void end_page(request *q, const void *rec)
{
    ctx *c = q->c;
    const entity *e = q->entity;
    i64 id = ((const record *)rec)->id;
    naming found[40];
    int n = relation_naming(c, e, id, found, countof(found));
    str at = record_address(c->a, e, id), noun = words_lower(c->a, words(q, e->label));
    if (failed(c)) q->status = 422;
    open_page(q, e, rec, format(c->a, "$1 $2", v(words(q, "End")), v(entity_record_title(c, e, rec))), (str){0});
    form_errors(q, e);
    html(q, "<p>{It leaves the lists and stays in the history: nothing is lost.}</p>");
    if (n) {
        html(q, "<div class='note warn'>");
        html_icon(q, "triangle-alert");
        html(q, "<div><b>{These point to it; change them first.}</b><ul>");
        for (int i = 0; i < n; i++)
            html(q, "<li><a href='/$1?$2=$3'>$4: $5</a></li>", v(found[i].from->name), v(found[i].field->name),
                 v(record_code(c->a, e, id)), v(words(q, found[i].from->plural)), v(found[i].n));
        html(q, "</ul></div></div>");
    }
    html(q, "<form class='form stack' method='post' action='$1/end'>", v(at));
    html_form_token(q);
    html(q, "<input type='hidden' name='version' value='$1'>", v(((const record *)rec)->version));
    reason(q);
    html(q,
         "<div class='row'><button class='btn danger'>{End this $1}</button><a class='btn bare' href='$2'>{Keep "
         "it}</a></div></form>",
         v(noun), v(at));
    page_close(q);
}

void form_page_end(request *q)
{
    ctx *c = q->c;
    const entity *e = q->entity;
    const void *rec = generic_record(q);
    i64 held = 0;
    if (!rec || (!posted(q) && forbidden(q, e->end, rec, "end"))) return;
    take_reason(q);
    if (!str_int(request_get(q, "version"), &held)) held = 0;
    if (!posted(q))
        end_page(q, rec);
    else if (operate_end(c, e, ((const record *)rec)->id, held))
        reply_done(
            q, format(c->a, "/$1", v(e->name)),
            format(c->a, "$1 has ended; its history stays.", v(record_code(c->a, e, ((const record *)rec)->id))));
    else if (mendable(c))
        end_page(q, rec);
    else
        reply_refused(q);
}

// Actions.

// What the record says already stands in the form: judging again starts from the last judgement.
static void fill_input(ctx *c, const action *act, const void *rec, void *in)
{
    for (int i = 0; act->input && i < act->input->nfields; i++) {
        const field *to = &act->input->fields[i], *from = field_find(act->on, str_of(to->name));
        if (!from || from->kind != to->kind || from->choices != to->choices || from->to != to->to ||
            from->kind == KIND_SECRET || (to->flags & LONG)) // why is said anew each time
            continue;
        field_parse(c, to, in, field_text_of(c, from, rec));
    }
    failures_forget(c);
}

static void action_page(form *fm, const action *act, const void *rec)
{
    request *q = fm->q;
    i64 id = ((const record *)rec)->id;
    str at = record_address(q->c->a, act->on, id);
    bool asks_reason = !act->input || !field_find(act->input, S("reason"));
    if (failed(q->c)) q->status = q->c->failures->kind == NO_VERSION ? 409 : 422;
    open_page(q, act->on, rec, words(q, act->label), entity_record_title(q->c, act->on, rec));
    form_errors(q, act->input ? act->input : act->on);
    if (act->help) html(q, "<p>$1</p>", v(words(q, act->help)));
    html(q, "<form class='form stack' method='post' action='$1/$2' novalidate>", v(at), v(act->name));
    html_form_token(q);
    html(q, "<input type='hidden' name='version' value='$1'>", v(((const record *)rec)->version));
    if (act->input) form_all(fm);
    if (asks_reason) reason(q);
    buttons(q, words(q, act->label), at);
    page_close(q);
}

static void acted(request *q, const action *act, i64 id)
{
    ctx *c = q->c;
    bool there = record_visible(c, act->on, id);
    reply_done(q, there ? record_address(c->a, act->on, id) : format(c->a, "/$1", v(act->on->name)),
               format(c->a, "$1: done.", v(words(q, act->label))));
}

void form_page_action(request *q)
{
    ctx *c = q->c;
    const action *act = q->action;
    const void *rec = generic_record(q);
    i64 held = 0;
    if (!rec || (!posted(q) && forbidden(q, act->permit, rec, act->name))) return;
    void *in = act->input ? record_new(c, act->input) : NULL;
    form fm = {.q = q, .e = act->input, .rec = in};
    if (!posted(q)) {
        fill_input(c, act, rec, in);
        action_page(&fm, act, rec);
        return;
    }
    take_reason(q);
    if (!str_int(request_get(q, "version"), &held)) held = 0;
    bool ok = !in || (record_read(c, act->input, in, form_source, &fm) && record_check(c, act->input, in));
    if (ok && operate(c, act, ((const record *)rec)->id, held, in)) {
        acted(q, act, ((const record *)rec)->id);
    } else if (mendable(c)) {
        const void *now = record_seek(c, act->on, ((const record *)rec)->id);
        action_page(&fm, act, now ? now : rec);
    } else
        reply_refused(q);
}

// Suggestions.

void form_page_suggest(request *q)
{
    str of = request_get(q, "of"), typed = request_get(q, of.n ? str_z(q->c->a, of) : "q");
    hit *found;
    int n = typed.n ? search(q->c, q->entity, typed, &found, 20) : 0;
    for (int i = 0; i < n; i++)
        html(q, "<option value='$1'>$2</option>", v(record_code(q->c->a, found[i].e, found[i].id)), v(found[i].title));
}
