// history.c: the versions of a record, and who made them.
// SPDX-License-Identifier: Apache-2.0
#include "platform/record/field.h"

#include <string.h>

static void read_versions(ctx *c, const entity *e, i64 id, bool past, version *out, int *n, int most)
{
    int columns = record_ncolumns(e);
    text t = {.a = c->a};
    put(&t, S("SELECT "));
    put(&t, record_columns(c, e, S("x")));
    fill(&t, S(", $1 FROM $2$3 AS x WHERE x.id = $$1 ORDER BY x.version DESC LIMIT $$2"),
         VALS(v(past ? "x.past_until" : "0"), v(e->name), v(past ? "_past" : "")), 3);
    rows r = query_built(c, text_str(&t), VALS(v(id), v(most - *n)), 2);
    while (db_next(&r)) {
        version *w = &out[(*n)++];
        w->rec = record_row(c, e, &r, 0);
        w->since = ((record *)w->rec)->since;
        w->until = (moment){db_int(&r, columns)};
    }
}

int record_history(ctx *c, const entity *e, i64 id, version **out, int most)
{
    int n = 0;
    *out = news(c->a, version, most);
    if (!record_visible(c, e, id)) return 0;
    read_versions(c, e, id, false, *out, &n, most);
    read_versions(c, e, id, true, *out, &n, most);
    rows r = query(c,
                   "SELECT l.n, l.version, l.actor, l.verb, l.reason, coalesce(p.name, '') FROM {ledger! l} LEFT JOIN "
                   "{person! p} ON p.id = l.person "
                   " WHERE l.entity = $1 AND l.id = $2 AND l.result = 'done' AND l.ended = 0 AND l.image_hash IS NOT "
                   "NULL ORDER BY l.seq DESC LIMIT 2000",
                   v(e->name), v(id));
    while (db_next(&r)) {
        for (int i = 0; i < n; i++) {
            version *w = &(*out)[i];
            if (((record *)w->rec)->version != db_int(&r, 1) || w->verb.n) continue;
            w->entry = db_int(&r, 0);
            w->actor = db_text(&r, 2), w->verb = db_text(&r, 3), w->reason = db_text(&r, 4),
            w->actor_name = db_text(&r, 5);
        }
    }
    return n;
}
