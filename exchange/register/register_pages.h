// register_pages.h: how requests ask for an import.
// SPDX-License-Identifier: Apache-2.0
#ifndef EXCHANGE_REGISTER_REGISTER_PAGES_H
#define EXCHANGE_REGISTER_REGISTER_PAGES_H

#include "exchange/register/register.h"

// noun, file and map of a request's parameters; content is left to the caller. False with failures.
bool register_order_read(request *q, register_order *o);
// The faults of a plan as failures of c.
void register_tell_faults(ctx *c, const register_plan *p);
void register_api_import(request *q); // POST /api/v1/import

#endif
