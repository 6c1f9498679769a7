// view.h: saved views: a list with its filters, order and columns, kept under a name.
// SPDX-License-Identifier: Apache-2.0
#ifndef WEB_VIEW_H
#define WEB_VIEW_H

#include "platform/web/route.h"

typedef struct {
    record rec;
    ref person; // who saved it
    str name;
    str noun;    // of the entity it lists
    str query;   // the address behind the '?'
    bool shared; // seen by all
} view;

extern const entity view_entity;
extern const module view_module;

// The views of that entity the person sees as tabs: their own and the shared ones, by name.
int view_list(ctx *c, const entity *e, view **out);

#endif
