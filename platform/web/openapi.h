// openapi.h: how the parts of the API's description are written.
// SPDX-License-Identifier: Apache-2.0
#ifndef WEB_OPENAPI_H
#define WEB_OPENAPI_H

#include "platform/web/api.h"

typedef struct {
    arena *a;
    json_writer w;
} openapi;

#define openapi_name(x, lit, ...) format((x)->a, lit, __VA_ARGS__)

void openapi_key(openapi *x, const char *name);
void openapi_object(openapi *x, const char *name); // a member that is an object, to be ended
void openapi_array(openapi *x, const char *name);
void openapi_end(openapi *x); // of an object
void openapi_line(openapi *x);
void openapi_member(openapi *x, const char *name, const char *value);
void openapi_reference(openapi *x, str to); // {"$ref":"…"}
void openapi_type(openapi *x, const char *type, bool may_be_null);
// The schemas of all entities, of their inputs and of the inputs of actions.
void openapi_schemas(openapi *x);

#endif
