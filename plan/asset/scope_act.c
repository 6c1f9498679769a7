// scope_act.c: the approval of a scope with its members, the next version of it, and who waits for what.
// SPDX-License-Identifier: Apache-2.0
#include "plan/asset/asset_part.h"
#include "platform/ledger/ledger.h"

static bool is_draft(ctx *c, const void *rec)
{
    (void)c;
    return ((const scope *)rec)->state == SCOPE_DRAFT;
}

static bool is_approved(ctx *c, const void *rec)
{
    return !is_draft(c, rec);
}

static bool has_moved(ctx *c, const void *rec)
{
    const scope *s = rec;
    return is_approved(c, rec) && (s->entered || s->departed);
}

// The members as an approval names them: how many, and the hash of their codes.
static void freeze_members(ctx *c, frozen *f, const i64 *ids, int n)
{
    text codes = {.a = c->a};
    for (int i = 0; i < n; i++) fill(&codes, S("$1\n"), VALS(v(record_code(c->a, &asset_entity, ids[i]))), 1);
    frozen_add(f, "members", v(n));
    frozen_add(f, "members.sha256", v(hash_hex(c->a, hash_of(text_str(&codes)))));
}

static bool approve(ctx *c, void *rec, const void *in)
{
    scope *s = rec;
    i64 *ids;
    (void)in;
    if (s->state == SCOPE_APPROVED) return fail(c, NULL, "This scope is approved already.");
    int n = boundary_members(c, s->rec.id, (moment){0}, &ids);
    i64 rules =
        db_one(query(c, "SELECT count(*) FROM {boundary! b} WHERE b.scope = $1 AND b.kind = 'rule'", v(s->rec.id)));
    if (rules && !n)
        return fail(
            c, NULL,
            "No asset is inside $1 yet: enter the assets first, so that it is approved with its members in view.",
            v(s->name));
    frozen f = {.a = c->a};
    boundary_lines(c, &f, s);
    freeze_members(c, &f, ids, n);
    if (!approval_give(c, (any){S("scope"), s->rec.id}, "approve", frozen_text(&f), s->author.id, false, MANAGEMENT,
                       c->reason, (date){0}))
        return false;
    s->state = SCOPE_APPROVED;
    s->approved_at = s->noted_at = c->now;
    s->checkpoint = ledger_checkpoint_text(c);
    return record_save_as(c, &scope_entity, s, "approve") && boundary_count(c, s->rec.id);
}

static bool revise(ctx *c, void *rec, const void *in)
{
    scope *s = rec;
    (void)in;
    if (s->state != SCOPE_APPROVED) return fail(c, NULL, "This scope is a draft already: change it as it is.");
    s->state = SCOPE_DRAFT;
    s->number++;
    return record_save_as(c, &scope_entity, s, "revise");
}

static bool note_members(ctx *c, void *rec, const void *in)
{
    scope *s = rec;
    (void)in;
    if (!has_moved(c, s)) return fail(c, NULL, "Nothing has entered or left $1 since it was looked at.", v(s->name));
    s->noted_at = c->now;
    return record_save_as(c, &scope_entity, s, "note") && boundary_count(c, s->rec.id);
}

const action scope_actions[] = {
    ACTION(scope_entity, "approve", "Approve", MANAGEMENT, .run = approve, .offered = is_draft, .primary = true,
           .help = "The approved text can then no longer change. The members you see are named in the approval."),
    ACTION(scope_entity, "note", "Note the changed members", MANAGER | MANAGEMENT, .run = note_members,
           .offered = has_moved, .primary = true,
           .help =
               "You have looked at what entered and left; the approved text stands. Where it no longer fits, open a "
               "new version instead."),
    ACTION(scope_entity, "revise", "Open a new version", MANAGER, .run = revise, .offered = is_approved,
           .help = "The approved version stands until the new one is approved."),
    {0}};

const work scope_works[] = {
    {"Look at what entered or left the scope",
     "SELECT 'scope', s.id, s.name, NULL, 'note' FROM {scope s} JOIN {role g} ON g.person = $1 AND g.role = 'manager' "
     "WHERE $2 > 0 AND s.state = 'approved' AND s.entered + s.departed > 0"},
    {"Approve the scope",
     "SELECT 'scope', s.id, s.name, NULL, 'approve' FROM {scope s} JOIN {role g} ON g.person = $1 AND g.role = "
     "'management' WHERE $2 > 0 AND s.state = 'draft' AND s.members > 0"},
    {0}};
