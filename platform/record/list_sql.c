// list_sql.c: pages of a list by key, totals and counts.
// SPDX-License-Identifier: Apache-2.0
//
// A page is read as a few plain ranges one after the other, until it is full. With orders k1, k2 and the id, after the
// row (a, b, i): (k1 = a, k2 = b, id > i), then (k1 = a, k2 > b), then (k1 > a); an empty value sorts last, as a range
// of its own.
#include "platform/base/hash.h"
#include "platform/base/time.h"
#include "platform/record/field.h"
#include "platform/record/list.h"
#include "platform/record/search.h"

#include <assert.h>
#include <pthread.h>
#include <string.h>

enum { KEYS = 6 };

// One column of the order. A reference sorts by the title of what it names, then by its id: two keys.
typedef struct {
    str column;
    bool down, nullable;
    valkind kind; // INT, REAL or TEXT: what a cursor must hold for it
} key;

typedef struct {
    ctx *c;
    const list *l;
    text from, where; // FROM with its joins; WHERE without the range
    val vals[40];
    int nvals;
    key keys[KEYS];
    int nkeys;
    bool down; // direction of the id, the last word in every order
} sql;

static bool nullable(const field *f)
{
    return f && f->kind != KIND_TEXT && f->kind != KIND_CHOICE && f->kind != KIND_INTEGER && f->kind != KIND_FLAG;
}

static void put_bound(text *t, sql *s, val x)
{
    assert(s->nvals < 36);
    s->vals[++s->nvals] = x;
    put_char(t, '$');
    put_int(t, s->nvals);
}

static bool same_place(const filter *x, const filter *y)
{
    return x->field == y->field && x->link == y->link && x->test == y->test;
}

static str like_of(ctx *c, str words)
{
    text t = {.a = c->a};
    put_char(&t, '%');
    for (ptrdiff_t i = 0; i < words.n; i++) {
        if (words.p[i] == '%' || words.p[i] == '_' || words.p[i] == '!') put_char(&t, '!');
        put_char(&t, words.p[i]);
    }
    put_char(&t, '%');
    return text_str(&t);
}

// What has no folded column is looked through as it was written, but for the case of a to z.
static void put_has(sql *s, text *t, const filter *x)
{
    if (field_keyed(s->l->e, x->field)) {
        fill(t, S("x.$1_key LIKE "), VALS(v(x->field->name)), 1);
        put_bound(t, s, v(like_of(s->c, x->value.s)));
    } else {
        text lower = {.a = s->c->a};
        for (ptrdiff_t i = 0; i < x->text.n; i++) {
            char k = x->text.p[i];
            put_char(&lower, k >= 'A' && k <= 'Z' ? (char)(k + 32) : k);
        }
        fill(t, S("lower(x.$1) LIKE "), VALS(v(x->field->name)), 1);
        put_bound(t, s, v(like_of(s->c, text_str(&lower))));
    }
    put(t, S(" ESCAPE '!'"));
}

// The record that a KIND_ANY names: both columns.
static void put_any(sql *s, text *t, const filter *x)
{
    i64 id = 0;
    const entity *e = entity_of_code(x->text, &id);
    put(t, x->test == TEST_NOT ? S("(x.") : S("x."));
    put_column(t, x->field, 0);
    put(t, x->test == TEST_NOT ? S(" <> ") : S(" = "));
    put_bound(t, s, v(e ? e->name : ""));
    put(t, x->test == TEST_NOT ? S(" OR x.") : S(" AND x."));
    put_column(t, x->field, 1);
    if (x->test == TEST_NOT) { // no record at all is another one, too
        put(t, S(" <> "));
        put_bound(t, s, v(id));
        put(t, S(" OR x."));
        put_column(t, x->field, 1);
        put(t, S(" IS NULL)"));
    } else {
        put(t, S(" = "));
        put_bound(t, s, v(id));
    }
}

