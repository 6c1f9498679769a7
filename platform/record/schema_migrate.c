// schema_migrate.c: brings the tables of an earlier version up to date: adds, renames, fills in.
// SPDX-License-Identifier: Apache-2.0
//
// Three steps in one transaction: tables and columns are added or renamed; what the record layer derives (folded keys, the
// unit of what follows, the words of the search) is made anew; indexes are added, which may need the keys to be unique.
#include "platform/base/hash.h"
#include "platform/record/field.h"
#include "platform/record/record.h"
#include "platform/record/schema_part.h"
#include "platform/record/search.h"

#include <string.h>

static bool has_table(ctx *c, str name)
{
    rows r = db_kind_of(c->db) == DB_SQLITE
                 ? db_query(c->db, c->a, "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = $1", v(name))
                 : db_query(c->db, c->a,
                            "SELECT 1 FROM information_schema.tables WHERE table_schema = current_schema() AND "
                            "table_name = $1",
                            v(name));
    return db_one(r) == 1;
}

static bool has_column(ctx *c, str table, str column)
{
    rows r = db_kind_of(c->db) == DB_SQLITE
                 ? db_query(c->db, c->a, "SELECT 1 FROM pragma_table_info($1) WHERE name = $2", v(table), v(column))
                 : db_query(c->db, c->a,
                            "SELECT 1 FROM information_schema.columns WHERE table_schema = current_schema() AND "
                            "table_name = $1 AND column_name = $2",
                            v(table), v(column));
    return db_one(r) == 1;
}

// The columns of the member's earlier name have its endings: cost_currency.
static str earlier(arena *a, const field *f, int k)
{
    field old = *f;
    text t = {.a = a};
    old.name = f->was;
    put_column(&t, &old, k);
    return text_str(&t);
}

static void rename_column(text *t, str table, str from, str to)
{
    fill(t, S("ALTER TABLE $1 RENAME COLUMN $2 TO $3;\n"), VALS(v(table), v(from), v(to)), 3);
}

static void add_member(ctx *c, text *t, const entity *e, const field *f, str table, const dialect *d)
{
    str key = str_join(c->a, str_of(f->name), S("_key"));
    str old_key = f->was ? str_join(c->a, str_of(f->was), S("_key")) : (str){0};
    for (int k = 0; k < field_columns(f); k++) {
        text name = {.a = c->a};
        put_column(&name, f, k);
        if (has_column(c, table, text_str(&name))) continue;
        if (f->was && has_column(c, table, earlier(c->a, f, k))) {
            rename_column(t, table, earlier(c->a, f, k), text_str(&name));
            continue;
        }
        fill(t, S("ALTER TABLE $1 ADD COLUMN $2 "), VALS(v(table), v(text_str(&name))), 2);
        schema_type(t, f, k, d);
        put(t, S(";\n"));
    }
    if (!field_keyed(e, f) || has_column(c, table, key)) return;
    if (f->was && has_column(c, table, old_key))
        rename_column(t, table, old_key, key);
    else
        fill(t, S("ALTER TABLE $1 ADD COLUMN $2 $3 NOT NULL DEFAULT '';\n"), VALS(v(table), v(key), v(d->text)), 3);
}

static void add_unit(ctx *c, text *t, str table, const char *column, const dialect *d)
{
    if (has_column(c, table, str_of(column))) return;
    fill(t, S("ALTER TABLE $1 ADD COLUMN $2 $3 NOT NULL DEFAULT 1;\n"), VALS(v(table), v(column), v(d->integer)), 3);
}

static void add_columns(ctx *c, text *t, const entity *e, const dialect *d)
{
    str now = str_of(e->name), past = format(c->a, "$1_past", v(e->name));
    if (entity_hidden_unit(e)) add_unit(c, t, now, "unit", d), add_unit(c, t, past, "unit", d);
    if (entity_scoped(e)) add_unit(c, t, past, "unit_now", d);
    for (int i = 0; i < e->nfields; i++) {
        add_member(c, t, e, &e->fields[i], now, d);
        add_member(c, t, e, &e->fields[i], past, d);
    }
}

// What an index is called says little of what it holds in this version: all are made anew.
static void drop_indexes_on(ctx *c, text *t, str table)
{
    str prefix = format(c->a, "$1_by_", v(table));
    rows r =
        db_kind_of(c->db) == DB_SQLITE
            ? db_query(c->db, c->a, "SELECT name FROM sqlite_master WHERE type = 'index' AND tbl_name = $1", v(table))
            : db_query(c->db, c->a,
                       "SELECT indexname FROM pg_indexes WHERE schemaname = current_schema() AND tablename = $1",
                       v(table));
    while (db_next(&r))
        if (str_starts(db_view(&r, 0), prefix)) fill(t, S("DROP INDEX $1;\n"), VALS(v(db_view(&r, 0))), 1);
}

static void drop_indexes(ctx *c, text *t, const entity *e)
{
    drop_indexes_on(c, t, str_of(e->name));
    drop_indexes_on(c, t, format(c->a, "$1_past", v(e->name)));
}

