// cvss4.c: CVSS 4.0: the score of a vector by its equivalence sets and the distance within them (specification, section 8).
// SPDX-License-Identifier: Apache-2.0
#include "plan/score/score.h"

#include <math.h>

static const metric metrics[] = {
    {"AV", "N A L P", false},   {"AC", "L H", false},
    {"AT", "N P", false},       {"PR", "N L H", false},
    {"UI", "N P A", false},     {"VC", "H L N", false},
    {"VI", "H L N", false},     {"VA", "H L N", false},
    {"SC", "H L N", false},     {"SI", "H L N", false},
    {"SA", "H L N", false},     {"E", "X A P U", true},
    {"CR", "X H M L", true},    {"IR", "X H M L", true},
    {"AR", "X H M L", true},    {"MAV", "X N A L P", true},
    {"MAC", "X L H", true},     {"MAT", "X N P", true},
    {"MPR", "X N L H", true},   {"MUI", "X N P A", true},
    {"MVC", "X H L N", true},   {"MVI", "X H L N", true},
    {"MVA", "X H L N", true},   {"MSC", "X H L N", true},
    {"MSI", "X S H L N", true}, {"MSA", "X S H L N", true},
    {"S", "X N P", true},       {"AU", "X N Y", true},
    {"R", "X A U I", true},     {"V", "X D C", true},
    {"RE", "X L M H", true},    {"U", "X Clear Green Amber Red", true},
};

// The metrics that decide, in the order of the equivalence sets; each value's severity in steps from the gravest.
enum { AV, PR, UI, AC, AT, VC, VI, VA, CR, IR, AR, SC, SI, SA, E, DECIDING };
static const struct {
    const char *name, *modified, *steps; // "NALP": N is 0 steps from the gravest, A one, …
    char undefined;                      // what X stands for
} deciding[DECIDING] = {
    [AV] = {"AV", "MAV", "NALP", 0}, [PR] = {"PR", "MPR", "NLH", 0},  [UI] = {"UI", "MUI", "NPA", 0},
    [AC] = {"AC", "MAC", "LH", 0},   [AT] = {"AT", "MAT", "NP", 0},   [VC] = {"VC", "MVC", "HLN", 0},
    [VI] = {"VI", "MVI", "HLN", 0},  [VA] = {"VA", "MVA", "HLN", 0},  [CR] = {"CR", NULL, "HML", 'H'},
    [IR] = {"IR", NULL, "HML", 'H'}, [AR] = {"AR", NULL, "HML", 'H'}, [SC] = {"SC", "MSC", "SHLN", 0},
    [SI] = {"SI", "MSI", "SHLN", 0}, [SA] = {"SA", "MSA", "SHLN", 0}, [E] = {"E", NULL, "APU", 'A'}};

