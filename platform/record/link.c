// link.c: many-to-many: a list of codes over an entity of two references.
// SPDX-License-Identifier: Apache-2.0
#include "platform/base/ids.h"
#include "platform/record/field.h"
#include "platform/record/operate.h"

#include <string.h>

static const field *end_of(const link_field *l, const char *name)
{
    return field_find(l->through, str_of(name));
}

int record_links(ctx *c, const link_field *l, i64 from, i64 **to)
{
    ids found = {.a = c->a};
    rows r = query_built(c,
                         format(c->a, "SELECT x.$1 FROM {$2 x} WHERE x.$3 = $$1 ORDER BY x.$1", v(l->to),
                                v(l->through->name), v(l->from)),
                         VALS(v(from)), 1);
    while (db_next(&r)) ids_add(&found, db_int(&r, 0));
    *to = found.p;
    return found.n;
}

static bool has(const i64 *ids, int n, i64 id)
{
    for (int i = 0; i < n; i++)
        if (ids[i] == id) return true;
    return false;
}

static i64 link_id(ctx *c, const link_field *l, i64 from, i64 to)
{
    return db_one(query_built(c,
                              format(c->a, "SELECT x.id FROM {$1 x} WHERE x.$2 = $$1 AND x.$3 = $$2",
                                     v(l->through->name), v(l->from), v(l->to)),
                              VALS(v(from), v(to)), 2));
}

bool record_link(ctx *c, const link_field *l, i64 from, const i64 *to, int n)
{
    i64 *now;
    int nnow = record_links(c, l, from, &now);
    for (int i = 0; i < nnow; i++) {
        if (has(to, n, now[i])) continue;
        void *old = record_load(c, l->through, link_id(c, l, from, now[i]));
        if (!old || !record_end(c, l->through, old)) return false;
    }
    for (int i = 0; i < n; i++) {
        if (has(now, nnow, to[i]) || has(to, i, to[i])) continue;
        void *rec = record_new(c, l->through);
        ((ref *)field_at(end_of(l, l->from), rec))->id = from;
        ((ref *)field_at(end_of(l, l->to), rec))->id = to[i];
        if (!record_save(c, l->through, rec)) return false;
    }
    return true;
}

int record_read_links(ctx *c, const entity *e, field_source *source, void *from, link_input *out, int most)
{
    int n = 0;
    for (const link_field *l = e->links; l && l->name && n < most; l++) {
        str value;
        if ((l->flags & READONLY) || !source(from, l->name, &value)) continue;
        field f = *end_of(l, l->to);
        f.name = l->name, f.label = l->label;
        void *scratch = record_new(c, l->through);
        i64 *ids = news(c->a, i64, value.n / 2 + 2);
        int nids = 0;
        for (str rest = value; rest.p;) {
            str part = str_trim(str_cut(&rest, ';'));
            if (!part.n) continue;
            if (!entity_of_code(part, &(i64){0}) && str_find(part, ',') > 0 &&
                entity_of_code(str_sub(part, 0, str_find(part, ',')), &(i64){0})) {
                for (str codes = part; codes.p;) { // AS-1,AS-2 as on the command line
                    if (field_parse(c, &f, scratch, str_trim(str_cut(&codes, ','))))
                        ids[nids++] = ((ref *)field_at(&f, scratch))->id;
                }
                continue;
            }
            if (field_parse(c, &f, scratch, part)) ids[nids++] = ((ref *)field_at(&f, scratch))->id;
        }
        out[n++] = (link_input){l, ids, nids};
    }
    return n;
}
