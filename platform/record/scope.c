// scope.c: the SQL of the rooms: {table} becomes the rows this person may see at this moment.
// SPDX-License-Identifier: Apache-2.0
#include "platform/record/scope.h"
#include "platform/record/field.h"

#include <assert.h>
#include <pthread.h>
#include <string.h>

// Values of a scope, in the order they follow the literal's own.
enum { SCOPE_PERSON_ID = 1, SCOPE_TODAY = 2, SCOPE_MOMENT = 4 };

typedef struct {
    text *t;
    int given;   // values of the literal itself
    int used[3]; // $ number of person, today, moment; 0: not used yet
    int nused;
    bool list; // of many rows: the units in reach are gathered once, and no index on them is taken
} expansion;

static int value_number(expansion *x, int which)
{
    int slot = which == SCOPE_PERSON_ID ? 0 : which == SCOPE_TODAY ? 1 : 2;
    if (!x->used[slot]) x->used[slot] = x->given + ++x->nused;
    return x->used[slot];
}

static void put_value(expansion *x, int which)
{
    put_char(x->t, '$');
    put_int(x->t, value_number(x, which));
}

// The person, and those they stand in for these days.
static void put_person(expansion *x, const ctx *c)
{
    if (!c->nstands_for) {
        put(x->t, S(" = "));
        put_value(x, SCOPE_PERSON_ID);
        return;
    }
    put(x->t, S(" IN (SELECT d.id FROM person AS d WHERE d.id = "));
    put_value(x, SCOPE_PERSON_ID);
    put(x->t, S(" OR (d.deputy = "));
    put_value(x, SCOPE_PERSON_ID);
    put(x->t, S(" AND d.deputy_from <= "));
    put_value(x, SCOPE_TODAY);
    put(x->t, S(" AND d.deputy_until >= "));
    put_value(x, SCOPE_TODAY);
    put(x->t, S("))"));
}

// Rows that name the person: any reference to a person, or the entity's own rows about them.
static void put_own(expansion *x, const ctx *c, const entity *e, str alias)
{
    bool first = true;
    put(x->t, S("("));
    if (strcmp(e->name, "person") == 0) {
        put(x->t, alias);
        put(x->t, S(".id"));
        put_person(x, c);
        first = false;
    }
    for (int i = 0; i < e->nfields; i++) {
        const field *f = &e->fields[i];
        if (f->kind != KIND_REF || strcmp(f->to->name, "person") != 0) continue;
        if (!first) put(x->t, S(" OR "));
        first = false;
        put(x->t, alias);
        put_char(x->t, '.');
        put_z(x->t, f->name);
        put_person(x, c);
    }
    if (first) put(x->t, S("1 = 0"));
    put(x->t, S(")"));
}

static bool is_whole(const ctx *c, const entity *e)
{
    return e->scope == SCOPE_EVERYONE || c->reach == REACH_WHOLE;
}

// What belongs to a person is theirs wherever it lies.
static void put_belongs(expansion *x, const ctx *c, const entity *e, str alias)
{
    if (e->scope != SCOPE_PERSON) return;
    put(x->t, alias);
    put_char(x->t, '.');
    put_z(x->t, e->within);
    put_person(x, c);
    put(x->t, S(" OR "));
}

static void put_reach(expansion *x, const ctx *c)
{
    put(x->t, S("reach.person"));
    put_person(x, c);
    put(x->t, S(" AND reach.until >= "));
    put_value(x, SCOPE_TODAY);
    put(x->t, S(")"));
}

void scope_in_reach(text *t, db_kind k, str column, int person, int today)
{
    if (k == DB_SQLITE)
        fill(t, S("among($1, 'SELECT unit FROM reach WHERE person = $$1 AND until >= $$2', $$$2, $$$3)"),
             VALS(v(column), v(person), v(today)), 3);
    else
        fill(t, S("$1 IN (SELECT unit FROM reach WHERE person = $$$2 AND until >= $$$3)"),
             VALS(v(column), v(person), v(today)), 3);
}

