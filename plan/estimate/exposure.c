// exposure.c: the estimates and controls of the registers as inputs of the loss engine.
// SPDX-License-Identifier: Apache-2.0
#include "plan/estimate/exposure.h"
#include "platform/base/money.h"

#include <stdlib.h>
#include <string.h>

enum { IN_PLACE, AND_PLANNED };

typedef struct {
    i64 id, risk; // of the control and the risk
    str name;     // empty: out of reach
    money cost;
    bool planned;
    control_factor on;
    double low, high;
    double failures, days_down;
} factor;

// What was read, before the engine is asked what it takes.
typedef struct {
    ctx *c;
    exposure x;
    exposed *risks;
    factor *factors;
    int nfactors;
    double *most; // of each risk: by how much its controls may raise its rate
    i64 *units;
    int nunits;
    unsigned char *in_scope; // by risk
    i64 nscope;
    loss_sector *sectors;
    i64 *sector_ids;
    int nsectors;
    text said; // all that was read, for its hash
} reading;

// ---- what is asked about

static void take_units(reading *r, i64 unit)
{
    ctx *c = r->c;
    i64 all = db_one(query(c, "SELECT count(*) FROM {unit! x}"));
    i64 *ids = news(c->a, i64, all + 1), *parents = news(c->a, i64, all + 1);
    int n = 0;
    rows q = query(c, "SELECT x.id, x.parent FROM {unit! x} ORDER BY x.id");
    while (db_next(&q) && n < all) ids[n] = db_int(&q, 0), parents[n++] = db_int(&q, 1);
    r->units = news(c->a, i64, all + 1);
    r->units[r->nunits++] = unit;
    for (int done = 0; done < r->nunits; done++)
        for (int i = 0; i < n; i++)
            if (parents[i] == r->units[done] && r->nunits < all) r->units[r->nunits++] = ids[i];
}

static void take_scope(reading *r, i64 scope)
{
    ctx *c = r->c;
    r->nscope = db_one(query(c, "SELECT max(x.id) FROM {risk! x}")) + 1;
    r->in_scope = news(c->a, unsigned char, r->nscope);
    rows q =
        query(c, "SELECT k.risk FROM {risk_asset! k} JOIN {asset_scope! m} ON m.asset = k.asset WHERE m.scope = $1",
              v(scope));
    while (db_next(&q)) {
        i64 id = db_int(&q, 0);
        if (id > 0 && id < r->nscope) r->in_scope[id] = 1;
    }
}

static bool take_choice(reading *r, const loss_choice *choice)
{
    ctx *c = r->c;
    if (choice->unit) {
        if (!record_load(c, &unit_entity, choice->unit)) return false;
        take_units(r, choice->unit);
    }
    if (choice->scope) {
        if (!record_load(c, entity_find(S("scope")), choice->scope)) return false;
        take_scope(r, choice->scope);
    }
    for (int i = 0; i < choice->nrisks; i++)
        if (!record_load(c, &risk_entity, choice->risks[i])) return false;
    return true;
}

static bool among(const i64 *ids, int n, i64 id)
{
    for (int i = 0; i < n; i++)
        if (ids[i] == id) return true;
    return false;
}

static bool is_asked(const reading *r, const loss_choice *choice, i64 risk, i64 unit)
{
    if (choice->nrisks && !among(choice->risks, choice->nrisks, risk)) return false;
    if (choice->unit && !among(r->units, r->nunits, unit)) return false;
    return !choice->scope || (risk < r->nscope && r->in_scope[risk]);
}

// ---- reading

static void read_sectors(reading *r)
{
    ctx *c = r->c;
    i64 all = db_one(query(c, "SELECT count(*) FROM {loss_group x}"));
    r->sectors = news(c->a, loss_sector, all + 1);
    r->sector_ids = news(c->a, i64, all + 1);
    rows q = query(c, "SELECT x.id, x.name, x.variance FROM {loss_group x} ORDER BY x.id");
    while (db_next(&q) && r->nsectors < all) {
        r->sector_ids[r->nsectors] = db_int(&q, 0);
        r->sectors[r->nsectors++] = (loss_sector){db_text(&q, 1), db_real(&q, 2)};
        fill(&r->said, S("group $1 $2\n"), VALS(v(db_int(&q, 0)), v(db_real(&q, 2))), 2);
    }
}

