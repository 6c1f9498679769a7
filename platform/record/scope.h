// scope.h: the SQL of the rooms: {table} becomes the rows this person may see at this moment.
// SPDX-License-Identifier: Apache-2.0
//
// In query(c, …) and exec(c, …) a table is named {risk} or {risk r} (alias inside), only in FROM and JOIN. It expands
// to the rows c->person may see at c->moment, in one of the forms of c->reach: whole (no predicate), wide (EXISTS on
// reach), narrow (unit IN …), own (rows that name the person). `{risk!}` and `{risk! r}` have no scope: only for rules,
// jobs and derived columns. With c->moment set, {risk} is the union of present and past as it stood then. Values of the
// scope follow the literal's own. The expansion is made once per literal and form.
#ifndef RECORD_SCOPE_H
#define RECORD_SCOPE_H

#include "platform/db/db.h"
#include "platform/record/entity.h"

#define query(c, sql, ...) query_((c), S(sql), VALS(__VA_ARGS__), NVALS(__VA_ARGS__))
// The same, for small answers that each request asks for: a reader keeps them until the database changes (db_query_kept_).
#define query_kept(c, sql, ...) query_kept_((c), S(sql), VALS(__VA_ARGS__), NVALS(__VA_ARGS__))
// INSERT, UPDATE and DELETE on a module's own plain tables: they are named {x!}. Entities are written by record_save
// alone.
#define exec(c, sql, ...) exec_((c), S(sql), VALS(__VA_ARGS__), NVALS(__VA_ARGS__))

// For contributed tables and lists built from descriptors. `sql` must live as long as the program.
rows query_(ctx *c, str sql, const val *vals, int nvals);
rows query_kept_(ctx *c, str sql, const val *vals, int nvals);
// Text made for this query. The scope adds values of its own: who hands on an array for them makes it QUERY_ROOM long.
enum { QUERY_VALUES = 60, QUERY_ROOM = QUERY_VALUES + 5 };
void query_places(text *t, int n); // "$1, $2, … $n"
rows query_built(ctx *c, str sql, const val *vals, int nvals);
// " AND (…)" that holds for rows of `alias` in the person's reach, `unit` being the column that says where they lie, for FROM clauses
// built by hand; nothing when all are. Its values are appended to vals.
void scope_predicate(ctx *c, text *t, const entity *e, str alias, str unit, val *vals, int *nvals);
// That the column names a unit which a person reaches on a day; values number `person` and `today` say whom and when. For queries over
// very many rows (db.h: among).
void scope_in_reach(text *t, db_kind k, str column, int person, int today);
bool exec_(ctx *c, str sql, const val *vals, int nvals);

#endif
