// matrix.c: the matrix of the criteria.
// SPDX-License-Identifier: Apache-2.0
#include "plan/criteria/matrix.h"

tone level_tone(level l)
{
    return level_choices[l].tone;
}

static str *words_of_scale(ctx *c, str words, i64 steps)
{
    str *out = news(c->a, str, steps);
    for (i64 i = 0; i < steps; i++) out[i] = criteria_word(c, words, i + 1);
    return out;
}

heatmap matrix_of(ctx *c, const criteria *k, heat_cell **cells)
{
    *cells = news(c->a, heat_cell, k->likelihood_steps * k->consequence_steps);
    for (i64 likelihood = 1; likelihood <= k->likelihood_steps; likelihood++)
        for (i64 consequence = 1; consequence <= k->consequence_steps; consequence++)
            (*cells)[(likelihood - 1) * k->consequence_steps + consequence - 1] =
                (heat_cell){.level = level_tone(criteria_level(k, likelihood * consequence)),
                            .above = likelihood * consequence >= k->line};
    return (heatmap){.columns = (int)k->consequence_steps,
                     .rows = (int)k->likelihood_steps,
                     .cells = *cells,
                     .column_names = words_of_scale(c, k->consequence_words, k->consequence_steps),
                     .row_names = words_of_scale(c, k->likelihood_words, k->likelihood_steps),
                     .column_axis = S("Consequence"),
                     .row_axis = S("Likelihood"),
                     .letters = {STR("L"), STR("M"), STR("H"), STR("C")}};
}