static void put_predicate(expansion *x, const ctx *c, const entity *e, str alias, str unit)
{
    if (c->reach == REACH_NONE) {
        put(x->t, S("1 = 0"));
        return;
    }
    if (c->reach == REACH_OWN) {
        put_own(x, c, e, alias);
        return;
    }
    put(x->t, S("("));
    put_belongs(x, c, e, alias);
    if (c->reach == REACH_WIDE && x->list && !c->nstands_for) {
        int person = value_number(x, SCOPE_PERSON_ID), today = value_number(x, SCOPE_TODAY);
        scope_in_reach(x->t, db_kind_of(c->db), format(x->t->a, "$1.$2", v(alias), v(unit)), person, today);
        put_char(x->t, ')');
        return;
    }
    if (c->reach == REACH_WIDE && !x->list) {
        put(x->t, S("EXISTS (SELECT 1 FROM reach WHERE reach.unit = "));
        put(x->t, alias);
        put_char(x->t, '.');
        put(x->t, unit);
        put(x->t, S(" AND "));
    } else {
        if (c->reach == REACH_WIDE) put_char(x->t, '+');
        put(x->t, alias);
        put_char(x->t, '.');
        put(x->t, unit);
        put(x->t, S(" IN (SELECT reach.unit FROM reach WHERE "));
    }
    put_reach(x, c);
    put(x->t, S(")"));
}

static void put_past_columns(text *t, const entity *e)
{
    put(t, S("id, version, since"));
    if (entity_hidden_unit(e)) put(t, S(", unit"));
    for (int i = 0; i < e->nfields; i++)
        for (int k = 0; k < field_columns(&e->fields[i]); k++) {
            put(t, S(", "));
            put_column(t, &e->fields[i], k);
        }
    for (int i = 0; i < e->nfields; i++)
        if (field_keyed(e, &e->fields[i])) put(t, S(", ")), put_z(t, e->fields[i].name), put(t, S("_key"));
}

// The union of present and past as it stood at c->moment; the scope looks at the record's present (or last) unit.
static void put_then(expansion *x, const ctx *c, const entity *e, bool scoped)
{
    for (int past = 0; past < 2; past++) {
        put(x->t, past ? S(" UNION ALL SELECT ") : S("(SELECT "));
        put_past_columns(x->t, e);
        put(x->t, S(" FROM "));
        put_z(x->t, e->name);
        if (past) put(x->t, S("_past"));
        put(x->t, S(" WHERE since <= "));
        put_value(x, SCOPE_MOMENT);
        if (past) {
            put(x->t, S(" AND past_until > "));
            put_value(x, SCOPE_MOMENT);
        }
        if (scoped && !is_whole(c, e)) {
            put(x->t, S(" AND "));
            put_predicate(x, c, e, past ? str_join(x->t->a, str_of(e->name), S("_past")) : str_of(e->name),
                          past ? S("unit_now") : S("unit"));
        }
    }
    put(x->t, S(")"));
}

static void put_table(expansion *x, const ctx *c, str inside)
{
    str name = str_cut(&inside, ' '), alias = str_trim(inside);
    bool scoped = !str_ends(name, S("!"));
    if (!scoped) name.n--;
    const entity *e = entity_find(name);
    if (!alias.n) alias = name;
    if (e && c->moment.us) {
        put_then(x, c, e, scoped);
    } else if (e && scoped && !is_whole(c, e)) {
        put(x->t, S("(SELECT * FROM "));
        put(x->t, name);
        put(x->t, S(" WHERE "));
        put_predicate(x, c, e, name, S("unit"));
        put(x->t, S(")"));
    } else {
        assert((e || !scoped) && "a plain table is named {x!}");
        put(x->t, name);
        if (str_eq(alias, name)) return;
    }
    put(x->t, S(" AS "));
    put(x->t, alias);
}

static void expand(expansion *x, const ctx *c, str sql)
{
    bool quoted = false;
    ptrdiff_t from = 0;
    for (ptrdiff_t i = 0; i < sql.n; i++) {
        if (sql.p[i] == '\'') quoted = !quoted;
        if (sql.p[i] != '{' || quoted) continue;
        put(x->t, str_sub(sql, from, i - from));
        str rest = str_from(sql, i + 1);
        str inside = str_cut(&rest, '}');
        assert(rest.p && "a brace is closed");
        put_table(x, c, inside);
        i += inside.n + 1;
        from = i + 1;
    }
    put(x->t, str_from(sql, from));
}

