// rules.c: the rules of the management system, and what does not keep them.
// SPDX-License-Identifier: Apache-2.0
#include "platform/record/rules.h"
#include "platform/ledger/ledger.h"
#include "platform/record/field.h"
#include "platform/record/rules_store.h"

#include <string.h>

static const rule store_rules[] = {
    {12, "ledger", "Every write has its entry in the ledger, and the ledger verifies.", NULL, rules_ledger},
    {0, "derived", "What is derived from other records is what would come out if it were made anew.", NULL,
     rules_derived},
};

const rule *rule_at(int i)
{
    if (i < countof(store_rules)) return &store_rules[i];
    i -= countof(store_rules);
    for
        each_module(m) for (const rule *r = (*m)->rules; r && r->name; r++) if (i-- == 0) return r;
    return NULL;
}

const rule *rule_find(str name)
{
    const rule *r;
    for (int i = 0; (r = rule_at(i)); i++)
        if (str_eq(name, str_of(r->name))) return r;
    return NULL;
}

typedef struct {
    ctx *c;
    const rule *rule;
    check_found *found;
    int n, room, of_rule;
} finding_list;

static void add(finding_list *l, const check_found *f)
{
    if (l->of_rule++ >= RULE_MOST) return;
    if (l->n == l->room) {
        check_found *more = news(l->c->a, check_found, l->room = l->room ? l->room * 2 : 32);
        if (l->n) memcpy(more, l->found, sizeof *more * (size_t)l->n);
        l->found = more;
    }
    l->found[l->n++] = *f;
}

static void add_found(void *to, const char *entity, i64 id, const char *state, str what)
{
    finding_list *l = to;
    const struct entity *e = entity ? entity_find(str_of(entity)) : NULL;
    add(l, &(check_found){.rule = l->rule,
                          .e = e,
                          .id = id,
                          .state = str_dup(l->c->a, str_of(state)),
                          .what = str_dup(l->c->a, what)});
}

static void run_sql(finding_list *l)
{
    ctx *c = l->c;
    rows r = query_(c, str_of(l->rule->sql), VALS(v(c->today)), 1);
    while (db_next(&r))
        add(l, &(check_found){.rule = l->rule,
                              .e = entity_find(db_view(&r, 0)),
                              .id = db_int(&r, 1),
                              .title = db_text(&r, 2),
                              .state = db_text(&r, 3),
                              .what = db_text(&r, 4)});
}

static bool run_rule(finding_list *l, const rule *r)
{
    l->rule = r, l->of_rule = 0;
    bool ok = true;
    int before = l->n;
    if (r->sql)
        run_sql(l);
    else
        ok = r->run(l->c, add_found, l);
    for (int i = before; i < l->n && !r->sql; i++) { // not while the rule reads its rows
        check_found *f = &l->found[i];
        if (f->e && f->id) f->title = record_title(l->c, f->e, f->id);
    }
    if (db_error(l->c->db).n)
        return fail_as(l->c, NO_WORLD, NULL, "The rule \"$1\" could not be looked at: the database failed.",
                       v(r->name));
    return ok;
}

bool rules_run_one(ctx *c, const rule *r, check_found **out, int *n)
{
    finding_list l = {.c = c};
    bool ok = run_rule(&l, r);
    *out = l.found, *n = l.n;
    return ok;
}

bool rules_run(ctx *c, check_found **out, int *n)
{
    finding_list l = {.c = c};
    const rule *r;
    bool ok = true;
    for (int i = 0; ok && (r = rule_at(i)); i++) ok = run_rule(&l, r);
    *out = l.found, *n = l.n;
    return ok;
}

bool rules_fail(const check_found *found, int n, bool late)
{
    for (int i = 0; i < n; i++)
        if (str_eq(found[i].state, S("broken")) || (late && str_eq(found[i].state, S("late")))) return true;
    return false;
}
