// literal.h: an HTML literal, taken apart once.
// SPDX-License-Identifier: Apache-2.0
//
// A literal is read by a small machine that follows tags, attributes and quotes, so that each $n is known to stand in text, in
// a quoted attribute or in an address; anywhere else (tag names, unquoted attributes, on…, style) the program stops at the
// literal's first use, for that is a bug. Words in braces are translated before the machine reads them.
#ifndef WEB_LITERAL_H
#define WEB_LITERAL_H

#include "platform/web/words.h"

typedef enum {
    STEP_END,  // nothing after the bytes
    STEP_TEXT, // a value between tags
    STEP_ATTR, // a value in a quoted attribute
    STEP_PART, // a value inside an address: percent-encoded
    STEP_LINK, // a value that is the beginning of an address, or all of it: a path of ours or http(s), else "#"
    STEP_NONCE, // the page's nonce, behind the first data-hx-… of a tag: attributes that did not come from a literal have none
    STEP_FORMS // one of several forms, chosen by $1
} step_kind;

enum { LITERAL_SLACK = 32 }; // as many bytes beyond a step's own may be read

// Bytes to copy, then what to write behind them.
typedef struct step {
    str bytes;
    step_kind kind;
    int value;                   // n of $n
    const struct literal *forms; // STEP_FORMS
    int nforms;
} step;

typedef struct literal {
    const step *steps; // the last one is STEP_END
    const language *language;
    int nvals;
    bool starts_in_tag; // the literal before it ended inside a tag
    bool ends_in_tag;   // "<a href='/x'" … : the next literal goes on inside the tag
} literal;

// The literal taken apart; made at the first call for these bytes at this address, kept for ever, found without a lock.
// `in_tag`: the literal before it ended inside a tag. Stops the program when the literal breaks a rule.
const literal *literal_of(str bytes, const language *l, bool in_tag, int nvals);

// The same without the cache, for tests and tools: NULL with the broken rule in *why.
const literal *literal_make(arena *a, str bytes, const language *l, bool in_tag, int nvals, const char **why);

#endif
