// ctx.c: how an operation says no.
// SPDX-License-Identifier: Apache-2.0
#include "platform/base/ctx.h"

bool fail_(ctx *c, refusal kind, const char *field, str template, const val *vals, int nvals)
{
    failure *f = new (c->a, failure);
    *f = (failure){.field = field, .sentence = format_(c->a, template, vals, nvals), .kind = kind};
    if (!c->failures_end) c->failures_end = &c->failures;
    *c->failures_end = f;
    c->failures_end = &f->next;
    return false;
}

bool failed(const ctx *c)
{
    return c->failures != NULL;
}
