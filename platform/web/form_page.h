// form_page.h: the forms of a record: new, edit, end, and one for each action.
// SPDX-License-Identifier: Apache-2.0
//
// A refused form comes back with all that was typed, each sentence at its field. A stale save shows the two versions beside
// each other where they differ, and nothing typed is lost.
#ifndef WEB_FORM_PAGE_H
#define WEB_FORM_PAGE_H

#include "platform/web/route.h"

void form_page_new(request *q);    // GET, POST /:noun/new; ?copy=R-12 begins as a copy
void form_page_edit(request *q);   // GET, POST /:noun/:code/edit
void form_page_end(request *q);    // GET, POST /:noun/:code/end
void form_page_action(request *q); // GET, POST /:noun/:code/:act
void form_page_suggest(
    request *q); // GET /:noun/suggest: <option>s for the words in q, or in the parameter that ?of= names

#endif