static void say_estimate(text *t, const estimate *x)
{
    for (int i = 0; i < estimate_entity.nfields; i++) {
        const field *f = &estimate_entity.fields[i];
        if (!estimate_is_figure(f)) continue;
        put_plain(t, field_get(f, x));
        put_char(t, ';');
    }
    put_char(t, '\n');
}

static int sector_number(const reading *r, i64 id)
{
    for (int i = 0; id && i < r->nsectors; i++)
        if (r->sector_ids[i] == id) return i + 1;
    return 0;
}

static void read_estimates(reading *r, const loss_choice *choice)
{
    ctx *c = r->c;
    text sql = {.a = c->a};
    i64 most = db_one(query(c, "SELECT count(*) FROM {estimate x}"));
    r->risks = news(c->a, exposed, most + 1);
    int columns = record_ncolumns(&estimate_entity);
    put(&sql, S("SELECT "));
    put(&sql, record_columns(c, &estimate_entity, S("x")));
    put(&sql, S(", r.title, r.unit FROM {estimate x} JOIN {risk r} ON r.id = x.risk ORDER BY x.risk, x.id"));
    rows q = query_built(c, text_str(&sql), VALS(), 0);
    while (db_next(&q)) {
        const estimate *e = record_row(c, &estimate_entity, &q, 0);
        if (!is_asked(r, choice, e->risk.id, db_int(&q, columns + 1))) continue;
        exposed *last = r->x.nrisks ? &r->risks[r->x.nrisks - 1] : NULL;
        if (!last || last->id != e->risk.id) {
            if (r->x.nrisks == most) break;
            last = &r->risks[r->x.nrisks++];
            *last = (exposed){.id = e->risk.id, .title = db_text(&q, columns), .rate = {1, 1}, .costs = {1, 1}};
            fill(&r->said, S("risk $1 $2\n"), VALS(v(last->id), v(last->title)), 2);
        }
        last->of[e->stage] = e;
        say_estimate(&r->said, e);
    }
}

static const exposed *find(const reading *r, i64 risk)
{
    int i = exposure_place(&(exposure){.risks = r->risks, .nrisks = r->x.nrisks}, risk);
    return i < 0 ? NULL : &r->risks[i];
}

// A link's own factor stands in place of the control's.
static void read_factors(reading *r)
{
    ctx *c = r->c;
    i64 most = db_one(query(c, "SELECT count(*) FROM {control_risk! k}"));
    r->factors = news(c->a, factor, most + 1);
    rows q = query(c, "SELECT x.id, k.risk, coalesce(s.name, ''), x.cost, x.cost_currency, x.status, k.factor_on, "
                      "k.factor, k.factor_to, x.factor_on, x.factor, x.factor_to, x.failures, x.days_down FROM "
                      "{control_risk! k} JOIN {control! x} ON x.id = k.control LEFT JOIN {control s} ON s.id = x.id "
                      "WHERE (k.factor_on <> '' OR x.factor_on <> '') AND x.status IN ('implemented', 'partly', "
                      "'planned') ORDER BY x.id, k.risk");
    while (db_next(&q) && r->nfactors < most) {
        int at = db_view(&q, 6).n ? 6 : 9;
        factor f = {.id = db_int(&q, 0),
                    .risk = db_int(&q, 1),
                    .name = db_text(&q, 2),
                    .cost = db_money(&q, 3),
                    .planned = !str_eq(db_view(&q, 5), S("implemented")),
                    .on = str_eq(db_view(&q, at), S("rate")) ? FACTOR_RATE : FACTOR_SEVERITY,
                    .low = db_real(&q, at + 1)};
        f.high = db_null(&q, at + 2) ? f.low : db_real(&q, at + 2);
        f.failures = db_null(&q, 12) ? 0 : db_real(&q, 12), f.days_down = db_null(&q, 13) ? 0 : db_real(&q, 13);
        if (!find(r, f.risk)) continue;
        r->factors[r->nfactors++] = f;
        fill(&r->said, S("factor $1 $2 $3 $4 $5 $6 $7 $8 $9"),
             VALS(v(f.id), v(f.risk), v(f.name), v(f.cost), v(f.planned), v((int)f.on), v(f.low), v(f.high),
                  v(f.failures)),
             9);
        fill(&r->said, S(" $1\n"), VALS(v(f.days_down)), 1);
    }
}

