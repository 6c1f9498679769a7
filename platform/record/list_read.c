// list_read.c: pages of a list by key.
// SPDX-License-Identifier: Apache-2.0
//
// A page is read as a few plain ranges one after the other, until it is full. With orders k1, k2 and the id, after the
// row (a, b, i): (k1 = a, k2 = b, id > i), then (k1 = a, k2 > b), then (k1 > a); an empty value sorts last, as a range
// of its own. On SQLite the ranges give ids, from an index where there is one, and the rows are fetched by them; PostgreSQL is
// asked once.
#include "platform/record/list_sql.h"
#include "platform/record/title.h"

#include <assert.h>
#include <string.h>

// ---- the cursor: the last row's id and the values of its order columns, as text in base64url
//
// "ID" and for each key ";" and "n" (none), "i12", "r0.5" or "t5:words": a text says how long it is, for it may hold anything.

typedef struct {
    val key[KEYS];
    i64 id;
    bool is;
} place;

static str cursor_write(ctx *c, const list_sql *s, const place *p)
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

static bool cursor_key(str *rest, const list_key *k, val *out)
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

static bool cursor_fits(ctx *c, const list_sql *s, place *p)
{
    bytes b;
    if (!base64url_read(c->a, s->l->after, &b)) return false;
    str rest = {b.p, b.n};
    if (!str_int(str_cut(&rest, ';'), &p->id)) return false;
    for (int i = 0; i < s->nkeys; i++)
        if (!rest.n || !cursor_key(&rest, &s->keys[i], &p->key[i])) return false;
    return rest.n == 0;
}

static bool cursor_read(ctx *c, const list_sql *s, place *p)
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

static void put_order(const list_sql *s, text *t, const range *g)
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

static void put_range(list_sql *s, text *t, const range *g, const place *p)
{
    for (int i = 0; i < g->equal; i++) {
        put(t, S(" AND "));
        put(t, s->keys[i].column);
        if (p->key[i].null)
            put(t, S(" IS NULL"));
        else
            put(t, S(" = ")), list_sql_bound(t, s, p->key[i]);
    }
    if (g->equal == s->nkeys) {
        if (!p->is) return;
        put(t, s->down ? S(" AND x.id < ") : S(" AND x.id > "));
        list_sql_bound(t, s, v(p->id));
        return;
    }
    const list_key *k = &s->keys[g->equal];
    if (g->nulls || k->nullable) {
        put(t, S(" AND "));
        put(t, k->column);
        put(t, g->nulls ? S(" IS NULL") : S(" IS NOT NULL"));
    }
    if (g->bounded) {
        put(t, S(" AND "));
        put(t, k->column);
        put(t, k->down ? S(" < ") : S(" > "));
        list_sql_bound(t, s, p->key[g->equal]);
    }
}

static int ranges_of(const list_sql *s, const place *p, range out[2 * KEYS + 2])
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

// The column's titles, if it has some; NULL, too, when titles_find brings them.
static const field *joined_title(const list *l, const bool *apart, int i)
{
    const field *f = l->columns[i];
    return f->kind == KIND_REF && !apart[i] ? entity_title(f->to) : NULL;
}

// Titles of the shown references come by joins, but for those that are kept; what is out of reach stays empty.
static void put_title_joins(list_sql *s, const bool *apart, text *columns)
{
    for (int i = 0; i < s->l->ncolumns; i++) {
        const field *f = s->l->columns[i], *title = joined_title(s->l, apart, i);
        if (!title) continue;
        fill(columns, S(", j$1.$2"), VALS(v(i), v(title->name)), 2);
        fill(&s->from, S(" LEFT JOIN {$1 j$2} ON j$2.id = x.$3"), VALS(v(f->to->name), v(i), v(f->name)), 3);
    }
}

static void read_keys(const list_sql *s, rows *r, int col, place *p, const void *rec)
{
    p->is = true;
    p->id = ((const record *)rec)->id;
    for (int i = 0; i < s->nkeys; i++)
        p->key[i] = db_null(r, col + i)           ? (val){.kind = s->keys[i].kind, .null = true}
                    : s->keys[i].kind == VAL_TEXT ? v(db_text(r, col + i))
                    : s->keys[i].kind == VAL_REAL ? v(db_real(r, col + i))
                                                  : v(db_int(r, col + i));
}

// ---- rows

enum { BATCH = 50 };

// What a row is read into: the members a list shows, or all of them.
typedef struct {
    const field *fields[128];
    int n;
    str sql; // of a batch of rows by their ids
    int ntitles;
    bool *apart;       // per column: its titles are not joined, but found apart
    const field *unit; // where the record lies, if a field says so
} shape;

static bool wants(const list *l, const field *f)
{
    for (int i = 0; i < l->ncolumns; i++) {
        const field *k = l->columns[i];
        if (k == f || (k->with && str_eq(str_of(k->with), str_of(f->name)))) return true;
    }
    return false;
}

