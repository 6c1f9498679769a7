// estimate.c: what a risk may cost, and what it did cost: the records and what they must be.
// SPDX-License-Identifier: Apache-2.0
#include "plan/estimate.h"
#include "plan/estimate/estimate_part.h"
#include "plan/estimate/listed.h"
#include "platform/base/money.h"
#include "platform/base/time.h"

#include <math.h>
#include <string.h>

const choice estimate_stages[] = {
    {"current", "Current", TONE_NOW}, {"target", "Target", TONE_GOOD}, {"inherent", "Inherent", TONE_NONE}, {0}};
static const choice oftens[] = {{"rate", "So many a year", 0},
                                {"between", "Between so many and so many a year", 0},
                                {"once", "Once a year at most, with a chance", 0},
                                {"contact", "Contacts, attempts, successes", 0},
                                {0}};
static const choice costs[] = {{"between", "Between low and high, nine times of ten", 0},
                               {"likely", "Least, likely and most", 0},
                               {"same", "Always the same", 0},
                               {"empirical", "One of a list of losses", 0},
                               {0}};

static const field loss_group_fields[] = {
    FIELD(loss_group, name, "Name", .flags = REQUIRED | LISTED | SEARCHED | UNIQUE, .max = 120),
    FIELD(loss_group, variance, "Variance", .flags = REQUIRED | LISTED,
          .help =
              "Of the factor that moves all of its risks in a year; its mean is 1. 0.5: one year in twenty has twice "
              "the events."),
    FIELD(loss_group, why, "What they share", .flags = LONG, .max = 1000),
};

static bool loss_group_check(ctx *c, void *rec, const void *before)
{
    const loss_group *x = rec;
    (void)before;
    if (x->variance.x > 0 && x->variance.x <= 100) return true;
    return fail(c, "variance", "A variance is above 0 and at most 100.");
}

const entity loss_group_entity = {
    ENTITY(loss_group, "LG", "Loss group", "Loss groups", SEE_REGISTER, MANAGER, MANAGER, MANAGER),
    .scope = SCOPE_EVERYONE,
    .title = "name",
    .sort = "name",
    .plain = true,
    .help = "Risks that have good and bad years together, such as all that hang on one supplier.",
    .check = loss_group_check};

// ---- estimates

static const field estimate_fields[] = {
    FIELD(estimate, risk, "Risk", .flags = REQUIRED | LISTED, .to = &risk_entity),
    FIELD(estimate, stage, "Standpoint", .flags = LISTED | CHIPS, .choices = estimate_stages,
          .help = "Current: with the controls in place. Target: once the plan is done. Inherent: without any control."),
    FIELD(estimate, frequency, "How often", .flags = LISTED, .choices = oftens, .group = "How often"),
    FIELD(estimate, rate, "Events a year, or chance", .flags = LISTED,
          .help = "0.2 is once in five years. Once at most: the chance of it, from 0 to 1."),
    FIELD(estimate, rate_low, "Events a year, low", .help = "You would be surprised by fewer: one in twenty."),
    FIELD(estimate, rate_high, "Events a year, high", .help = "You would be surprised by more: one in twenty."),
    FIELD(estimate, contacts, "Contacts a year", .help = "How often a threat meets what you protect."),
    FIELD(estimate, tried, "Share that acts", .help = "From 0 to 1."),
    FIELD(estimate, succeeds, "Share that succeeds", .help = "From 0 to 1."),
    FIELD(estimate, severity, "What one event costs", .flags = LISTED, .choices = costs,
          .group = "What one event costs"),
    FIELD(estimate, low, "Low", .flags = LISTED,
          .help = "Nine times of ten: of twenty events one costs less. Least, likely and most: never less."),
    FIELD(estimate, likely, "Likely", .flags = LISTED),
    FIELD(estimate, high, "High", .flags = LISTED,
          .help = "Nine times of ten: of twenty events one costs more. Least, likely and most: never more."),
    FIELD(estimate, losses, "Losses", .flags = LONG, .max = 16000,
          .help = "A list of losses: what events did cost, one per line or parted by blanks or semicolons. Each is as "
                  "likely as the others."),
    FIELD(estimate, second_share, "Share with a second loss",
          .help = "From 0 to 1: events that bring a further loss, such as a fine.", .group = "Second loss"),
    FIELD(estimate, second_low, "Second loss, low"),
    FIELD(estimate, second_high, "Second loss, high"),
    FIELD(estimate, deductible, "Insured above", .group = "Transfer",
          .help = "An insurer pays for each event what lies above this, …"),
    FIELD(estimate, cover, "Insured up to", .help = "… but no more than this."),
    FIELD(estimate, annual_deductible, "Year insured above"),
    FIELD(estimate, annual_cover, "Year insured up to"),
    FIELD(estimate, sector, "Loss group", .to = &loss_group_entity, .group = "What it rests on",
          .help = "Risks that have good and bad years together."),
    FIELD(estimate, price_year, "Prices of", .min = 1990, .max = 2200, .help = "Empty: of this year."),
    FIELD(estimate, basis, "Basis", .flags = LONG, .max = 2000, .help = "Incidents, offers, insurers, studies."),
    FIELD(estimate, estimator, "Estimated by", .flags = READONLY, .to = &person_entity),
    FIELD(estimate, risk_owner, "Risk owner", .flags = READONLY | HIDDEN, .to = &person_entity),
    FIELD(estimate, estimated_on, "Estimated on", .flags = READONLY | LISTED),
    FIELD(estimate, expected, "Expected a year", .flags = READONLY | LISTED),
};

