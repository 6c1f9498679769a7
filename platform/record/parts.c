// parts.c: what hangs on a record: moves with it, ends with it, or holds it.
// SPDX-License-Identifier: Apache-2.0
#include "platform/record/parts.h"
#include "platform/record/field.h"
#include "platform/record/search.h"

#include <string.h>

// How the rows of an entity that follow record $1 of e are found; empty when they follow another.
static str followers(ctx *c, const entity *child, const entity *e)
{
    const field *f = entity_hidden_unit(child) ? field_find(child, str_of(child->within)) : NULL;
    if (!f || (f->kind == KIND_REF && f->to != e)) return (str){0};
    if (f->kind == KIND_ANY) return format(c->a, "x.$1_entity = '$2' AND x.$1_id = $$1", v(f->name), v(e->name));
    return format(c->a, "x.$1 = $$1", v(f->name));
}

static int read_ids(ctx *c, const entity *e, str where, i64 id, i64 **out)
{
    str from = format(c->a, " FROM $1 AS x WHERE $2", v(e->name), v(where));
    i64 most = db_one(db_query_(c->db, c->a, str_join(c->a, S("SELECT count(*)"), from), VALS(v(id)), 1));
    int n = 0;
    *out = news(c->a, i64, most + 1);
    rows r = db_query_(c->db, c->a, format(c->a, "SELECT x.id$1 ORDER BY x.id", v(from)), VALS(v(id)), 1);
    while (db_next(&r))
        if (n < most) (*out)[n++] = db_int(&r, 0);
    return n;
}

// A record that moved to another unit takes along its past, all that follows it, and what the search knows of it.
void parts_move(ctx *c, const entity *e, i64 id, i64 unit)
{
    if (entity_scoped(e)) {
        db_exec_(c->db, format(c->a, "UPDATE $1_past SET unit_now = $$1 WHERE id = $$2", v(e->name)),
                 VALS(v(unit), v(id)), 2);
        search_move(c, e, id, unit);
    }
    for
        each_module(m) for (const entity *const *p = (*m)->entities; p && *p; p++)
        {
            str where = followers(c, *p, e);
            if (where.n) where = format(c->a, "$1 AND x.unit <> $2", v(where), v(unit));
            i64 *ids;
            int n = where.n ? read_ids(c, *p, where, id, &ids) : 0;
            for (int i = 0; i < n; i++) {
                db_exec_(c->db, format(c->a, "UPDATE $1 SET unit = $$1 WHERE id = $$2", v((*p)->name)),
                         VALS(v(unit), v(ids[i])), 2);
                parts_move(c, *p, ids[i], unit);
            }
        }
}

// A part ends with the record it follows: a plain entity WITHIN it.
static bool is_part(const entity *p, const field *f)
{
    return p->scope == SCOPE_WITHIN && p->plain && strcmp(p->within, f->name) == 0;
}

// What still points to a record, but for its parts. Names at most five.
bool parts_hold(ctx *c, const entity *e, i64 id)
{
    text names = {.a = c->a};
    int n = 0;
    for
        each_module(m) for (const entity *const *p = (*m)->entities; p && *p; p++) for (int i = 0; i < (*p)->nfields;
                                                                                        i++)
        {
            const field *f = &(*p)->fields[i];
            bool points = f->kind == KIND_ANY || (f->kind == KIND_REF && f->to == e);
            if (!points || is_part(*p, f)) continue;
            str where = f->kind == KIND_REF
                            ? format(c->a, "x.$1 = $$1", v(f->name))
                            : format(c->a, "x.$1_entity = '$2' AND x.$1_id = $$1", v(f->name), v(e->name));
            rows r = query_built(
                c, format(c->a, "SELECT x.id FROM {$1! x} WHERE $2 ORDER BY x.id LIMIT 6", v((*p)->name), v(where)),
                VALS(v(id)), 1);
            while (db_next(&r)) {
                if (n++ > 4) continue;
                if (names.n) put(&names, S(", "));
                put(&names, record_code(c->a, *p, db_int(&r, 0)));
            }
        }
    if (n == 0) return false;
    return !fail(c, NULL, "$1 cannot end while it is used by $2$3.", v(record_code(c->a, e, id)), v(text_str(&names)),
                 v(n > 5 ? " and others" : ""));
}

// Whoever may end a record ends its parts, seen or not.
bool parts_end(ctx *c, const entity *e, i64 id)
{
    for
        each_module(m) for (const entity *const *p = (*m)->entities; p && *p; p++)
        {
            str where = (*p)->scope == SCOPE_WITHIN && (*p)->plain ? followers(c, *p, e) : (str){0};
            i64 *ids;
            int n = where.n ? read_ids(c, *p, where, id, &ids) : 0;
            for (int i = 0; i < n; i++) {
                reach seen = c->reach;
                c->reach = REACH_WHOLE;
                void *part = record_load(c, *p, ids[i]);
                bool ok = part && record_end(c, *p, part);
                c->reach = seen;
                if (!ok) return false;
            }
        }
    return true;
}
