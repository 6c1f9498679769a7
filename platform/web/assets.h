// assets.h: the static files of the pages, which the build embeds in the program.
// SPDX-License-Identifier: Apache-2.0
//
// script/embed makes them at build time: app.js (htmx, hx-csp and our own script in one), app.css, icons.svg (a
// <symbol> per name of platform/web/static/icons.txt and glyphs.svg, used as <use href="/-/HASH/icons.svg#house">),
// favicon.svg and inter.woff2. An address holds the hash of the content, /-/HASH/app.css, so an answer may be kept for
// ever; another hash is another file.
#ifndef WEB_ASSETS_H
#define WEB_ASSETS_H

#include "platform/base/val.h"

typedef struct {
    str name; // "app.css"
    str type; // "text/css; charset=utf-8"
    str hash; // the first 16 hex digits of the SHA-256 of the content
    str url;  // "/-/HASH/app.css"
    str etag; // "\"HASH\"", with its quotes
    bytes plain;
    bytes gzip; // p is NULL where packing gains nothing (woff2)
} asset_file;

// The file of that name, or NULL.
const asset_file *asset_find(str name);
// Its address. The name must exist: a misspelt one is a bug.
str asset_url(str name);
// The n-th file from 0, or NULL behind the last.
const asset_file *asset_at(int n);

#endif
