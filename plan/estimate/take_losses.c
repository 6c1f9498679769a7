// take_losses.c: the losses on record of a risk as what one event costs.
// SPDX-License-Identifier: Apache-2.0
#include "plan/estimate/estimate_part.h"
#include "plan/estimate/listed.h"
#include "platform/base/money.h"
#include "platform/record/operate.h"

enum { FEWEST = 2 };

// Only what is in the currency that losses are counted in.
static bool offer(ctx *c, const void *rec)
{
    const estimate *x = rec;
    return db_one(query(c,
                        "SELECT count(*) FROM {realised_loss x} WHERE x.risk = $1 AND x.amount_currency = $2 AND "
                        "x.amount > 0",
                        v(x->risk), v(estimate_currency(c)))) >= FEWEST;
}

static str losses_on_record(ctx *c, i64 risk, int *n)
{
    text t = {.a = c->a};
    str currency = estimate_currency(c);
    rows r = query(c,
                   "SELECT x.amount FROM {realised_loss x} WHERE x.risk = $1 AND x.amount_currency = $2 AND x.amount > "
                   "0 ORDER BY x.day DESC, x.id DESC LIMIT $3",
                   v(risk), v(currency), v(LISTED_MOST));
    for (*n = 0; db_next(&r); ++*n) {
        if (t.n) put_char(&t, '\n');
        put_money_amount(&t, money_of(db_int(&r, 0), currency));
    }
    return text_str(&t);
}

// How often it happens stays as it was estimated.
static bool take(ctx *c, void *rec, const void *in)
{
    estimate *x = rec;
    int n;
    (void)in;
    str losses = losses_on_record(c, x->risk.id, &n);
    if (n < FEWEST)
        return fail(c, NULL, "$1 has fewer than $2 losses on record in $3: enter what its events did cost first.",
                    v(record_code(c->a, &risk_entity, x->risk.id)), v(FEWEST), v(estimate_currency(c)));
    x->severity = COSTS_LISTED;
    x->losses = losses;
    x->low = x->likely = x->high = (money){0};
    return record_save_as(c, &estimate_entity, x, "take-losses");
}

const action estimate_actions[] = {
    ACTION(estimate_entity, "take-losses", "Take the losses on record", SET_REGISTER, .run = take, .offered = offer),
    {0}};