double money_units(money m)
{
    static const double powers[] = {1, 10, 100, 1000, 10000};
    int digits = money_digits(m.currency);
    return (double)m.minor / (digits < countof(powers) ? powers[digits] : 100);
}

str estimate_currency(ctx *c)
{
    str currency = organisation_get(c)->currency;
    return currency.n == 3 ? currency : S("EUR");
}

static loss_severity between(money low, money high)
{
    return (loss_severity){.kind = LOSS_LOGNORMAL, .a = money_units(low), .b = money_units(high)};
}

static loss_layer insured(money above, money up_to)
{
    if (!up_to.minor) return (loss_layer){0};
    return (loss_layer){.side = LOSS_KEPT, .deductible = money_units(above), .limit = money_units(up_to)};
}

static loss_frequency often(const estimate *x)
{
    switch (x->frequency) {
    case OFTEN_BETWEEN: return (loss_frequency){.kind = LOSS_UNCERTAIN, .low = x->rate_low.x, .high = x->rate_high.x};
    case OFTEN_ONCE: return (loss_frequency){.kind = LOSS_ONCE, .rate = x->rate.x};
    case OFTEN_CONTACT:
        return (loss_frequency){
            .kind = LOSS_FAIR, .contact = x->contacts.x, .action = x->tried.x, .vulnerability = x->succeeds.x};
    case OFTEN_RATE: break;
    }
    return (loss_frequency){.rate = x->rate.x};
}

static loss_severity cost(arena *a, const estimate *x)
{
    if (x->severity == COSTS_LISTED) {
        listed of = listed_read(a, x->losses);
        return (loss_severity){.kind = LOSS_EMPIRICAL, .list = of.at, .amounts = of.n};
    }
    if (x->severity == COSTS_BETWEEN) return between(x->low, x->high);
    if (x->severity == COSTS_SAME) return (loss_severity){.kind = LOSS_CONSTANT, .a = money_units(x->likely)};
    return (loss_severity){
        .kind = LOSS_PERT, .a = money_units(x->low), .b = money_units(x->likely), .c = money_units(x->high)};
}

loss_risk estimate_input(arena *a, const estimate *x, int sector)
{
    loss_risk r = {.frequency = often(x),
                   .severity = cost(a, x),
                   .second_share = x->second_share.x,
                   .event = insured(x->deductible, x->cover),
                   .annual = insured(x->annual_deductible, x->annual_cover),
                   .sector = sector};
    if (x->second_share.x > 0) r.second = between(x->second_low, x->second_high);
    return r;
}

