// pages_test.c: how the files of the pages are made.
// SPDX-License-Identifier: Apache-2.0
#include "script/embed/embed.h"
#include "test/check.h"

TEST(a_style_loses_its_comments_and_its_indentation)
{
    str style = pages_style(test_arena, S("/* one\n   two */\n  a { b: c } /* x */\n\n  d { e: f }\n"));
    check_str(style, "a { b: c }\nd { e: f }\n");
}

TEST(a_script_loses_whole_lines_of_comment_only)
{
    str script = pages_script(test_arena, S("// note\n  go('https://x'); // why\n\n"));
    check_str(script, "go('https://x'); // why\n");
}

TEST(the_font_is_named_by_its_neighbour)
{
    str style =
        pages_point(test_arena, S("src: url(i.woff2) format(\"woff2\"), url(j.woff2)"), S("i.woff2"), S("ab12"));
    check_str(style, "src: url(../ab12/i.woff2) format(\"woff2\"), url(j.woff2)");
}

TEST(an_icon_becomes_one_line)
{
    str icon = pages_icon(
        test_arena, S("<!-- l -->\n<svg\n  width=\"24\"\n>\n  <path d=\"M1 2\" />\n  <path\n  d=\"M3\" />\n</svg>\n"));
    check_str(icon, "<path d=\"M1 2\"/><path d=\"M3\"/>");
    check_str(pages_icon(test_arena, S("no icon")), "");
}
