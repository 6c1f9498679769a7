// authority.c: who may accept what: by whom an acceptance was given, held against the criteria it was given under.
// SPDX-License-Identifier: Apache-2.0
#include "plan/treatment/authority.h"
#include "platform/people/people.h"

enum { ACCEPTED = 4096 };

static bool is_management(ctx *c, i64 unit)
{
    if (roles_at(c, unit) & MANAGEMENT) return true;
    for (int i = 0; i < c->nstands_for; i++) {
        ctx absent = *c;
        if (ctx_become(&absent, c->stands_for[i]) && (roles_at(&absent, unit) & MANAGEMENT)) return true;
    }
    return false;
}

bool authority_may(ctx *c, const risk *r, const criteria *k, i64 score)
{
    if (score < k->owner_below || is_management(c, r->rec.unit)) return true;
    return fail_as(
        c, NO_RIGHT, NULL,
        "A residual risk of $1 is above what the risk owner may accept (below $2): top management accepts it.",
        v(score), v(k->owner_below));
}

// The value of NAME in lines NAME=VALUE; empty when it is not there.
static str line_of(str lines, str name)
{
    for (str rest = lines; rest.p;) {
        str value = str_cut(&rest, '\n');
        if (str_eq(str_cut(&value, '='), name)) return value;
    }
    return (str){0};
}

static i64 number_of(str lines, str name)
{
    i64 n = 0;
    return str_int(line_of(lines, name), &n) ? n : 0;
}

// What was accepted: the target of the plan, or the risk as it stood where nothing lowers it.
static i64 accepted_score(str lines)
{
    i64 target = number_of(lines, S("plan.target.likelihood")) * number_of(lines, S("plan.target.consequence"));
    if (target && !str_eq(line_of(lines, S("plan.option")), S("accept"))) return target;
    return number_of(lines, S("risk.likelihood")) * number_of(lines, S("risk.consequence"));
}

// Roles as they were at that moment, at the unit or above it.
static bool was_management(ctx *c, i64 person, i64 unit, moment at)
{
    ctx then = *c;
    then.moment = at;
    for (i64 here = unit ? unit : 1; person && here;
         here = db_one(query(&then, "SELECT x.parent FROM {unit! x} WHERE x.id = $1", v(here))))
        if (db_one(query(&then,
                         "SELECT count(*) FROM {role! x} WHERE x.person = $1 AND x.role = 'management' AND x.unit = $2",
                         v(person), v(here))))
            return true;
    return false;
}

static bool was_owner(ctx *c, i64 id, const approval *given)
{
    ctx then = *c;
    then.moment = given->given;
    const risk *r = record_seek(&then, &risk_entity, id);
    return r && r->owner.id && (r->owner.id == given->person.id || r->owner.id == given->for_person.id);
}

bool authority_rule(ctx *c, void (*found)(void *to, const char *entity, i64 id, const char *state, str what), void *to)
{
    i64 *ids = news(c->a, i64, ACCEPTED);
    int n = 0;
    rows r = query(c, "SELECT x.id FROM {risk! x} WHERE x.acceptance <> '' ORDER BY x.id LIMIT 4096");
    while (db_next(&r)) ids[n++] = db_int(&r, 0);
    for (int i = 0; i < n; i++) {
        const risk *x = record_seek(c, &risk_entity, ids[i]);
        const approval *given = x ? approval_of(c, &risk_entity, ids[i], "accept") : NULL;
        if (!given) {
            found(to, "risk", ids[i], "broken", S("It reads accepted, and no acceptance is there."));
            continue;
        }
        i64 id = 0, score = accepted_score(given->frozen);
        if (entity_of_code(line_of(given->frozen, S("risk.criteria")), &id) != &criteria_entity) continue;
        const criteria *k = record_seek(c, &criteria_entity, id);
        if (!k || (score < k->owner_below && was_owner(c, ids[i], given)) ||
            was_management(c, given->person.id, x->rec.unit, given->given) ||
            was_management(c, given->for_person.id, x->rec.unit, given->given))
            continue;
        found(to, "risk", ids[i], "broken",
              format(c->a,
                     "A residual risk of $1 was accepted by $2, who is neither top management nor "
                     "an owner who may bear that much.",
                     v(score), v(record_title(c, &person_entity, given->person.id))));
    }
    return true;
}
