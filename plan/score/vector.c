// vector.c: vectors of metrics, and the choice of the scheme.
// SPDX-License-Identifier: Apache-2.0
#include "plan/score/score.h"

#include <math.h>
#include <string.h>

static int metric_at(const metric *metrics, int n, str name)
{
    for (int i = 0; i < n; i++)
        if (str_eq(name, str_of(metrics[i].name))) return i;
    return -1;
}

static bool allowed(const metric *m, str value)
{
    if (!m->values) return value.n == 1 && value.p[0] >= '0' && value.p[0] <= '9';
    for (str rest = str_of(m->values); rest.p;)
        if (str_eq(str_cut(&rest, ' '), value)) return true;
    return false;
}

bool metrics_parse(arena *a, str rest, const metric *metrics, int n, metrics_read *out, str *error)
{
    *out = (metrics_read){.metrics = metrics, .n = n};
    while (rest.p) {
        str value = str_cut(&rest, '/');
        str whole = value, name = str_cut(&value, ':');
        int at = metric_at(metrics, n, name);
        if (at < 0)
            *error = format(a, "\"$1\" is no metric of this scheme.", v(whole));
        else if (out->given[at].n)
            *error = format(a, "$1 is given twice.", v(name));
        else if (!allowed(&metrics[at], value))
            *error = format(a, "$1 cannot be \"$2\": $3.", v(name), v(value),
                            v(metrics[at].values ? metrics[at].values : "a number from 0 to 9"));
        if (error->n) return false;
        out->given[at] = value;
    }
    for (int i = 0; i < n; i++) {
        if (metrics[i].optional || out->given[i].n) continue;
        *error = format(a, "$1 is missing.", v(metrics[i].name));
        return false;
    }
    return true;
}

char metric_value(const metrics_read *m, const char *name)
{
    for (int i = 0; i < m->n; i++)
        if (strcmp(m->metrics[i].name, name) == 0) return m->given[i].n ? m->given[i].p[0] : 'X';
    return 'X';
}

const char *cvss_severity(double score)
{
    return score <= 0 ? "None" : score < 4 ? "Low" : score < 7 ? "Medium" : score < 9 ? "High" : "Critical";
}

bool rate(arena *a, str vector, rating *out, str *error)
{
    *error = (str){0};
    vector = str_trim(vector);
    if (str_starts(vector, S("CVSS:3.1/")) || str_starts(vector, S("CVSS:3.0/")))
        return rate_cvss3(a, str_from(vector, 9), out, error);
    if (str_starts(vector, S("CVSS:4.0/"))) return rate_cvss4(a, str_from(vector, 9), out, error);
    if (str_starts(vector, S("OWASP/"))) return rate_owasp(a, str_from(vector, 6), out, error);
    *error = S("A vector begins with CVSS:3.1/, CVSS:4.0/ or OWASP/.");
    return false;
}

i64 rating_step(double share, i64 steps)
{
    i64 step = (i64)ceil(share * (double)steps - 1e-9);
    return step < 1 ? 1 : step > steps ? steps : step;
}
