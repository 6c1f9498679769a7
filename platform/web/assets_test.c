// assets_test.c: the embedded files, and the budget of a first visit.
// SPDX-License-Identifier: Apache-2.0
#include "platform/web/assets.h"
#include "test/check.h"

static ptrdiff_t weight(str name)
{
    const asset_file *f = asset_find(name);
    check(f != NULL);
    return f->gzip.p ? f->gzip.n : f->plain.n;
}

TEST(the_script_and_the_style_keep_their_budget)
{
    check(weight(S("app.js")) <= 24 * 1024);
    check(weight(S("app.css")) <= 15 * 1024);
    ptrdiff_t all = weight(S("app.js")) + weight(S("app.css")) + weight(S("icons.svg")) + weight(S("favicon.svg")) +
                    weight(S("inter.woff2"));
    check(all <= 85 * 1024); // of 100 KB for a first visit; the rest is for the page
}

TEST(a_file_is_found_by_its_name_and_no_other)
{
    check_str(asset_find(S("app.css"))->type, "text/css; charset=utf-8");
    check(!asset_find(S("app")));
    check(!asset_find(S("")));
    check(asset_at(0) != NULL);
    check(!asset_at(-1));
    check(!asset_at(1000));
}

TEST(an_address_holds_the_hash_of_the_content)
{
    const asset_file *f = asset_find(S("app.css"));
    check_str(f->url, format(test_arena, "/-/$1/app.css", v(f->hash)));
    check_str(f->etag, format(test_arena, "\"$1\"", v(f->hash)));
    check_str(asset_url(S("app.css")), f->url);
}

TEST(the_style_points_at_the_hashed_font)
{
    const asset_file *css = asset_find(S("app.css")), *font = asset_find(S("inter.woff2"));
    str style = {css->plain.p, css->plain.n};
    check_has(style, format(test_arena, "url(../$1/inter.woff2)", v(font->hash)));
    check_lacks(style, "url(inter.woff2)");
}

TEST(the_sprite_holds_library_icons_and_our_own)
{
    const asset_file *f = asset_find(S("icons.svg"));
    str sprite = {f->plain.p, f->plain.n};
    check_has(sprite, "<symbol id=\"house\" viewBox=\"0 0 24 24\"><path d=\"");
    check_has(sprite, "<symbol id=\"q-plan\"");
    check_has(sprite, "<symbol id=\"mark\"");
    check(str_ends(str_trim(sprite), S("</svg>")));
}

TEST(the_script_begins_with_the_library_and_ends_with_ours)
{
    const asset_file *f = asset_find(S("app.js"));
    str script = {f->plain.p, f->plain.n};
    ptrdiff_t library = str_search(script, S("htmx")), csp = str_search(script, S("registerExtension(\"hx-csp\""));
    check(library >= 0);
    check(csp > library);
    check_lacks(script, "//# sourceMappingURL");
}