static void put_test(sql *s, const filter *x)
{
    text *t = &s->where;
    const field *f = x->field;
    static const char *const ops[] = {" = ", " <> ", " < ", " >= ", " >= ", " <= "};
    if (x->link) {
        const link_field *k = x->link;
        fill(t, S("EXISTS (SELECT 1 FROM {$1 k} WHERE k.$2 = x.id"), VALS(v(k->through->name), v(k->from)), 2);
        if (x->test != TEST_EMPTY) {
            fill(t, S(" AND k.$1 = "), VALS(v(k->to)), 1);
            put_bound(t, s, x->value);
        }
        put(t, S(")"));
        return;
    }
    if (x->test == TEST_HAS) {
        put_has(s, t, x);
        return;
    }
    if (f && f->kind == KIND_ANY && x->test != TEST_EMPTY) {
        put_any(s, t, x);
        return;
    }
    bool or_none = x->test == TEST_NOT && nullable(f); // what is empty is not that either
    text column = {.a = s->c->a};
    put(&column, S("x."));
    if (f)
        put_column(&column, f, f->kind == KIND_ANY ? 1 : 0);
    else
        put(&column, S("id"));
    if (or_none) put_char(t, '(');
    put(t, text_str(&column));
    if (x->test == TEST_EMPTY) {
        bool is_text = f && !nullable(f);
        if (is_text && (f->kind == KIND_TEXT || f->kind == KIND_CHOICE))
            put(t, x->value.i ? S(" = ''") : S(" <> ''"));
        else if (is_text)
            put(t, x->value.i ? S(" = 0") : S(" <> 0"));
        else
            put(t, x->value.i ? S(" IS NULL") : S(" IS NOT NULL"));
        return;
    }
    put_z(t, ops[x->test]);
    put_bound(t, s, x->value);
    if (or_none) fill(t, S(" OR $1 IS NULL)"), VALS(v(text_str(&column))), 1);
}

static void put_negation(sql *s, const filter *x)
{
    if (x->link && (x->test == TEST_NOT || (x->test == TEST_EMPTY && x->value.i))) put(&s->where, S("NOT "));
}

// The same test on the same field given twice means either; all else must hold together.
static void put_filters(sql *s)
{
    const list *l = s->l;
    for (int i = 0; i < l->nfilters; i++) {
        bool first = true;
        for (int k = 0; k < i && first; k++) first = !same_place(&l->filters[k], &l->filters[i]);
        if (!first) continue;
        bool either = l->filters[i].test == TEST_IS || l->filters[i].test == TEST_HAS;
        put(&s->where, S(" AND ("));
        for (int k = i, n = 0; k < l->nfilters; k++) {
            if (!same_place(&l->filters[k], &l->filters[i])) continue;
            if (n++) put(&s->where, either ? S(" OR ") : S(" AND "));
            put_negation(s, &l->filters[k]);
            put_test(s, &l->filters[k]);
        }
        put(&s->where, S(")"));
    }
    if (!l->q.n) return;
    hit *hits;
    int n = search(s->c, l->e, l->q, &hits, LIST_MOST);
    put(&s->where, S(" AND x.id IN (0"));
    for (int i = 0; i < n; i++) put_char(&s->where, ','), put_int(&s->where, hits[i].id);
    put(&s->where, S(")"));
}

static valkind kind_of(const field *f)
{
    if (f->kind == KIND_NUMBER) return VAL_REAL;
    return f->kind == KIND_TEXT ? VAL_TEXT : VAL_INT;
}

// Choices sort as they are listed, which is the order they mean something in.
static str choice_order(arena *a, const field *f)
{
    text t = {.a = a};
    fill(&t, S("CASE x.$1"), VALS(v(f->name)), 1);
    for (int i = 0; f->choices[i].name; i++) fill(&t, S(" WHEN '$1' THEN $2"), VALS(v(f->choices[i].name), v(i)), 2);
    put(&t, S(" ELSE 0 END"));
    return text_str(&t);
}

