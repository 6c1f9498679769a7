// approval_rules.c: what must hold of every approval, for `isms check`.
// SPDX-License-Identifier: Apache-2.0
#include "hub/approval_rules.h"
#include "hub/about.h"
#include "hub/approval.h"

#include <string.h>

static int all_approvals(ctx *c, approval ***out)
{
    int n = 0;
    i64 most = db_one(query(c, "SELECT count(*) FROM {approval! x}"));
    approval **all = (approval **)news(c->a, approval *, most + 1);
    text t = {.a = c->a};
    put(&t, S("SELECT "));
    put(&t, record_columns(c, &approval_entity, S("x")));
    put(&t, S(" FROM {approval! x} ORDER BY x.id"));
    rows r = query_built(c, text_str(&t), VALS(), 0);
    while (db_next(&r))
        if (n < most) all[n++] = record_row(c, &approval_entity, &r, 0);
    *out = all;
    return n;
}

static bool rule_bound(ctx *c, approval_breach *found, void *to)
{
    approval **all;
    int n = all_approvals(c, &all);
    for (int i = 0; i < n; i++)
        if (!str_eq(all[i]->hash, hash_hex(c->a, hash_of(all[i]->frozen))))
            found(to, "approval", all[i]->rec.id, "broken",
                  format(c->a, "What it rests on is not what was approved of $1.", v(any_code(c->a, all[i]->about))));
    return true;
}

// Who wrote the record, as it stood when the act was given; 0 where nobody in particular wrote it.
static i64 author_then(const ctx *c, const approval *a)
{
    const entity *e = entity_find(a->about.entity);
    const field *f = e ? field_find(e, S("author")) : NULL;
    ctx then = *c;
    then.moment = a->given;
    const void *rec = f ? record_seek(&then, e, a->about.id) : NULL;
    return rec ? ((const ref *)field_at(f, rec))->id : 0;
}

// A.5.3. A treatment plan is the exception that 6.1.3 f asks for: the risk owner approves it, whoever wrote it.
static bool rule_separate(ctx *c, approval_breach *found, void *to)
{
    approval **all;
    int n = all_approvals(c, &all);
    for (int i = 0; i < n; i++) {
        const approval *a = all[i];
        str code = any_code(c->a, a->about);
        if (a->own_work) {
            found(to, "approval", a->rec.id, "early", format(c->a, "Own work on $1: $2", v(code), v(a->reason)));
        } else if (!str_eq(a->about.entity, S("treatment"))) {
            i64 author = author_then(c, a);
            if (author && (author == a->person.id || author == a->for_person.id))
                found(
                    to, "approval", a->rec.id, "broken",
                    format(c->a, "$1 wrote $2 and approved it.", v(record_title(c, &person_entity, author)), v(code)));
        }
    }
    return true;
}

bool approval_kept(ctx *c, const approval_bond *b, approval_breach *found, void *to)
{
    i64 n = 0, most = db_one(query_built(c, format(c->a, "SELECT count(*) FROM {$1! x}", v(b->e->name)), VALS(), 0));
    i64 *all = news(c->a, i64, most + 1);
    rows r = query_built(c, format(c->a, "SELECT x.id FROM {$1! x} WHERE x.state = $$1 ORDER BY x.id", v(b->e->name)),
                         VALS(v(b->state)), 1);
    while (db_next(&r))
        if (n < most) all[n++] = db_int(&r, 0);
    for (i64 i = 0; i < n; i++) {
        const void *rec = record_seek(c, b->e, all[i]);
        if (!rec) continue;
        const approval *given = approval_of(c, b->e, all[i], b->act);
        str differs = given ? approval_stale(c, given, b->lines(c, rec)) : S("Nobody's act is there.");
        if (differs.n) found(to, b->e->name, all[i], "broken", differs);
    }
    return true;
}

const rule approval_rules[] = {
    {5, "approval-bound", "Every approval is bound by its hash to the content it rests on.", NULL, rule_bound},
    {5, "approval-separate", "Who wrote something did not approve it, except as own work that says why.", NULL,
     rule_separate},
    {0}};
