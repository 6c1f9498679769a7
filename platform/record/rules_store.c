// rules_store.c: every row is what its last entry says; what is derived is what would come out anew.
// SPDX-License-Identifier: Apache-2.0
#include "platform/record/rules_store.h"
#include "platform/ledger/ledger.h"
#include "platform/record/field.h"
#include "platform/record/operate.h"
#include "platform/record/rules.h"
#include "platform/record/schema.h"
#include "platform/record/search.h"

#include <string.h>
#include <unistd.h>

enum { BATCH = 500 };

// ---- the image

static str member_start(ctx *c, const char *name)
{
    return format(c->a, ",\"$1\":", v(name));
}

// Where a member's value ends: at the next comma or brace outside of texts and nested objects.
static ptrdiff_t value_end(str s, ptrdiff_t at)
{
    int depth = 0;
    bool quoted = false;
    for (ptrdiff_t i = at; i < s.n; i++) {
        char k = s.p[i];
        if (quoted) {
            if (k == '\\')
                i++;
            else if (k == '"')
                quoted = false;
        } else if (k == '"') {
            quoted = true;
        } else if (k == '{' || k == '[') {
            depth++;
        } else if (depth == 0 && (k == ',' || k == '}')) {
            return i;
        } else if (k == '}' || k == ']') {
            depth--;
        }
    }
    return s.n;
}

// The value of a member as written; the empty view when the image does not know it.
static str image_value(str image, str start)
{
    for (ptrdiff_t at = 1; at < image.n;) { // past the opening brace, from member to member
        ptrdiff_t from = at - 1;
        if (str_starts(str_from(image, from), start) ||
            (at == 1 && str_starts(str_from(image, 1), str_from(start, 1)))) {
            ptrdiff_t value = at == 1 ? start.n : from + start.n;
            return str_sub(image, value, value_end(image, value) - value);
        }
        at = value_end(image, at) + 1;
    }
    return (str){0};
}

const char *image_differs(ctx *c, const entity *e, const void *rec, str image)
{
    void *empty = record_new(c, e);
    for (int i = 0; i < e->nfields; i++) {
        const field *f = &e->fields[i];
        if (f->kind == KIND_SECRET || (f->flags & DERIVED)) continue;
        str then = image_value(image, member_start(c, f->name));
        if (!then.n && f->was) then = image_value(image, member_start(c, f->was));
        text now = {.a = c->a};
        field_json(c, &now, f, then.n ? rec : empty);
        if (then.n) {
            if (!str_eq(then, text_str(&now))) return f->name;
        } else if (!field_equal(f, rec, empty)) {
            return f->name;
        }
    }
    return NULL;
}

// ---- every row is what its last entry says

typedef struct {
    ctx *c, *scratch; // scratch: the same, with an arena that is emptied after each batch
    rule_found *found;
    void *to;
} walk;

typedef struct {
    void *rec;
    i64 version; // of the last entry that left an image; 0: there is none
    str image;   // NULL: erased
} seen;

static int read_rows(walk *w, const entity *e, i64 after, seen *out)
{
    ctx *c = w->scratch;
    int n = 0;
    text t = {.a = c->a};
    put(&t, S("SELECT "));
    put(&t, record_columns(c, e, S("x")));
    fill(&t, S(" FROM $1 AS x WHERE x.id > $$1 ORDER BY x.id LIMIT $$2"), VALS(v(e->name)), 1);
    rows r = query_built(c, text_str(&t), VALS(v(after), v(BATCH)), 2);
    while (db_next(&r)) out[n++] = (seen){.rec = record_row(c, e, &r, 0)};
    return n;
}

