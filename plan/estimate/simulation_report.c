// simulation_report.c: a long simulation as a paper, made beside the pages.
// SPDX-License-Identifier: Apache-2.0
#include "plan/estimate/estimate_part.h"
#include "plan/estimate/loss_paper.h"

static bool wrong(ctx *c, str asked)
{
    return fail_as(
        c, NO_INPUT, "scope",
        "\"$1\" asks for no simulation: say years 1000000 seed 1, and what is counted: scope SC-1, unit U-2, risk "
        "R-1.",
        v(asked));
}

static bool code_of(str given, const entity *e, i64 *out)
{
    return entity_of_code(given, out) == e;
}

// "years 1000000 seed 1 scope SC-1 unit U-2 risk R-1 risk R-2"; empty: of all, as many years as there may be.
static bool read_asked(ctx *c, str asked, simulation *s, loss_choice *choice)
{
    i64 *risks = news(c->a, i64, asked.n + 1);
    *s = (simulation){.on = true, .years = SIMULATION_MOST, .seed = 1};
    *choice = (loss_choice){.risks = risks};
    for (str rest = asked; str_trim(rest).n;) {
        str name = str_cut(&rest, ' '), value = str_cut(&rest, ' ');
        bool ok = str_eq(name, S("years"))   ? str_int(value, &s->years) && s->years > 0 && s->years <= SIMULATION_MOST
                  : str_eq(name, S("seed"))  ? str_int(value, &s->seed) && s->seed >= 0
                  : str_eq(name, S("scope")) ? code_of(value, entity_find(S("scope")), &choice->scope)
                  : str_eq(name, S("unit"))
                      ? code_of(value, &unit_entity, &choice->unit)
                      : str_eq(name, S("risk")) && code_of(value, &risk_entity, &risks[choice->nrisks++]);
        if (!ok) return wrong(c, asked);
    }
    return true;
}

static bool simulation_report(ctx *c, paper *p, str asked)
{
    simulation s;
    loss_choice choice;
    loss_summary sum = {.is = true};
    if (!read_asked(c, asked, &s, &choice) || !exposure_read(c, &choice, LOSS_MONTECARLO, &sum.x)) return false;
    if (!sum.x.nrisks) return fail_as(c, NO_RECORD, NULL, "No risk asked about has a loss estimate.");
    if (!simulation_run(c, &sum.x, &s, sum.answers, p->told, p->to)) return false;
    loss_paper(c, p, &sum, false);
    return true;
}

const report estimate_reports[] = {
    {"loss-simulation", "Loss by simulation", SEEING,
     "What a year may cost, drawn a million times: also what the exact engine does not take.", simulation_report,
     .brief = true},
    {0}};