// ---- into the engine's terms

double exposure_works(double failures, double days_down)
{
    return 1 / (1 + failures * days_down / 365);
}

static void apply_factors(reading *r)
{
    r->most = news(r->c->a, double, r->x.nrisks + 1);
    for (int i = 0; i < r->x.nrisks; i++) r->most[i] = 1;
    for (int i = 0; i < r->nfactors; i++) {
        const factor *f = &r->factors[i];
        exposed *e = &r->risks[find(r, f->risk) - r->risks];
        double mean = 1 - exposure_works(f->failures, f->days_down) * (1 - (f->low + f->high) / 2),
               *to = f->on == FACTOR_RATE ? e->rate : e->costs;
        if (f->on == FACTOR_RATE && f->high > 1) r->most[e - r->risks] *= f->high;
        if (!f->planned) to[IN_PLACE] *= mean;
        to[AND_PLANNED] *= mean;
    }
}

estimate_stage stage_of(loss_view v)
{
    return v == LOSS_TARGET ? STAGE_TARGET : v == LOSS_INHERENT ? STAGE_INHERENT : STAGE_CURRENT;
}

static void scale_severity(arena *a, loss_severity *s, double by)
{
    s->a /= by, s->b /= by, s->c /= by;
    double *list = news(a, double, s->amounts);
    for (int i = 0; i < s->amounts; i++) list[i] = s->list[i] / by;
    s->list = list;
}

loss_risk exposure_input(arena *a, const exposure *x, int i, const estimate *e)
{
    const exposed *of = &x->risks[i];
    loss_risk r = estimate_input(a, e, of->sector);
    if (e->stage == STAGE_INHERENT) return r;
    int which = e->stage == STAGE_TARGET ? AND_PLANNED : IN_PLACE;
    r.frequency.rate /= of->rate[which];
    r.frequency.low /= of->rate[which], r.frequency.high /= of->rate[which];
    r.frequency.contact /= of->rate[which];
    scale_severity(a, &r.severity, of->costs[which]);
    scale_severity(a, &r.second, of->costs[which]);
    return r;
}

int exposure_place(const exposure *x, i64 risk)
{
    int low = 0, high = x->nrisks;
    while (low < high) {
        int at = (low + high) / 2;
        if (x->risks[at].id < risk)
            low = at + 1;
        else
            high = at;
    }
    return low < x->nrisks && x->risks[low].id == risk ? low : -1;
}

const estimate *exposure_estimate(const exposure *x, int i, loss_view v, bool *own)
{
    static const estimate_stage order[] = {STAGE_CURRENT, STAGE_INHERENT, STAGE_TARGET};
    const exposed *e = &x->risks[i];
    *own = e->of[stage_of(v)] != NULL;
    if (*own) return e->of[stage_of(v)];
    for (int k = 0; k < countof(order); k++)
        if (e->of[order[k]]) return e->of[order[k]];
    return NULL;
}

static loss_risk input_of(ctx *c, const exposure *x, int i, loss_view v)
{
    bool own;
    loss_risk r = exposure_input(c->a, x, i, exposure_estimate(x, i, v, &own));
    r.code = record_code(c->a, &risk_entity, x->risks[i].id);
    return r;
}

static bool only_simulated(const exposed *e)
{
    for (int k = 0; k < countof(e->of); k++)
        if (e->of[k] && estimate_simulated(e->of[k])) return true;
    return false;
}

// Why the engine does not take the risk; empty when it does.
static str refused(const reading *r, int i, loss_engine engine)
{
    str currency = r->x.currency;
    const exposed *e = &r->risks[i];
    for (int k = 0; k < 3; k++) {
        const estimate *x = e->of[k];
        const money *m = !x ? NULL : x->severity == COSTS_SAME ? &x->likely : &x->low;
        if (x && x->severity == COSTS_LISTED) m = &x->expected; // a list is in the currency of its day
        if (m && m->currency[0] && !str_eq(str_of(m->currency), currency))
            return format(r->c->a, "its figures are in $1, not in $2", v(m->currency), v(currency));
    }
    if (engine == LOSS_EXACT && only_simulated(e))
        return S("only the simulation counts a loss group together with an uncertain rate or an insured year");
    for (loss_view view = LOSS_CURRENT; view <= LOSS_TARGET; view++) {
        loss_risk in = input_of(r->c, &r->x, i, view);
        loss_portfolio p = {.risks = &in, .nrisks = 1, .sectors = r->sectors, .nsectors = r->nsectors};
        const loss_refusal *bad = loss_check(r->c->a, &p, &(loss_options){.engine = engine});
        if (bad) return format(r->c->a, "$1, without controls, $2", v(bad->field), v(bad->reason));
        if (in.frequency.kind == LOSS_ONCE && in.frequency.rate * r->most[i] > 1)
            return S("the factors of its controls may drive its chance above 1");
    }
    return (str){0};
}