static void read_images(walk *w, const entity *e, seen *batch, int n)
{
    ctx *c = w->scratch;
    int at = 0;
    i64 last = 0;
    char *mark = c->a->beg; // earlier images of a record make room for its last
    rows r =
        query(c,
              "SELECT l.id, l.version, i.image FROM {ledger! l} LEFT JOIN {ledger_image! i} ON i.seq = l.seq WHERE "
              "l.entity = $1 AND l.id >= $2 AND l.id <= $3 AND l.image_hash IS NOT NULL AND l.result = 'done' "
              "ORDER BY l.id, l.seq",
              v(e->name), v(((record *)batch[0].rec)->id), v(((record *)batch[n - 1].rec)->id));
    while (db_next(&r)) {
        i64 id = db_int(&r, 0);
        if (id == last)
            c->a->beg = mark;
        else
            mark = c->a->beg, last = id;
        while (at < n && ((record *)batch[at].rec)->id < id) at++;
        if (at == n || ((record *)batch[at].rec)->id != id) continue;
        batch[at].version = db_int(&r, 1);
        batch[at].image = db_null(&r, 2) ? (str){0} : db_text(&r, 2);
    }
}

static void compare(walk *w, const entity *e, const seen *s)
{
    const record *r = s->rec;
    if (!s->version) {
        w->found(w->to, e->name, r->id, "broken", S("no entry in the ledger says how it came to be"));
    } else if (s->version != r->version) {
        w->found(w->to, e->name, r->id, "broken",
                 format(w->c->a, "it is at version $1, the ledger knows version $2", v(r->version), v(s->version)));
    } else if (s->image.n) {
        const char *name = image_differs(w->scratch, e, s->rec, s->image);
        if (name)
            w->found(w->to, e->name, r->id, "broken",
                     format(w->c->a, "\"$1\" is not what its last entry in the ledger says", v(name)));
    }
}

static void compare_rows(walk *w, const entity *e)
{
    arena empty = *w->scratch->a;
    for (i64 after = 0;;) {
        seen *batch = news(w->scratch->a, seen, BATCH);
        int n = read_rows(w, e, after, batch);
        if (n) read_images(w, e, batch, n);
        for (int i = 0; i < n; i++) compare(w, e, &batch[i]);
        if (n) after = ((record *)batch[n - 1].rec)->id;
        *w->scratch->a = empty;
        if (n < BATCH) return;
    }
}

// Versions of the past without an entry, and records that the ledger knows but the register does not.
static void compare_past(walk *w, const entity *e)
{
    ctx *c = w->c;
    i64 *ids = news(c->a, i64, BATCH);
    int n = 0;
    rows r =
        query_built(c,
                    format(c->a,
                           "SELECT p.id FROM $1_past AS p WHERE NOT EXISTS (SELECT 1 FROM ledger AS l WHERE l.entity "
                           "= $$1 AND l.id = p.id AND l.version = p.version AND l.result = 'done') GROUP BY p.id "
                           "ORDER BY p.id LIMIT $$2",
                           v(e->name)),
                    VALS(v(e->name), v(BATCH)), 2);
    while (db_next(&r)) ids[n++] = db_int(&r, 0);
    for (int i = 0; i < n; i++)
        w->found(w->to, e->name, ids[i], "broken", S("a version of its past has no entry in the ledger"));
    n = 0;
    r = query_built(
        c,
        format(c->a,
               "SELECT l.id FROM ledger AS l WHERE l.entity = $$1 AND l.image_hash IS NOT NULL AND l.result = "
               "'done' AND NOT EXISTS (SELECT 1 FROM $1 AS x WHERE x.id = l.id) GROUP BY l.id HAVING "
               "max(l.ended) = 0 ORDER BY l.id LIMIT $$2",
               v(e->name)),
        VALS(v(e->name), v(BATCH)), 2);
    while (db_next(&r)) ids[n++] = db_int(&r, 0);
    for (int i = 0; i < n; i++)
        w->found(w->to, e->name, ids[i], "broken", S("the ledger knows it and no entry ends it, but it is not there"));
}