static void put_shape(const list *l, shape *w, text *t)
{
    put(t, S("x.id, x.version, x.since"));
    const field *title = entity_title(l->e), *state = entity_state(l->e); // which says whether a passed date is late
    if (l->e->scope == SCOPE_UNIT) w->unit = field_find(l->e, S("unit"));
    if (entity_hidden_unit(l->e)) put(t, S(", x.unit"));
    for (int i = 0; i < l->e->nfields; i++) {
        const field *f = &l->e->fields[i];
        if (!l->whole && f != title && f != state && !wants(l, f)) continue;
        w->fields[w->n++] = f;
        for (int k = 0; k < field_columns(f); k++) put(t, S(", x.")), put_column(t, f, k);
    }
}

// Which columns' titles are found apart, and how many are joined.
static void shape_titles(ctx *c, const list *l, shape *w, bool in_two)
{
    w->apart = news(c->a, bool, l->ncolumns);
    for (int i = 0; i < l->ncolumns; i++) {
        const field *f = l->columns[i];
        w->apart[i] = in_two && f->kind == KIND_REF && titles_kept(c, f->to);
        w->ntitles += joined_title(l, w->apart, i) != NULL;
    }
}

static void *read_shape(ctx *c, const list *l, const shape *w, rows *r, int *col)
{
    record *rec = arena_take(c->a, l->e->size);
    *rec = (record){.id = db_int(r, 0), .version = db_int(r, 1), .since = {db_int(r, 2)}};
    *col = 3;
    if (entity_hidden_unit(l->e)) rec->unit = db_int(r, (*col)++);
    for (int i = 0; i < w->n; i++) *col = field_read(w->fields[i], rec, r, *col);
    if (w->unit) rec->unit = ((ref *)field_at(w->unit, rec))->id;
    return rec;
}

static void read_titles(const list *l, const shape *w, page *out, rows *r, int col)
{
    for (int i = 0; i < l->ncolumns; i++)
        if (joined_title(l, w->apart, i)) out->titles[out->n * l->ncolumns + i] = db_text(r, col++);
}

static void find_titles(ctx *c, const list *l, const shape *w, page *out)
{
    i64 *ids = news(c->a, i64, out->n);
    str *titles = news(c->a, str, out->n);
    for (int i = 0; i < l->ncolumns; i++) {
        if (!w->apart[i]) continue;
        for (int k = 0; k < out->n; k++) ids[k] = ((ref *)field_at(l->columns[i], out->recs[k]))->id;
        titles_find(c, l->columns[i]->to, ids, out->n, titles);
        for (int k = 0; k < out->n; k++) out->titles[k * l->ncolumns + i] = titles[k];
    }
}

// One range on both engines: everything of the rows in one statement.
static void read_range(list_sql *s, const shape *w, text *columns, str from, const range *g, const place *p, page *out,
                       place *last)
{
    const list *l = s->l;
    ctx *c = s->c;
    text t = {.a = c->a};
    put(&t, S("SELECT "));
    put(&t, text_str(columns));
    put(&t, from);
    put(&t, S(" WHERE 1 = 1"));
    put(&t, text_str(&s->where));
    put_range(s, &t, g, p);
    put_order(s, &t, g);
    put(&t, S(" LIMIT "));
    list_sql_bound(&t, s, v(l->limit + 1 - out->n));
    rows r = query_built(c, text_str(&t), s->vals, s->nvals);
    while (db_next(&r)) {
        int col;
        void *rec = read_shape(c, l, w, &r, &col);
        read_titles(l, w, out, &r, col);
        if (out->n == l->limit - 1) read_keys(s, &r, col + w->ntitles, last, rec);
        out->recs[out->n++] = rec;
    }
}

static rows rows_now(list_sql *s, str where, str order, str limit)
{
    text t = {.a = s->c->a};
    bool newest = s->down && list_sql_reads_all(s);
    if (newest) put(&t, S("SELECT * FROM ("));
    list_sql_keys(&t, s);
    fill(&t, S("$1 WHERE 1 = 1$2"), VALS(v(text_str(&s->from)), v(where)), 2);
    if (newest) {
        put(&t, S(" ORDER BY x.id DESC LIMIT -1)"));
        list_sql_page(&t, s, limit);
    } else
        fill(&t, S("$1 LIMIT $2"), VALS(v(order), v(limit)), 2);
    return query_built(s->c, text_str(&t), s->vals, s->nvals);
}

// ids of one range, with the keys of the last row of the page.
static int read_ids(list_sql *s, const range *g, const place *p, i64 *ids, int n, place *last)
{
    ctx *c = s->c;
    text where = {.a = c->a}, order = {.a = c->a}, limit = {.a = c->a};
    list_sql_bound(&limit, s, v(s->l->limit + 1 - n));
    put(&where, text_str(&s->where));
    put_range(s, &where, g, p);
    put_order(s, &order, g);
    rows r = (c->moment.us ? list_then_rows : rows_now)(s, text_str(&where), text_str(&order), text_str(&limit));
    while (db_next(&r)) {
        record rec = {.id = db_int(&r, 0)};
        if (n == s->l->limit - 1) read_keys(s, &r, 1, last, &rec);
        ids[n++] = rec.id;
    }
    return n;
}