// Sorting by a reference sorts by its title: INNER when it is required and seen by everyone, so that the order of the titles
// drives the plan; else what is out of reach has none, and sorts with the empty ones.
static void take_order(sql *s, int i)
{
    arena *a = s->c->a;
    const order *o = &s->l->orders[i];
    const field *f = o->field, *title = f->kind == KIND_REF ? entity_title(f->to) : NULL;
    if (title) {
        bool there = (f->flags & REQUIRED) && f->to->scope == SCOPE_EVERYONE && !s->c->moment.us;
        fill(&s->from, S("$1JOIN {$2 s$3} ON s$3.id = x.$4"),
             VALS(v(there ? " " : " LEFT "), v(f->to->name), v(i), v(f->name)), 4);
        s->keys[s->nkeys++] = (key){format(a, "s$1.$2_key", v(i), v(title->name)), o->down, !there, VAL_TEXT};
        s->keys[s->nkeys++] = (key){format(a, "s$1.id", v(i)), o->down, !there, VAL_INT};
    } else if (field_keyed(s->l->e, f)) {
        s->keys[s->nkeys++] = (key){format(a, "x.$1_key", v(f->name)), o->down, false, VAL_TEXT};
    } else if (f->kind == KIND_CHOICE) {
        s->keys[s->nkeys++] = (key){choice_order(a, f), o->down, false, VAL_INT};
    } else {
        text t = {.a = a};
        put(&t, S("x."));
        put_column(&t, f, f->kind == KIND_ANY ? 1 : 0);
        s->keys[s->nkeys++] = (key){text_str(&t), o->down, nullable(f), kind_of(f)};
    }
}

static sql sql_of(ctx *c, const list *l)
{
    sql s = {.c = c,
             .l = l,
             .from = {.a = c->a},
             .where = {.a = c->a},
             .down = l->norders ? l->orders[l->norders - 1].down : true};
    fill(&s.from, S(" FROM {$1 x}"), VALS(v(l->e->name)), 1);
    return s;
}

static void take_orders(sql *s)
{
    for (int i = 0; i < s->l->norders && s->l->orders[i].field; i++) take_order(s, i);
}

// ---- the cursor: the last row's id and the values of its order columns, as text in base64url
//
// "ID" and for each key ";" and "n" (none), "i12", "r0.5" or "t5:words": a text says how long it is, for it may hold anything.

typedef struct {
    val key[KEYS];
    i64 id;
    bool is;
} place;

static str cursor_write(ctx *c, const sql *s, const place *p)
{
    text t = {.a = c->a}, out = {.a = c->a};
    put_int(&t, p->id);
    for (int i = 0; i < s->nkeys; i++) {
        const val *x = &p->key[i];
        put(&t, S(";"));
        if (x->null) {
            put_char(&t, 'n');
        } else if (s->keys[i].kind == VAL_TEXT) {
            put_char(&t, 't');
            put_int(&t, x->s.n);
            put_char(&t, ':');
            put(&t, x->s);
        } else if (s->keys[i].kind == VAL_REAL) {
            put_char(&t, 'r');
            put_double(&t, x->r);
        } else {
            put_char(&t, 'i');
            put_int(&t, x->i);
        }
    }
    put_base64url(&out, (bytes){t.p, t.n});
    return text_str(&out);
}

static bool cursor_key(str *rest, const key *k, val *out)
{
    char what = rest->n ? rest->p[0] : 0;
    i64 n = 0;
    double x = 0;
    *rest = str_from(*rest, 1);
    if (what == 't' && k->kind == VAL_TEXT) {
        if (!str_int(str_cut(rest, ':'), &n) || n < 0 || n > rest->n) return false;
        *out = v(str_sub(*rest, 0, n));
        *rest = str_from(*rest, n);
        return (!n || str_utf8(out->s)) && (!rest->n || str_cut(rest, ';').n == 0);
    }
    str part = str_cut(rest, ';');
    if (what == 'n' && k->nullable) {
        *out = (val){.kind = k->kind, .null = true};
        return part.n == 0;
    }
    if (what == 'r' && k->kind == VAL_REAL && str_double(part, &x)) {
        *out = v(x);
        return true;
    }
    if (what != 'i' || k->kind != VAL_INT || !str_int(part, &n)) return false;
    *out = v(n);
    return true;
}

static bool cursor_fits(ctx *c, const sql *s, place *p)
{
    bytes b;
    if (!base64url_read(c->a, s->l->after, &b)) return false;
    str rest = {b.p, b.n};
    if (!str_int(str_cut(&rest, ';'), &p->id)) return false;
    for (int i = 0; i < s->nkeys; i++)
        if (!rest.n || !cursor_key(&rest, &s->keys[i], &p->key[i])) return false;
    return rest.n == 0;
}