// Takes out what the engine refuses; the others move up.
static void sort_out(reading *r, loss_engine engine)
{
    left_out *out = news(r->c->a, left_out, r->x.nrisks + 1);
    int n = 0;
    r->x.risks = r->risks;
    for (int i = 0; i < r->x.nrisks; i++) {
        bool own;
        const estimate *e = exposure_estimate(&r->x, i, LOSS_CURRENT, &own);
        r->risks[i].sector = sector_number(r, e->sector.id);
        str why = refused(r, i, engine);
        if (why.n)
            out[r->x.nout++] = (left_out){r->risks[i].id, r->risks[i].title, why,
                                          engine == LOSS_EXACT && !refused(r, i, LOSS_MONTECARLO).n};
        else
            r->risks[n++] = r->risks[i];
    }
    r->x.nrisks = n;
    r->x.out = out;
}

static void make_controls(reading *r)
{
    arena *a = r->c->a;
    loss_control *controls = news(a, loss_control, r->nfactors + 1);
    loss_effect *effects = news(a, loss_effect, r->nfactors + 1);
    i64 *ids = news(a, i64, r->nfactors + 1);
    str *names = news(a, str, r->nfactors + 1);
    int n = 0, used = 0;
    for (int i = 0; i < r->nfactors; i++) {
        const factor *f = &r->factors[i];
        const exposed *e = find(r, f->risk);
        if (!e) continue; // left out
        if (!n || ids[n - 1] != f->id) {
            bool counted = str_eq(str_of(f->cost.currency), r->x.currency);
            ids[n] = f->id, names[n] = f->name;
            controls[n++] = (loss_control){.code = record_code(a, &control_entity, f->id),
                                           .state = f->planned ? LOSS_PLANNED : LOSS_IN_PLACE,
                                           .cost = counted ? money_units(f->cost) : 0,
                                           .failures = f->failures,
                                           .days_down = f->days_down,
                                           .effects = effects + used};
        }
        effects[used++] = (loss_effect){(int)(e - r->risks), f->on == FACTOR_SEVERITY, f->low, f->high};
        controls[n - 1].neffects++;
    }
    r->x.control_ids = ids, r->x.control_names = names;
    for (int view = 0; view < 3; view++) r->x.portfolio[view] = (loss_portfolio){.controls = controls, .ncontrols = n};
}

static void make_portfolios(reading *r)
{
    ctx *c = r->c;
    for (loss_view view = LOSS_CURRENT; view <= LOSS_TARGET; view++) {
        loss_risk *all = news(c->a, loss_risk, r->x.nrisks + 1);
        loss_portfolio *p = &r->x.portfolio[view];
        for (int i = 0; i < r->x.nrisks; i++) all[i] = input_of(c, &r->x, i, view);
        p->risks = all, p->nrisks = r->x.nrisks;
        p->sectors = r->sectors, p->nsectors = r->nsectors;
        p->currency = r->x.currency, p->price_year = (int)r->x.last_year;
    }
}

static void note_years(reading *r)
{
    for (int i = 0; i < r->x.nrisks; i++)
        for (int k = 0; k < 3; k++) {
            const estimate *e = r->risks[i].of[k];
            if (!e) continue;
            i64 year = (i64)e->price_year.x;
            if (!r->x.first_year || year < r->x.first_year) r->x.first_year = year;
            if (year > r->x.last_year) r->x.last_year = year;
        }
}

