// loss.h: how much a portfolio of risks may lose in a year: the exceedance curve, exactly or by simulation.
// SPDX-License-Identifier: Apache-2.0
//
// Pure: inputs in, curve out; no database, no request, no clock. Everything returned lives in the arena passed. Threads are
// started inside a call and joined before it returns; the calls are safe to make from several threads at once.
//
// The model. Each risk has a frequency (events in a year) and a severity (loss of one event). Controls scale rates and
// severities by factors; a factor with a range is one draw a year, even over its range, for all risks its control touches
// (each risk's factor moves through its own range in step). Sectors share a gamma factor. Amounts are in one currency at one
// price year.
//
// Two engines. LOSS_EXACT transforms the summed severities once and answers within `error`; LOSS_MONTECARLO draws years, and
// the same seed gives the same bytes on every machine and for every number of threads. No kernel fuses a multiplication
// with an addition, so the vector width never shows in a result.
//
// The percentile at p is the smallest x with P(loss <= x) >= p: 0 when a year without loss is that likely. The tail mean at
// p is the mean of the worst share 1-p of years.
#ifndef LOSS_LOSS_H
#define LOSS_LOSS_H

#include "platform/base/hash.h"

#define LOSS_LEVELS 5
extern const double loss_levels[LOSS_LEVELS]; // 0.5 0.9 0.95 0.99 0.999

typedef enum { LOSS_LOGNORMAL, LOSS_PERT, LOSS_CONSTANT, LOSS_EMPIRICAL } loss_kind;

// LOGNORMAL: a and b the 5th and 95th percentile. PERT: a minimum, b likely, c maximum, `shape` 4 when 0.
// CONSTANT: a. EMPIRICAL: `amounts` amounts in `list`, equally likely.
typedef struct {
    loss_kind kind;
    double a, b, c, shape;
    const double *list;
    int amounts;
} loss_severity;

// POISSON: `rate` events a year. UNCERTAIN: the rate itself is a gamma variable with low and high as its 5th and 95th
// percentile. ONCE: one event at most, with probability `rate`. FAIR: Poisson at contact x action x vulnerability.
typedef enum { LOSS_POISSON, LOSS_UNCERTAIN, LOSS_ONCE, LOSS_FAIR } loss_frequency_kind;

typedef struct {
    loss_frequency_kind kind;
    double rate, low, high;
    double contact, action, vulnerability; // contacts a year; two probabilities
} loss_frequency;

// An insurer pays min(max(loss - deductible, 0), limit). KEPT: what stays with us counts. CEDED: what the insurer pays does.
typedef enum { LOSS_WHOLE, LOSS_KEPT, LOSS_CEDED } loss_side;

typedef struct {
    loss_side side;
    double deductible, limit;
} loss_layer;

typedef struct {
    str code;
    loss_frequency frequency;
    loss_severity severity;
    double second_share; // with this probability an event brings a second loss, added to the first; 0: never
    loss_severity second;
    loss_layer event;  // on the first loss of each event
    loss_layer annual; // on the year's sum of this risk
    int sector;        // 1-based into sectors; 0: none
    double link;       // 0..0.99: correlation of the counts (Gaussian copula, one common factor): LOSS_MONTECARLO only
} loss_risk;

typedef struct {
    str code;
    double variance; // of the sector's yearly gamma factor, whose mean is 1
} loss_sector;

typedef enum { LOSS_IN_PLACE, LOSS_PLANNED } loss_state;

typedef struct {
    int risk;         // index into risks
    bool on_severity; // else it scales the rate
    double low, high; // the factor; equal: fixed
} loss_effect;

typedef struct {
    str code;
    loss_state state;
    double cost;      // a year
    double failures;  // how often a year it fails; 0: never
    double days_down; // mean days until it works again
    const loss_effect *effects;
    int neffects;
} loss_control;

typedef struct {
    const loss_risk *risks;
    int nrisks;
    const loss_sector *sectors;
    int nsectors;
    const loss_control *controls;
    int ncontrols;
    str currency;
    int price_year;
} loss_portfolio;

typedef enum { LOSS_EXACT, LOSS_MONTECARLO } loss_engine;
typedef enum { LOSS_CURRENT, LOSS_INHERENT, LOSS_TARGET } loss_view; // controls in place; none; in place and planned
typedef enum { LOSS_BEST, LOSS_AVX512, LOSS_AVX2, LOSS_PLAIN } loss_kernel; // vector kernel; BEST chooses at run time

typedef struct {
    loss_engine engine;
    loss_view view;
    const bool *chosen; // of each risk: does it count? NULL: all do
    int without;        // 1-based control left out; 0: none
    i64 years;          // Monte Carlo; 0 is 100,000
    uint64_t seed;      // Monte Carlo
    int threads;        // 0 is 2
    double appetite;    // 0: none
    const double *at;   // further amounts to give P(loss <= x) for
    int nat;
    int points; // of the curve; 0 is 64
    loss_kernel kernel;
} loss_options;