static bool cursor_read(ctx *c, const sql *s, place *p)
{
    if (!s->l->after.n) return true;
    p->is = cursor_fits(c, s, p);
    return p->is || fail_as(c, NO_INPUT, "after", "The cursor is not one of this list.");
}

// ---- ranges

// One range: `equal` order columns fixed at the place, then a bound on the next one.
typedef struct {
    int equal;
    bool nulls;   // of the column after the equal ones: only the empty ones
    bool bounded; // that column is beyond the place's value
} range;

static void put_order(const sql *s, text *t, const range *g)
{
    int n = 0;
    put(t, S(" ORDER BY "));
    for (int i = g->equal; i < s->nkeys; i++) {
        if (i == g->equal && g->nulls) continue;
        if (n++) put(t, S(", "));
        put(t, s->keys[i].column);
        if (s->keys[i].down) put(t, S(" DESC"));
        if (i > g->equal && s->keys[i].nullable) put(t, S(" NULLS LAST"));
    }
    if (n) put(t, S(", "));
    put(t, s->down ? S("x.id DESC") : S("x.id"));
}

static void put_range(sql *s, text *t, const range *g, const place *p)
{
    for (int i = 0; i < g->equal; i++) {
        put(t, S(" AND "));
        put(t, s->keys[i].column);
        if (p->key[i].null)
            put(t, S(" IS NULL"));
        else
            put(t, S(" = ")), put_bound(t, s, p->key[i]);
    }
    if (g->equal == s->nkeys) {
        if (!p->is) return;
        put(t, s->down ? S(" AND x.id < ") : S(" AND x.id > "));
        put_bound(t, s, v(p->id));
        return;
    }
    const key *k = &s->keys[g->equal];
    if (g->nulls || k->nullable) {
        put(t, S(" AND "));
        put(t, k->column);
        put(t, g->nulls ? S(" IS NULL") : S(" IS NOT NULL"));
    }
    if (g->bounded) {
        put(t, S(" AND "));
        put(t, k->column);
        put(t, k->down ? S(" < ") : S(" > "));
        put_bound(t, s, p->key[g->equal]);
    }
}

static int ranges_of(const sql *s, const place *p, range out[2 * KEYS + 2])
{
    int n = 0;
    if (!p->is) {
        out[n++] = (range){0};
        if (s->nkeys && s->keys[0].nullable) out[n++] = (range){.nulls = true};
        return n;
    }
    out[n++] = (range){.equal = s->nkeys};
    for (int equal = s->nkeys - 1; equal >= 0; equal--) {
        if (p->key[equal].null) continue;
        out[n++] = (range){.equal = equal, .bounded = true};
        if (s->keys[equal].nullable) out[n++] = (range){.equal = equal, .nulls = true};
    }
    return n;
}

// ---- pages

// Titles of the shown references come by joins; what is out of reach stays empty.
static void put_title_joins(sql *s, text *columns)
{
    for (int i = 0; i < s->l->ncolumns; i++) {
        const field *f = s->l->columns[i];
        const field *title = f->kind == KIND_REF ? entity_title(f->to) : NULL;
        if (!title) continue;
        fill(columns, S(", j$1.$2"), VALS(v(i), v(title->name)), 2);
        fill(&s->from, S(" LEFT JOIN {$1 j$2} ON j$2.id = x.$3"), VALS(v(f->to->name), v(i), v(f->name)), 3);
    }
}

static void read_keys(const sql *s, rows *r, int col, place *p, const void *rec)
{
    p->is = true;
    p->id = ((const record *)rec)->id;
    for (int i = 0; i < s->nkeys; i++)
        p->key[i] = db_null(r, col + i)           ? (val){.kind = s->keys[i].kind, .null = true}
                    : s->keys[i].kind == VAL_TEXT ? v(db_text(r, col + i))
                    : s->keys[i].kind == VAL_REAL ? v(db_real(r, col + i))
                                                  : v(db_int(r, col + i));
}

