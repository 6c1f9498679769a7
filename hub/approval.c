// approval.c: acts of approval and acceptance, bound to the exact content they rest on.
// SPDX-License-Identifier: Apache-2.0
#include "hub/approval.h"
#include "hub/about.h"
#include "hub/approval_page.h"
#include "hub/approval_rules.h"
#include "platform/people/reach.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

// ---- what is frozen

void frozen_add(frozen *f, const char *name, val x)
{
    enum { LINES = countof(((frozen *)0)->line) };
    text t = {.a = f->a};
    put_z(&t, name);
    put_char(&t, '=');
    put_plain(&t, x);
    for (ptrdiff_t i = 0; i < t.n; i++)
        if (t.p[i] == '\n' || t.p[i] == '\r') t.p[i] = ' ';
    if (f->n < LINES) {
        f->line[f->n++] = text_str(&t);
        return;
    }
    // There is no room to name them all: the last line binds the rest.
    f->line[LINES - 1] =
        format(f->a, "further lines=$1",
               v(hash_hex(f->a, hash_of(format(f->a, "$1\n$2", v(f->line[LINES - 1]), v(text_str(&t)))))));
}

static int by_bytes(const void *x, const void *y)
{
    return str_cmp(*(const str *)x, *(const str *)y);
}

str frozen_text(frozen *f)
{
    text t = {.a = f->a};
    qsort(f->line, (size_t)f->n, sizeof *f->line, by_bytes);
    for (int i = 0; i < f->n; i++) {
        if (i) put_char(&t, '\n');
        put(&t, f->line[i]);
    }
    return text_str(&t);
}

// The values of one name, which stand together; *rest moves behind them.
static str cut_name(str *rest, str *name, arena *a)
{
    text values = {.a = a};
    str line = str_cut(rest, '\n');
    *name = str_cut(&line, '=');
    put(&values, line);
    while (rest->p) {
        str after = *rest;
        line = str_cut(&after, '\n');
        if (!str_eq(str_cut(&line, '='), *name)) break;
        put(&values, S(", "));
        put(&values, line);
        *rest = after;
    }
    return text_str(&values);
}

typedef struct {
    str rest, name, values;
    bool is;
} reading_lines;

static void next_name(reading_lines *r, arena *a)
{
    r->is = r->rest.n > 0;
    if (r->is) r->values = cut_name(&r->rest, &r->name, a);
}

str approval_stale(ctx *c, const approval *given, str frozen_now)
{
    text t = {.a = c->a};
    reading_lines was = {.rest = given->frozen}, now = {.rest = frozen_now};
    next_name(&was, c->a), next_name(&now, c->a);
    while (was.is || now.is) {
        int order = !was.is ? 1 : !now.is ? -1 : str_cmp(was.name, now.name);
        if (order || !str_eq(was.values, now.values)) {
            if (t.n) put(&t, S("; "));
            fill(&t, S("$1: was $2, now $3"),
                 VALS(v(order > 0 ? now.name : was.name), v(order > 0 || !was.values.n ? S("nothing") : was.values),
                      v(order < 0 || !now.values.n ? S("nothing") : now.values)),
                 3);
        }
        if (order <= 0) next_name(&was, c->a);
        if (order >= 0) next_name(&now, c->a);
    }
    return text_str(&t);
}

// ---- the record

static const field approval_fields[] = {
    FIELD(approval, about, "About", .flags = READONLY | LISTED),
    FIELD(approval, act, "Act", .flags = READONLY | LISTED, .max = 40),
    FIELD(approval, person, "Given by", .flags = READONLY | LISTED, .to = &person_entity),
    FIELD(approval, for_person, "For", .flags = READONLY | LISTED, .to = &person_entity,
          .help = "Whose authority it was, when a deputy acted."),
    FIELD(approval, given, "Given", .flags = READONLY | LISTED | SORTED),
    FIELD(approval, until, "Until", .flags = READONLY | LISTED | DUE),
    FIELD(approval, reason, "Reason", .flags = READONLY | LONG),
    FIELD(approval, own_work, "Own work", .flags = READONLY,
          .help = "Given by who wrote it, as the small separation of duties allows (A.5.3)."),
    FIELD(approval, frozen, "Rests on", .flags = READONLY | LONG, .max = 400000),
    FIELD(approval, hash, "SHA-256", .flags = READONLY, .max = 64),
};

static bool approval_check(ctx *c, void *rec, const void *before)
{
    const approval *a = rec;
    if (before) return fail(c, NULL, "An approval never changes: withdraw it, and give it anew.");
    if (!a->about.id || !str_eq(a->hash, hash_hex(c->a, hash_of(a->frozen))))
        return fail(c, NULL, "An approval is given on the page of the record it is about.");
    return true;
}

const entity approval_entity = {ENTITY(approval, "AP", "Approval", "Approvals", SEE_REGISTER, NOBODY, NOBODY, NOBODY),
                                .icon = "circle-check",
                                .scope = SCOPE_WITHIN,
                                .within = "about",
                                .owner = "person",
                                .plain = true,
                                .help = "Approvals and acceptances are given on the page of the record they are about.",
                                .check = approval_check};

static approval *in_force(ctx *c, const entity *e, i64 id, const char *act)
{
    approval *found = NULL;
    text t = {.a = c->a};
    put(&t, S("SELECT "));
    put(&t, record_columns(c, &approval_entity, S("x")));
    put(&t, S(" FROM {approval! x} WHERE x.about_entity = $1 AND x.about_id = $2 AND x.act = $3 ORDER BY x.id DESC "
              "LIMIT 1"));
    rows r = query_built(c, text_str(&t), VALS(v(e->name), v(id), v(act)), 3);
    while (db_next(&r)) found = record_row(c, &approval_entity, &r, 0);
    return found;
}

