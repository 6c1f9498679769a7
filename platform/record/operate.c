// operate.c: the one way to change anything: permission, the writer's turn, the change, its entry.
// SPDX-License-Identifier: Apache-2.0
#include "platform/record/operate.h"
#include "platform/ledger/ledger.h"
#include "platform/record/field.h"
#include "platform/record/list.h"

#include <assert.h>
#include <string.h>

enum { TRIES = 3 };

static void forget_failures(ctx *c)
{
    c->failures = NULL;
    c->failures_end = NULL;
}

// Runs fn; exhausted memory comes back here instead of jumping past the writer's turn.
static bool run_bounded(ctx *c, bool (*fn)(ctx *c, void *arg), void *arg, bool *exhausted)
{
    jmp_buf full, *outer = c->a->full;
    char *mark = c->a->beg;
    reach seen = c->reach;
    volatile bool kept = false;
    *exhausted = setjmp(full) != 0;
    if (!*exhausted) {
        c->a->full = &full;
        kept = fn(c, arg);
    } else { // what fn made is forgotten, so that there is room to say so
        c->a->beg = mark, c->reach = seen;
        forget_failures(c);
    }
    c->a->full = outer;
    return kept && !*exhausted;
}

typedef struct {
    ctx *c;
    bool (*fn)(ctx *c, void *arg);
    void *arg;
    bool kept, constraint, exhausted;
} attempt;

static bool on_writer(struct db *writer, void *arg)
{
    attempt *x = arg;
    ctx *c = x->c;
    moment began = c->now, last = ledger_last(c->database);
    if (last.us > c->now.us) c->now = last; // no entry is before the one ahead of it
    c->db = writer, c->writing = true, c->made = NULL;
    x->kept = run_bounded(c, x->fn, x->arg, &x->exhausted) && !db_error(writer).n;
    x->constraint = db_constraint(writer);
    c->db = NULL, c->writing = false, c->now = began;
    return x->kept;
}

// One try on the writer.
static db_end run_once(ctx *c, bool (*fn)(ctx *c, void *arg), void *arg, bool *ok)
{
    bool had_reader = c->db != NULL;
    if (had_reader && db_error(c->db).n) { // what was read before may be wrong: nothing rests on it
        *ok = false;
        return DB_FAILED;
    }
    if (had_reader) db_release(c->db); // its snapshot is of before the change
    struct changed changed;
    attempt x = {.c = c, .fn = fn, .arg = arg};
    changed.n = 0, c->changed = &changed;
    db_end end = db_write(c->database, on_writer, &x);
    c->db = had_reader ? db_reader(c->database) : NULL;
    list_settled(c, x.kept && end == DB_DONE);
    if (end == DB_CLOSED) {
        *ok = fail_as(c, NO_WORLD, NULL, "The database takes no changes now; try again in a moment.");
        return DB_DONE;
    }
    if (x.exhausted && c->a->full) longjmp(*c->a->full, 1);
    if (x.exhausted) {
        *ok = fail_as(c, NO_ROOM, NULL,
                      "That is too much for one operation: nothing was changed. Do it in smaller parts.");
        return DB_DONE;
    }
    if (end == DB_DONE && !x.kept && x.constraint && !failed(c))
        fail(c, NULL,
             "Something else was changed at the same moment, and the two do not fit together; look again and repeat "
             "it.");
    *ok = x.kept && end == DB_DONE;
    return end;
}

bool operate_with(ctx *c, bool (*fn)(ctx *c, void *arg), void *arg)
{
    if (c->writing) return fn(c, arg);
    bool ok = false;
    for (int i = 0; i < TRIES; i++) {
        db_end end = run_once(c, fn, arg, &ok);
        if (end == DB_DONE) return ok;
        forget_failures(c); // what fn said rests on what it could not read
        if (end == DB_FULL) return fail_as(c, NO_ROOM, NULL, "The disk is full: nothing was changed.");
        if (end == DB_FAILED)
            return fail_as(c, NO_WORLD, NULL,
                           "The database could not store it: nothing was changed. Try again in a moment.");
    }
    return fail_as(c, NO_WORLD, NULL, "Too many people change the same records now; try again in a moment.");
}

// "risk.list asset.*": nouns and verbs a token is cut down to.
bool token_allows(const ctx *c, const char *noun, const char *verb)
{
    if (!c->token_scope.p) return true;
    for (str rest = c->token_scope; rest.p;) {
        str part = str_cut(&rest, ' ');
        str want = str_cut(&part, '.');
        if ((str_eq(want, S("*")) || str_eq(want, str_of(noun))) &&
            (str_eq(part, S("*")) || str_eq(part, str_of(verb))))
            return true;
    }
    return false;
}

