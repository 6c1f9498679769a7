// form_html.h: fields as people fill them in: inputs, help, errors, what was typed.
// SPDX-License-Identifier: Apache-2.0
//
// A field is shown with the value of the request's parameters where they hold one, else with the record's: so an address may
// fill a form beforehand, and a refused form loses nothing. Texts are those of platform/record/record.h. Some inputs come
// in parts, which form_source puts together again:
//
//     flag      a hidden 0 before the box: the last value counts
//     money     cost and cost.currency
//     moment    a local time as browsers write it: that of the organisation's zone
//     link      one value per box, or codes with ; between them; a hidden empty one says that the form had the boxes
//     take.F    "theirs": somebody else changed F meanwhile, and their value stays
#ifndef WEB_FORM_HTML_H
#define WEB_FORM_HTML_H

#include "platform/record/list.h"
#include "platform/web/html.h"

enum { FORM_RADIOS = 5, FORM_CHOICES = 200, FORM_BOXES = 60 };

// What a reference can name, read once per form.
typedef struct {
    const entity *to;
    page p;
    bool all; // there are no more than these
} candidates;

typedef struct {
    request *q;
    const entity *e;    // whose fields
    const void *rec;    // the record, or the empty input
    const void *base;   // after a stale save: what the person saw; may be NULL even then
    const void *theirs; // after a stale save: what is stored now; else NULL
    candidates known[8];
    int nknown;
} form;

// The field with its label, help, input and error. READONLY, HIDDEN: nothing.
void form_field(form *fm, const field *f);
void form_link(form *fm, const link_field *l);
void form_all(form *fm); // every field and link, with their groups
// The bare input under another name, for filters and bulk editing. id is also its label's `for`.
void form_input(form *fm, const field *f, str name, str id, str value);
// Beside each refused field stands its sentence; above the form this lists them all. Nothing when nothing failed.
void form_errors(request *q, const entity *e);
bool form_shows(const field *f);  // may a person fill it in?
bool form_radios(const field *f); // so few choices that each has its button, in a fieldset

// A field_source over the parameters; `from` is the form.
bool form_source(void *from, const char *name, str *value);
// The sentence that refused this field; empty when none did.
str form_error(const ctx *c, const char *field);
const candidates *form_candidates(form *fm, const entity *to);
str field_text_of(ctx *c, const field *f, const void *rec); // field_text as a str; empty when rec is NULL

#endif