const approval *approval_of(ctx *c, const entity *e, i64 id, const char *act)
{
    return in_force(c, e, id, act);
}

// ---- who may give it

static i64 owner_of(const entity *e, const void *rec)
{
    const field *f = e->owner ? field_find(e, str_of(e->owner)) : NULL;
    return f ? ((const ref *)field_at(f, rec))->id : 0;
}

static bool holds_itself(ctx *c, const entity *e, const void *rec, unsigned needed)
{
    if ((needed & OWN) && owner_of(e, rec) == c->person) return true;
    const record *r = rec;
    return (e->scope == SCOPE_EVERYONE ? c->roles : roles_at(c, r->unit)) & needed & ROLES;
}

// Whose authority it is when not their own: that of somebody whose deputy they are now.
static i64 authority(ctx *c, const entity *e, const void *rec, unsigned needed)
{
    if (holds_itself(c, e, rec, needed)) return 0;
    for (int i = 0; i < c->nstands_for; i++) {
        ctx other = *c;
        if (ctx_become(&other, c->stands_for[i]) && holds_itself(&other, e, rec, needed)) return c->stands_for[i];
    }
    return 0;
}

static bool others_hold_role(ctx *c, role_name role, i64 unit)
{
    const field *f = field_find(&role_entity, S("role"));
    return db_one(query(
               c,
               "SELECT count(*) FROM {role! x} JOIN {person p} ON p.id = x.person WHERE x.role = $1 AND x.person <> "
               "$2 "
               "AND p.account = 1 AND (p.ends IS NULL OR p.ends >= $3) AND (x.until IS NULL OR x.until >= $3) AND "
               "(x.unit = 1 OR EXISTS (SELECT 1 FROM {reach!} WHERE reach.person = x.person AND reach.unit = $4 AND "
               "reach.role = $5 AND reach.until >= $3))",
               v(f->choices[role].name), v(c->person), v(c->today), v(unit), v(role_bit(role)))) > 0;
}

// Does somebody else hold what the act asks for?
static bool others_hold(ctx *c, const entity *e, const void *rec, unsigned needed)
{
    i64 owner = owner_of(e, rec);
    if ((needed & OWN) && owner && owner != c->person && person_reaches(c, owner, ((const record *)rec)->unit))
        return true;
    for (role_name r = ROLE_ADMINISTRATOR; r <= ROLE_STAFF; r++)
        if ((needed & role_bit(r)) && others_hold_role(c, r, ((const record *)rec)->unit)) return true;
    return false;
}

// A.5.3: who wrote something does not approve it, except as the setting says.
static bool own_work_allowed(ctx *c, const entity *e, const void *rec, unsigned needed, str reason)
{
    if (organisation_get(c)->separation == SEPARATION_STRICT)
        return fail(c, NULL, "Who wrote $1 does not approve it: ask somebody else (separation of duties, A.5.3).",
                    v(record_code(c->a, e, ((const record *)rec)->id)));
    if (others_hold(c, e, rec, needed))
        return fail(c, NULL, "You wrote $1 and somebody else may approve it: ask them (separation of duties, A.5.3).",
                    v(record_code(c->a, e, ((const record *)rec)->id)));
    if (!str_trim(reason).n)
        return fail(c, "reason",
                    "You wrote $1 and nobody else may approve it: say why that is enough; it is marked as own work.",
                    v(record_code(c->a, e, ((const record *)rec)->id)));
    return true;
}

// ---- giving and withdrawing

// The record was loaded in the reach of who acts; its approvals follow it, also those that name somebody else.
static bool save_whole(ctx *c, approval *a, approval *old)
{
    reach held = c->reach;
    c->reach = REACH_WHOLE;
    bool ok = (!old || record_end(c, &approval_entity, old)) &&
              (!a || record_save_as(c, &approval_entity, a, "approval.give"));
    c->reach = held;
    return ok;
}

bool approval_give(ctx *c, any about, const char *act, str frozen_lines, i64 author, bool may_author,
                   unsigned needed_roles, str reason, date until)
{
    const entity *e = entity_find(about.entity);
    assert(c->writing && e);
    if (!c->person)
        return fail_as(c, NO_RIGHT, NULL, "Approving and accepting are acts of a person: say who does it (--as P-3).");
    const void *rec = record_load(c, e, about.id);
    if (!rec) return false;
    i64 whose = authority(c, e, rec, needed_roles);
    bool own = author && (author == c->person || author == whose) && !may_author;
    if (own && !own_work_allowed(c, e, rec, needed_roles, reason)) return false;
    if (!c->reason.n) c->reason = reason;
    approval a = {.about = about_of(e, about.id),
                  .act = str_of(act),
                  .person = {c->person},
                  .for_person = {whose},
                  .given = c->now,
                  .frozen = frozen_lines,
                  .hash = hash_hex(c->a, hash_of(frozen_lines)),
                  .reason = reason,
                  .until = until,
                  .own_work = own};
    return save_whole(c, &a, in_force(c, e, about.id, act));
}

bool approval_withdraw(ctx *c, any about, const char *act)
{
    const entity *e = entity_find(about.entity);
    assert(c->writing && e);
    if (!record_load(c, e, about.id)) return false;
    approval *old = in_force(c, e, about.id, act);
    if (!old) return fail(c, NULL, "$1 has no such act to withdraw.", v(any_code(c->a, about)));
    return save_whole(c, NULL, old);
}

const module approval_module = {
    .name = "approval",
    .room = ROOM_NONE,
    .entities = (const entity *const[]){&approval_entity, NULL},
    .parts = approval_parts,
    .rules = approval_rules,
};
