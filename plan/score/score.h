// score.h: ratings by public schemes, as helpers to judge a risk: CVSS 3.1, CVSS 4.0 and the OWASP risk rating. Pure functions.
// SPDX-License-Identifier: Apache-2.0
//
// A vector is text as its scheme writes it:
//
//     CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H
//     CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N/E:P
//     OWASP/SL:6/M:4/O:7/S:9/ED:7/EE:5/A:6/ID:8/LC:7/LI:3/LAV:1/LAC:7/FD:3/RD:4/NC:2/PV:5
//
// Besides its score a rating says how far up a likelihood and a consequence lie, from 0 to 1; rating_step makes steps of one's own
// scales of them. These are proposals: a person judges. Where a scheme has sub-scores they are used (exploitability and impact of 3.1,
// likelihood and impact of OWASP); CVSS 4.0 has none, so the share of the way from its easiest to its hardest metrics is taken.
#ifndef PLAN_SCORE_SCORE_H
#define PLAN_SCORE_SCORE_H

#include "platform/base/text.h"

typedef struct {
    const char *scheme;             // "CVSS 3.1", "CVSS 4.0", "OWASP"
    double score;                   // 0 to 10; OWASP: the product of likelihood and impact, 0 to 81
    const char *severity;           // "None", "Low", "Medium", "High", "Critical"; OWASP also "Note"
    double likelihood, consequence; // 0 to 1
} rating;

// False when it is no vector of these schemes: *error says what is wrong with it.
bool rate(arena *a, str vector, rating *out, str *error);
i64 rating_step(double share, i64 steps); // 1 … steps

// ---- what the schemes share (vector.c)

typedef struct {
    const char *name;
    const char *values; // "N A L P": those it may have; NULL: a number from 0 to 9
    bool optional;      // else it must be given
} metric;
enum { METRICS = 40 };
typedef struct {
    const metric *metrics;
    int n;
    str given[METRICS]; // empty: not given
} metrics_read;
// Reads NAME:VALUE/NAME:VALUE; each metric once, in any order.
bool metrics_parse(arena *a, str rest, const metric *metrics, int n, metrics_read *out, str *error);
char metric_value(const metrics_read *m, const char *name); // its first letter; 'X' when not given

bool rate_cvss3(arena *a, str rest, rating *out, str *error); // without the "CVSS:3.1/"
bool rate_cvss4(arena *a, str rest, rating *out, str *error);
bool rate_owasp(arena *a, str rest, rating *out, str *error);
const char *cvss_severity(double score);

// The factors of the OWASP rating, for a form.
typedef struct {
    const char *name, *label;
    int group; // 0 threat agent, 1 vulnerability, 2 technical impact, 3 business impact
    struct {
        int value;
        const char *label;
    } options[6]; // ends with a NULL label
} owasp_factor;
enum { OWASP_FACTORS = 16 };
extern const owasp_factor owasp_factors[OWASP_FACTORS];

#endif
