// xml.h: XML as events, from anybody.
// SPDX-License-Identifier: Apache-2.0
//
// expat with its dangers taken away: a document type declaration is refused (and with it entities), nesting is limited.
// Names come without their prefix.
#ifndef CHILD_XML_H
#define CHILD_XML_H

#include "platform/base/str.h"

#define XML_DEPTH 200

typedef struct xml {
    void *to;                                                              // for the handlers
    void (*start)(struct xml *x, str name, const char *const *attributes); // each may be NULL
    void (*end)(struct xml *x, str name);
    void (*words)(struct xml *x, str s); // a piece of character data
    void *parser;
    int depth;
    str error; // set by xml_stop or by what is wrong with the text; empty: nothing is
    int line;  // where
} xml;

void xml_begin(xml *x);                      // with to and the handlers set; must be followed by xml_end
bool xml_feed(xml *x, str piece, bool last); // false: it stopped, error says why
void xml_stop(xml *x, str error);            // from a handler
void xml_end(xml *x);
str xml_attribute(const char *const *attributes, const char *name); // by name without prefix; p == NULL when absent

#endif