// The score of each macro vector in tenths (table of the specification): rows by the first three sets, columns by the
// last three; 0: there is no such macro vector.
static const unsigned char scores[18][18] = {
    {100, 99, 98, 95, 95, 92, 100, 96, 93, 87, 91, 81, 93, 90, 89, 80, 81, 68},
    {98, 95, 95, 92, 90, 84, 93, 92, 89, 81, 81, 65, 88, 80, 78, 70, 69, 48},
    {0, 92, 0, 82, 0, 72, 0, 79, 0, 69, 0, 50, 0, 69, 0, 55, 0, 27},
    {99, 97, 95, 92, 92, 85, 95, 91, 90, 83, 84, 71, 92, 81, 82, 71, 72, 53},
    {95, 93, 92, 85, 85, 73, 92, 82, 80, 72, 70, 59, 84, 70, 71, 52, 50, 30},
    {0, 86, 0, 75, 0, 52, 0, 71, 0, 52, 0, 29, 0, 63, 0, 29, 0, 17},
    {98, 95, 94, 87, 91, 81, 94, 89, 86, 74, 77, 64, 87, 75, 74, 63, 63, 49},
    {94, 89, 88, 77, 76, 67, 86, 76, 74, 58, 59, 50, 72, 57, 57, 52, 52, 25},
    {0, 83, 0, 70, 0, 54, 0, 65, 0, 58, 0, 26, 0, 53, 0, 21, 0, 13},
    {95, 90, 88, 76, 76, 70, 90, 77, 75, 62, 61, 53, 77, 66, 68, 59, 52, 30},
    {89, 78, 76, 67, 62, 58, 74, 59, 57, 57, 47, 23, 61, 52, 57, 29, 24, 16},
    {0, 71, 0, 59, 0, 30, 0, 58, 0, 26, 0, 15, 0, 23, 0, 13, 0, 6},
    {93, 87, 86, 72, 75, 58, 86, 74, 74, 61, 56, 34, 70, 54, 52, 40, 40, 22},
    {85, 75, 74, 55, 62, 51, 72, 57, 55, 41, 46, 19, 53, 36, 34, 19, 19, 8},
    {0, 64, 0, 51, 0, 20, 0, 47, 0, 21, 0, 11, 0, 24, 0, 9, 0, 4},
    {88, 75, 73, 53, 60, 50, 73, 55, 59, 40, 41, 20, 54, 43, 45, 22, 20, 11},
    {75, 55, 58, 45, 40, 21, 61, 51, 48, 18, 20, 9, 46, 18, 17, 7, 8, 2},
    {0, 53, 0, 24, 0, 14, 0, 24, 0, 12, 0, 5, 0, 10, 0, 3, 0, 1},
};

static int score_at(const int eq[6])
{
    static const int most[6] = {3, 2, 3, 3, 3, 2};
    for (int i = 0; i < 6; i++)
        if (eq[i] >= most[i]) return 0;
    return scores[(eq[0] * 2 + eq[1]) * 3 + eq[2]][(eq[3] * 3 + eq[4]) * 2 + eq[5]];
}

static int steps_of(int metric_number, char letter)
{
    const char *s = deciding[metric_number].steps;
    int n = 0;
    while (s[n] && s[n] != letter) n++;
    return n;
}

static void take_letters(const metrics_read *m, char letter[DECIDING])
{
    for (int i = 0; i < DECIDING; i++) {
        char x = deciding[i].modified ? metric_value(m, deciding[i].modified) : 'X';
        letter[i] = x == 'X' ? metric_value(m, deciding[i].name) : x;
        if (letter[i] == 'X') letter[i] = deciding[i].undefined;
    }
}

static void take_sets(const char l[DECIDING], int eq[6])
{
    int none = (l[AV] == 'N') + (l[PR] == 'N') + (l[UI] == 'N');
    bool vc = l[VC] == 'H', vi = l[VI] == 'H', va = l[VA] == 'H';
    eq[0] = none == 3 ? 0 : l[AV] == 'P' || none == 0 ? 2 : 1;
    eq[1] = l[AC] == 'L' && l[AT] == 'N' ? 0 : 1;
    eq[2] = vc && vi ? 0 : vc || vi || va ? 1 : 2;
    eq[3] = l[SI] == 'S' || l[SA] == 'S' ? 0 : l[SC] == 'H' || l[SI] == 'H' || l[SA] == 'H' ? 1 : 2;
    eq[4] = steps_of(E, l[E]);
    eq[5] = (l[CR] == 'H' && vc) || (l[IR] == 'H' && vi) || (l[AR] == 'H' && va) ? 0 : 1;
}

// The gravest vectors of each set, as letters in the order of the metrics above.
static const char *const gravest1[3][4] = {{"NNN"}, {"ANN", "NLN", "NNP"}, {"PNN", "ALP"}}; // AV PR UI
static const char *const gravest2[2][3] = {{"LN"}, {"HN", "LP"}};                           // AC AT
static const char *const gravest36[3][2][6] = {                                             // VC VI VA CR IR AR
    {{"HHHHHH"}, {"HHLMMH", "HHHMMM"}},
    {{"LHHHHH", "HLHHHH"}, {"LHLHMH", "LHHHMM", "HLHMHM", "HLLMHH", "LLHHHM"}},
    {{NULL}, {"LLLHHH"}}};
