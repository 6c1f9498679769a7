// html_test.c: literals with values, hostile text in every context, words in braces.
// SPDX-License-Identifier: Apache-2.0
#include "test/check.h"

#include "platform/base/time.h"
#include "platform/web/html.h"
#include "platform/web/literal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static ctx test_ctx;
static text test_out;
static request test_request;

static request *fresh(void)
{
    test_ctx = (ctx){.a = test_arena, .zone = S("Europe/Berlin"), .today = date_make(2026, 11, 24)};
    test_out = (text){.a = test_arena};
    test_request = (request){.c = &test_ctx, .out = &test_out, .nonce = S("n0nce")};
    return &test_request;
}

#define wrote(q) text_str((q)->out)

static const char *why_not(str literal, int nvals)
{
    const char *why;
    return literal_make(test_arena, literal, NULL, false, nvals, &why) ? "" : why;
}

#define HOSTILE "<script>alert('x')</script>\"&' onload=x"

TEST(hostile_text_is_harmless_between_tags)
{
    request *q = fresh();
    html(q, "<p>$1</p>", v(HOSTILE));
    check_str(wrote(q), "<p>&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&quot;&amp;&#39; onload=x</p>");
}

TEST(hostile_text_cannot_leave_a_quoted_attribute)
{
    request *q = fresh();
    html(q, "<a title='$1' class=\"$1\">", v(HOSTILE));
    check_str(wrote(q), "<a title='&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&quot;&amp;&#39; onload=x' "
                        "class=\"&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&quot;&amp;&#39; onload=x\">");
}

// Text is copied in strokes of many bytes: none of them lets one through, wherever it stands.
TEST(each_byte_with_a_meaning_is_replaced_at_each_place_of_texts_of_each_length)
{
    static const char meaning[] = "&<>\"'";
    arena whole = *test_arena;
    for (ptrdiff_t n = 1; n <= 50; n++)
        for (ptrdiff_t at = 0; at < n; at++)
            for (const char *special = meaning; *special; special++) {
                request *q = fresh();
                char *hostile = arena_take(test_arena, n);
                memset(hostile, 'a', (size_t)n);
                hostile[at] = *special;
                str s = {hostile, n};
                text wanted = {.a = test_arena};
                put(&wanted, S("<p title='"));
                put_html(&wanted, s);
                put(&wanted, S("'>"));
                put_html(&wanted, s);
                html(q, "<p title='$1'>$1", v(s));
                check(str_eq(wrote(q), text_str(&wanted)) && str_find(text_str(&wanted), '&') >= 0);
                *test_arena = whole;
            }
}

TEST(hostile_text_in_a_part_of_an_address_is_percent_encoded)
{
    request *q = fresh();
    html(q, "<a href='/risk?owner=$1&amp;x=$2'></a>", v("a&b=c#d'\"><ü/.."), v(12));
    check_str(wrote(q), "<a href='/risk?owner=a%26b%3Dc%23d%27%22%3E%3C%C3%BC%2F..&amp;x=12'></a>");
}

TEST(an_address_that_is_a_value_is_ours_or_plain_web_or_nothing)
{
    static const char *const bad[] = {"javascript:alert(1)",
                                      "JaVaScRiPt:alert(1)",
                                      " javascript:alert(1)",
                                      "\tjavascript:x",
                                      "//evil.example",
                                      "/\\evil.example",
                                      "\\\\evil",
                                      "data:text/html,x",
                                      "vbscript:x",
                                      "/\n/evil",
                                      "java\nscript:x",
                                      "evil.example",
                                      NULL};
    for (int i = 0; bad[i]; i++) {
        request *q = fresh();
        html(q, "<a href='$1'>", v(bad[i]));
        check_str(wrote(q), "<a href='#'>");
    }
    static const char *const good[] = {"/", "/risk", "/risk?x=1", "?a=b", "#main", "https://example.org/x", NULL};
    for (int i = 0; good[i]; i++) {
        request *q = fresh();
        html(q, "<a href=\"$1\">", v(good[i]));
        check_str(wrote(q), format(test_arena, "<a href=\"$1\">", v(good[i])));
    }
    request *q = fresh();
    html(q, "<form action='$1?after=$2'>", v("/risk/x'y"), v("a/b"));
    check_str(wrote(q), "<form action='/risk/x&#39;y?after=a%2Fb'>");
}

