// record.c: loading, checking, saving and ending records of any entity.
// SPDX-License-Identifier: Apache-2.0
#include "platform/record/record.h"
#include "platform/ledger/ledger.h"
#include "platform/record/field.h"
#include "platform/record/list.h"
#include "platform/record/parts.h"
#include "platform/record/record_part.h"
#include "platform/record/search.h"

#include <assert.h>
#include <string.h>

enum { COLUMNS = 96 };

void *record_new(ctx *c, const entity *e)
{
    return arena_take(c->a, e->size);
}

str record_code(arena *a, const entity *e, i64 id)
{
    if (!id) return (str){0};
    text t = {.a = a};
    put_z(&t, e->prefix);
    put_char(&t, '-');
    put_int(&t, id);
    return text_str(&t);
}

str any_code(arena *a, any x)
{
    const entity *e = x.id ? entity_find(x.entity) : NULL;
    return e ? record_code(a, e, x.id) : (str){0};
}

str record_columns(ctx *c, const entity *e, str alias)
{
    text t = {.a = c->a};
    fill(&t, S("$1.id, $1.version, $1.since"), VALS(v(alias)), 1);
    if (entity_hidden_unit(e)) fill(&t, S(", $1.unit"), VALS(v(alias)), 1);
    for (int i = 0; i < e->nfields; i++)
        for (int k = 0; k < field_columns(&e->fields[i]); k++) {
            put(&t, S(", "));
            put(&t, alias);
            put_char(&t, '.');
            put_column(&t, &e->fields[i], k);
        }
    return text_str(&t);
}

int record_ncolumns(const entity *e)
{
    int n = 3 + entity_hidden_unit(e);
    for (int i = 0; i < e->nfields; i++) n += field_columns(&e->fields[i]);
    return n;
}

static i64 *unit_member(const entity *e, void *rec)
{
    const field *f = e->scope == SCOPE_UNIT ? field_find(e, S("unit")) : NULL;
    return f ? &((ref *)field_at(f, rec))->id : NULL;
}

void *record_row(ctx *c, const entity *e, rows *r, int col)
{
    record *rec = arena_take(c->a, e->size);
    *rec = (record){.id = db_int(r, col), .version = db_int(r, col + 1), .since = {db_int(r, col + 2)}};
    col += 3;
    if (entity_hidden_unit(e)) rec->unit = db_int(r, col++);
    for (int i = 0; i < e->nfields; i++) col = field_read(&e->fields[i], rec, r, col);
    if (e->scope == SCOPE_UNIT) rec->unit = *unit_member(e, rec);
    return rec;
}

void *record_seek(ctx *c, const entity *e, i64 id)
{
    text t = {.a = c->a};
    put(&t, S("SELECT "));
    put(&t, record_columns(c, e, S("x")));
    put(&t, S(" FROM {"));
    put_z(&t, e->name);
    put(&t, S(" x} WHERE x.id = $1"));
    rows r = query_built(c, text_str(&t), VALS(v(id)), 1);
    void *rec = NULL;
    while (db_next(&r)) rec = record_row(c, e, &r, 0);
    return rec;
}

void *record_load(ctx *c, const entity *e, i64 id)
{
    void *rec = record_seek(c, e, id);
    if (!rec)
        fail_as(c, NO_RECORD, NULL, "There is no $1 $2, or it is out of your reach.", v(e->label),
                v(record_code(c->a, e, id)));
    return rec;
}

void *record_load_code(ctx *c, const entity *e, str code)
{
    i64 id = 0;
    if (entity_of_code(code, &id) == e) return record_load(c, e, id);
    fail_as(c, NO_RECORD, NULL, "There is no $1 $2, or it is out of your reach.", v(e->label), v(code));
    return NULL;
}

bool record_visible(ctx *c, const entity *e, i64 id)
{
    rows r = query_built(c, format(c->a, "SELECT 1 FROM {$1 x} WHERE x.id = $$1", v(e->name)), VALS(v(id)), 1);
    return db_one(r) == 1;
}