bool permit(ctx *c, unsigned mask, const char *noun, const char *verb)
{
    if (mask & PUBLIC) return true;
    bool known = c->person || c->roles;
    if (!known) return fail_as(c, NO_SIGN_IN, NULL, "Sign in first.");
    if (!token_allows(c, noun, verb))
        return fail_as(c, NO_RIGHT, NULL, "This token may not do that: it is made for \"$1\".", v(c->token_scope));
    if ((mask & (SIGNED_IN | OWN)) || (c->roles & mask)) return true;
    return fail_as(c, NO_RIGHT, NULL,
                   "Your roles do not allow that; ask an administrator or the manager of the system.");
}

static bool owns(ctx *c, const entity *e, const void *rec)
{
    const field *f = e->owner ? field_find(e, str_of(e->owner)) : NULL;
    i64 owner = f ? ((const ref *)field_at(f, rec))->id : 0;
    if (!owner || !c->person) return false;
    if (owner == c->person) return true;
    for (int i = 0; i < c->nstands_for; i++)
        if (c->stands_for[i] == owner) return true;
    return false;
}

bool record_permit(ctx *c, const entity *e, const void *rec, unsigned mask)
{
    if (mask & (SIGNED_IN | PUBLIC)) return true;
    if ((mask & OWN) && owns(c, e, rec)) return true;
    if (c->whole_roles & mask) return true;
    if (!(c->roles & mask)) return false;
    if (!entity_scoped(e)) return true;
    rows r = db_query(c->db, c->a, "SELECT role FROM reach WHERE person = $1 AND unit = $2 AND until >= $3",
                      v(c->person), v(((const record *)rec)->unit), v(c->today));
    unsigned held = 0;
    while (db_next(&r)) held |= (unsigned)db_int(&r, 0);
    return (held & mask) != 0;
}

static bool may(ctx *c, const entity *e, const void *rec, unsigned mask, const char *verb)
{
    if (!permit(c, mask, e->name, verb)) return false;
    if (record_permit(c, e, rec, mask)) return true;
    return fail_as(c, NO_RIGHT, NULL, "You may not do that with $1: ask its owner or the manager of the system.",
                   v(((const record *)rec)->id ? record_code(c->a, e, ((const record *)rec)->id) : str_of(e->label)));
}

static bool check_version(ctx *c, const entity *e, const void *rec, i64 version)
{
    const record *r = rec;
    if (!version || r->version == version) return true;
    return fail_as(c, NO_VERSION, NULL,
                   "$1 was changed by somebody else meanwhile: you hold version $2, it is now at $3.",
                   v(record_code(c->a, e, r->id)), v(version), v(r->version));
}

bool do_action(ctx *c, const action *act, i64 id, i64 version, const void *in)
{
    void *rec = record_load(c, act->on, id);
    return rec && may(c, act->on, rec, act->permit, act->name) && check_version(c, act->on, rec, version) &&
           act->run(c, rec, in);
}

static bool id_among(i64 id, const i64 *ids, int n)
{
    for (int i = 0; i < n; i++)
        if (ids[i] == id) return true;
    return false;
}

// Do they already name exactly those?
static bool links_same(ctx *c, i64 id, const link_input *links, int nlinks)
{
    for (int i = 0; i < nlinks; i++) {
        i64 *now;
        int n = record_links(c, links[i].link, id, &now);
        for (int k = 0; k < n; k++)
            if (!id_among(now[k], links[i].to, links[i].n)) return false;
        for (int k = 0; k < links[i].n; k++)
            if (!id_among(links[i].to[k], now, n)) return false;
    }
    return true;
}

static bool save_links(ctx *c, i64 id, const link_input *links, int nlinks)
{
    for (int i = 0; i < nlinks; i++)
        if (!record_link(c, links[i].link, id, links[i].to, links[i].n)) return false;
    return true;
}

static bool follows_visible(ctx *c, const entity *e, const void *rec)
{
    const field *f = entity_hidden_unit(e) ? field_find(e, str_of(e->within)) : NULL;
    if (!f || field_empty(f, rec)) return true;
    if (f->kind == KIND_REF) return record_visible(c, f->to, ((const ref *)field_at(f, rec))->id);
    const any *x = field_at(f, rec);
    return record_visible(c, entity_find(x->entity), x->id);
}

