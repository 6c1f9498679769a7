// asset_part.h: what the parts of the asset module know of each other.
// SPDX-License-Identifier: Apache-2.0
#ifndef PLAN_ASSET_ASSET_PART_H
#define PLAN_ASSET_ASSET_PART_H

#include "plan/asset.h"
#include "platform/web/detail_page.h"

// worth.c. The worth of a new asset, which nothing depends on yet: its own values.
void worth_begin(asset *x);
// Weighs an asset and, where its worth changed, all that it needs; its scopes follow where a rule looks at the worth.
bool worth_spread(ctx *c, i64 asset);

// boundary.c. Members are kept in step: of all scopes for one asset, or of one scope for all assets. Inside an operation.
bool boundary_settle_asset(ctx *c, i64 asset);
bool boundary_settle_scope(ctx *c, i64 scope);
bool boundary_rules_name(ctx *c, str word); // does any rule look at a field whose name contains it?
// The ids of the members as they were at that moment (0: now), whatever the reach of c, in order.
int boundary_members(ctx *c, i64 scope, moment at, i64 **ids);
bool boundary_count(ctx *c, i64 scope);                 // writes scope.members, entered, departed
void boundary_lines(ctx *c, frozen *f, const scope *s); // what an approval binds: text and boundaries
bool boundary_rule_approved(ctx *c, void (*found)(void *to, const char *entity, i64 id, const char *state, str what),
                            void *to);
bool boundary_rule_members(ctx *c, void (*found)(void *to, const char *entity, i64 id, const char *state, str what),
                           void *to);

extern const action scope_actions[]; // scope_act.c
extern const work scope_works[];
extern const part asset_parts[]; // scope_page.c, drawing.c

void drawing_write(request *q, const entity *e, const void *rec);
void scope_write(request *q, const entity *e, const void *rec);

bool asset_report(ctx *c, struct paper *p, str scope);
bool scope_report(ctx *c, struct paper *p, str scope);

#endif