TEST(an_address_with_a_blank_a_backslash_or_a_control_character_anywhere_is_nothing)
{
    static const char strange[] = " \\\t\n\x01\x7f";
    arena whole = *test_arena;
    for (ptrdiff_t n = 2; n <= 50; n++)
        for (ptrdiff_t at = 1; at < n; at++)
            for (const char *c = strange; *c; c++) {
                request *q = fresh();
                char *hostile = arena_take(test_arena, n);
                memset(hostile, 'a', (size_t)n);
                hostile[0] = '/';
                str link = {hostile, n};
                html(q, "<a href='$1'></a>", v(link));
                check_int(wrote(q).n, 15 + n);
                hostile[at] = *c;
                html(q, "<i href='$1'></i>", v(link));
                check_str(str_from(wrote(q), 15 + n), "<i href='#'></i>");
                *test_arena = whole;
            }
}

TEST(every_attribute_that_is_an_address_is_known)
{
    static const char *const names[] = {"href",        "src",          "action", "formaction",
                                        "data-hx-get", "data-hx-post", "HREF",   NULL};
    for (int i = 0; names[i]; i++) {
        const char *why;
        str made = format(test_arena, "<a $1='$$1'>", v(names[i]));
        const literal *l = literal_make(test_arena, made, NULL, false, 1, &why);
        check(l && l->steps[0].kind == STEP_LINK);
    }
}

TEST(a_literal_of_very_many_forms_is_refused_with_a_sentence)
{
    text t = {.a = test_arena};
    for (int i = 0; i < 300; i++) put(&t, S("{$1 a|$1 b}"));
    check_has(why_not(text_str(&t), 1), "too many values");
}

TEST(a_literal_that_breaks_a_rule_is_refused)
{
    check_has(why_not(S("<a class=$1>"), 1), "without quotes");
    check_has(why_not(S("<a $1>"), 1), "quoted attributes only");
    check_has(why_not(S("<$1>"), 1), "quoted attributes only");
    check_has(why_not(S("<a onclick='x()'>"), 0), "inline script");
    check_has(why_not(S("<a ONCLICK='x()'>"), 0), "inline script");
    check_has(why_not(S("<a data-hx-on:click='x()'>"), 0), "inline script");
    check_has(why_not(S("<p style='color:red'>"), 0), "no style");
    check_has(why_not(S("<script>x</script>"), 0), "needs a src");
    check_has(why_not(S("<style>x</style>"), 0), "no style element");
    check_has(why_not(S("<p>$2</p>"), 2), "does not use");
    check_has(why_not(S("<p>$2</p>"), 1), "not given");
    check_has(why_not(S("<a href='/x"), 0), "end inside an attribute");
    check_has(why_not(S("{a"), 0), "never closed");
    check_has(why_not(S("a}"), 0), "without an opening");
    check_has(why_not(S("{a{b}}"), 0), "braces inside");
    check_has(why_not(S("{<b title='a}'>"), 0), "must end inside");
    check_has(why_not(S("<a {x}>"), 0), "words may stand");
    check_has(why_not(S("a < b"), 0), "write &lt;");
    check_str(why_not(S("<script src='/x.js' defer></script>"), 0), "");
    check_str(why_not(S("<!doctype html>\n<html lang='$1'>"), 1), "");
}

TEST(doubled_braces_and_dollars_are_themselves)
{
    request *q = fresh();
    html(q, "<p title='{{}}'>{{ $$1 $$ $1}} {costs $$5}</p>", v(3));
    check_str(wrote(q), "<p title='{}'>{ $1 $ 3} costs $5</p>");
}

TEST(words_in_braces_keep_their_tags_and_values)
{
    request *q = fresh();
    html(q, "<p>{$1 of $2 are late.} <a href='/risk?owner=$3' title='{Show $2}'>{Show <b>$2</b>}</a></p>", v(2), v(5),
         v("P-3"));
    check_str(wrote(q), "<p>2 of 5 are late. <a href='/risk?owner=P-3' title='Show 5'>Show <b>5</b></a></p>");
}

