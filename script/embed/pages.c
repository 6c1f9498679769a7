// pages.c: makes the files of the pages: one script, one style sheet, one sprite of icons, the font.
// SPDX-License-Identifier: Apache-2.0
#include "script/embed/embed.h"
#include "platform/base/hash.h"

str pages_hash(arena *a, str data)
{
    return str_sub(hash_hex(a, hash_of(data)), 0, 16);
}

static str stripped(arena *a, str source, bool script)
{
    text t = {.a = a};
    for (str rest = source; rest.p;) {
        str line = str_trim(str_cut(&rest, '\n'));
        if (!line.n || (script && str_starts(line, S("//")))) continue;
        put(&t, line);
        put_char(&t, '\n');
    }
    return text_str(&t);
}

str pages_script(arena *a, str source)
{
    return stripped(a, source, true);
}

str pages_style(arena *a, str source)
{
    text t = {.a = a};
    for (;;) {
        ptrdiff_t open = str_search(source, S("/*"));
        if (open < 0) break;
        put(&t, str_sub(source, 0, open));
        ptrdiff_t length = str_search(str_from(source, open), S("*/"));
        source = length < 0 ? (str){0} : str_from(source, open + length + 2);
    }
    put(&t, source);
    return stripped(a, text_str(&t), false);
}

str pages_point(arena *a, str style, str name, str hash)
{
    text t = {.a = a};
    str from = format(a, "url($1)", v(name)), to = format(a, "url(../$1/$2)", v(hash), v(name));
    for (ptrdiff_t at; (at = str_search(style, from)) >= 0; style = str_from(style, at + from.n)) {
        put(&t, str_sub(style, 0, at));
        put(&t, to);
    }
    put(&t, style);
    return text_str(&t);
}

str pages_icon(arena *a, str svg)
{
    ptrdiff_t open = str_search(svg, S("<svg"));
    if (open < 0) return (str){0};
    svg = str_from(svg, open);
    svg = str_from(svg, str_find(svg, '>') + 1);
    ptrdiff_t end = str_search(svg, S("</svg>"));
    if (end < 0) return (str){0};
    svg = str_trim(str_sub(svg, 0, end));
    text t = {.a = a};
    for (ptrdiff_t i = 0; i < svg.n; i++) {
        char c = svg.p[i] == '\n' ? ' ' : svg.p[i];
        bool after_space = t.n && t.p[t.n - 1] == ' ';
        if (c == ' ' && (after_space || (t.n && t.p[t.n - 1] == '>'))) continue;
        if ((c == '/' || c == '<') && after_space && (c == '<' || str_starts(str_from(svg, i), S("/>")))) t.n--;
        put_char(&t, c);
    }
    return text_str(&t);
}

static str sprite(embedding *e)
{
    text t = {.a = e->a};
    put(&t, S("<!-- Lucide icons, ISC License. Copyright (c) 2026 Lucide Icons and Contributors. Permission to use, "
              "copy, modify, "
              "and/or distribute this software for any purpose with or without fee is hereby granted, provided that "
              "the above "
              "copyright notice and this permission notice appear in all copies. Some icons derive from Feather (MIT "
              "License), "
              "Copyright (c) 2013-present Cole Bemis. The symbols q-* and mark are ours. -->\n"
              "<svg xmlns=\"http://www.w3.org/2000/svg\">\n"));
    for (str rest = embed_read(e, S("platform/web/static/icons.txt")); rest.p;) {
        str name = str_trim(str_cut(&rest, '\n'));
        if (!name.n || name.p[0] == '#') continue;
        str inside = pages_icon(e->a, embed_read(e, format(e->a, "node_modules/lucide-static/icons/$1.svg", v(name))));
        if (!inside.n) embed_stop(e, "the icon $1 is no SVG", v(name));
        put(&t, format(e->a, "<symbol id=\"$1\" viewBox=\"0 0 24 24\">$2</symbol>\n", v(name), v(inside)));
    }
    str ours = embed_read(e, S("platform/web/static/glyphs.svg"));
    ptrdiff_t from = str_search(ours, S("<symbol"));
    if (from < 0) embed_stop(e, "glyphs.svg holds no symbol");
    put(&t, str_from(ours, from)); // with the </svg> that ends it
    return text_str(&t);
}

void embed_pages(embedding *e, embed_list *list)
{
    text script = {.a = e->a};
    str parts[] = {STR("node_modules/htmx.org/dist/htmx.min.js"), STR("node_modules/htmx.org/dist/ext/hx-csp.min.js")};
    for (int i = 0; i < countof(parts); i++) {
        put(&script, str_trim(embed_read(e, parts[i])));
        put(&script, S("\n;\n")); // each part ends before the next begins
    }
    put(&script, pages_script(e->a, embed_read(e, S("platform/web/static/app.js"))));
    str font = embed_read(e, S("node_modules/@fontsource-variable/inter/files/inter-latin-wght-normal.woff2"));
    str style = pages_style(e->a, embed_read(e, S("platform/web/static/app.css")));
    embed_add(list, S("app.js"), text_str(&script));
    embed_add(list, S("app.css"), pages_point(e->a, style, S("inter.woff2"), pages_hash(e->a, font)));
    embed_add(list, S("favicon.svg"), embed_read(e, S("platform/web/static/favicon.svg")));
    embed_add(list, S("icons.svg"), sprite(e));
    embed_add(list, S("inter.woff2"), font);
}