// Which fields belong to which way of saying it; the others stay empty, so that nothing is read past.
enum { NEEDS = 1, MAY = 2 };
static const struct {
    const char *field;
    int way[4]; // by frequency, or by severity
} ways_often[] = {{"rate", {NEEDS, 0, NEEDS, 0}}, {"rate_low", {0, NEEDS, 0, 0}}, {"rate_high", {0, NEEDS, 0, 0}},
                  {"contacts", {0, 0, 0, NEEDS}}, {"tried", {0, 0, 0, NEEDS}},    {"succeeds", {0, 0, 0, NEEDS}}},
  ways_cost[] = {{"low", {NEEDS, NEEDS, 0, 0}},
                 {"likely", {0, NEEDS, NEEDS, 0}},
                 {"high", {NEEDS, NEEDS, 0, 0}},
                 {"losses", {0, 0, 0, NEEDS}}};

static bool check_way(ctx *c, const estimate *x, const char *name, int way, const char *said)
{
    const field *f = field_find(&estimate_entity, str_of(name));
    bool empty = field_empty(f, x);
    if (way == NEEDS && empty)
        return fail(c, name, "\"$1\" needs a figure where it is said as \"$2\".", v(f->label), v(said));
    if (!way && !empty)
        return fail(c, name, "\"$1\" does not count where it is said as \"$2\": leave it empty.", v(f->label), v(said));
    return true;
}

static bool check_ways(ctx *c, const estimate *x)
{
    bool ok = true;
    for (int i = 0; i < countof(ways_often); i++)
        ok = check_way(c, x, ways_often[i].field, ways_often[i].way[x->frequency], oftens[x->frequency].label) && ok;
    for (int i = 0; i < countof(ways_cost); i++)
        ok = check_way(c, x, ways_cost[i].field, ways_cost[i].way[x->severity], costs[x->severity].label) && ok;
    bool second = x->second_share.is && x->second_share.x != 0;
    if (!second && (x->second_low.currency[0] || x->second_high.currency[0]))
        ok = fail(c, "second_share", "Say which share of the events brings the second loss.");
    if (second && (!x->second_low.currency[0] || !x->second_high.currency[0]))
        ok = fail(c, "second_low", "A second loss has a low and a high.");
    if (x->deductible.minor && !x->cover.minor) ok = fail(c, "cover", "Say up to how much an event is insured.");
    if (x->annual_deductible.minor && !x->annual_cover.minor)
        ok = fail(c, "annual_cover", "Say up to how much the year is insured.");
    return ok;
}

static bool check_currency(ctx *c, const estimate *x)
{
    str currency = estimate_currency(c);
    bool ok = x->severity != COSTS_LISTED || listed_check(c, "losses", x->losses, currency);
    for (int i = 0; i < countof(estimate_fields); i++) {
        const field *f = &estimate_fields[i];
        if (f->kind != KIND_MONEY || (f->flags & READONLY)) continue;
        const money *m = field_at(f, x);
        if (m->currency[0] && !str_eq(str_of(m->currency), currency))
            ok = fail(c, f->name, "Losses are counted in $1, the currency of the organisation.", v(currency));
    }
    return ok;
}

// The engine's names of what it refuses, as fields of an estimate.
static const char *field_of(const estimate *x, const char *name)
{
    static const char *const names[][2] = {{"low", "rate_low"},
                                           {"high", "rate_high"},
                                           {"contact", "contacts"},
                                           {"action", "tried"},
                                           {"vulnerability", "succeeds"},
                                           {"c", "high"},
                                           {"list", "losses"},
                                           {"second.a", "second_low"},
                                           {"second.b", "second_high"},
                                           {"event.deductible", "deductible"},
                                           {"event.limit", "cover"},
                                           {"annual.deductible", "annual_deductible"},
                                           {"annual.limit", "annual_cover"}};
    if (strcmp(name, "a") == 0) return x->severity == COSTS_SAME ? "likely" : "low";
    if (strcmp(name, "b") == 0) return x->severity == COSTS_BETWEEN ? "high" : "likely";
    for (int i = 0; i < countof(names); i++)
        if (strcmp(name, names[i][0]) == 0) return names[i][1];
    return field_find(&estimate_entity, str_of(name)) ? name : "severity";
}