bool rules_ledger(ctx *c, rule_found *found, void *to)
{
    verification seen = ledger_verify(c);
    if (seen.bad || seen.what.n) found(to, NULL, 0, "broken", seen.what);
    arena whole = arena_make((ptrdiff_t)1 << 30), room = whole;
    ctx scratch = *c;
    scratch.a = &room;
    walk w = {c, &scratch, found, to};
    for
        each_module(m) for (const entity *const *e = (*m)->entities; e && *e && !db_error(c->db).n; e++)
        {
            compare_rows(&w, *e);
            compare_past(&w, *e);
        }
    arena_drop(whole, whole.beg);
    return true;
}

// ---- what is derived is what would come out anew

typedef struct {
    const entity *e;
    i64 id;
    str what;
} difference;

typedef struct {
    difference list[RULE_MOST];
    int n;
} differences;

static void differs(differences *d, const entity *e, i64 id, str what)
{
    if (d->n < countof(d->list)) d->list[d->n++] = (difference){e, id, what};
}

static i64 list_all(ctx *c, const entity *e, i64 **ids)
{
    i64 n = 0, count = db_one(query_built(c, format(c->a, "SELECT count(*) FROM $1", v(e->name)), VALS(), 0));
    *ids = news(c->a, i64, count + 1);
    rows r =
        query_built(c, format(c->a, "SELECT x.id FROM $1 AS x ORDER BY x.id LIMIT $$1", v(e->name)), VALS(v(count)), 1);
    while (db_next(&r)) (*ids)[n++] = db_int(&r, 0);
    return n;
}

// What the record layer itself derives: the hidden unit, the folded keys.
static void compare_kept(ctx *c, const entity *e, differences *d, void *rec)
{
    record was = *(record *)rec;
    if (entity_scoped(e) && record_place(c, e, rec) != was.unit)
        differs(d, e, was.id, S("it does not lie in the unit of what it follows"));
    *(record *)rec = was;
    for (int i = 0; i < e->nfields; i++) {
        const field *f = &e->fields[i];
        if (!field_keyed(e, f)) continue;
        str key = {0};
        rows r = query_built(c, format(c->a, "SELECT x.$1_key FROM $2 AS x WHERE x.id = $$1", v(f->name), v(e->name)),
                             VALS(v(was.id)), 1);
        while (db_next(&r)) key = db_text(&r, 0);
        if (!str_eq(key, text_fold(c->a, *(const str *)field_at(f, rec))))
            differs(d, e, was.id, format(c->a, "the folded form of \"$1\" does not fit it", v(f->name)));
    }
}

static bool derives(const entity *e)
{
    for (int i = 0; i < e->nfields; i++)
        if (e->fields[i].flags & DERIVED) return true;
    return false;
}

// When something was derived is another moment each time.
static bool is_now(const ctx *c, const field *f, const void *rec)
{
    if (f->kind == KIND_DATE) return ((const date *)field_at(f, rec))->day == c->today.day;
    return f->kind == KIND_MOMENT && ((const moment *)field_at(f, rec))->us == c->now.us;
}

static void compare_derived(ctx *c, const entity *e, differences *d, i64 id, const void *before)
{
    const void *now = record_seek(c, e, id);
    for (int i = 0; now && i < e->nfields; i++) {
        const field *f = &e->fields[i];
        if (!(f->flags & DERIVED) || field_equal(f, before, now) || is_now(c, f, now)) continue;
        text was = {.a = c->a}, is = {.a = c->a};
        field_text(c, &was, f, before);
        field_text(c, &is, f, now);
        differs(d, e, id,
                format(c->a, "\"$1\" is $2 and would be $3", v(f->label), v(text_str(&was)), v(text_str(&is))));
    }
}

typedef struct {
    const entity *e;
    i64 *ids, n;
    void **before;
} snapshot;

enum { DERIVING = 32 };