page list_page(ctx *c, const list *l)
{
    page out = {.recs = news(c->a, void *, l->limit + 1),
                .titles = news(c->a, str, (ptrdiff_t)(l->limit + 1) * (l->ncolumns + 1))};
    place p = {0}, last = {0};
    sql s = sql_of(c, l);
    take_orders(&s);
    if (!cursor_read(c, &s, &p)) return out;
    text columns = {.a = c->a};
    put(&columns, record_columns(c, l->e, S("x")));
    int nrec = record_ncolumns(l->e), ntitles = 0;
    put_title_joins(&s, &columns);
    for (int i = 0; i < l->ncolumns; i++) ntitles += l->columns[i]->kind == KIND_REF && entity_title(l->columns[i]->to);
    for (int i = 0; i < s.nkeys; i++) put(&columns, S(", ")), put(&columns, s.keys[i].column);
    put_filters(&s);
    range ranges[2 * KEYS + 2];
    int n = ranges_of(&s, &p, ranges), base = s.nvals;
    for (int g = 0; g < n && out.n <= l->limit; g++) {
        text t = {.a = c->a};
        s.nvals = base;
        put(&t, S("SELECT "));
        put(&t, text_str(&columns));
        put(&t, text_str(&s.from));
        put(&t, S(" WHERE 1 = 1"));
        put(&t, text_str(&s.where));
        put_range(&s, &t, &ranges[g], &p);
        put_order(&s, &t, &ranges[g]);
        put(&t, S(" LIMIT "));
        put_bound(&t, &s, v(l->limit + 1 - out.n));
        rows r = query_built(c, text_str(&t), s.vals, s.nvals);
        while (db_next(&r)) {
            void *rec = record_row(c, l->e, &r, 0);
            int col = nrec;
            for (int i = 0; i < l->ncolumns; i++)
                if (l->columns[i]->kind == KIND_REF && entity_title(l->columns[i]->to))
                    out.titles[out.n * l->ncolumns + i] = db_text(&r, col++);
            if (out.n == l->limit - 1) read_keys(&s, &r, nrec + ntitles, &last, rec);
            out.recs[out.n++] = rec;
        }
    }
    if (out.n > l->limit) {
        out.n = l->limit;
        out.next = cursor_write(c, &s, &last);
    }
    return out;
}

int list_ids(ctx *c, const list *l, i64 **ids, int most)
{
    sql s = sql_of(c, l);
    text t = {.a = c->a};
    int n = 0;
    take_orders(&s);
    put_filters(&s);
    put(&t, S("SELECT x.id"));
    put(&t, text_str(&s.from));
    put(&t, S(" WHERE 1 = 1"));
    put(&t, text_str(&s.where));
    put(&t, S(" ORDER BY "));
    for (int i = 0; i < s.nkeys; i++) {
        put(&t, s.keys[i].column);
        if (s.keys[i].down) put(&t, S(" DESC"));
        put(&t, S(" NULLS LAST, "));
    }
    put(&t, s.down ? S("x.id DESC LIMIT ") : S("x.id LIMIT "));
    put_bound(&t, &s, v(most));
    *ids = news(c->a, i64, most + 1);
    rows r = query_built(c, text_str(&t), s.vals, s.nvals);
    while (db_next(&r)) (*ids)[n++] = db_int(&r, 0);
    return n;
}

// ---- totals, kept a second

typedef struct {
    uint64_t key;
    i64 at, total;
    uint64_t generation;
} counted;

// Who wrote last, newest first: a total older than a write of theirs is counted anew for them. It is raised once the write
// can be seen: a count made before that belongs to the generation before.
enum { COUNTED = 1024, ENTITIES = 256, WRITERS = 8 };
typedef struct {
    const entity *e;
    uint64_t generation;
    i64 writers[WRITERS]; // of this generation, the one before, …
} change;
static pthread_mutex_t counted_lock = PTHREAD_MUTEX_INITIALIZER;
static counted counts[COUNTED];
static change changes[ENTITIES];
static _Thread_local const entity *pending[ENTITIES];
static _Thread_local int npending;

void list_changed(const entity *e)
{
    for (int i = 0; i < npending; i++)
        if (pending[i] == e) return;
    if (npending < ENTITIES) pending[npending++] = e;
}

