// estimate_part.h: what the pages and papers about losses share among themselves.
// SPDX-License-Identifier: Apache-2.0
#ifndef PLAN_ESTIMATE_ESTIMATE_PART_H
#define PLAN_ESTIMATE_ESTIMATE_PART_H

#include "plan/estimate/desk.h"
#include "plan/estimate/what_if.h"
#include "platform/web/chart.h"
#include "platform/web/detail_page.h"

extern const route estimate_routes[];         // loss_page.c
extern const part estimate_parts[];           // loss_card.c
extern const action estimate_actions[];       // take_losses.c
extern const report estimate_reports[];       // simulation_report.c
extern const char *const loss_view_names[3];  // "current", "inherent", "target": by loss_view
extern const char *const loss_view_labels[3]; // "Today", "Without controls", "After the plan"
extern const char *const loss_view_lines[3];  // classes of their curves

// ?scope=SC-1&unit=North&risk=R-1: what of the request is asked about. False with a failure.
bool loss_choice_read(request *q, loss_choice *out);
str loss_choice_query(arena *a, const loss_choice *x); // "scope=SC-1&unit=U-2": the same again; may be empty

// picture.c
typedef struct {
    const char *label, *line;
    const loss_answer *answer;
} loss_curve_shown;
// The three standpoints in the order they are drawn: without controls, after the plan, and today on top.
void loss_standpoints(const loss_answer answers[3], loss_curve_shown out[3]);
// Everything on one chart, `main` on top, with its legend; the answer in words is the description.
void loss_picture(request *q, const exposure *x, const loss_curve_shown *curves, int n, int main, str title);
void loss_chart(canvas *k, const exposure *x, const loss_curve_shown *curves, int n, int main, double head, str axis);
void loss_numbers(request *q, const exposure *x, const loss_curve_shown *curves, int n); // a table to open: percentiles
str loss_percent(arena *a, double share);                                                // "7 %", "0.3 %"
double loss_mean_error(const loss_answer *drawn); // relative standard error of the mean
str loss_sentence(arena *a, const exposure *x, const loss_answer *now);
void loss_named(request *q, const exposure *x, const loss_answer *now); // how to repeat it, and what was simplified
void loss_left_out(request *q, const exposure *x, const loss_choice *choice);

// loss_json.c: GET /api/v1/loss/…
void loss_curve_json(request *q);
void loss_curve_file(request *q); // .csv, of the page and of the API
void loss_what_if_json(request *q);
void loss_controls_json(request *q);

// ranking.c: controls, risks and inputs by what they are worth
void loss_rankings(request *q, const desk *d, const loss_choice *choice);

// calibration.c
void loss_past(request *q, i64 risk, const estimate *now); // losses on record against the estimate, and its estimator
str loss_in_words(ctx *c, const estimate *x); // "Of twenty events one costs less than … and one more than …"

#endif
