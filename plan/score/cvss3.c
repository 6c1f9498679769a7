// cvss3.c: CVSS 3.1: base, temporal and environmental score (specification, section 7).
// SPDX-License-Identifier: Apache-2.0
#include "plan/score/score.h"

#include <math.h>

static const metric metrics[] = {
    {"AV", "N A L P", false}, {"AC", "L H", false},      {"PR", "N L H", false},     {"UI", "N R", false},
    {"S", "U C", false},      {"C", "H L N", false},     {"I", "H L N", false},      {"A", "H L N", false},
    {"E", "X H F P U", true}, {"RL", "X U W T O", true}, {"RC", "X C R U", true},    {"CR", "X H M L", true},
    {"IR", "X H M L", true},  {"AR", "X H M L", true},   {"MAV", "X N A L P", true}, {"MAC", "X L H", true},
    {"MPR", "X N L H", true}, {"MUI", "X N R", true},    {"MS", "X U C", true},      {"MC", "X H L N", true},
    {"MI", "X H L N", true},  {"MA", "X H L N", true},
};

typedef struct {
    char letter;
    double weight;
} weight;

static double weigh(const weight *all, char letter)
{
    while (all->letter && all->letter != letter) all++;
    return all->weight;
}

static const weight vector_weights[] = {{'N', 0.85}, {'A', 0.62}, {'L', 0.55}, {'P', 0.2}, {0}};
static const weight complexity[] = {{'L', 0.77}, {'H', 0.44}, {0}};
static const weight privileges[] = {{'N', 0.85}, {'L', 0.62}, {'H', 0.27}, {0}};
static const weight privileges_changed[] = {{'N', 0.85}, {'L', 0.68}, {'H', 0.5}, {0}};
static const weight interaction[] = {{'N', 0.85}, {'R', 0.62}, {0}};
static const weight impacts[] = {{'H', 0.56}, {'L', 0.22}, {'N', 0}, {0}};
static const weight maturity[] = {{'H', 1}, {'F', 0.97}, {'P', 0.94}, {'U', 0.91}, {0, 1}};
static const weight remedy[] = {{'U', 1}, {'W', 0.97}, {'T', 0.96}, {'O', 0.95}, {0, 1}};
static const weight confidence[] = {{'C', 1}, {'R', 0.96}, {'U', 0.92}, {0, 1}};
static const weight requirement[] = {{'H', 1.5}, {'M', 1}, {'L', 0.5}, {0, 1}};

// Appendix A of the specification: the smallest number with one decimal that is not below x.
static double round_up(double x)
{
    i64 n = (i64)round(x * 100000);
    return n % 10000 == 0 ? (double)n / 100000 : (double)(n / 10000 + 1) / 10;
}

typedef struct {
    double impact, exploitability, score;
    bool changed;
} part_scores;

// The modified value, and where it is not defined the one of the base.
static char modified(const metrics_read *m, const char *name, const char *base)
{
    char x = metric_value(m, name);
    return x == 'X' ? metric_value(m, base) : x;
}

static double exploitability(char av, char ac, char pr, char ui, bool changed)
{
    return 8.22 * weigh(vector_weights, av) * weigh(complexity, ac) *
           weigh(changed ? privileges_changed : privileges, pr) * weigh(interaction, ui);
}

static double joined(const part_scores *p)
{
    if (p->impact <= 0) return 0;
    return round_up(fmin((p->changed ? 1.08 : 1) * (p->impact + p->exploitability), 10));
}

static part_scores base_score(const metrics_read *m)
{
    part_scores p = {.changed = metric_value(m, "S") == 'C'};
    double iss = 1 - (1 - weigh(impacts, metric_value(m, "C"))) * (1 - weigh(impacts, metric_value(m, "I"))) *
                         (1 - weigh(impacts, metric_value(m, "A")));
    p.impact = p.changed ? 7.52 * (iss - 0.029) - 3.25 * pow(iss - 0.02, 15) : 6.42 * iss;
    p.exploitability = exploitability(metric_value(m, "AV"), metric_value(m, "AC"), metric_value(m, "PR"),
                                      metric_value(m, "UI"), p.changed);
    p.score = joined(&p);
    return p;
}

static part_scores environmental_score(const metrics_read *m)
{
    part_scores p = {.changed = modified(m, "MS", "S") == 'C'};
    double c = weigh(requirement, metric_value(m, "CR")) * weigh(impacts, modified(m, "MC", "C"));
    double i = weigh(requirement, metric_value(m, "IR")) * weigh(impacts, modified(m, "MI", "I"));
    double a = weigh(requirement, metric_value(m, "AR")) * weigh(impacts, modified(m, "MA", "A"));
    double miss = fmin(1 - (1 - c) * (1 - i) * (1 - a), 0.915);
    p.impact = p.changed ? 7.52 * (miss - 0.029) - 3.25 * pow(miss * 0.9731 - 0.02, 13) : 6.42 * miss;
    p.exploitability = exploitability(modified(m, "MAV", "AV"), modified(m, "MAC", "AC"), modified(m, "MPR", "PR"),
                                      modified(m, "MUI", "UI"), p.changed);
    p.score = joined(&p);
    return p;
}

static bool is_environmental(const metrics_read *m)
{
    for (int i = 11; i < m->n; i++)
        if (m->given[i].n && m->given[i].p[0] != 'X') return true;
    return false;
}

bool rate_cvss3(arena *a, str rest, rating *out, str *error)
{
    metrics_read m;
    if (!metrics_parse(a, rest, metrics, countof(metrics), &m, error)) return false;
    part_scores p = is_environmental(&m) ? environmental_score(&m) : base_score(&m);
    double temporal = weigh(maturity, metric_value(&m, "E")) * weigh(remedy, metric_value(&m, "RL")) *
                      weigh(confidence, metric_value(&m, "RC"));
    double score = round_up(p.score * temporal);
    *out = (rating){.scheme = "CVSS 3.1",
                    .score = score,
                    .severity = cvss_severity(score),
                    .likelihood = fmin(p.exploitability / 3.89, 1) * temporal,
                    .consequence = fmax(0, fmin(p.impact / (p.changed ? 6.05 : 5.88), 1))};
    return true;
}