str record_title(ctx *c, const entity *e, i64 id)
{
    const field *f = entity_title(e);
    str title = record_code(c->a, e, id);
    if (!f) return title;
    rows r = query_built(c, format(c->a, "SELECT x.$1 FROM {$2 x} WHERE x.id = $$1", v(f->name), v(e->name)),
                         VALS(v(id)), 1);
    while (db_next(&r)) title = db_text(&r, 0);
    return title;
}

static bool check_field(ctx *c, const entity *e, const field *f, void *rec)
{
    void *m = field_at(f, rec);
    if (f->kind == KIND_TEXT && ((str *)m)->n && !str_utf8(*(str *)m))
        return fail(c, f->name, "$1 holds bytes that are no text (UTF-8).", v(f->label));
    if (f->kind == KIND_TEXT && ((str *)m)->n > field_max(f))
        return fail(c, f->name, "$1 is $2 bytes long; $3 at most.", v(f->label), v((i64)((str *)m)->n),
                    v(field_max(f)));
    if (f->kind == KIND_INTEGER && (f->min || f->max) && (*(i64 *)m < f->min || *(i64 *)m > f->max)) {
        if (!(f->flags & REQUIRED) && *(i64 *)m == 0) return true;
        return fail(c, f->name, "$1 must be between $2 and $3.", v(f->label), v(f->min), v(f->max));
    }
    if (f->kind == KIND_NUMBER && (f->min || f->max) && ((number *)m)->is &&
        (((number *)m)->x < (double)f->min || ((number *)m)->x > (double)f->max))
        return fail(c, f->name, "$1 must be between $2 and $3.", v(f->label), v(f->min), v(f->max));
    if ((f->flags & REQUIRED) && field_empty(f, rec)) return fail(c, f->name, "$1 is missing.", v(f->label));
    if ((f->flags & UNIQUE) && ((str *)m)->n) {
        rows r = query_built(
            c, format(c->a, "SELECT 1 FROM {$1! x} WHERE x.$2_key = $$1 AND x.id <> $$2", v(e->name), v(f->name)),
            VALS(v(text_fold(c->a, *(str *)m)), v(((record *)rec)->id)), 2);
        if (db_one(r))
            return fail(c, f->name, "$1 \"$2\" is taken by another $3.", v(f->label), v(*(str *)m), v(e->label));
    }
    return true;
}

// A reference written must be visible to its writer: an id taken on trust is how one unit reads another's records.
static bool check_reference(ctx *c, const field *f, const void *rec, const void *before)
{
    const void *m = field_at(f, rec);
    if ((f->kind != KIND_REF && f->kind != KIND_ANY) || (f->flags & (READONLY | DERIVED)) || field_empty(f, rec) ||
        (before && field_equal(f, rec, before)))
        return true;
    const entity *to = f->kind == KIND_REF ? f->to : entity_find(((const any *)m)->entity);
    i64 id = f->kind == KIND_REF ? ((const ref *)m)->id : ((const any *)m)->id;
    if (to && record_visible(c, to, id)) return true;
    return fail(c, f->name, "$1: there is no $2.", v(f->label), v(to ? record_code(c->a, to, id) : S("such record")));
}

bool record_check_members(ctx *c, const entity *e, void *rec, const void *before)
{
    bool ok = true;
    for (int i = 0; i < e->nfields; i++) {
        const field *f = &e->fields[i];
        if (f->flags & (READONLY | DERIVED)) continue;
        ok = check_field(c, e, f, rec) && check_reference(c, f, rec, before) && ok;
    }
    return ok;
}

static bool check_all(ctx *c, const entity *e, void *rec, const void *before)
{
    return record_check_members(c, e, rec, before) && (!e->check || e->check(c, rec, before));
}

bool record_check(ctx *c, const entity *e, void *rec)
{
    const record *r = rec; // the input of an action does not begin with one
    return check_all(c, e, rec, e->prefix && r->version ? record_seek(c, e, r->id) : NULL);
}