bool estimate_is_figure(const field *f)
{
    bool list = str_eq(str_of(f->name), S("losses"));
    return !(f->flags & READONLY) && (f->kind != KIND_TEXT || list);
}

bool estimate_simulated(const estimate *x)
{
    return x->sector.id && (x->frequency == OFTEN_BETWEEN || x->annual_cover.minor > 0);
}

static bool check_figures(ctx *c, const estimate *x)
{
    loss_engine engine = estimate_simulated(x) ? LOSS_MONTECARLO : LOSS_EXACT;
    loss_sector sector = {.variance = 1};
    loss_risk r = estimate_input(c->a, x, x->sector.id ? 1 : 0);
    loss_portfolio p = {.risks = &r, .nrisks = 1, .sectors = &sector, .nsectors = 1};
    const loss_refusal *bad = loss_check(c->a, &p, &(loss_options){.engine = engine});
    for (const loss_refusal *b = bad; b; b = b->next) {
        const char *name = field_of(x, b->field);
        fail(c, name, "\"$1\" $2.", v(field_find(&estimate_entity, str_of(name))->label), v(b->reason));
    }
    return !bad;
}

bool estimate_sound(ctx *c, const estimate *x)
{
    return check_ways(c, x) && check_currency(c, x) && check_figures(c, x);
}

bool estimate_holds(arena scratch, const estimate *x, money amount)
{
    if (x->severity == COSTS_LISTED) {
        listed of = listed_read(&scratch, x->losses);
        return money_units(amount) >= of.least && money_units(amount) <= of.most;
    }
    if (x->severity == COSTS_SAME) return amount.minor == x->likely.minor;
    return amount.minor >= x->low.minor && amount.minor <= x->high.minor;
}

static double variance_of(ctx *c, i64 group)
{
    double variance = 1;
    rows r = query(c, "SELECT x.variance FROM {loss_group! x} WHERE x.id = $1", v(group));
    while (db_next(&r)) variance = db_real(&r, 0);
    return variance;
}

// The mean of a year, by the exact engine: a group moves years, not their mean. But where the year is insured it moves that too.
static money expected(ctx *c, const estimate *x)
{
    bool drawn = estimate_simulated(x) && x->annual_cover.minor > 0;
    loss_sector sector = {.variance = drawn ? variance_of(c, x->sector.id) : 1};
    loss_risk r = estimate_input(c->a, x, drawn ? 1 : 0);
    loss_portfolio p = {.risks = &r, .nrisks = 1, .sectors = &sector, .nsectors = 1};
    loss_options o = {.threads = 1, .points = 1, .engine = drawn ? LOSS_MONTECARLO : LOSS_EXACT, .seed = 1};
    loss_answer out;
    loss_refusal *bad;
    if (!loss_curve(c->a, &p, &o, &out, &bad)) return (money){0};
    money one = money_of(1, estimate_currency(c));
    double minor = out.mean / money_units(one);
    one.minor = minor < 9e18 ? (i64)llround(minor) : INT64_MAX;
    return one;
}

static bool same_figures(const estimate *x, const estimate *old)
{
    for (int i = 0; i < countof(estimate_fields); i++) {
        const field *f = &estimate_fields[i];
        if (estimate_is_figure(f) && !field_equal(f, x, old)) return false;
    }
    return true;
}

static i64 year_of(date d)
{
    i64 year;
    int month, day;
    date_parts(d, &year, &month, &day);
    return year;
}

