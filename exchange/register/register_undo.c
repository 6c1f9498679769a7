// register_undo.c: an import taken back: what it added ends, what it changed is as before.
// SPDX-License-Identifier: Apache-2.0
#include "exchange/register/register_part.h"
#include "platform/record/field.h"
#include "platform/record/operate.h"

#include <string.h>

typedef struct {
    const entity *e;
    i64 id, before, after;
    str links_before, links_after;
} touched;

static touched *read_rows(ctx *c, i64 import_id, int *n)
{
    touched *out = NULL;
    int room = 0;
    *n = 0;
    rows r = query(c,
                   "SELECT x.entity, x.record, x.version_before, x.version_after, x.links_before, x.links_after FROM "
                   "{import_row! x} WHERE x.import = $1 ORDER BY x.n DESC",
                   v(import_id));
    while (db_next(&r)) {
        if (*n == room) {
            touched *more = news(c->a, touched, room = room ? room * 2 : 64);
            if (*n) memcpy(more, out, sizeof *out * (size_t)*n);
            out = more;
        }
        out[(*n)++] = (touched){
            entity_find(db_view(&r, 0)), db_int(&r, 1), db_int(&r, 2), db_int(&r, 3), db_text(&r, 4), db_text(&r, 5)};
    }
    return out;
}

static i64 *read_ids(arena *a, str s, int *n)
{
    i64 *ids = news(a, i64, s.n / 2 + 2);
    *n = 0;
    for (str rest = s; rest.n;)
        if (str_int(str_cut(&rest, ','), &ids[*n])) ++*n;
    return ids;
}

static bool links_are(ctx *c, const touched *x)
{
    for (str rest = x->links_after; rest.n;) {
        str ids = str_cut(&rest, ';'), name = str_cut(&ids, '=');
        const link_field *l = link_find(x->e, name);
        i64 *now;
        int n, nnow = l ? record_links(c, l, x->id, &now) : 0;
        const i64 *then = read_ids(c->a, ids, &n);
        if (n != nnow || (n && memcmp(then, now, sizeof *then * (size_t)n))) return false;
    }
    return true;
}

static bool put_links_back(ctx *c, const touched *x)
{
    for (str rest = x->links_before; rest.n;) {
        str ids = str_cut(&rest, ';'), name = str_cut(&ids, '=');
        const link_field *l = link_find(x->e, name);
        int n;
        const i64 *then = read_ids(c->a, ids, &n);
        if (l && !record_link(c, l, x->id, then, n)) return false;
    }
    return true;
}

static void *past_image(ctx *c, const touched *x, i64 version)
{
    void *rec = NULL;
    str sql = format(c->a, "SELECT $1 FROM $2_past AS x WHERE x.id = $$1 AND x.version = $$2",
                     v(record_columns(c, x->e, S("x"))), v(x->e->name));
    rows r = query_built(c, sql, VALS(v(x->id), v(version)), 2);
    while (db_next(&r)) rec = record_row(c, x->e, &r, 0);
    return rec;
}

// Is it as the import left it? Later changes that were taken back do not count.
static bool as_left(ctx *c, const touched *x)
{
    const record *now = x->e ? record_seek(c, x->e, x->id) : NULL;
    if (!now || !links_are(c, x)) return false;
    if (now->version == x->after) return true;
    const void *then = past_image(c, x, x->after);
    for (int i = 0; then && i < x->e->nfields; i++) {
        const field *f = &x->e->fields[i];
        if (f->kind != KIND_SECRET && !(f->flags & DERIVED) && !field_equal(f, now, then)) return false;
    }
    return then != NULL;
}

// Every record that somebody has touched since, all named at once.
static bool untouched(ctx *c, const touched *x, int n)
{
    text names = {.a = c->a};
    int since = 0;
    for (int i = 0; i < n; i++) {
        arena before = *c->a;
        bool left = as_left(c, &x[i]);
        *c->a = before;
        if (left) continue;
        if (since++ >= 20) continue;
        if (names.n) put(&names, S(", "));
        put(&names, x[i].e ? record_code(c->a, x[i].e, x[i].id) : S("a record of a kind that is no more"));
    }
    if (!since) return true;
    return fail(c, NULL, "It cannot be undone: $1$2 changed since.", v(text_str(&names)),
                v(since > 20 ? format(c->a, " and $1 more", v(since - 20)) : S("")));
}

