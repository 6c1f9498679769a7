// form_test.c: paths, queries, forms, files, and ways back.
// SPDX-License-Identifier: Apache-2.0
#include "test/check.h"

#include "platform/web/form.h"

static parameters read_form(str s, bool *ok)
{
    parameters p = {0};
    *ok = form_read(test_arena, s, &p);
    return p;
}

TEST(a_form_is_read_with_escapes_and_line_ends)
{
    bool ok;
    parameters p = read_form(S("a=1&b=x+y%2B%C3%BC&c&=d&note=one%0D%0Atwo%0Dthree&&e=a=b"), &ok);
    check(ok);
    check_int(p.n, 6);
    check_str(p.p[0].value, "1");
    check_str(p.p[1].value, "x y+ü");
    check_str(p.p[2].name, "c");
    check_str(p.p[2].value, "");
    check_str(p.p[4].value, "one\ntwo\nthree");
    check_str(p.p[5].value, "a=b");
}

TEST(a_broken_form_is_refused)
{
    static const char *const bad[] = {"a=%",   "a=%2",     "a=%zz",       "a=%00", "a=%ff",
                                      "%c3=1", "a=%C0%AF", "a=%ED%A0%80", NULL};
    for (int i = 0; bad[i]; i++) {
        bool ok;
        read_form(str_of(bad[i]), &ok);
        check(!ok);
    }
    text many = {.a = test_arena};
    for (int i = 0; i <= FORM_MOST; i++) put_z(&many, "a=1&");
    bool ok;
    read_form(text_str(&many), &ok);
    check(!ok);
}

TEST(a_path_is_decoded_and_never_climbs)
{
    str out;
    check(path_read(test_arena, S("/risk/R-12/ein%20Weg%C3%BC"), &out));
    check_str(out, "/risk/R-12/ein Wegü");
    static const char *const bad[] = {"/a/../b", "/..",  "/a/%2e%2e/b", "/a%2fb", "/a%5cb", "/a\\b",
                                      "/%00",    "/%0a", "/%ff",        "/.",     "/a/%2E", NULL};
    for (int i = 0; bad[i]; i++) check(!path_read(test_arena, str_of(bad[i]), &out));
}

#define BODY                                                                                                           \
    "--XX\r\nContent-Disposition: form-data; name=\"title\"\r\n\r\nR\xc3\xbc"                                          \
    "ckruf\r\nzwei\r\n"                                                                                                \
    "--XX\r\ncontent-disposition: form-data; filename=\"C:\\\\x\\\\report \\\"1\\\".pdf\"; name=file\r\n"              \
    "Content-Type: application/pdf\r\n\r\n%PDF\r\n--X\0binary\r\n--XX\r\n"                                             \
    "Content-Disposition: form-data; name=\"empty\"; filename=\"\"\r\n\r\n\r\n--XX--\r\n"

TEST(a_form_with_files_is_taken_apart)
{
    parameters p = {0};
    check(multipart_read(test_arena, S(BODY), S("multipart/form-data; charset=utf-8; boundary=\"XX\""), &p));
    check_int(p.n, 3);
    check_str(p.p[0].name, "title");
    check_str(p.p[0].value, "Rückruf\nzwei");
    check(!p.p[0].file.p);
    check_str(p.p[1].name, "file");
    check_str(p.p[1].file, "report \"1\".pdf");
    check_str(p.p[1].type, "application/pdf");
    check(str_eq(p.p[1].value, S("%PDF\r\n--X\0binary")));
    check_int(p.p[2].value.n, 0);
}

TEST(a_form_with_files_that_is_cut_anywhere_is_refused)
{
    str whole = S(BODY);
    for (ptrdiff_t n = 0; n < whole.n - 4; n++) {
        parameters p = {0};
        check(!multipart_read(test_arena, str_sub(whole, 0, n), S("multipart/form-data; boundary=XX"), &p));
    }
    parameters p = {0};
    check(!multipart_read(test_arena, whole, S("multipart/form-data"), &p));
    check(!multipart_read(test_arena, whole, S("multipart/form-data; boundary="), &p));
    check(!multipart_read(test_arena, whole, S("multipart/form-data; boundary=\"XX"), &p));
    check(!multipart_read(test_arena, whole, S("multipart/form-data; boundary=YY"), &p));
}

// Ways off our site, as people have tried them on others (research: reliability T18).
TEST(a_way_back_never_leads_off_site)
{
    static const char *const bad[] = {"",
                                      "risk",
                                      "//evil.example",
                                      "///evil.example",
                                      "/\\evil.example",
                                      "\\/evil.example",
                                      "\\\\evil.example",
                                      "/\t/evil.example",
                                      "/\n/evil.example",
                                      "/\r/evil.example",
                                      "/ /evil.example",
                                      "https://evil.example",
                                      "http:evil.example",
                                      "javascript:alert(1)",
                                      "//evil.example/%2f..",
                                      "/%2f/evil.example",
                                      "/%2Fevil.example",
                                      "/%5cevil.example",
                                      "/%5Cevil.example",
                                      "/..\\evil",
                                      "//user@evil.example",
                                      "//evil\xe3\x80\x82"
                                      "example",
                                      "/\xe2\x80\xae/evil",
                                      "/\x7f",
                                      "data:text/html,x",
                                      "//[::1]/",
                                      "/x\\y",
                                      "./x",
                                      "?x",
                                      "#x",
                                      "/\x01//evil",
                                      "//\x01evil",
                                      "/../\\evil",
                                      "\x00/x",
                                      NULL};
    for (int i = 0; bad[i]; i++) check(!path_ours(str_of(bad[i])));
    check(path_ours(S("/")));
    check(path_ours(S("/risk?level=high&sort=-level,review_on")));
    check(path_ours(S("/risk/R-12#log")));
    // C0 bytes anywhere, and every single character in second place that a browser might take for a slash.
    for (int c = 0; c <= 0x20; c++) {
        char s[] = {'/', (char)c, '/', 'e', 'v', 'i', 'l', 0};
        check(!path_ours((str){s, 7}));
    }
}
