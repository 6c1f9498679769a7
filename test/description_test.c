// description_test.c: what every description of an entity must be, now and to come: names, permissions, limits, tables.
// SPDX-License-Identifier: Apache-2.0
#include "platform/record/field.h"
#include "platform/record/schema.h"
#include "test/specimen.h"

#include <string.h>

TEST(no_column_is_a_reserved_word_of_either_database)
{
    static const char *const reserved[] = {
        "abort", "action", "add", "after", "all", "alter", "always", "analyse", "analyze", "and", "any", "array", "as",
        "asc", "asymmetric", "attach", "autoincrement", "before", "begin", "between", "both", "by", "cascade", "case",
        "cast", "check", "collate", "column", "commit", "conflict", "constraint", "create", "cross", "current_date",
        "current_role", "current_time", "current_timestamp", "current_user", "database", "default", "deferrable",
        "deferred", "delete", "desc", "detach", "distinct", "do", "drop", "each", "else", "end", "escape", "except",
        "exclusive", "exists", "explain", "fail", "false", "fetch", "for", "foreign", "from", "full", "generated",
        "glob", "grant", "group", "groups", "having", "if", "ignore", "immediate", "in", "index", "indexed",
        "initially", "inner", "insert", "instead", "intersect", "into", "is", "isnull", "join", "key", "lateral",
        "leading", "left", "like", "limit", "localtime", "localtimestamp", "match", "materialized", "natural", "no",
        "not", "nothing", "notnull", "null", "nulls", "of", "offset", "on", "only", "or", "order", "outer", "over",
        "partition", "placing", "plan", "pragma", "primary", "query", "raise", "range", "recursive", "references",
        "regexp", "reindex", "release", "rename", "replace", "restrict", "returning", "right", "rollback", "row",
        "rows", "savepoint", "select", "session_user", "set", "similar", "some", "symmetric", "table", "temp",
        "temporary", "then", "ties", "to", "trailing", "transaction", "trigger", "true", "unbounded", "union", "unique",
        "update", "user", "using", "vacuum", "values", "variadic", "verbose", "view", "virtual", "when", "where",
        "window", "with", "without",
        // columns of the store itself
        "id", "version", "since", "past_until", "unit_now", NULL};
    // Words that both databases take as the name of a column without quotes, though one of them lists them.
    static const char *const harmless[] = {"query", "action", "plan", "key", "view", "range", "end", NULL};
    for (const entity *e = NULL; (e = entity_next(e));) {
        if (str_in(str_of(e->name), reserved) && !str_in(str_of(e->name), harmless))
            check_str(format(test_arena, "$1 is a reserved word", v(e->name)), "");
        for (int i = 0; i < e->nfields; i++) {
            str name = str_of(e->fields[i].name);
            if (str_in(name, reserved) && !str_in(name, harmless))
                check_str(format(test_arena, "$1.$2 is a reserved word", v(e->name), v(name)), "");
        }
    }
}

static bool is_name(str s)
{
    for (ptrdiff_t i = 0; i < s.n; i++)
        if (!((s.p[i] >= 'a' && s.p[i] <= 'z') || s.p[i] == '_' || (i && s.p[i] >= '0' && s.p[i] <= '9'))) return false;
    return s.n > 0 && s.n <= 40;
}

TEST(names_and_prefixes_are_unique_and_plain)
{
    for (const entity *e = NULL; (e = entity_next(e));) {
        check(is_name(str_of(e->name)));
        check(entity_find(str_of(e->name)) == e);
        check(e->prefix[0] && strlen(e->prefix) <= 4);
        for (const entity *other = NULL; (other = entity_next(other));) {
            if (other == e) continue;
            if (strcmp(other->prefix, e->prefix) == 0)
                check_str(format(test_arena, "$1 and $2 share a prefix", v(e->name), v(other->name)), "");
            check(strcmp(other->name, e->name) != 0);
            // Tables, the tables of their past and their indexes share one space of names.
            check(!str_eq(str_of(other->name), format(test_arena, "$1_past", v(e->name))));
            check(!str_starts(str_of(other->name), format(test_arena, "$1_by_", v(e->name))));
        }
        i64 id = 0;
        check(entity_of_code(record_code(test_arena, e, 7), &id) == e && id == 7);
        for (int i = 0; i < e->nfields; i++) {
            check(is_name(str_of(e->fields[i].name)));
            check(field_find(e, str_of(e->fields[i].name)) == &e->fields[i]);
            check(!link_find(e, str_of(e->fields[i].name)));
        }
    }
}

TEST(every_entity_says_what_it_is_for_or_is_part_of_another)
{
    for (const entity *e = NULL; (e = entity_next(e));) {
        check(e->label && e->label[0] && e->plural && e->plural[0]);
        if (!e->plain && !specimen_only(e) && !(e->help && e->help[0]) && e != &role_entity)
            check_str(format(test_arena, "$1 has no help", v(e->name)), "");
    }
}

TEST(every_entity_and_action_asks_for_a_permission)
{
    enum { KNOWN = ROLES | OWN | SIGNED_IN | PUBLIC | NOBODY };
    for (const entity *e = NULL; (e = entity_next(e));) {
        const unsigned masks[] = {e->see, e->add, e->set, e->end};
        for (int i = 0; i < countof(masks); i++) check(masks[i] && !(masks[i] & ~(unsigned)KNOWN));
        check(!(e->add & PUBLIC) && !(e->set & PUBLIC) && !(e->end & PUBLIC));
        if ((e->set & OWN) || (e->end & OWN)) check(e->owner != NULL);
    }
    for
        each_module(m) for (const action *a = (*m)->actions; a && a->name; a++)
        {
            static const char *const verbs[] = {"list", "show", "add", "set", "end", "new", "edit", "bulk", NULL};
            check(a->permit && !(a->permit & ~(unsigned)KNOWN));
            check(a->on && a->run && a->label && a->label[0] && !str_in(str_of(a->name), verbs));
            check(action_find(a->on, str_of(a->name)) == a);
            if (a->permit & OWN) check(a->on->owner != NULL);
        }
}