static int add_values(const ctx *c, const int used[3], val *vals, int nvals)
{
    const val all[3] = {v(c->person), v(c->today), v(c->moment)};
    int most = nvals;
    for (int i = 0; i < 3; i++) {
        if (!used[i]) continue;
        assert(used[i] < QUERY_ROOM);
        vals[used[i]] = all[i];
        if (used[i] > most) most = used[i];
    }
    return most;
}

// One expansion per literal, form and number of values, kept for the life of the program. Readers take no lock: an
// entry is written before the slot that points to it.
typedef struct {
    const char *p;
    ptrdiff_t n;
    int form, given;
    str sql;
    int used[3];
} cached;

enum { SLOTS = 4096 };
static cached *slots[SLOTS];

static const cached *expand_cached(const ctx *c, str sql, int nvals)
{
    static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
    static arena forever;
    int form = (int)c->reach * 4 + (c->moment.us != 0) * 2 + (c->nstands_for > 0);
    uint64_t h = ((uintptr_t)sql.p * 31 + (uint64_t)sql.n) * 0x9E3779B97F4A7C15u + (uint64_t)form * 0xFF51AFD7u +
                 (uint64_t)nvals;
    h ^= h >> 29;
    for (unsigned i = 0; i < SLOTS; i++) {
        cached **slot = &slots[(h + i) % SLOTS];
        cached *e = __atomic_load_n(slot, __ATOMIC_ACQUIRE);
        if (e && e->p == sql.p && e->n == sql.n && e->form == form && e->given == nvals) return e;
        if (e) continue;
        pthread_mutex_lock(&lock);
        if (!forever.beg) forever = arena_make((ptrdiff_t)64 << 20);
        if (!__atomic_load_n(slot, __ATOMIC_ACQUIRE)) {
            text t = {.a = &forever};
            expansion x = {.t = &t, .given = nvals};
            expand(&x, c, sql);
            e = new (&forever, cached);
            *e = (cached){sql.p, sql.n, form, nvals, text_str(&t), {x.used[0], x.used[1], x.used[2]}};
            __atomic_store_n(slot, e, __ATOMIC_RELEASE);
        }
        pthread_mutex_unlock(&lock);
        i--; // look at this slot again: it may be ours or another's by now
    }
    assert(!"more literals than slots");
    return NULL;
}

typedef rows ask(db *d, arena *a, str sql, const val *vals, int nvals);

static rows asked(ctx *c, ask *fn, str sql, const val *vals, int nvals)
{
    val all[QUERY_ROOM];
    const cached *e = expand_cached(c, sql, nvals);
    memcpy(all, vals, sizeof(val) * (size_t)(nvals + 1));
    int n = add_values(c, e->used, all, nvals);
    return fn(c->db, c->a, e->sql, all, n);
}

rows query_(ctx *c, str sql, const val *vals, int nvals)
{
    return asked(c, db_query_, sql, vals, nvals);
}

rows query_kept_(ctx *c, str sql, const val *vals, int nvals)
{
    return asked(c, db_query_kept_, sql, vals, nvals);
}

void query_places(text *t, int n)
{
    for (int i = 1; i <= n; i++) {
        put(t, i == 1 ? S("$") : S(", $"));
        put_int(t, i);
    }
}

rows query_built(ctx *c, str sql, const val *vals, int nvals)
{
    val all[QUERY_ROOM];
    text t = {.a = c->a};
    expansion x = {.t = &t, .given = nvals};
    assert(nvals <= QUERY_VALUES);
    expand(&x, c, sql);
    memcpy(all, vals, sizeof(val) * (size_t)(nvals + 1));
    int n = add_values(c, x.used, all, nvals);
    return db_query_(c->db, c->a, text_str(&t), all, n);
}

bool exec_(ctx *c, str sql, const val *vals, int nvals)
{
    assert(c->writing && "a change is made inside an operation");
    rows r = query_(c, sql, vals, nvals);
    while (db_next(&r)) {
    }
    return !db_error(c->db).n;
}

void scope_predicate(ctx *c, text *t, const entity *e, str alias, str unit, val *vals, int *nvals)
{
    if (is_whole(c, e)) return;
    expansion x = {.t = t, .given = *nvals, .list = true};
    put(t, S(" AND "));
    put_predicate(&x, c, e, alias, unit);
    *nvals = add_values(c, x.used, vals, *nvals);
}