static bool estimate_check(ctx *c, void *rec, const void *before)
{
    estimate *x = rec;
    const estimate *old = before;
    const risk *r = record_load(c, &risk_entity, x->risk.id);
    if (!r) return false;
    if (old && old->risk.id != x->risk.id) return fail(c, "risk", "An estimate stays with its risk.");
    if (db_one(query(c, "SELECT count(*) FROM {estimate! x} WHERE x.risk = $1 AND x.stage = $2 AND x.id <> $3",
                     v(x->risk), v(estimate_stages[x->stage].name), v(x->rec.id))))
        return fail(c, "stage", "$1 has an estimate for this standpoint: change that one.",
                    v(record_code(c->a, &risk_entity, x->risk.id)));
    if (!estimate_sound(c, x)) return false;
    x->risk_owner = r->owner;
    if (!x->price_year.is) x->price_year = (number){true, (double)year_of(c->today)};
    if (old && same_figures(x, old)) return true;
    x->estimated_on = c->today;
    x->estimator.id = c->person ? c->person : x->estimator.id ? x->estimator.id : r->owner.id;
    x->expected = expected(c, x);
    return true;
}

static bool estimate_saved(ctx *c, const void *rec, const void *before)
{
    const estimate *x = rec ? rec : before, *old = before;
    bool current = x->stage == STAGE_CURRENT, was = old && old->stage == STAGE_CURRENT;
    if (!current && !was) return true;
    number yearly = {rec && current, rec && current ? nearbyint(money_units(x->expected)) : 0};
    return record_derive(c, &risk_entity, x->risk.id, "yearly_loss", v(yearly));
}

const entity estimate_entity = {
    ENTITY(estimate, "LE", "Loss estimate", "Loss estimates", SEE_REGISTER, ADD_REGISTER, SET_REGISTER, SET_REGISTER),
    .scope = SCOPE_WITHIN,
    .within = "risk",
    .owner = "risk_owner",
    .key = "risk,stage",
    .sort = "risk",
    .plain = true,
    .help = "How often a risk happens and what one event costs: begin with the worst, in ranges rather than points.",
    .check = estimate_check,
    .saved = estimate_saved};

// ---- losses that came true

static const field realised_loss_fields[] = {
    FIELD(realised_loss, risk, "Risk", .flags = REQUIRED | LISTED, .to = &risk_entity),
    FIELD(realised_loss, day, "Day", .flags = REQUIRED | LISTED | SORTED),
    FIELD(realised_loss, amount, "Loss", .flags = REQUIRED | LISTED,
          .help = "All that the event cost, as far as known."),
    FIELD(realised_loss, what, "What happened", .flags = LONG | LISTED | SEARCHED, .max = 2000),
    FIELD(realised_loss, entered_by, "Entered by", .flags = READONLY, .to = &person_entity),
};

static bool realised_loss_check(ctx *c, void *rec, const void *before)
{
    realised_loss *x = rec;
    if (x->day.day > c->today.day) return fail(c, "day", "A loss that came true lies in the past.");
    if (x->amount.minor <= 0) return fail(c, "amount", "A loss is above zero.");
    if (!str_eq(str_of(x->amount.currency), estimate_currency(c)))
        return fail(c, "amount", "Losses are counted in $1, the currency of the organisation.",
                    v(estimate_currency(c)));
    if (!before && c->person) x->entered_by.id = c->person;
    return true;
}

const entity realised_loss_entity = {
    ENTITY(realised_loss, "RL", "Realised loss", "Realised losses", SEE_REGISTER, ADD_REGISTER, SET_REGISTER, MANAGER),
    .scope = SCOPE_WITHIN,
    .within = "risk",
    .owner = "entered_by",
    .sort = "-day",
    .plain = true,
    .help = "What events did cost: estimates are held against it.",
    .check = realised_loss_check};

const module estimate_module = {
    .name = "estimate",
    .room = ROOM_PLAN,
    .entities = (const entity *const[]){&loss_group_entity, &estimate_entity, &realised_loss_entity, NULL},
    .actions = estimate_actions,
    .routes = estimate_routes,
    .parts = estimate_parts,
    .reports = estimate_reports,
};