// Runs every `saved` as if each record were new, looks what that changed, and takes it back.
static bool derive_again(ctx *c, void *arg)
{
    differences *d = arg;
    snapshot kept[DERIVING];
    int n = 0;
    for
        each_module(m) for (const entity *const *e = (*m)->entities; e && *e; e++)
        {
            i64 *ids, count = list_all(c, *e, &ids);
            void **recs = news(c->a, void *, count + 1);
            for (i64 i = 0; i < count; i++) {
                recs[i] = record_seek(c, *e, ids[i]);
                if (recs[i]) compare_kept(c, *e, d, recs[i]);
            }
            if (derives(*e) && n < DERIVING) kept[n++] = (snapshot){*e, ids, count, recs};
        }
    for
        each_module(m) for (const entity *const *e = (*m)->entities; n && e && *e; e++)
        {
            i64 *ids, count = (*e)->saved ? list_all(c, *e, &ids) : 0;
            for (i64 i = 0; i < count; i++) {
                void *rec = record_seek(c, *e, ids[i]);
                if (rec && !(*e)->saved(c, rec, NULL) && db_error(c->db).n) return false;
                c->failures = NULL, c->failures_end = NULL; // what does more than derive may not like a second time
            }
        }
    for (int k = 0; k < n; k++)
        for (i64 i = 0; i < kept[k].n; i++)
            if (kept[k].before[i]) compare_derived(c, kept[k].e, d, kept[k].ids[i], kept[k].before[i]);
    return false;
}

// A copy of the file, beside it and readable by its owner alone, so that nobody waits for the writer's turn meanwhile. NULL with a failure.
static database *copy_of(ctx *c, const char *path)
{
    str error = {0};
    bool busy = false;
    database *d = NULL;
    if (database_backup(c->database, str_of(path), &error))
        d = database_open(str_of(path), (database_options){.no_sync = true, .readers = 1}, &error, &busy);
    if (d && schema_open(d, false, &error)) return d;
    if (d) database_close(d);
    fail_as(c, NO_WORLD, NULL, "What is derived is made anew in a copy of the database, which could not be made: $1",
            v(error));
    return NULL;
}

static void forget_copy(arena scratch, const char *path)
{
    static const char *const tails[] = {"", "-wal", "-shm", "-lock"};
    for (int i = 0; i < countof(tails); i++)
        unlink(str_z(&scratch, str_join(&scratch, str_of(path), str_of(tails[i]))));
}

// On SQLite in a copy; on PostgreSQL in a transaction of its own, which locks only what it finds different.
static void derive_apart(ctx *c, differences *d)
{
    if (db_kind_of(c->db) != DB_SQLITE) {
        operate_with(c, derive_again, d);
        return;
    }
    const char *path =
        str_z(c->a, format(c->a, "$1-check-$2", v(database_where(c->database)), v(str_sub(random_token(c->a), 0, 12))));
    database *copy = copy_of(c, path);
    if (copy) {
        ctx own = *c;
        own.database = copy;
        own.db = db_reader(copy);
        operate_with(&own, derive_again, d);
        c->failures = own.failures, c->failures_end = own.failures_end;
        db_release(own.db);
        database_close(copy);
    }
    forget_copy(*c->a, path);
}

bool rules_derived(ctx *c, rule_found *found, void *to)
{
    arena whole = arena_make((ptrdiff_t)1 << 30), room = whole, *own = c->a;
    differences *d = new (&room, differences);
    failure *had = c->failures, **had_end = c->failures_end;
    bool world = false;
    c->failures = NULL, c->failures_end = NULL, c->a = &room;
    derive_apart(c, d);
    for (const failure *f = c->failures; f; f = f->next) world = world || f->kind == NO_WORLD || f->kind == NO_ROOM;
    c->failures = had, c->failures_end = had_end, c->a = own;
    for (int i = 0; i < d->n; i++) found(to, d->list[i].e->name, d->list[i].id, "broken", d->list[i].what);
    arena_drop(whole, whole.beg);
    return !world || fail_as(c, NO_WORLD, NULL,
                             "What is derived could not be made anew: the database failed, or there is no room beside "
                             "it for a copy.");
}