// The unit of a record that follows another: of its parent or its person. What follows a record that everyone sees lies in
// unit 0, which all who see registers reach; what follows nothing lies in the root.
static void follow_unit(ctx *c, const entity *e, record *rec)
{
    const field *f = field_find(e, str_of(e->within));
    const void *m = field_at(f, rec);
    const entity *to = f->kind == KIND_ANY ? entity_find(((const any *)m)->entity) : f->to;
    i64 id = f->kind == KIND_ANY ? ((const any *)m)->id : ((const ref *)m)->id;
    rec->unit = rec->version && to && id ? rec->unit : 1; // kept where the parent has ended meanwhile
    if (!to || !id) return;
    if (to->scope == SCOPE_EVERYONE && !field_find(to, S("unit"))) {
        rec->unit = 0;
        return;
    }
    rows r = query_built(c, format(c->a, "SELECT x.unit FROM {$1! x} WHERE x.id = $$1", v(to->name)), VALS(v(id)), 1);
    while (db_next(&r)) rec->unit = db_null(&r, 0) ? 1 : db_int(&r, 0);
}

i64 record_place(ctx *c, const entity *e, void *rec)
{
    record *r = rec;
    if (entity_hidden_unit(e)) follow_unit(c, e, r);
    if (e->scope == SCOPE_UNIT) r->unit = *unit_member(e, rec);
    return r->unit;
}

// Values of all columns after id, in the order of put_names.
static int take_values(ctx *c, const entity *e, const void *rec, val *vals)
{
    const record *r = rec;
    int n = 0;
    vals[++n] = v(r->version);
    vals[++n] = v(c->now);
    if (entity_hidden_unit(e)) vals[++n] = v(r->unit);
    for (int i = 0; i < e->nfields; i++) {
        const field *f = &e->fields[i];
        for (int k = 0; k < field_columns(f); k++) vals[++n] = field_column(f, rec, k);
        if (!field_keyed(e, f)) continue;
        vals[n + 1] = v(text_fold(c->a, vals[n].s));
        n++;
    }
    assert(n < COLUMNS);
    return n;
}

static void put_names(text *t, const entity *e, const char *after)
{
    int n = 0;
    const char *fixed[] = {"version", "since", "unit"};
    for (int i = 0; i < 2 + entity_hidden_unit(e); i++) {
        if (n++) put(t, S(", "));
        put_z(t, fixed[i]);
        if (*after) fill(t, S(" = $$$1"), VALS(v(n)), 1);
    }
    for (int i = 0; i < e->nfields; i++) {
        const field *f = &e->fields[i];
        for (int k = 0; k < field_columns(f) + field_keyed(e, f); k++) {
            put(t, S(", "));
            n++;
            if (k < field_columns(f))
                put_column(t, f, k);
            else
                put_z(t, f->name), put(t, S("_key"));
            if (*after) fill(t, S(" = $$$1"), VALS(v(n)), 1);
        }
    }
}

str record_insert_sql(arena *a, const entity *e)
{
    text t = {.a = a};
    int n = 1 + entity_hidden_unit(e) + 1;
    fill(&t, S("INSERT INTO $1 ("), VALS(v(e->name)), 1);
    put_names(&t, e, "");
    put(&t, S(") VALUES ("));
    for (int i = 0; i < e->nfields; i++) n += field_columns(&e->fields[i]) + field_keyed(e, &e->fields[i]);
    query_places(&t, n);
    put_char(&t, ')');
    return text_str(&t);
}

i64 record_insert(ctx *c, const entity *e, const void *rec, str sql)
{
    val vals[COLUMNS];
    int n = take_values(c, e, rec, vals);
    return db_insert_(c->db, c->a, sql, "id", vals, n);
}

