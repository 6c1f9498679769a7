// html.h: pages as literals with values.
// SPDX-License-Identifier: Apache-2.0
//
//     html(q, "<p>{$1 of $2 risks are late.} <a href='/risk?owner=$3'>{Show them}</a></p>", v(late), v(all), v(owner));
//
// Braces hold the words people read: one sentence, which a translator may reorder with its values and tags; `{$1 risk is
// late.|$1 risks are late.}` is chosen by $1. The translation and the escaping of each value by its context (text, quoted
// attribute, part of a URL in href/src/action/data-hx-get/post) are fixed when the literal is first used. Bare words outside braces,
// unquoted attributes, inline script or style fail the lint; so does an unused value. There is no "safe HTML" type: pieces of
// pages are functions that write to q. Braces stand in attributes too: aria-label='{Select $1}'. A value that is the whole or the
// beginning of an href, src, action, data-hx-get or data-hx-post is an address made by the program ("/risk?level=high&sort=-level",
// "?as_of=…", "#log"; for links typed by people also http, https and mailto): it is escaped as an attribute, and anything else becomes
// '#'. A value behind other text there is one part of the address and is percent-encoded. A literal may end inside a tag, behind an
// attribute; the next one then goes on there: html(q, "<option value='$1'", v(x)); if (chosen) html(q, " selected"); html(q, ">").
// Values: text is escaped; dates read `24 Nov` in text and 2026-11-24 in attributes; NULL is nothing.
#ifndef WEB_HTML_H
#define WEB_HTML_H

#include "platform/web/route.h"

// Where a literal stands in the program; it remembers what the literal was found as the last time (literal.h).
typedef _Atomic(const struct literal *) html_place;

#define html(q, lit, ...)                                                                                              \
    do {                                                                                                               \
        static html_place place_;                                                                                      \
        html_((q), &place_, S(lit), VALS(__VA_ARGS__), NVALS(__VA_ARGS__));                                            \
    } while (0)
// Stops the program when the literal breaks a rule (literal.h).
void html_(request *q, html_place *place, str bytes, const val *vals, int nvals);
// Translates a constant label ("Risk owner") for use as a value: v(words(q, f->label)).
str words(const request *q, const char *label);

// Small parts, as in look/: each writes to q.
void html_icon(request *q, const char *name);
void html_time(request *q, val date_or_moment); // <time datetime=…>24 Nov</time>; a moment as "2 h ago" with title
void html_person(request *q, i64 id, str name); // avatar with initials and name
void html_avatar(request *q, str name);         // the large one, with initials
void html_initials(str name, str *first, str *last);
void html_face(request *q, str name);             // the small one alone
void html_pill(request *q, tone tone, str words); // status pill, or level pill (lv) for TONE_LOW…CRITICAL
void html_level(request *q, tone tone, str words, i64 score, bool outlined);
void html_markdown(request *q, str markdown); // cmark-gfm, safe mode
str html_nonce(request *q);                   // of this page, made at first use: for <script nonce>
void html_form_token(request *q);             // the hidden token of a form (CSRF, masked)

#endif
