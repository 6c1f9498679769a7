// shell.h: what stands round every page: head, top bar, navigation, person.
// SPDX-License-Identifier: Apache-2.0
#ifndef WEB_SHELL_H
#define WEB_SHELL_H

#include "platform/web/route.h"

// A page without navigation, for who is not signed in and for when the database does not answer: reads nothing.
void bare_open(request *q, str title);
void bare_close(request *q);
// <head> and the opening of <body>: the scripts, the style, the theme.
void document_open(request *q, str title, str organisation_name);
void document_close(request *q);

// Is there a page at this path that this person may open? What is only theirs by ownership (OWN) is not promised to everybody.
bool may_open(const request *q, const char *path);

typedef struct {
    str label, url;
} crumb;
// The way to this page, its last part included; the room comes first by itself.
void breadcrumb(request *q, const crumb *parts, int n);

#endif