// The members of a row of the past; of a secret only that it is empty there.
static void put_past_names(text *t, const entity *e, bool values)
{
    for (int i = 0; i < e->nfields; i++) {
        const field *f = &e->fields[i];
        for (int k = 0; k < field_columns(f); k++) {
            put(t, S(", "));
            if (values && f->kind == KIND_SECRET)
                put(t, S("''"));
            else
                put_column(t, f, k);
        }
        if (field_keyed(e, f)) put(t, S(", ")), put_z(t, f->name), put(t, S("_key"));
    }
}

// The stored image moves to the past: secrets do not.
static bool keep_past(ctx *c, const entity *e, const record *old)
{
    text t = {.a = c->a};
    fill(&t, S("INSERT INTO $1_past (id, version, since, past_until"), VALS(v(e->name)), 1);
    if (entity_scoped(e)) put(&t, S(", unit_now"));
    if (entity_hidden_unit(e)) put(&t, S(", unit"));
    put_past_names(&t, e, false);
    put(&t, S(") SELECT id, version, since, $2"));
    if (entity_scoped(e)) put(&t, S(", unit"));
    if (entity_hidden_unit(e)) put(&t, S(", unit"));
    put_past_names(&t, e, true);
    fill(&t, S(" FROM $1 WHERE id = $$1"), VALS(v(e->name)), 1);
    return db_exec_(c->db, text_str(&t), VALS(v(old->id), v(c->now)), 2);
}

static bool update_row(ctx *c, const entity *e, const void *rec)
{
    val vals[COLUMNS];
    const record *r = rec;
    int n = take_values(c, e, rec, vals);
    text t = {.a = c->a};
    fill(&t, S("UPDATE $1 SET "), VALS(v(e->name)), 1);
    put_names(&t, e, "=");
    vals[n + 1] = v(r->id);
    fill(&t, S(" WHERE id = $$$1"), VALS(v(n + 1)), 1);
    return db_exec_(c->db, text_str(&t), vals, n + 1);
}

// Where what follows a record lies: its unit, or for a record that everyone sees its member `unit`, if it has one.
static i64 place_for_others(const entity *e, const void *rec)
{
    const field *f = entity_scoped(e) ? NULL : field_find(e, S("unit"));
    return f ? ((const ref *)field_at(f, rec))->id : ((const record *)rec)->unit;
}

// Is it theirs, or of somebody they stand in for?
static bool stands_for(const ctx *c, const entity *e, const void *rec)
{
    i64 whose = ((const ref *)field_at(field_find(e, str_of(e->within)), rec))->id;
    bool found = whose && whose == c->person;
    for (int i = 0; i < c->nstands_for && !found; i++) found = c->stands_for[i] == whose;
    return found;
}

void record_note(ctx *c, const entity *e, const void *rec, const char *verb, bool ended)
{
    const record *r = rec;
    text image = {.a = c->a}, name = {.a = c->a};
    record_image(c, &image, e, rec);
    if (strchr(verb, '.'))
        put_z(&name, verb);
    else
        fill(&name, S("$1.$2"), VALS(v(e->name), v(verb)), 2);
    ledger_append(c, &(entry){.verb = text_str(&name),
                              .entity = str_of(e->name),
                              .id = r->id,
                              .version = r->version,
                              .result = S("done"),
                              .image = text_str(&image),
                              .ended = ended});
    list_changed(c, e);
}

// What is derived from a record: by its own module, then by those that follow it.
bool record_tell(ctx *c, const entity *e, const void *rec, const void *before)
{
    if (e->saved && !e->saved(c, rec, before)) return false;
    for
        each_module(m) for (const follow *f = (*m)->follows; f && f->on; f++)
        {
            if (f->on == e && !f->saved(c, rec, before)) return false;
        }
    return !db_error(c->db).n;
}