TEST(a_sentence_has_a_form_for_one_and_for_many)
{
    static const char *const wanted[] = {"0 risks are late.", "1 risk is late.", "2 risks are late."};
    for (int i = 0; i < 3; i++) {
        request *q = fresh();
        html(q, "<p>{$1 risk is late.|$1 risks are late.}</p>", v(i));
        check_has(wrote(q), wanted[i]);
    }
    check_has(why_not(S("{a|b}"), 0), "chosen by $1");
}

TEST(the_pseudo_language_shows_every_word_and_leaves_tags_alone)
{
    setenv("ISMS_PSEUDO", "1", 1);
    request *q = fresh();
    q->language = language_wanted(S("de, xx;q=0.9, en;q=0.1"));
    check(q->language);
    html(q, "<p>{$1 risk is <b class='late'>late</b>.|$1 risks are late &amp; open.}</p>", v(2));
    html(q, "<p title='{Open}'>{Close}</p>$1", v(words(q, "Title")));
    check_str(wrote(q), "<p>[2 rísks áré láté &amp; ópéñ.]</p><p title='[Ópéñ]'>[Clósé]</p>[Títlé]");
    unsetenv("ISMS_PSEUDO");
    check(!language_wanted(S("xx")));
}

// A literal remembers, where it stands, what it was found as for the reader before.
TEST(one_literal_serves_readers_of_several_languages_in_turn)
{
    setenv("ISMS_PSEUDO", "1", 1);
    for (int k = 0; k < 6; k++) {
        request *q = fresh();
        q->language = k % 2 ? language_find(S("xx")) : NULL;
        html(q, "<i>{Open}</i>");
        check_str(wrote(q), k % 2 ? "<i>[Ópéñ]</i>" : "<i>Open</i>");
    }
    unsetenv("ISMS_PSEUDO");
}

static void one_place(request *q)
{
    html(q, " title=''");
}

TEST(the_same_literal_may_stand_in_a_tag_and_between_tags_in_turn)
{
    request *q = fresh();
    html(q, "<i");
    one_place(q); // goes on in the tag
    html(q, ">");
    one_place(q); // the same bytes as text
    html(q, "</i>");
    one_place(q);
    check(!q->in_tag);
    check_str(wrote(q), "<i title=''> title=''</i> title=''");
}

TEST(a_literal_may_end_inside_a_tag_and_the_next_goes_on_there)
{
    request *q = fresh();
    html(q, "<option value='$1'", v("\"x"));
    html(q, " selected");
    html(q, " data-hx-get='/x/$1'", v("a/b"));
    html(q, ">{One}</option>");
    check_str(wrote(q), "<option value='&quot;x' selected data-hx-get='/x/a%2Fb' data-hx-nonce='n0nce'>One</option>");
}

TEST(a_tag_with_htmx_attributes_is_stamped_once)
{
    request *q = fresh();
    html(q, "<a data-hx-get='/x' data-hx-target='#y'>{A}</a><p title='x'></p><i data-hx-get='/z'></i>");
    check_str(wrote(q), "<a data-hx-get='/x' data-hx-nonce='n0nce' data-hx-target='#y'>A</a><p title='x'></p>"
                        "<i data-hx-get='/z' data-hx-nonce='n0nce'></i>");
}

TEST(dates_read_short_in_text_and_whole_in_attributes)
{
    request *q = fresh();
    html(q, "<time datetime='$1'>$1</time>", v(date_make(2026, 11, 24)));
    html_time(q, v(date_make(2027, 3, 1)));
    html(q, "$1<i title='$1'></i>", v((date){0}));
    check_str(wrote(q),
              "<time datetime='2026-11-24'>24 Nov</time><time datetime='2027-03-01'>1 Mar 2027</time><i title=''></i>");
}

TEST(a_moment_reads_as_how_long_ago)
{
    request *q = fresh();
    q->c->now = date_moment(date_make(2026, 11, 24), S("UTC"));
    html_time(q, v((moment){q->c->now.us - (i64)2 * 3600 * 1000000}));
    check_has(wrote(q), "datetime='2026-11-23T22:00:00Z'");
    check_has(wrote(q), ">2 h ago</time>");
}