// A new record is judged by where it will lie. One that follows a record out of reach is left to the save, which says that
// there is none.
static bool may_add(ctx *c, const entity *e, void *rec)
{
    if (!permit(c, e->add, e->name, "add")) return false;
    if ((c->whole_roles & e->add) || (e->add & (SIGNED_IN | PUBLIC))) return true;
    if ((e->add & OWN) && owns(c, e, rec)) return true;
    bool placed = entity_scoped(e) && (e->scope != SCOPE_UNIT || !field_empty(field_find(e, S("unit")), rec));
    if (c->roles & e->add) {
        if (!placed) return true;
        record_place(c, e, rec);
        if (record_permit(c, e, rec, e->add & ~(unsigned)OWN) || !follows_visible(c, e, rec)) return true;
    }
    return fail_as(c, NO_RIGHT, e->scope == SCOPE_UNIT ? "unit" : NULL, "You may not add a $1 there.", v(e->label));
}

bool do_add(ctx *c, const entity *e, void *rec, const link_input *links, int nlinks)
{
    return may_add(c, e, rec) && record_save(c, e, rec) && save_links(c, ((record *)rec)->id, links, nlinks);
}

bool do_set(ctx *c, const entity *e, i64 id, i64 version, bool (*change)(ctx *c, void *rec, void *arg), void *arg,
            const link_input *links, int nlinks)
{
    void *rec = record_load(c, e, id);
    if (!rec || !may(c, e, rec, e->set, "set") || !check_version(c, e, rec, version)) return false;
    void *before = record_new(c, e);
    memcpy(before, rec, (size_t)e->size);
    if (change && !change(c, rec, arg)) return false;
    bool same = links_same(c, id, links, nlinks); // other links are another version, too
    for (int i = 0; i < e->nfields && same; i++) same = field_equal(&e->fields[i], rec, before);
    return same || (record_save(c, e, rec) && save_links(c, id, links, nlinks));
}

bool do_end(ctx *c, const entity *e, i64 id, i64 version)
{
    void *rec = record_load(c, e, id);
    return rec && may(c, e, rec, e->end, "end") && check_version(c, e, rec, version) && record_end(c, e, rec);
}

bool operate_denied(ctx *c, bool ok, const entity *e, i64 id, const char *verb)
{
    if (ok || !c->failures || !(c->person || c->roles)) return ok;
    refusal k = c->failures->kind;
    if (k == NO_RULE || k == NO_RIGHT)
        ledger_denied(c, format(c->a, "$1.$2", v(e->name), v(verb)), str_of(e->name), id, c->failures->sentence);
    return ok;
}

typedef struct {
    const entity *e;
    const action *act;
    i64 id, version;
    void *rec, *saved;
    const void *in;
    bool (*change)(ctx *c, void *rec, void *arg);
    void *arg;
    const link_input *links;
    int nlinks;
} wish;

static bool run_action(ctx *c, void *arg)
{
    wish *w = arg;
    return do_action(c, w->act, w->id, w->version, w->in);
}

static bool run_add(ctx *c, void *arg)
{
    wish *w = arg;
    w->saved = record_new(c, w->e); // a retry starts from what was given
    memcpy(w->saved, w->rec, (size_t)w->e->size);
    return do_add(c, w->e, w->saved, w->links, w->nlinks);
}

static bool run_set(ctx *c, void *arg)
{
    wish *w = arg;
    return do_set(c, w->e, w->id, w->version, w->change, w->arg, w->links, w->nlinks);
}

static bool run_end(ctx *c, void *arg)
{
    wish *w = arg;
    return do_end(c, w->e, w->id, w->version);
}

bool operate(ctx *c, const action *act, i64 id, i64 version, const void *in)
{
    wish w = {.act = act, .id = id, .version = version, .in = in};
    return operate_denied(c, operate_with(c, run_action, &w), act->on, id, act->name);
}

bool operate_add(ctx *c, const entity *e, void *rec, const link_input *links, int nlinks)
{
    wish w = {.e = e, .rec = rec, .links = links, .nlinks = nlinks};
    bool ok = operate_denied(c, operate_with(c, run_add, &w), e, 0, "add");
    if (ok) memcpy(rec, w.saved, (size_t)e->size);
    return ok;
}

bool operate_set(ctx *c, const entity *e, i64 id, i64 version, bool (*change)(ctx *c, void *rec, void *arg), void *arg,
                 const link_input *links, int nlinks)
{
    wish w = {.e = e, .id = id, .version = version, .change = change, .arg = arg, .links = links, .nlinks = nlinks};
    return operate_denied(c, operate_with(c, run_set, &w), e, id, "set");
}

bool operate_end(ctx *c, const entity *e, i64 id, i64 version)
{
    wish w = {.e = e, .id = id, .version = version};
    return operate_denied(c, operate_with(c, run_end, &w), e, id, "end");
}
