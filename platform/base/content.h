// content.h: what ships as knowledge and as demonstration, which the build embeds in the program.
// SPDX-License-Identifier: Apache-2.0
//
// Every file below content/ (under its path there: "annex_a.csv", "policy/access.md") and below demo/ (with the folder:
// "demo/steps.txt"), byte for byte; files that begin with a dot and words/*.po, which the build compiles, are left out.
#ifndef BASE_CONTENT_H
#define BASE_CONTENT_H

#include "platform/base/str.h"

typedef struct {
    str name, text;
} content_file;

// The text of that file; p is NULL when there is none.
str content_find(str name);
// The n-th file from 0 in the order of names, or NULL behind the last: to walk over a folder.
const content_file *content_at(int n);

#endif