static void check_member(const entity *e, const field *f)
{
    bool ok = f->label && f->label[0] && !(f->flags & DERIVED && f->flags & REQUIRED);
    ok = ok && (f->kind != KIND_CHOICE || (f->choices && f->choices[0].name));
    ok = ok && (f->kind != KIND_REF || f->to);
    ok = ok && (!(f->flags & (UNIQUE | SEARCHED | LONG)) || f->kind == KIND_TEXT);
    ok = ok && (!(f->flags & CHIPS) || f->kind == KIND_CHOICE);
    ok = ok && (!(f->flags & DUE) || f->kind == KIND_DATE);
    ok = ok && f->max >= f->min && (f->kind != KIND_TEXT || f->min == 0);
    ok = ok && f->offset >= (ptrdiff_t)sizeof(record) && f->offset < e->size;
    if (f->with) {
        const field *w = field_find(e, str_of(f->with));
        ok = ok && w && w->kind == KIND_INTEGER;
    }
    for (unsigned i = 0; f->choices && f->choices[i].name; i++) {
        ok = ok && f->choices[i].label && (i == 0 || f->choices[i].name[0]) && !strchr(f->choices[i].name, '\'');
        for (unsigned k = 0; k < i; k++) ok = ok && strcmp(f->choices[k].name, f->choices[i].name) != 0;
    }
    if (!ok) check_str(format(test_arena, "$1.$2 is described wrongly", v(e->name), v(f->name)), "");
}

TEST(every_description_is_whole)
{
    for (const entity *e = NULL; (e = entity_next(e));) {
        int columns = record_ncolumns(e);
        for (int i = 0; i < e->nfields; i++) {
            check_member(e, &e->fields[i]);
            columns += field_keyed(e, &e->fields[i]);
        }
        check(columns < 90); // record.c has room for 96
        const field *title = entity_title(e), *owner = e->owner ? field_find(e, str_of(e->owner)) : NULL;
        check(!e->title || (title && title->kind == KIND_TEXT && !(title->flags & LONG)));
        check(!e->owner || (owner && owner->kind == KIND_REF && owner->to == &person_entity));
        const field *unit = field_find(e, S("unit")), *within = e->within ? field_find(e, str_of(e->within)) : NULL;
        if (e->scope == SCOPE_UNIT) check(unit && unit->kind == KIND_REF && unit->to == &unit_entity);
        if (e->scope == SCOPE_UNIT) check((unit->flags & REQUIRED) || e->check);
        if (entity_hidden_unit(e)) check(within && !unit);
        if (e->scope == SCOPE_PERSON) check(within->kind == KIND_REF && within->to == &person_entity);
        if (e->scope == SCOPE_WITHIN) check(within->kind == KIND_ANY || within->kind == KIND_REF);
        if (!e->sort) continue;
        for (str rest = str_of(e->sort); rest.p;) {
            str name = str_cut(&rest, ',');
            if (str_starts(name, S("-"))) name = str_from(name, 1);
            check(str_eq(name, S("code")) || field_find(e, name));
        }
    }
}

TEST(every_table_and_index_has_a_name_of_its_own_that_both_databases_keep)
{
    static str names[4000];
    int n = 0;
    for (str rest = schema_text(test_arena, DB_POSTGRES); rest.n;) {
        str line = str_cut(&rest, '\n');
        if (!str_starts(line, S("CREATE "))) continue;
        ptrdiff_t at = str_search(line, S(" EXISTS ")), table = str_search(line, S(" TABLE ")),
                  on = str_search(line, S(" INDEX "));
        line = at >= 0 ? str_from(line, at + 8) : table >= 0 ? str_from(line, table + 7) : str_from(line, on + 7);
        str name = str_cut(&line, ' ');
        check(name.n > 0 && name.n <= 63 && n < countof(names)); // PostgreSQL cuts longer ones
        for (int i = 0; i < n; i++)
            if (str_eq(names[i], name)) check_str(name, "two tables or indexes of that name");
        names[n++] = name;
    }
    check(n > 100);
}

TEST(tables_refer_only_to_tables_made_before_them)
{
    for (const entity *e = NULL; (e = entity_next(e));)
        for (int i = 0; i < e->nfields; i++)
            if (e->fields[i].kind == KIND_REF && entity_number(e->fields[i].to) > entity_number(e))
                check_str(format(test_arena, "$1.$2 refers to the later $3", v(e->name), v(e->fields[i].name),
                                 v(e->fields[i].to->name)),
                          "");
}

TEST(every_link_runs_over_an_entity_of_two_references)
{
    for (const entity *e = NULL; (e = entity_next(e));)
        for (const link_field *l = e->links; l && l->name; l++) {
            const field *from = field_find(l->through, str_of(l->from)), *to = field_find(l->through, str_of(l->to));
            check(from && from->kind == KIND_REF && from->to == e);
            check(to && to->kind == KIND_REF);
            check(l->through->scope == SCOPE_WITHIN && strcmp(l->through->within, l->from) == 0 && l->through->plain);
        }
}
