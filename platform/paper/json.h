// json.h: JSON (RFC 8259), in and out.
// SPDX-License-Identifier: Apache-2.0
//
// In: json_read checks the whole text and lays its values into one array in the arena, in the order of the text; a
// value is a pointer into that array. Texts without escapes are views of the source, which must live as long as the
// values. The reader is strict: it refuses a name given twice in an object, malformed UTF-8, half a surrogate pair,
// NUL, control characters in texts, more than JSON_DEPTH levels and anything after the value. A byte order mark before
// it is allowed.
//
// All accessors take NULL for "absent" and answer with nothing (NULL, the empty view, false, 0), so that paths may be
// written without a check at each step: json_str(json_get(json_get(x, "metadata"), "title")).
//
// Out: a json_writer writes values into a text as they come, with the commas in their places.
#ifndef PAPER_JSON_H
#define PAPER_JSON_H

#include "platform/base/text.h"

#define JSON_DEPTH 256
#define JSON_BYTES (1 << 30)

typedef enum { JSON_NULL, JSON_FALSE, JSON_TRUE, JSON_NUMBER, JSON_TEXT, JSON_ARRAY, JSON_OBJECT } json_kind;

// Read it through the functions below.
typedef struct json {
    str text;      // a text's characters; of all else but words: as written
    uint32_t span; // values from this one to the next beside it: itself and all within
    uint32_t size; // elements or members; of a member's name: its hash
    uint32_t at;   // byte of the source where it begins
    unsigned char kind;
    bool member; // stands in an object, its name just before it
    bool last;   // nothing beside it follows
} json;

// Why a text is no JSON: line and column (in bytes) count from 1; the reason has no full stop.
typedef struct {
    int line, column;
    const char *reason;
} json_fault;

// The value that s holds, or NULL with *fault filled (fault may be NULL).
const json *json_read(arena *a, str s, json_fault *fault);

json_kind json_what(const json *x);          // JSON_NULL for NULL
bool json_is(const json *x, json_kind kind); // false for NULL, even when asked for JSON_NULL
// The member of that name, or NULL; also NULL when x is no object.
const json *json_get(const json *x, const char *name);
str json_str(const json *x); // of a text; else the empty view
str json_get_str(const json *x, const char *name);
bool json_int(const json *x, i64 *out);       // of a number written without fraction and exponent that fits; else false
bool json_double(const json *x, double *out); // of a finite number of less than 64 characters; else false
bool json_bool(const json *x, bool *out);     // of true or false; else false
int json_size(const json *x);                 // elements of an array or members of an object; else 0
// The values of an array or object in their order: for (const json *x = json_first(list); x; x = json_next(x)) …
const json *json_first(const json *x);
const json *json_next(const json *x);
str json_name(const json *x); // of a member: its name; else the empty view
// The text of x as it stands in the source that json_read was given; empty for NULL.
str json_raw(str source, const json *x);
// Where x begins in the source that json_read was given, for messages.
void json_place(str source, const json *x, int *line, int *column);

// Starts as {.out = &t}. Asserts that names, values and ends come in an order that makes JSON.
typedef struct {
    text *out;
    int depth;
    bool any[JSON_DEPTH];    // something was written at this level
    bool object[JSON_DEPTH]; // this level is an object
    bool named;              // a name was written and waits for its value
} json_writer;

void json_put_object(json_writer *w);
void json_end_object(json_writer *w);
void json_put_array(json_writer *w);
void json_end_array(json_writer *w);
void json_put_name(json_writer *w, str name);
// Dates are "2027-03-01", moments RFC 3339 in UTC, money {"amount":"180000.00","currency":"EUR"} with the digits of ISO
// 4217, bytes base64 text; NULL and numbers that are not finite are null.
void json_put(json_writer *w, val x);
void json_put_bool(json_writer *w, bool b);
void json_put_raw(json_writer *w, str json_text);          // a value already written as JSON
void json_member(json_writer *w, const char *name, val x); // json_put_name, then json_put

#endif