TEST(persons_pills_and_levels_look_as_they_should)
{
    request *q = fresh();
    html_person(q, 3, S("Tomás Émile Ördög"));
    check_has(wrote(q), "<span class='av' aria-hidden='true'>TÖ</span>Tomás Émile Ördög");
    str first, last;
    html_initials(S("  Ömer  "), &first, &last);
    check_str(first, "Ö");
    check_str(last, "");
    html_initials(S(" Ann  Bee "), &first, &last);
    check_str(first, "A");
    check_str(last, "B");
    html_initials(S(""), &first, &last);
    check_int(first.n + last.n, 0);
    html_pill(q, TONE_GOOD, S("Done"));
    check_has(wrote(q), "<span class='pill good'><svg class='i' aria-hidden='true'><use href='/-/");
    check_has(wrote(q), "icons.svg#check'/></svg>Done</span>");
    html_level(q, TONE_HIGH, S("High"), 12, true);
    check_has(wrote(q), "<span class='lv h dim'><b>High</b>12</span>");
}

TEST(markdown_is_safe_and_leaves_the_first_heading_to_the_page)
{
    request *q = fresh();
    html_markdown(q, S("# Head\n\n<script>x</script>\n\n[a](javascript:alert(1)) **b** <b "
                       "onclick=x>c</b>\n\n|a|b|\n|-|-|\n|1|2|\n"));
    check_lacks(wrote(q), "<script");
    check_lacks(wrote(q), "javascript:");
    check_lacks(wrote(q), "onclick");
    check_lacks(wrote(q), "<h1");
    check_has(wrote(q), "<h3>Head</h3>");
    check_has(wrote(q), "<strong>b</strong>");
    check_has(wrote(q), "<table>");
}

TEST(a_list_page_of_fifty_rows_is_written_well_under_a_tenth_of_a_millisecond)
{
    i64 best = INT64_MAX;
    ptrdiff_t size = 0;
    for (int round = 0; round < 200; round++) {
        arena a = *test_arena;
        request *q = fresh();
        test_out = (text){.a = &a};
        i64 from = clock_ticks();
        for (int row = 0; row < 50; row++) {
            html(
                q,
                "<tr><td class='pick'><input type='checkbox' name='pick' value='R-$1' aria-label='{Select} R-$1'></td>",
                v(row));
            html(q, "<td class='code'>R-$1</td><th scope='row'><a href='/risk/R-$1'>$2</a>", v(row),
                 v("Ransomware stops the electronic health record & more"));
            html(q, "<span class='sub'><span>$1</span><span>$2</span></span></th>", v("Mei Tanaka"),
                 v(date_make(2026, 12, 18)));
            html(q, "<td class='o1'><span class='who'><span class='av' aria-hidden='true'>MT</span>$1</span></td>",
                 v("Mei Tanaka"));
            for (int level = 0; level < 3; level++)
                html(q, "<td><span class='lv $1'><b>$2</b>$3</span></td>", v("h"), v("High"), v(12));
            html(q,
                 "<td><span class='pill now'><svg class='i' aria-hidden='true'><use "
                 "href='$1#rotate-cw'/></svg>$2</span></td>",
                 v("/-/0123456789abcdef/icons.svg"), v("In treatment"));
            html(q,
                 "<td class='o2'><time datetime='$1'>$1</time></td><td class='o2'>$2</td><td>$3</td><td>$4</td></tr>\n",
                 v(date_make(2026, 12, 18)), v("Clinical systems"), v("Confidentiality, integrity, availability"),
                 v("Endpoint detection on all ward devices; restore of the record proved twice a year"));
        }
        i64 took = clock_ticks() - from;
        size = q->out->n;
        if (took < best) best = took;
    }
    printf("# %lld bytes in %lld us\n", (long long)size, (long long)best);
    check(size > 45000);
#if !defined(__SANITIZE_ADDRESS__)
    check(best < 400); // about 40 on an idle machine; the bound leaves room for a busy one
#endif
}
