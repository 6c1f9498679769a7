// heat.c: risks as a heat map.
// SPDX-License-Identifier: Apache-2.0
#include "plan/risk/heat.h"

static void count(heat_cell *cells, const criteria *k, const risk *const *risks, int n)
{
    for (int i = 0; i < n; i++) {
        const risk *r = risks[i];
        if (r->likelihood < 1 || r->consequence < 1 || r->likelihood > k->likelihood_steps ||
            r->consequence > k->consequence_steps)
            continue; // not judged, or by another matrix
        cells[(r->likelihood - 1) * k->consequence_steps + r->consequence - 1].count++;
    }
}

heatmap heat_of(ctx *c, const criteria *k, const risk *const *risks, int n, str url)
{
    heat_cell *cells;
    heatmap h = matrix_of(c, k, &cells);
    count(cells, k, risks, n);
    for (i64 i = 0; i < k->likelihood_steps * k->consequence_steps; i++) {
        heat_cell *x = &cells[i];
        i64 likelihood = i / k->consequence_steps + 1, consequence = i % k->consequence_steps + 1;
        if (!x->count || !url.n) continue;
        x->url = format(c->a, "$1likelihood=$2&consequence=$3", v(url), v(likelihood), v(consequence));
        x->label = format(c->a, "$1: $2, $3, $4", v(x->count), v(h.row_names[likelihood - 1]),
                          v(h.column_names[consequence - 1]),
                          v(level_choices[criteria_level(k, likelihood * consequence)].label));
    }
    return h;
}