static void raise_generation(const entity *e, i64 writer)
{
    for (int i = 0; i < ENTITIES; i++) {
        if (changes[i].e && changes[i].e != e) continue;
        change *x = &changes[i];
        memmove(x->writers + 1, x->writers, sizeof(i64) * (WRITERS - 1));
        x->e = e, x->writers[0] = writer, x->generation++;
        return;
    }
}

void list_settled(ctx *c, bool kept)
{
    if (kept && npending) {
        pthread_mutex_lock(&counted_lock);
        for (int i = 0; i < npending; i++) raise_generation(pending[i], c->person);
        pthread_mutex_unlock(&counted_lock);
    }
    npending = 0;
}

uint64_t list_generation(const entity *e)
{
    uint64_t generation = 0;
    pthread_mutex_lock(&counted_lock);
    for (int i = 0; i < ENTITIES && changes[i].e; i++)
        if (changes[i].e == e) generation = changes[i].generation;
    pthread_mutex_unlock(&counted_lock);
    return generation;
}

// Has this person (or the program) written since that generation? With counted_lock.
static bool wrote_since(const entity *e, uint64_t generation, i64 person, uint64_t *now)
{
    *now = 0;
    for (int i = 0; i < ENTITIES && changes[i].e; i++) {
        if (changes[i].e != e) continue;
        *now = changes[i].generation;
        if (*now - generation > WRITERS) return true;
        for (uint64_t k = 0; k < *now - generation; k++)
            if (changes[i].writers[k] == person) return true;
    }
    return false;
}

static uint64_t total_key(ctx *c, str text_sql, const sql *s)
{
    text t = {.a = c->a};
    put(&t, str_of(database_where(c->database).p));
    put(&t, text_sql);
    put_int(&t, c->reach == REACH_WHOLE ? 0 : c->person);
    put_int(&t, c->reach);
    put_int(&t, c->moment.us);
    for (int i = 1; i <= s->nvals; i++) put_char(&t, '\n'), put_plain(&t, s->vals[i]);
    return str_hash(text_str(&t));
}

i64 list_total(ctx *c, const list *l)
{
    sql s = sql_of(c, l);
    text t = {.a = c->a};
    put_filters(&s);
    put(&t, S("SELECT count(*)"));
    put(&t, text_str(&s.from));
    put(&t, S(" WHERE 1 = 1"));
    put(&t, text_str(&s.where));
    uint64_t hashed = total_key(c, text_str(&t), &s);
    counted *slot = &counts[hashed % COUNTED];
    i64 ticks = clock_ticks(), total = -1;
    uint64_t generation;
    pthread_mutex_lock(&counted_lock);
    bool wrote = wrote_since(l->e, slot->generation, c->person, &generation);
    bool fresh = slot->key == hashed && ticks - slot->at < 1000000 && !wrote && !c->writing;
    if (fresh) total = slot->total;
    pthread_mutex_unlock(&counted_lock);
    if (fresh) return total;
    total = db_one(query_built(c, text_str(&t), s.vals, s.nvals));
    if (c->writing) return total;
    pthread_mutex_lock(&counted_lock);
    *slot = (counted){hashed, ticks, total, generation};
    pthread_mutex_unlock(&counted_lock);
    return total;
}

void list_chips(ctx *c, const list *l, const field *f, i64 *chip)
{
    list others = *l;
    others.nfilters = 0;
    for (int i = 0; i < l->nfilters; i++)
        if (l->filters[i].field != f) others.filters[others.nfilters++] = l->filters[i];
    sql s = sql_of(c, &others);
    text t = {.a = c->a};
    put_filters(&s);
    fill(&t, S("SELECT x.$1, count(*)"), VALS(v(f->name)), 1);
    put(&t, text_str(&s.from));
    put(&t, S(" WHERE 1 = 1"));
    put(&t, text_str(&s.where));
    fill(&t, S(" GROUP BY x.$1"), VALS(v(f->name)), 1);
    for (unsigned k = 0; f->choices[k].name; k++) chip[k] = 0;
    rows r = query_built(c, text_str(&t), s.vals, s.nvals);
    while (db_next(&r))
        for (unsigned k = 0; f->choices[k].name; k++)
            if (str_eq(db_view(&r, 0), str_of(f->choices[k].name))) chip[k] = db_int(&r, 1);
}
