// xml.c: XML as events, from anybody.
// SPDX-License-Identifier: Apache-2.0
#include "platform/paper/child/xml.h"

#include <expat.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static str local_name(const char *z)
{
    const char *colon = strrchr(z, ':');
    return str_of(colon ? colon + 1 : z);
}

void xml_stop(xml *x, str error)
{
    if (!x->error.n) {
        x->error = error;
        x->line = (int)XML_GetCurrentLineNumber(x->parser);
    }
    XML_StopParser(x->parser, XML_FALSE);
}

static void on_start(void *to, const char *name, const char **attributes)
{
    xml *x = to;
    if (++x->depth > XML_DEPTH)
        xml_stop(x, S("it is nested too deeply"));
    else if (!x->error.n && x->start)
        x->start(x, local_name(name), (const char *const *)attributes);
}

static void on_end(void *to, const char *name)
{
    xml *x = to;
    x->depth--;
    if (!x->error.n && x->end) x->end(x, local_name(name));
}

static void on_words(void *to, const char *s, int n)
{
    xml *x = to;
    if (!x->error.n && x->words) x->words(x, (str){s, n});
}

static void on_doctype(void *to, const char *name, const char *system, const char *public, int internal)
{
    (void)name, (void)system, (void)public, (void)internal;
    xml_stop(to, S("it has a document type declaration"));
}

void xml_begin(xml *x)
{
    x->parser = XML_ParserCreate(NULL);
    if (!x->parser) abort();
    XML_SetUserData(x->parser, x);
    XML_SetElementHandler(x->parser, on_start, on_end);
    XML_SetCharacterDataHandler(x->parser, on_words);
    XML_SetStartDoctypeDeclHandler(x->parser, on_doctype);
}

bool xml_feed(xml *x, str piece, bool last)
{
    if (x->error.n) return false;
    if (XML_Parse(x->parser, piece.p, (int)piece.n, last) == XML_STATUS_OK) return true;
    if (!x->error.n) {
        x->error = str_of(XML_ErrorString(XML_GetErrorCode(x->parser)));
        x->line = (int)XML_GetCurrentLineNumber(x->parser);
    }
    return false;
}

void xml_end(xml *x)
{
    XML_ParserFree(x->parser);
    x->parser = NULL;
}

str xml_attribute(const char *const *attributes, const char *name)
{
    for (; attributes[0]; attributes += 2)
        if (str_eq(local_name(attributes[0]), str_of(name))) return str_of(attributes[1]);
    return (str){0};
}