// What was wrong with an input. `what` is "risk", "control", "sector" or "option"; `row` is its 0-based index (-1: the
// portfolio itself).
typedef struct loss_refusal {
    const char *what;
    int row;
    const char *field;
    str reason;
    struct loss_refusal *next;
} loss_refusal;

typedef struct {
    double x, above; // P(loss > x)
} loss_point;

// What the answer had to simplify; loss_note() says it in words.
enum { LOSS_NOTE_OVERLAP = 1, LOSS_NOTE_FAILURE = 2, LOSS_NOTE_RANGE = 4, LOSS_NOTE_ERROR = 8 };

typedef struct {
    double mean, sd;
    double none;               // probability of a year without loss
    double level[LOSS_LEVELS]; // percentiles
    double tail[LOSS_LEVELS];  // tail means
    double passing;            // probability of passing the appetite; NAN without one
    double *below;             // P(loss <= at[i])
    loss_point *curve;         // rising in x
    int npoints;
    double error; // relative, of the percentiles. Exact: estimated by refinement. Monte Carlo: of P99, sampling
    int cells;    // exact: of the finest transform used
    loss_engine engine;
    const char *kernel;
    i64 years;
    uint64_t seed;
    hash inputs; // of portfolio, view, choice and control left out
    unsigned notes;
} loss_answer;

typedef struct {
    double mean, none;
    double level[LOSS_LEVELS], tail[LOSS_LEVELS];
} loss_single;

// Everything that is wrong with the inputs, in order; NULL when they are fit for the engine chosen.
loss_refusal *loss_check(arena *a, const loss_portfolio *p, const loss_options *o);

// The curve of all chosen risks together. False: refused, *bad says why.
bool loss_curve(arena *a, const loss_portfolio *p, const loss_options *o, loss_answer *out, loss_refusal **bad);

// The figures of every risk on its own; out[i] belongs to risks[i] (zero when not chosen). Monte Carlo: from one run.
bool loss_singles(arena *a, const loss_portfolio *p, const loss_options *o, loss_single *out, loss_refusal **bad);

// A portfolio made ready for what-if questions by the exact engine. It keeps pointers into p, which must stay as it is.
typedef struct loss_base loss_base;
loss_base *loss_prepare(arena *a, const loss_portfolio *p, const loss_options *o, loss_refusal **bad); // NULL: refused
const loss_answer *loss_base_answer(const loss_base *b);

// The curve with risk number `risk` replaced by *now, everything else as prepared. Its part is taken out and the new one
// put in; where the new curve leaves the prepared range, it is computed afresh. False: refused.
bool loss_edit(arena *a, const loss_base *b, int risk, const loss_risk *now, loss_answer *out, loss_refusal **bad);

// The same with n risks replaced at once, each named once.
bool loss_edits(arena *a, const loss_base *b, const int *risks, const loss_risk *now, int n, loss_answer *out,
                loss_refusal **bad);

// What a thing is worth: the figures with it gone, less the figures with it there. Positive: losses it saves (a control) or
// adds (a risk: the sign is turned, so that a risk that adds loss is positive too).
typedef struct {
    int index;   // of the control or risk
    double mean; // a year
    double level[LOSS_LEVELS], tail[LOSS_LEVELS];
    double passing;   // probability of passing the appetite
    double cost, net; // controls: net is mean - cost
} loss_value;

// Every control in the view, left out on its own; ranked by net, best first. *n says how many.
loss_value *loss_controls(arena *a, const loss_base *b, int *n);
// Every chosen risk, left out on its own; ranked by what it adds to the tail mean at 99 %.
loss_value *loss_adds(arena *a, const loss_base *b, int *n);

typedef enum { LOSS_BY_RATE, LOSS_BY_SEVERITY } loss_input;
typedef struct {
    int risk;
    loss_input input;
    double low_mean, high_mean, low_level,
        high_level; // mean and P99 with the input multiplied by 1-swing and by 1+swing
} loss_bar;

// The tornado: each rate and each severity moved by `swing` (0 < swing < 1) both ways; the widest bar at P99 first.
loss_bar *loss_tornado(arena *a, const loss_base *b, double swing, int *n);
// The same of the `most` risks that contribute most (to mean and spread of all: what P99 follows to first order): four
// questions each, so that a large portfolio takes no longer than so many risks.
loss_bar *loss_tornado_of(arena *a, const loss_base *b, double swing, int most, int *n);

str loss_note(unsigned bit);
const char *loss_engine_name(loss_engine e); // "exact", "montecarlo"

// The lines of a CSV file with the header code,rate,kind,a,b,c as JSON: mean, percentiles, tail mean, risks, engine, error,
// inputs. False: *error lists what is wrong, a line each, with row, column and reason.
bool loss_curve_csv(arena *a, str csv, const loss_options *o, text *json, str *error);

#endif
