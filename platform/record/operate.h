// operate.h: the one way to change anything: permission, the writer's turn, the change, its entry.
// SPDX-License-Identifier: Apache-2.0
#ifndef RECORD_OPERATE_H
#define RECORD_OPERATE_H

#include "platform/record/record.h"

// Runs fn on the writer: begins, runs, ends; keeps what it wrote when it returns true, nothing otherwise. Retries where
// the database asks for it. A failure of the world (or exhausted memory) becomes NO_WORLD or NO_ROOM in c. c->db is the
// reader again after it.
bool operate_with(ctx *c, bool (*fn)(ctx *c, void *arg), void *arg);

// Does the person hold the permission at all (whatever the record)? A token's scope cuts it. `verb` is "risk.list".
bool permit(ctx *c, unsigned mask, const char *noun, const char *verb);

bool token_allows(const ctx *c, const char *noun, const char *verb); // true without a token

// An action on one record: permission (403, with a denial in the ledger), load on the writer, run. `version` 0: any.
bool operate(ctx *c, const action *act, i64 id, i64 version, const void *in);
// Plain editing with the permissions add, set, end of the entity. Links may be NULL. rec is then as it
// was saved, with its id.
bool operate_add(ctx *c, const entity *e, void *rec, const link_input *links, int nlinks);
// `change` (may be NULL, for links alone) alters the freshly loaded record; the version must still be `version` (0: any). When neither a member nor a link
// came out different, nothing is written.
bool operate_set(ctx *c, const entity *e, i64 id, i64 version, bool (*change)(ctx *c, void *rec, void *arg), void *arg,
                 const link_input *links, int nlinks);
bool operate_end(ctx *c, const entity *e, i64 id, i64 version);

// For callers of operate_with that use the functions below: passes `ok` on, and leaves an entry in the ledger when a
// known person's well-formed request was refused by permission or rule. `verb` is "set". Outside the writer's turn.
bool operate_denied(ctx *c, bool ok, const entity *e, i64 id, const char *verb);

// For callers that already hold the turn (imports, demo steps, tests): the same checks without begin and end.
bool do_action(ctx *c, const action *act, i64 id, i64 version, const void *in);
bool do_add(ctx *c, const entity *e, void *rec, const link_input *links, int nlinks);
bool do_set(ctx *c, const entity *e, i64 id, i64 version, bool (*change)(ctx *c, void *rec, void *arg), void *arg,
            const link_input *links, int nlinks);
bool do_end(ctx *c, const entity *e, i64 id, i64 version);

#endif
