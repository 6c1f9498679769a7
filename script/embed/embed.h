// embed.h: the build tool that puts files into the program: reading them, and the pages' files made of them.
// SPDX-License-Identifier: Apache-2.0
//
//     embed OUT.c OUT.d ROOT
//
// writes OUT.c with the tables behind platform/web/assets.h and platform/base/content.h, and OUT.d with everything that
// was read, so that ninja makes it again when a file changes, comes or goes. Any error ends the tool with a sentence.
#ifndef SCRIPT_EMBED_H
#define SCRIPT_EMBED_H

#include "platform/base/text.h"

typedef struct {
    arena *a;
    const char *root; // of the source tree
    text read;        // for OUT.d: the paths that were read, each after a space
} embedding;

typedef struct {
    str name, data;
} embed_file;

typedef struct {
    embed_file *files;
    int n, most;
} embed_list;

// The whole file at ROOT/path; it becomes a dependency.
str embed_read(embedding *e, str path);
// Adds every file below ROOT/path to the list in the order of names, each under prefix + its path there; a folder that
// is absent is empty. Names that begin with a dot and *.po are left out.
void embed_folder(embedding *e, embed_list *list, str path, str prefix);
void embed_add(embed_list *list, str name, str data);
_Noreturn void embed_stop_(embedding *e, str template, const val *vals, int nvals);
#define embed_stop(e, lit, ...) embed_stop_((e), S(lit), VALS(__VA_ARGS__), NVALS(__VA_ARGS__))

// The files of the pages (pages.c): app.js, app.css, icons.svg, favicon.svg, inter.woff2.
void embed_pages(embedding *e, embed_list *list);
// Without comments that fill whole lines, indentation and empty lines: our own script and style, which hold no text
// over several lines.
str pages_script(arena *a, str source);
str pages_style(arena *a, str source); // and without /* … */
// What stands inside an icon's <svg> as one line.
str pages_icon(arena *a, str svg);
// The first 16 hex digits of the SHA-256.
str pages_hash(arena *a, str data);
// The style with url(NAME) pointing to its hashed neighbour, ../HASH/NAME.
str pages_point(arena *a, str style, str name, str hash);

#endif