static bool put_back(ctx *c, const touched *x)
{
    record *now = record_load(c, x->e, x->id);
    if (!now) return false;
    if (!x->before) return record_end(c, x->e, now);
    if (x->before != x->after) {
        const void *then = past_image(c, x, x->before);
        if (!then) return fail(c, NULL, "The former image of $1 was erased.", v(record_code(c->a, x->e, x->id)));
        for (int i = 0; i < x->e->nfields; i++) {
            const field *f = &x->e->fields[i];
            if (f->kind != KIND_SECRET && !(f->flags & DERIVED)) field_copy(f, now, then);
        }
        return record_save(c, x->e, now);
    }
    return true;
}

static bool undo(ctx *c, void *rec, const void *in)
{
    import *m = rec;
    int n;
    (void)in;
    if (m->undone) return fail(c, NULL, "It was undone already.");
    touched *x = read_rows(c, m->rec.id, &n);
    if (!untouched(c, x, n)) return false;
    str reason = c->reason;
    c->reason = format(c->a, "$1 undone$2$3", v(record_code(c->a, &import_entity, m->rec.id)), v(reason.n ? ": " : ""),
                       v(reason));
    for (int i = 0; i < 2 * n; i++) { // all links first: what ends must not be in use
        arena before = *c->a;
        if (!(i < n ? put_links_back(c, &x[i]) : put_back(c, &x[i - n]))) return false;
        *c->a = before;
    }
    c->reason = reason;
    m->undone = true;
    return record_save_as(c, &import_entity, m, "undo");
}

static bool can_undo(ctx *c, const void *rec)
{
    (void)c;
    return !((const import *)rec)->undone;
}

static const field import_fields[] = {
    FIELD(import, noun, "Register", .flags = READONLY | LISTED | SORTED, .max = 60),
    FIELD(import, file, "File", .flags = READONLY | LISTED | SEARCHED, .max = 250),
    FIELD(import, person, "By", .flags = READONLY | LISTED, .to = &person_entity),
    FIELD(import, added, "Added", .flags = READONLY | LISTED),
    FIELD(import, changed, "Changed", .flags = READONLY | LISTED),
    FIELD(import, unchanged, "As it was", .flags = READONLY | LISTED),
    FIELD(import, undone, "Undone", .flags = READONLY | LISTED),
    FIELD(import, hash, "SHA-256 of the file", .flags = READONLY, .max = 64),
};
enum { IMPORTS = ADMINISTRATOR | MANAGER | OWNER };
const entity import_entity = {
    ENTITY(import, "IM", "Import", "Imports", IMPORTS | AUDITOR | OWN, IMPORTS, ADMINISTRATOR, ADMINISTRATOR),
    .icon = "upload",
    .scope = SCOPE_PERSON,
    .within = "person",
    .owner = "person",
    .title = "file",
    .help =
        "Bring in a register as CSV or XLSX: the difference is shown before anything is written, and can be undone."};

static const action import_actions[] = {
    ACTION(import_entity, "undo", "Undo this import", ADMINISTRATOR | MANAGER | OWN, .run = undo, .offered = can_undo,
           .help = "What it added ends, what it changed is put back. Refused where somebody has touched one since."),
    {0},
};

static const table import_tables[] = {
    {"CREATE TABLE import_row (import {int} NOT NULL, n {int} NOT NULL, entity {text} NOT NULL, record {int} NOT NULL, "
     "version_before {int} NOT NULL, version_after {int} NOT NULL, links_before {text} NOT NULL, links_after {text} "
     "NOT NULL, PRIMARY KEY (import, n)){end};\n"},
    {0},
};

const module register_module = {
    .name = "register",
    .room = ROOM_ADMIN,
    .entities = (const entity *const[]){&import_entity, NULL},
    .actions = import_actions,
    .tables = import_tables,
    .routes = register_routes,
};
