// plan_lines.h: the treatment plan as lines: what is done about each risk, by whom, until when, what it costs and leaves.
// SPDX-License-Identifier: Apache-2.0
#ifndef PLAN_TREATMENT_PLAN_LINES_H
#define PLAN_TREATMENT_PLAN_LINES_H

#include "plan/treatment.h"
#include "platform/web/chart.h"
#include "platform/web/detail_page.h"

typedef struct {
    i64 id;
    str name, status;
    date planned_on, implemented_on;
} plan_control;

typedef struct {
    const treatment *t;
    const risk *r;
    const plan_control *controls;
    int ncontrols;
    bool late;
} plan_line;

// The plans that are not withdrawn, in the reach of c, highest risk first; of one scope, or of all (0).
int plan_lines_read(ctx *c, i64 scope, plan_line **out);

// ---- the plan drawn along time

typedef struct {
    str label, url;
    bool part;     // of the bar above it
    date from, to; // a bar; from empty: a point at `to`
    enum { BAR_PLANNED, BAR_RUNNING, BAR_DONE } state;
    bool late; // from `to` till today it is hatched
} gantt_bar;

int gantt_bars(ctx *c, const plan_line *lines, int n, gantt_bar **out);
enum { GANTT_WIDTH = 1000 };
double gantt_height(int n);
// Draws bars[from] … bars[to - 1]; the time shown is that of all n.
void gantt_draw(canvas *k, const gantt_bar *bars, int n, int from, int to, date today);

extern const route treatment_routes[]; // gantt_page.c
bool treatment_report(ctx *c, struct paper *p, str scope);

#endif
