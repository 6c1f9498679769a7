// section.h: the sections that things of the hub write into the pages of the records they are about.
// SPDX-License-Identifier: Apache-2.0
#ifndef HUB_SECTION_H
#define HUB_SECTION_H

#include "hub/about.h"
#include "platform/web/detail_page.h"

// May things hang on records of this kind at all? Not on parts and links, which are seen on another record's page.
bool section_fits(const entity *e);
// The same, and an empty section is worth its heading: not in the administration.
bool section_expected(const entity *e);
// Where such a thing is added with the record filled in: "/task/new?about=R-12". Empty: this person may not, or it is a page of the past.
str section_add(request *q, const entity *adds, any about);
// <section> with its heading, count and, where `add` is an address, a button; the caller closes it.
void section_open(request *q, const char *title, const char *anchor, i64 n, str add);
// 303 to the page of the record, at that anchor; refused as absent where the person does not see it.
void section_see(request *q, any about, str anchor);
// The parameter `about` as a record; id 0 when it is none.
any section_about(const request *q);
// "About R-12 Title" with a link, for the forms of such things.
void section_names(request *q, any about);

#endif
