// list_count.c: totals of a list, kept a second, and counts of its choices.
// SPDX-License-Identifier: Apache-2.0
#include "platform/base/hash.h"
#include "platform/base/time.h"
#include "platform/record/list_sql.h"

#include <pthread.h>
#include <string.h>

typedef struct {
    uint64_t key;
    i64 at, total;
    uint64_t generation;
} counted;

// Who wrote last, newest first: a total older than a write of theirs is counted anew for them. It is raised once the write
// can be seen: a count made before that belongs to the generation before.
enum { COUNTED = 1024, WRITERS = 8 };
typedef struct {
    const entity *e;
    uint64_t generation;
    i64 writers[WRITERS]; // of this generation, the one before, …
} change;
static pthread_mutex_t counted_lock = PTHREAD_MUTEX_INITIALIZER;
static counted counts[COUNTED];
static change changes[LIST_ENTITIES];

void list_changed(ctx *c, const entity *e)
{
    struct changed *x = c->changed;
    if (!x) return;
    for (int i = 0; i < x->n; i++)
        if (x->entities[i] == e) return;
    if (x->n < countof(x->entities)) x->entities[x->n++] = e;
}

static void raise_generation(const entity *e, i64 writer)
{
    for (int i = 0; i < LIST_ENTITIES; i++) {
        if (changes[i].e && changes[i].e != e) continue;
        change *x = &changes[i];
        memmove(x->writers + 1, x->writers, sizeof(i64) * (WRITERS - 1));
        x->e = e, x->writers[0] = writer, x->generation++;
        return;
    }
}

void list_settled(ctx *c, bool kept)
{
    if (kept && c->changed) {
        pthread_mutex_lock(&counted_lock);
        for (int i = 0; i < c->changed->n; i++) raise_generation(c->changed->entities[i], c->person);
        pthread_mutex_unlock(&counted_lock);
    }
    c->changed = NULL;
}

uint64_t list_generation(const entity *e)
{
    uint64_t generation = 0;
    pthread_mutex_lock(&counted_lock);
    for (int i = 0; i < LIST_ENTITIES && changes[i].e; i++)
        if (changes[i].e == e) generation = changes[i].generation;
    pthread_mutex_unlock(&counted_lock);
    return generation;
}

// Has this person (or the program) written since that generation? With counted_lock.
static bool wrote_since(const entity *e, uint64_t generation, i64 person, uint64_t *now)
{
    *now = 0;
    for (int i = 0; i < LIST_ENTITIES && changes[i].e; i++) {
        if (changes[i].e != e) continue;
        *now = changes[i].generation;
        if (*now - generation > WRITERS) return true;
        for (uint64_t k = 0; k < *now - generation; k++)
            if (changes[i].writers[k] == person) return true;
    }
    return false;
}

static uint64_t total_key(ctx *c, str text_sql, const list_sql *s)
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
    list_sql s = list_sql_of(c, l);
    text t = {.a = c->a};
    list_sql_filters(&s);
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
    list_sql s = list_sql_of(c, &others);
    text t = {.a = c->a};
    list_sql_filters(&s);
    fill(&t, S("SELECT x.$1, count(*)"), VALS(v(f->name)), 1);
    put(&t, text_str(&s.from));
    put(&t, S(" WHERE 1 = 1"));
    put(&t, text_str(&s.where));
    // SQLite would walk along the field's own index, and look every row up for the filters: a scan reads them one after the other.
    bool scan = others.nfilters && list_sql_scans(&others) && db_kind_of(c->db) == DB_SQLITE;
    fill(&t, S(" GROUP BY $1x.$2"), VALS(v(scan ? "+" : ""), v(f->name)), 2);
    for (unsigned k = 0; f->choices[k].name; k++) chip[k] = 0;
    rows r = query_built(c, text_str(&t), s.vals, s.nvals);
    while (db_next(&r))
        for (unsigned k = 0; f->choices[k].name; k++)
            if (str_eq(db_view(&r, 0), str_of(f->choices[k].name))) chip[k] = db_int(&r, 1);
}
