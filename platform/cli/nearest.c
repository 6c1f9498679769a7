// nearest.c: what a misspelt word may have meant.
// SPDX-License-Identifier: Apache-2.0
#include "platform/cli/cli.h"

#include <string.h>

enum { LONGEST = 40 };

// How many letters must be put in, taken out, replaced or swapped (restricted Damerau-Levenshtein distance).
static int distance(str x, str y)
{
    int d[3][LONGEST + 1];
    int *before = d[0], *last = d[1], *row = d[2];
    for (int k = 0; k <= (int)y.n; k++) last[k] = k;
    for (int i = 1; i <= (int)x.n; i++) {
        row[0] = i;
        for (int k = 1; k <= (int)y.n; k++) {
            bool same = x.p[i - 1] == y.p[k - 1];
            int best = last[k - 1] + !same;
            if (last[k] + 1 < best) best = last[k] + 1;
            if (row[k - 1] + 1 < best) best = row[k - 1] + 1;
            bool swapped = i > 1 && k > 1 && x.p[i - 1] == y.p[k - 2] && x.p[i - 2] == y.p[k - 1];
            if (swapped && before[k - 2] + 1 < best) best = before[k - 2] + 1;
            row[k] = best;
        }
        int *spare = before;
        before = last, last = row, row = spare;
    }
    return last[y.n];
}

const char *cli_nearest(str word, const char *const *names)
{
    const char *best = NULL;
    int least = LONGEST;
    if (word.n > LONGEST || word.n < 2) return NULL;
    for (int i = 0; names[i]; i++) {
        str name = str_of(names[i]);
        if (name.n > LONGEST) continue;
        int far = distance(word, name);
        if (far >= least || far > 1 + (int)name.n / 4) continue;
        least = far, best = names[i];
    }
    return best;
}
