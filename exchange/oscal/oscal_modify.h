// oscal_modify.h: what a profile changes in the controls it selects.
// SPDX-License-Identifier: Apache-2.0
#ifndef EXCHANGE_OSCAL_OSCAL_MODIFY_H
#define EXCHANGE_OSCAL_OSCAL_MODIFY_H

#include "exchange/oscal/oscal.h"

// Applies `modify` of a profile to one node: parameters that are set, alterations of its control. What is not touched stays
// the text it was.
void oscal_modify(arena *a, const json *modify, oscal_node *n);
// Ids are compared without regard to case.
bool oscal_same_id(str x, str y);

#endif
