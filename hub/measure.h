// measure.h: what is measured, and the readings.
// SPDX-License-Identifier: Apache-2.0
//
// A measure says what is measured and why, how, how often, by whom, and who judges it (ISO/IEC 27001 9.1). A reading is a value at a
// moment; readings are only ever added, with the time they were recorded: a wrong one is followed by a right one of the same moment,
// which counts. Judging is the work of check/monitor; here stand the records and what computes itself.
#ifndef HUB_MEASURE_H
#define HUB_MEASURE_H

#include "hub/about.h"

typedef enum { MEASURE_TYPED, MEASURE_COMPUTED, MEASURE_PUSHED } measure_source;
typedef enum { MEASURE_UP, MEASURE_DOWN } measure_direction; // more is better; less is better
typedef enum { MEASURE_DAILY, MEASURE_WEEKLY, MEASURE_MONTHLY, MEASURE_QUARTERLY, MEASURE_YEARLY } measure_frequency;

typedef struct {
    record rec;
    str name, what, why, formula;
    measure_source source;
    str figure;      // of the computed: its name in a module's figures
    str measured_in; // "%", "days"
    number target, warn;
    measure_direction direction;
    measure_frequency frequency;
    ref measurer, judge, owner, unit;
    number latest; // DERIVED: of the newest reading
    moment latest_at;
} measure;

typedef struct {
    record rec;
    ref measure;
    number value;
    moment at; // when it was so
    str note;
    moment recorded;
    ref person; // who recorded it; empty: a job
} reading;

extern const entity measure_entity, reading_entity;
extern const module measure_module;

const figure *figure_find(str name); // of any module; NULL
// The figure's value now, as this person sees the registers; without a value when it has none.
number figure_value(ctx *c, const figure *f);

// May this person add readings of it: who measures, judges or owns it, and the manager of the system. What computes itself is read by
// its job alone.
bool measure_reader(ctx *c, const measure *m);
// Inside an operation: adds a reading, where measure_reader allows it. 0 when refused.
i64 measure_read(ctx *c, i64 id, double value, moment at, str note);
// Inside an operation of a job: reads computed measures that have no reading of today, as their owners see the registers (so that a
// measure of a unit tells nothing of another). Takes the next few after the id in *after, and moves it; it stays when there are no more.
// How many it read.
i64 measure_compute_due(ctx *c, i64 *after);
// Days after which the next reading is due.
i64 measure_days(measure_frequency f);

#endif