// ---- what the record layer derives

static bool fill_keys(ctx *c, const entity *e, const field *f, const char *ending)
{
    typedef struct {
        i64 id, version;
        str key;
    } line;
    str table = format(c->a, "$1$2", v(e->name), v(ending));
    i64 n = 0, most = db_one(db_query_(c->db, c->a, format(c->a, "SELECT count(*) FROM $1", v(table)), VALS(), 0));
    line *lines = news(c->a, line, most + 1);
    rows r = db_query_(c->db, c->a, format(c->a, "SELECT x.id, x.version, x.$1 FROM $2 AS x", v(f->name), v(table)),
                       VALS(), 0);
    while (db_next(&r))
        if (n < most) lines[n++] = (line){db_int(&r, 0), db_int(&r, 1), text_fold(c->a, db_view(&r, 2))};
    str change = format(c->a, "UPDATE $1 SET $2_key = $$1 WHERE id = $$2 AND version = $$3", v(table), v(f->name));
    for (i64 i = 0; i < n; i++)
        if (!db_exec_(c->db, change, VALS(v(lines[i].key), v(lines[i].id), v(lines[i].version)), 3)) return false;
    return true;
}

static bool fill_record(ctx *c, const entity *e, record *rec)
{
    i64 unit = rec->unit;
    if (entity_hidden_unit(e) && record_place(c, e, rec) != unit) {
        db_exec_(c->db, format(c->a, "UPDATE $1 SET unit = $$1 WHERE id = $$2", v(e->name)),
                 VALS(v(rec->unit), v(rec->id)), 2);
        db_exec_(c->db, format(c->a, "UPDATE $1_past SET unit_now = $$1 WHERE id = $$2", v(e->name)),
                 VALS(v(rec->unit), v(rec->id)), 2);
    }
    return search_put(c, e, rec) && !db_error(c->db).n;
}

static bool fill_entity(ctx *c, const entity *e)
{
    enum { BATCH = 500 };
    arena empty = *c->a;
    for (int i = 0; i < e->nfields; i++) {
        if (!field_keyed(e, &e->fields[i])) continue;
        if (!fill_keys(c, e, &e->fields[i], "") || !fill_keys(c, e, &e->fields[i], "_past")) return false;
        *c->a = empty;
    }
    for (i64 after = 0, n = BATCH; n == BATCH;) {
        void **recs = news(c->a, void *, BATCH);
        n = 0;
        rows r = db_query_(c->db, c->a,
                           format(c->a, "SELECT $1 FROM $2 AS x WHERE x.id > $$1 ORDER BY x.id LIMIT $$2",
                                  v(record_columns(c, e, S("x"))), v(e->name)),
                           VALS(v(after), v(BATCH)), 2);
        while (db_next(&r)) recs[n++] = record_row(c, e, &r, 0);
        for (i64 i = 0; i < n; i++)
            if (!fill_record(c, e, recs[i])) return false;
        if (n) after = ((record *)recs[n - 1])->id;
        *c->a = empty;
    }
    return true;
}

// ---- all of it

// "CREATE TABLE name (…": the name.
static str table_name(const char *ddl)
{
    str s = str_trim(str_from(str_trim(str_of(ddl)), (ptrdiff_t)strlen("CREATE TABLE")));
    ptrdiff_t n = 0;
    while (n < s.n && s.p[n] != ' ' && s.p[n] != '(') n++;
    return str_sub(s, 0, n);
}

bool schema_migrate(ctx *c)
{
    db_kind kind = db_kind_of(c->db);
    dialect d = dialect_of(kind);
    text tables = {.a = c->a}, indexes = {.a = c->a};
    const entity *old[256];
    int nold = 0;
    for
        each_module(m)
        {
            for (const entity *const *e = (*m)->entities; e && *e; e++) {
                if (!has_table(c, str_of((*e)->name))) {
                    schema_entity(&tables, *e, kind);
                    continue;
                }
                drop_indexes(c, &tables, *e);
                add_columns(c, &tables, *e, &d);
                schema_indexes(&indexes, *e);
                if (nold < countof(old)) old[nold++] = *e;
            }
            for (const table *p = (*m)->tables; p && p->ddl; p++)
                if (!has_table(c, table_name(p->ddl))) schema_plain(&tables, p->ddl, kind);
        }
    if (tables.n && !db_script(c->db, text_str(&tables))) return false;
    if (!search_migrate(c->db)) return false;
    for (int i = 0; i < nold; i++)
        if (!fill_entity(c, old[i])) return false;
    return db_script(c->db, text_str(&indexes)) &&
           db_exec(c->db, "UPDATE setting SET value = $1 WHERE name = 'schema'",
                   v(format(c->a, "$1", v(SCHEMA_SERIAL)))) &&
           db_exec(c->db, "UPDATE setting SET value = $1 WHERE name = 'descriptors'",
                   v(hash_hex(c->a, hash_of(schema_text(c->a, kind)))));
}
