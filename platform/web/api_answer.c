// api_answer.c: records and their links as the API shows them.
// SPDX-License-Identifier: Apache-2.0
#include "platform/web/api.h"
#include "platform/record/field.h"

#include <assert.h>
#include <string.h>

enum { CHUNK = 32, LINKS = 16 };

typedef struct {
    i64 from, to;
} pair;

typedef struct {
    const link_field *link;
    const entity *to;
    pair *pairs; // ordered
    int n;
} linked;

// The links of up to CHUNK records in one query; its text is one for a single record, another for any number of them.
static linked load_links(ctx *c, const link_field *l, void *const *recs, int n)
{
    linked x = {.link = l, .to = field_find(l->through, str_of(l->to))->to};
    val vals[CHUNK + 1] = {{.kind = VAL_NIL}};
    int room = 0, asked = n == 1 ? 1 : CHUNK;
    text t = {.a = c->a};
    fill(&t, S("SELECT x.$1, x.$2 FROM {$3 x} WHERE x.$1 IN ("), VALS(v(l->from), v(l->to), v(l->through->name)), 3);
    query_places(&t, asked);
    for (int i = 1; i <= asked; i++) vals[i] = v(i <= n ? ((const record *)recs[i - 1])->id : 0);
    fill(&t, S(") ORDER BY x.$1, x.$2"), VALS(v(l->from), v(l->to)), 2);
    rows r = query_built(c, text_str(&t), vals, asked);
    while (db_next(&r)) {
        if (x.n == room) {
            pair *more = news(c->a, pair, room = room ? room * 2 : 64);
            if (x.n) memcpy(more, x.pairs, sizeof(pair) * (size_t)x.n);
            x.pairs = more;
        }
        x.pairs[x.n++] = (pair){db_int(&r, 0), db_int(&r, 1)};
    }
    return x;
}

static void put_links(ctx *c, text *t, const linked *x, i64 id)
{
    bool any = false;
    put(t, S(",\""));
    put_z(t, x->link->name);
    put(t, S("\":["));
    for (int i = 0; i < x->n; i++) {
        if (x->pairs[i].from != id) continue;
        put(t, any ? S(",\"") : S("\""));
        put(t, record_code(c->a, x->to, x->pairs[i].to));
        put_char(t, '"');
        any = true;
    }
    put_char(t, ']');
}

static void put_chunk(ctx *c, text *t, const entity *e, void *const *recs, int n)
{
    bool fresh = n == 1 && record_fresh(c, e, ((const record *)recs[0])->id);
    linked links[LINKS];
    int nlinks = 0;
    for (const link_field *l = e->links; l && l->name; l++) {
        assert(nlinks < LINKS);
        links[nlinks++] = fresh ? (linked){.link = l} : load_links(c, l, recs, n);
    }
    for (int i = 0; i < n; i++) {
        if (i) put_char(t, ',');
        record_json(c, t, e, recs[i]);
        t->n--; // goes on before the brace
        for (int k = 0; k < nlinks; k++) put_links(c, t, &links[k], ((const record *)recs[i])->id);
        put_char(t, '}');
    }
}

void api_put_records(ctx *c, text *t, const entity *e, void *const *recs, int n)
{
    for (int i = 0; i < n; i += CHUNK) {
        if (i) put_char(t, ',');
        put_chunk(c, t, e, recs + i, n - i < CHUNK ? n - i : CHUNK);
    }
}

void api_put_record(ctx *c, text *t, const entity *e, const void *rec)
{
    void *recs[] = {(void *)(intptr_t)rec};
    put_chunk(c, t, e, recs, 1);
}
