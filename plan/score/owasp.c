// owasp.c: the OWASP risk rating: sixteen factors from 0 to 9.
// SPDX-License-Identifier: Apache-2.0
#include "plan/score/score.h"

#include <math.h>

static const metric metrics[] = {
    {"SL", NULL, false}, {"M", NULL, false},  {"O", NULL, false},   {"S", NULL, false},
    {"ED", NULL, false}, {"EE", NULL, false}, {"A", NULL, false},   {"ID", NULL, false},
    {"LC", NULL, false}, {"LI", NULL, false}, {"LAV", NULL, false}, {"LAC", NULL, false},
    {"FD", NULL, true},  {"RD", NULL, true},  {"NC", NULL, true},   {"PV", NULL, true},
};

const owasp_factor owasp_factors[OWASP_FACTORS] = {
    {"SL",
     "Skill of who would do it",
     0,
     {{1, "None"}, {3, "Some"}, {5, "Advanced user"}, {6, "Network and programming"}, {9, "Breaks into systems"}, {0}}},
    {"M", "Motive", 0, {{1, "Little to gain"}, {4, "Something to gain"}, {9, "Much to gain"}, {0}}},
    {"O",
     "Opportunity",
     0,
     {{0, "Full access or costly means needed"},
      {4, "Special access or means"},
      {7, "Some access or means"},
      {9, "None needed"},
      {0}}},
    {"S",
     "Who they are",
     0,
     {{2, "Developers, administrators"},
      {4, "Users of the house"},
      {5, "Partners"},
      {6, "Users who sign in"},
      {9, "Anybody on the internet"},
      {0}}},
    {"ED",
     "Ease of discovery",
     1,
     {{1, "Practically impossible"}, {3, "Difficult"}, {7, "Easy"}, {9, "Tools find it"}, {0}}},
    {"EE", "Ease of exploit", 1, {{1, "Theoretical"}, {3, "Difficult"}, {5, "Easy"}, {9, "Tools do it"}, {0}}},
    {"A", "Awareness", 1, {{1, "Unknown"}, {4, "Hidden"}, {6, "Obvious"}, {9, "Public knowledge"}, {0}}},
    {"ID",
     "Detection",
     1,
     {{1, "At once, in the application"},
      {3, "Logged and reviewed"},
      {8, "Logged, not reviewed"},
      {9, "Not logged"},
      {0}}},
    {"LC",
     "Loss of confidentiality",
     2,
     {{2, "Little, not sensitive"},
      {6, "Little critical, or much that is not sensitive"},
      {7, "Much critical"},
      {9, "Everything"},
      {0}}},
    {"LI",
     "Loss of integrity",
     2,
     {{1, "Little, slightly"},
      {3, "Little, seriously"},
      {5, "Much, slightly"},
      {7, "Much, seriously"},
      {9, "Everything"},
      {0}}},
    {"LAV",
     "Loss of availability",
     2,
     {{1, "Secondary services, briefly"},
      {5, "Primary services, briefly"},
      {7, "Primary services, long"},
      {9, "All services"},
      {0}}},
    {"LAC", "Loss of accountability", 2, {{1, "Fully traceable"}, {7, "Possibly traceable"}, {9, "Anonymous"}, {0}}},
    {"FD",
     "Financial damage",
     3,
     {{1, "Less than the cost to mend it"},
      {3, "Small part of the year's profit"},
      {7, "Large part of the year's profit"},
      {9, "Bankruptcy"},
      {0}}},
    {"RD",
     "Damage to reputation",
     3,
     {{1, "Slight"}, {4, "Loss of large customers"}, {5, "Loss of goodwill"}, {9, "Damage to the brand"}, {0}}},
    {"NC", "Breach of rules", 3, {{2, "Minor"}, {5, "Clear"}, {7, "High profile"}, {0}}},
    {"PV", "Privacy", 3, {{3, "One person"}, {5, "Hundreds"}, {7, "Thousands"}, {9, "Millions"}, {0}}},
};

// The mean of those given; -1: none is.
static double mean(const metrics_read *m, int from, int to)
{
    double sum = 0;
    int n = 0;
    for (int i = from; i < to; i++)
        if (m->given[i].n) sum += m->given[i].p[0] - '0', n++;
    return n ? sum / n : -1;
}

static int level(double x)
{
    return x < 3 ? 0 : x < 6 ? 1 : 2;
}

bool rate_owasp(arena *a, str rest, rating *out, str *error)
{
    static const char *const severity[3][3] = {// by impact, then likelihood
                                               {"Note", "Low", "Medium"},
                                               {"Low", "Medium", "High"},
                                               {"Medium", "High", "Critical"}};
    metrics_read m;
    if (!metrics_parse(a, rest, metrics, countof(metrics), &m, error)) return false;
    double likelihood = mean(&m, 0, 8), technical = mean(&m, 8, 12), business = mean(&m, 12, 16);
    // What the business would suffer counts, where it is known; the technical impact stands in for it.
    double impact = business >= 0 ? business : technical;
    *out = (rating){.scheme = "OWASP",
                    .score = likelihood * impact,
                    .severity = severity[level(impact)][level(likelihood)],
                    .likelihood = likelihood / 9,
                    .consequence = impact / 9};
    return true;
}
