// calibration.c: an estimate in plain words, and held against the losses that came true.
// SPDX-License-Identifier: Apache-2.0
#include "plan/estimate/estimate_part.h"
#include "plan/estimate/listed.h"
#include "platform/base/time.h"
#include "platform/web/generic.h"

#include <math.h>

enum { LOOKED_AT = 60 }; // losses, the newest

// ---- in words

static str number_words(arena *a, double x)
{
    double step = x >= 10 ? 1 : x >= 1 ? 10 : x >= 0.1 ? 100 : 1000;
    return format(a, "$1", v(nearbyint(x * step) / step + 0.0));
}

static str often_words(ctx *c, const estimate *x)
{
    arena *a = c->a;
    switch (x->frequency) {
    case OFTEN_BETWEEN:
        return format(a, "Nine times of ten you expect between $1 and $2 events a year.",
                      v(number_words(a, x->rate_low.x)), v(number_words(a, x->rate_high.x)));
    case OFTEN_ONCE:
        return format(a, "It happens in $1 of a hundred years, and never twice in one.",
                      v(number_words(a, x->rate.x * 100)));
    case OFTEN_CONTACT:
        return format(a, "$1 contacts a year; $2 of a hundred act, $3 of a hundred of those succeed.",
                      v(number_words(a, x->contacts.x)), v(number_words(a, x->tried.x * 100)),
                      v(number_words(a, x->succeeds.x * 100)));
    case OFTEN_RATE: break;
    }
    if (x->rate.x >= 0.95 && x->rate.x < 1.05) return S("It happens about once a year.");
    if (x->rate.x >= 1) return format(a, "It happens about $1 times a year.", v(number_words(a, x->rate.x)));
    if (!(x->rate.x > 0)) return S("It does not happen.");
    return format(a, "It happens about once in $1 years.", v(number_words(a, 1 / x->rate.x)));
}

static str units(ctx *c, money m)
{
    return format(c->a, "$1 $2", v(amount_short(c->a, money_units(m))), v(m.currency));
}

static str list_words(ctx *c, const estimate *x)
{
    listed of = listed_read(c->a, x->losses);
    str currency = estimate_currency(c), least = amount_short(c->a, of.least), most = amount_short(c->a, of.most);
    if (of.n == 1) return format(c->a, "Each event costs $1 $2.", v(least), v(currency));
    return format(c->a, "An event costs one of $1 losses, from $2 to $3 $4, each as likely as the others.", v(of.n),
                  v(least), v(most), v(currency));
}

str loss_in_words(ctx *c, const estimate *x)
{
    str often = often_words(c, x);
    switch (x->severity) {
    case COSTS_SAME: return format(c->a, "$1 Each event costs $2.", v(often), v(units(c, x->likely)));
    case COSTS_LIKELY:
        return format(c->a, "$1 An event costs $2 at least, $3 most likely, and never more than $4.", v(often),
                      v(units(c, x->low)), v(units(c, x->likely)), v(units(c, x->high)));
    case COSTS_LISTED: return format(c->a, "$1 $2", v(often), v(list_words(c, x)));
    case COSTS_BETWEEN: break;
    }
    return format(c->a, "$1 Of twenty events you expect eighteen to cost between $2 and $3, one less and one more.",
                  v(often), v(units(c, x->low)), v(units(c, x->high)));
}

// ---- against what came true

typedef struct {
    int n, held;         // losses on record; within the range as estimated now
    int foretold, right; // that came after an estimate by this person; and lay within it as it stood then
    date first;
} past;

typedef struct {
    i64 estimate;
    date day;
    money amount;
} came_true;

static past of_risk(ctx *c, i64 risk, const estimate *now)
{
    past p = {0};
    rows r = query(c,
                   "SELECT x.amount, x.amount_currency, x.day FROM {realised_loss x} WHERE x.risk = $1 ORDER BY x.day "
                   "DESC LIMIT $2",
                   v(risk), v(LOOKED_AT));
    while (db_next(&r)) {
        p.n++;
        p.held += estimate_holds(*c->a, now, db_money(&r, 0));
        p.first.day = db_int(&r, 2);
    }
    return p;
}

// Did the ranges that this person had given before the day hold what came?
static void of_estimator(ctx *c, i64 person, past *p)
{
    came_true *all = news(c->a, came_true, LOOKED_AT);
    int n = 0;
    rows r = query(c,
                   "SELECT e.id, x.day, x.amount, x.amount_currency FROM {realised_loss x} JOIN {estimate e} ON e.risk "
                   "= x.risk AND e.stage = 'current' WHERE x.day >= e.estimated_on OR e.version > 1 ORDER BY x.day "
                   "DESC, x.id DESC LIMIT $1",
                   v(LOOKED_AT));
    while (db_next(&r)) all[n++] = (came_true){db_int(&r, 0), {db_int(&r, 1)}, db_money(&r, 2)};
    for (int i = 0; i < n; i++) {
        ctx then = *c;
        then.moment = date_moment((date){all[i].day.day}, c->zone);
        const estimate *e = record_seek(&then, &estimate_entity, all[i].estimate);
        if (!e || e->estimator.id != person) continue;
        p->foretold++;
        p->right += estimate_holds(*c->a, e, all[i].amount);
    }
}

void loss_past(request *q, i64 risk, const estimate *now)
{
    ctx *c = q->c;
    past p = of_risk(c, risk, now);
    str code = record_code(c->a, &risk_entity, risk);
    html(q, "<h3>{Held against the past}</h3>");
    if (!p.n) {
        html(q, "<p class='muted'>{No loss is on record for this risk yet: nothing to hold the estimate against.}</p>");
    } else {
        double years = fmax((double)(c->today.day - p.first.day) / 365.25, 1);
        html(q,
             "<p>{Of $1 loss on record, $2 lies within the range.|Of $1 losses on record, $2 lie within the range; a "
             "good one holds nine of ten.} ",
             v(p.n), v(p.held));
        html(q, "{Since the first, $1 a year came true.}</p>", v(number_words(c->a, p.n / years)));
    }
    if (now->estimator.id) of_estimator(c, now->estimator.id, &p);
    str who = now->estimator.id ? record_title(c, &person_entity, now->estimator.id) : words(q, "The program");
    if (p.foretold)
        html(q, "<p>{$1: of $2 losses that came after an estimate, $3 lay within the range given before.}</p>", v(who),
             v(p.foretold), v(p.right));
    else
        html(q, "<p class='muted'>{$1 has no estimate yet that a later loss could be held against.}</p>", v(who));
    if (!c->moment.us && generic_may(c, ADD_REGISTER, &realised_loss_entity, "add"))
        html(q,
             "<p><a class='btn' href='/realised_loss/new?risk=$1'>{Enter a loss}</a> <a class='btn bare' "
             "href='/realised_loss?risk=$1'>{Losses on record}</a></p>",
             v(code));
}
