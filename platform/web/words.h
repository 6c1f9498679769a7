// words.h: the words of pages in the reader's language.
// SPDX-License-Identifier: Apache-2.0
//
// English is what the literals hold; it needs no table and is the language NULL. Another language is a table from the English
// sentence to its own, compiled into the program, and a rule that says which of a sentence's forms (separated by `|`) fits a
// number. `xx` is a pseudo-language for tests: every sentence in brackets with accents, so that a bare word, a cut-off label
// or a broken tag is seen. It is offered only when the environment has ISMS_PSEUDO.
#ifndef WEB_WORDS_H
#define WEB_WORDS_H

#include "platform/base/arena.h"

typedef struct {
    const char *english, *words;
} translation;

typedef enum { PLURAL_ONE, PLURAL_UPTO_ONE, PLURAL_NEVER } plural_rule; // 1 | many; 0 and 1 | many (French); no plural

typedef struct language {
    const char *tag, *name; // "de", "Deutsch"
    plural_rule plural;
    const translation *table; // sorted by english, bytewise
    int n;
} language;

const language *language_find(str tag);      // NULL: English, or unknown
const language *language_wanted(str accept); // of an Accept-Language header (RFC 9110 12.5.4): the best we have
str language_tag(const language *l);         // "en" for NULL
// The sentence in that language; the English one when it has none. What is made (xx) is made in a.
str words_find(arena *a, const language *l, str english);
int words_form(const language *l, i64 n); // which form of "one|many" fits n: 0 or 1

#endif