static void note_appetite(reading *r)
{
    ctx *c = r->c;
    rows q = query(c, "SELECT x.appetite, x.appetite_currency, x.appetite_percent FROM {criteria x} ORDER BY CASE "
                      "x.state WHEN 'approved' THEN 0 WHEN 'draft' THEN 1 ELSE 2 END, x.id DESC LIMIT 1");
    while (db_next(&q)) {
        money m = db_money(&q, 0);
        if (m.minor <= 0 || !str_eq(str_of(m.currency), r->x.currency)) continue;
        r->x.appetite = m, r->x.appetite_percent = db_int(&q, 2);
        fill(&r->said, S("appetite $1 $2\n"), VALS(v(m), v(r->x.appetite_percent)), 2);
    }
}

bool exposure_read(ctx *c, const loss_choice *choice, loss_engine e, exposure *out)
{
    reading r = {.c = c, .said = {.a = c->a}};
    r.x.currency = estimate_currency(c);
    put(&r.said, r.x.currency);
    put_int(&r.said, (i64)e);
    if (!take_choice(&r, choice)) return false;
    read_sectors(&r);
    read_estimates(&r, choice);
    read_factors(&r);
    note_appetite(&r);
    apply_factors(&r);
    sort_out(&r, e);
    note_years(&r);
    make_controls(&r);
    make_portfolios(&r);
    r.x.inputs = hash_of(text_str(&r.said));
    *out = r.x;
    return true;
}

// ---- a copy

static str *copy_names(arena *a, const str *from, int n)
{
    str *to = news(a, str, n + 1);
    for (int i = 0; i < n; i++) to[i] = str_dup(a, from[i]);
    return to;
}

static void *copy_of(arena *a, const void *from, ptrdiff_t size, int n)
{
    void *to = arena_array(a, size, n + 1);
    if (n) memcpy(to, from, (size_t)(size * n));
    return to;
}

static const estimate *copy_estimate(arena *a, const estimate *from)
{
    if (!from) return NULL;
    estimate *to = copy_of(a, from, sizeof *from, 1);
    to->basis = str_dup(a, from->basis);
    to->losses = str_dup(a, from->losses);
    return to;
}

static loss_control *copy_controls(arena *a, const loss_portfolio *p)
{
    loss_control *to = copy_of(a, p->controls, sizeof *to, p->ncontrols);
    for (int i = 0; i < p->ncontrols; i++) {
        to[i].code = str_dup(a, to[i].code);
        to[i].effects = copy_of(a, to[i].effects, sizeof *to[i].effects, to[i].neffects);
    }
    return to;
}

exposure exposure_copy(arena *a, const exposure *x)
{
    exposure y = *x;
    exposed *risks = copy_of(a, x->risks, sizeof *risks, x->nrisks);
    left_out *out = copy_of(a, x->out, sizeof *out, x->nout);
    for (int i = 0; i < x->nrisks; i++) {
        risks[i].title = str_dup(a, risks[i].title);
        for (int k = 0; k < 3; k++) risks[i].of[k] = copy_estimate(a, risks[i].of[k]);
    }
    for (int i = 0; i < x->nout; i++)
        out[i] = (left_out){out[i].risk, str_dup(a, out[i].title), str_dup(a, out[i].why), out[i].simulated};
    const loss_portfolio *p = x->portfolio;
    loss_control *controls = copy_controls(a, p);
    loss_sector *sectors = copy_of(a, p->sectors, sizeof *sectors, p->nsectors);
    for (int i = 0; i < p->nsectors; i++) sectors[i].code = str_dup(a, sectors[i].code);
    y.risks = risks, y.out = out;
    y.control_ids = copy_of(a, x->control_ids, sizeof(i64), p->ncontrols);
    y.control_names = copy_names(a, x->control_names, p->ncontrols);
    y.currency = str_dup(a, x->currency);
    for (int view = 0; view < 3; view++) {
        loss_risk *all = copy_of(a, x->portfolio[view].risks, sizeof *all, x->nrisks);
        for (int i = 0; i < x->nrisks; i++) {
            loss_severity *s = &all[i].severity;
            all[i].code = str_dup(a, all[i].code);
            if (s->amounts) s->list = copy_of(a, s->list, sizeof *s->list, s->amounts);
        }
        y.portfolio[view].risks = all, y.portfolio[view].controls = controls, y.portfolio[view].sectors = sectors;
        y.portfolio[view].currency = y.currency;
    }
    return y;
}
