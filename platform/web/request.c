// request.c: what routes read of a request.
// SPDX-License-Identifier: Apache-2.0
#include "platform/web/dispatch.h"

str request_part(const request *q, const char *name)
{
    str wanted = str_of(name);
    for (int i = 0; q->part_names && q->part_names[i]; i++)
        if (str_eq(str_of(q->part_names[i]), wanted)) return q->parts[i];
    if (q->entity && str_eq(wanted, S("noun"))) return str_of(q->entity->name);
    if (q->action && str_eq(wanted, S("act"))) return str_of(q->action->name);
    return (str){0};
}

bool request_source(void *from, const char *name, str *value)
{
    const request *q = from;
    str wanted = str_of(name);
    bool found = false;
    for (int i = 0; i < q->nparameters; i++) {
        if (!str_eq(q->parameters[i].name, wanted)) continue;
        // A multiple choice comes as one value for each: what record_read_links takes apart again.
        *value = found ? format(q->c->a, "$1; $2", v(*value), v(q->parameters[i].value)) : q->parameters[i].value;
        found = true;
    }
    return found;
}

static const parameter *first(const request *q, const char *name)
{
    for (int i = 0; i < q->nparameters; i++)
        if (str_eq(q->parameters[i].name, str_of(name))) return &q->parameters[i];
    return NULL;
}

str request_get(const request *q, const char *name)
{
    const parameter *p = first(q, name);
    return p ? p->value : (str){0};
}

bool request_has(const request *q, const char *name)
{
    return first(q, name) != NULL;
}

const parameter *request_file(const request *q, const char *name)
{
    for (int i = 0; i < q->nparameters; i++)
        if (str_eq(q->parameters[i].name, str_of(name)) && q->parameters[i].file.p) return &q->parameters[i];
    return NULL;
}

str request_header(const request *q, const char *name)
{
    return q->in ? header_find(q->in->headers, q->in->nheaders, str_of(name)) : (str){0};
}