static const char *const gravest4[3][2] = {{"HSS"}, {"HHH"}, {"LLL"}}; // SC SI SA

// Steps from the first gravest vector that is nowhere milder than this one.
static int distance(const char l[DECIDING], int first, int n, const char *const *gravest)
{
    for (; *gravest; gravest++) {
        int sum = 0;
        bool fits = true;
        for (int i = 0; i < n; i++) {
            int d = steps_of(first + i, l[first + i]) - steps_of(first + i, (*gravest)[i]);
            fits = fits && d >= 0;
            sum += d;
        }
        if (fits) return sum;
    }
    return 0;
}

// The score of the next milder macro vector in one of the sets; the third and sixth move together. 0: there is none.
static int milder(const int eq[6], int set)
{
    int x[6], y[6];
    for (int i = 0; i < 6; i++) x[i] = y[i] = eq[i];
    if (set != 2) {
        x[set]++;
        return score_at(x);
    }
    if (eq[2] == 0 && eq[5] == 0) {
        x[5] = 1, y[2] = 1;
        int left = score_at(x), right = score_at(y);
        return left > right ? left : right;
    }
    if (eq[2] == 1 && eq[5] == 0)
        x[5] = 1;
    else
        x[2]++;
    return score_at(x);
}

static double score_of(const char l[DECIDING], const int eq[6])
{
    static const int depth1[] = {1, 4, 5}, depth2[] = {1, 2}, depth36[3][2] = {{7, 6}, {8, 8}, {1, 10}},
                     depth4[] = {6, 5, 4};
    const struct {
        int set, distance, depth;
    } sets[] = {{0, distance(l, AV, 3, gravest1[eq[0]]), depth1[eq[0]]},
                {1, distance(l, AC, 2, gravest2[eq[1]]), depth2[eq[1]]},
                {2, distance(l, VC, 6, gravest36[eq[2]][eq[5]]), depth36[eq[2]][eq[5]]},
                {3, distance(l, SC, 3, gravest4[eq[3]]), depth4[eq[3]]},
                {4, 0, 1}};
    double value = score_at(eq), sum = 0;
    int n = 0;
    for (int i = 0; i < countof(sets); i++) {
        int next = milder(eq, sets[i].set);
        if (!next) continue;
        n++;
        sum += (value - next) * sets[i].distance / sets[i].depth;
    }
    if (n) value -= sum / n;
    value = fmax(0, fmin(value, 100));
    return floor(value + 0.5 + 1e-5) / 10;
}

// How far along the way from the hardest to the easiest, or from the mildest to the gravest.
static double share(const char l[DECIDING], const int *numbers, int n)
{
    int sum = 0, all = 0;
    for (int i = 0; i < n; i++) {
        int most = 0;
        while (deciding[numbers[i]].steps[most + 1]) most++;
        sum += most - steps_of(numbers[i], l[numbers[i]]);
        all += most;
    }
    return (double)sum / all;
}

bool rate_cvss4(arena *a, str rest, rating *out, str *error)
{
    static const int ease[] = {AV, PR, UI, AC, AT, E}, own[] = {VC, VI, VA}, beyond[] = {SC, SI, SA};
    metrics_read m;
    char l[DECIDING];
    int eq[6];
    if (!metrics_parse(a, rest, metrics, countof(metrics), &m, error)) return false;
    take_letters(&m, l);
    take_sets(l, eq);
    bool harmless = true;
    for (int i = 0; i < 3; i++) harmless = harmless && l[own[i]] == 'N' && l[beyond[i]] == 'N';
    double score = harmless ? 0 : score_of(l, eq);
    double here = share(l, own, 3), there = share(l, beyond, 3);
    *out = (rating){.scheme = "CVSS 4.0",
                    .score = score,
                    .severity = cvss_severity(score),
                    .likelihood = share(l, ease, countof(ease)),
                    .consequence = fmax(here, there)};
    return true;
}