bool record_save_as(ctx *c, const entity *e, void *rec, const char *verb)
{
    record *r = rec;
    assert(c->writing && !c->moment.us && "a record is saved inside an operation, in the present");
    record *old = r->version ? record_seek(c, e, r->id) : NULL;
    if (r->version && !old)
        return fail_as(c, NO_RECORD, NULL, "There is no $1 $2, or it is out of your reach.", v(e->label),
                       v(record_code(c->a, e, r->id)));
    if (old && old->version != r->version)
        return fail_as(c, NO_VERSION, NULL,
                       "$1 was changed by somebody else meanwhile: you hold version $2, it is now at $3.",
                       v(record_code(c->a, e, r->id)), v(r->version), v(old->version));
    if (!check_all(c, e, rec, old)) return false;
    record_place(c, e, rec);
    if (entity_scoped(e) && c->reach != REACH_WHOLE && c->reach != REACH_OWN && !record_reaches(c, r->unit) &&
        !(e->scope == SCOPE_PERSON && stands_for(c, e, rec)))
        return fail(c, e->scope == SCOPE_UNIT ? "unit" : NULL, "You do not reach that unit.");
    r->version++;
    r->since = c->now;
    if (old) {
        if (!keep_past(c, e, old) || !update_row(c, e, rec)) return false;
        if (place_for_others(e, old) != place_for_others(e, rec)) parts_move(c, e, r->id, place_for_others(e, rec));
    } else {
        r->id = record_insert(c, e, rec, record_insert_sql(c->a, e));
    }
    if (db_error(c->db).n) return false;
    if (!(old ? search_put : search_add)(c, e, rec)) return false;
    record_note(c, e, rec, verb, false);
    if (!old) c->made = e, c->made_id = r->id, c->made_at = db_changes(c->db);
    return record_tell(c, e, rec, old);
}

bool record_fresh(const ctx *c, const entity *e, i64 id)
{
    bool seen = !entity_scoped(e) || c->reach == REACH_WHOLE;
    return seen && c->writing && c->made == e && c->made_id == id && c->made_at == db_changes(c->db);
}

bool record_save(ctx *c, const entity *e, void *rec)
{
    return record_save_as(c, e, rec, ((record *)rec)->version ? "set" : "add");
}

bool record_derive(ctx *c, const entity *e, i64 id, const char *name, val x)
{
    const field *f = field_find(e, str_of(name));
    assert(c->writing && f && (f->flags & DERIVED));
    // Nothing is written, or locked, where it is so already.
    return db_exec_(
        c->db,
        format(c->a, "UPDATE $1 SET $2 = $$1 WHERE id = $$2 AND $2 IS DISTINCT FROM $$1", v(e->name), v(f->name)),
        VALS(x, v(id)), 2);
}

// Of the person, and of those they stand in for.
bool record_reaches(ctx *c, i64 unit)
{
    rows r = db_query(c->db, c->a,
                      "SELECT 1 FROM reach AS x WHERE x.unit = $2 AND x.until >= $3 AND (x.person = $1 OR x.person IN "
                      "(SELECT d.id FROM person AS d WHERE d.deputy = $1 AND d.deputy_from <= $3 AND d.deputy_until >= "
                      "$3)) LIMIT 1",
                      v(c->person), v(unit), v(c->today));
    return db_one(r) == 1;
}

bool record_end(ctx *c, const entity *e, void *rec)
{
    record *r = rec;
    assert(c->writing && !c->moment.us);
    record *old = record_load(c, e, r->id);
    if (!old) return false;
    if (old->version != r->version)
        return fail_as(c, NO_VERSION, NULL,
                       "$1 was changed by somebody else meanwhile: you hold version $2, it is now at $3.",
                       v(record_code(c->a, e, r->id)), v(r->version), v(old->version));
    if (parts_hold(c, e, r->id) || !parts_end(c, e, r->id)) return false;
    if (!keep_past(c, e, old)) return false;
    db_exec_(c->db, format(c->a, "DELETE FROM $1 WHERE id = $$1", v(e->name)), VALS(v(r->id)), 1);
    search_drop(c, e, r->id);
    record_note(c, e, old, "end", true);
    return record_tell(c, e, NULL, old);
}
