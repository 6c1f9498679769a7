// template.h: controls that ship as templates: what they do, which controls of Annex A they answer, how to put them in place and how to test them.
// SPDX-License-Identifier: Apache-2.0
#ifndef PLAN_TEMPLATE_H
#define PLAN_TEMPLATE_H

#include "plan/control.h"

typedef struct {
    record rec;
    str name;
    control_kind kind;
    control_function function;
    str summary;
    str annex;     // identifiers, with spaces between: "A.8.20 A.8.22"
    str checklist; // a line for each step
    str test;      // how to see that it works
} template;

typedef struct {
    record rec;
    ref template, control;
} template_control; // the control was made from it

extern const entity template_entity, template_control_entity;
extern const module template_module;

bool template_load(
    ctx *c); // reads what ships (content/control_templates.csv). Inside an operation. Adds nothing when there are some.

#endif