// The rows of the ids, all of them in reach: a batch in one statement that always has the same text. They stand in the page in the order
// of the ids, which is the one they come in, too.
static void read_rows(ctx *c, const list *l, const shape *w, const i64 *ids, int n, page *out)
{
    for (int from = 0; from < n; from += BATCH) {
        val wanted[BATCH + 1] = {0};
        for (int k = 1; k <= BATCH; k++) wanted[k] = v(from + k <= n ? ids[from + k - 1] : 0);
        rows r = query_built(c, w->sql, wanted, BATCH);
        for (int col, at = 0; db_next(&r);) {
            void *rec = read_shape(c, l, w, &r, &col);
            do at = at == BATCH ? 1 : at + 1;
            while (wanted[at].i != ((record *)rec)->id);
            out->n = from + at - 1;
            out->recs[out->n] = rec;
            read_titles(l, w, out, &r, col);
        }
    }
    out->n = n;
    find_titles(c, l, w, out);
}

// What stands behind IN, SQLite puts into a tree; VALUES it takes one after the other, but then looks through all of the past.
static str rows_sql(ctx *c, str columns, str from)
{
    text t = {.a = c->a};
    fill(&t, S("SELECT $1 FROM "), VALS(v(columns)), 1);
    if (c->moment.us) {
        fill(&t, S("$1 WHERE x.id IN ("), VALS(v(from)), 1);
        query_places(&t, BATCH);
        put(&t, S(")"));
        return text_str(&t);
    }
    put(&t, S("(VALUES ($1)"));
    for (int i = 2; i <= BATCH; i++) put(&t, S(", ($")), put_int(&t, i), put_char(&t, ')');
    fill(&t, S(") AS w CROSS JOIN $1 WHERE x.id = w.column1"), VALS(v(from)), 1);
    return text_str(&t);
}

page list_page(ctx *c, const list *l)
{
    page out = {.recs = news(c->a, void *, l->limit + 1),
                .titles = news(c->a, str, (ptrdiff_t)(l->limit + 1) * (l->ncolumns + 1))};
    place p = {0}, last = {0};
    list_sql s = list_sql_of(c, l), titles = {.c = c, .l = l, .from = {.a = c->a}};
    shape w = {0};
    text columns = {.a = c->a};
    bool in_two = db_kind_of(c->db) == DB_SQLITE;
    put_shape(l, &w, &columns);
    fill(&titles.from, c->moment.us ? S("{$1 x}") : S("$1 AS x"), VALS(v(l->e->name)), 1);
    shape_titles(c, l, &w, in_two);
    put_title_joins(&titles, w.apart, &columns);
    if (!list_sql_drive(&s)) list_sql_orders(&s);
    if (!cursor_read(c, &s, &p)) return out;
    list_sql_filters(&s);
    if (in_two && c->moment.us) list_then_open(&s);
    range ranges[2 * KEYS + 2];
    int n = ranges_of(&s, &p, ranges), base = s.nvals, nids = 0;
    i64 *ids = news(c->a, i64, l->limit + 1);
    str from = {0};
    if (!in_two) {
        for (int i = 0; i < s.nkeys; i++) put(&columns, S(", ")), put(&columns, s.keys[i].column);
        put_title_joins(&s, w.apart, &(text){.a = c->a});
        from = text_str(&s.from);
    }
    for (int g = 0; g < n && out.n <= l->limit && nids <= l->limit; g++) {
        s.nvals = base;
        if (in_two)
            nids = read_ids(&s, &ranges[g], &p, ids, nids, &last);
        else
            read_range(&s, &w, &columns, from, &ranges[g], &p, &out, &last);
    }
    if (in_two) {
        w.sql = rows_sql(c, text_str(&columns), text_str(&titles.from));
        read_rows(c, l, &w, ids, nids < l->limit ? nids : l->limit, &out);
    }
    if (out.n > l->limit || nids > l->limit) {
        out.n = l->limit;
        out.next = cursor_write(c, &s, &last);
    }
    return out;
}

int list_ids(ctx *c, const list *l, i64 **ids, int most)
{
    list_sql s = list_sql_of(c, l);
    text t = {.a = c->a};
    int n = 0;
    list_sql_orders(&s);
    list_sql_filters(&s);
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
    list_sql_bound(&t, &s, v(most));
    *ids = news(c->a, i64, most + 1);
    rows r = query_built(c, text_str(&t), s.vals, s.nvals);
    while (db_next(&r)) (*ids)[n++] = db_int(&r, 0);
    return n;
}
