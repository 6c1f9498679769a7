// cli_test.c: commands become requests, and answers become words, without a database.
// SPDX-License-Identifier: Apache-2.0
#include "platform/cli/cli.h"
#include "platform/cli/table.h"
#include "test/check.h"

#include <string.h>

static call asked;  // what the command sent last
static reply given; // what it gets
static int sent;

static bool answer(cli *x, const call *q, reply *out)
{
    (void)x;
    asked = *q;
    *out = given;
    sent++;
    return true;
}

static int hello(cli *x, int argc, const char *const *argv)
{
    (void)argv;
    cli_say(x, "hello $1\n", v(argc));
    return EXIT_DONE;
}
static const command commands[] = {{"hello", "hello", "Says hello", hello}, {0}};

static cli shell;

// Runs a line of words with spaces between; its exit status.
static int run(const char *line)
{
    const char *argv[64];
    int argc = 0;
    shell = (cli){
        .a = test_arena, .out = {.a = test_arena}, .err = {.a = test_arena}, .commands = commands, .send = answer};
    sent = 0;
    for (str rest = str_of(line); rest.n;) argv[argc++] = str_z(test_arena, str_cut(&rest, ' '));
    return cli_run(&shell, argc, argv);
}

static str out(void)
{
    return text_str(&shell.out);
}

static str err(void)
{
    return text_str(&shell.err);
}

TEST(a_list_asks_for_titles_and_shows_a_table)
{
    given = (reply){
        200, S("application/json"),
        S("{\"items\":[{\"code\":\"U-1\",\"name\":\"Root\",\"parent\":null},{\"code\":\"U-2\",\"name\":\"North\","
          "\"parent\":\"U-1\"}],\"total\":7,\"next\":\"abc\",\"titles\":{\"U-1\":\"Root\"}}")};
    check_int(run("unit list name.has=o sort=-name columns=name,parent"), EXIT_DONE);
    check_str(asked.verb, "GET");
    check_str(asked.target, "/api/v1/unit?name.has=o&sort=-name&columns=name%2Cparent&titles=1");
    check_str(out(), "Code  Name   Part of\nU-1   Root\nU-2   North  Root\n\n2 of 7 units; the next page: after=abc\n");
}

TEST(an_empty_list_says_what_it_is_for)
{
    given = (reply){200, S("application/json"), S("{\"items\":[],\"total\":0,\"next\":null}")};
    check_int(run("asset list"), EXIT_DONE);
    check(str_starts(out(), S("No assets. ")));
}

TEST(fields_travel_as_the_json_that_the_api_reads)
{
    given = (reply){201, S("application/json"), S("{\"code\":\"AS-1\",\"name\":\"Laptop\"}")};
    check_int(run("asset add name=Laptop number=3 personal=yes owner= depends_on=AS-1,AS-2;Big-box reason=new"),
              EXIT_DONE);
    check_str(asked.verb, "POST");
    check_str(asked.target, "/api/v1/asset?reason=new");
    check_str(asked.body,
              "{\"name\":\"Laptop\",\"number\":3,\"personal\":true,\"owner\":null,\"depends_on\":[\"AS-1\",\"AS-2\","
              "\"Big-box\"]}");
    check_str(out(), "AS-1 added: Laptop\n");
    check_int(run("asset set AS-1 number=many personal=perhaps"), EXIT_DONE);
    check_str(asked.body, "{\"number\":\"many\",\"personal\":\"perhaps\"}"); // the API says what is wrong with it
    check_str(asked.if_match, "*");
    check_str(asked.verb, "PATCH");
}

TEST(a_record_ends_with_a_reason)
{
    given = (reply){204, S(""), S("")};
    check_int(run("unit end U-2 reason=closed"), EXIT_DONE);
    check_str(asked.verb, "DELETE");
    check_str(asked.target, "/api/v1/unit/U-2?reason=closed");
    check_str(out(), "U-2 ended.\n");
}

TEST(wrong_usage_is_told_before_anything_is_sent)
{
    static const char *const wrong[][2] = {
        {"unti list", "did you mean \"unit\"?"},       {"unit lits", "did you mean \"list\"?"},
        {"unit add nam=x", "did you mean \"name\"?"},  {"unit add name", "no FIELD=VALUE"},
        {"unit add name=x name=y", "given twice"},     {"unit show", "Which Unit?"},
        {"unit list nam=x", "did you mean \"name\"?"}, {"person set P-1 sign_in_count=3", "filled by the program"},
        {"helo", "did you mean \"hello\"?"},           {"xyzzy", "isms help"},
    };
    for (int i = 0; i < countof(wrong); i++) {
        check_int(run(wrong[i][0]), EXIT_USAGE);
        check_has(err(), wrong[i][1]);
        check_int(sent, 0);
    }
    check_int(run("hello"), EXIT_DONE);
    check_str(out(), "hello 1\n");
}

TEST(a_refusal_is_told_field_by_field)
{
    given =
        (reply){422, S("application/problem+json"),
                S("{\"status\":422,\"detail\":\"x\",\"errors\":[{\"field\":\"name\",\"detail\":\"Name is missing.\"},"
                  "{\"detail\":\"Something else.\"}]}")};
    check_int(run("unit add country=X"), EXIT_REFUSED);
    check_str(err(), "isms: name: Name is missing.\nisms: Something else.\n");
    check_str(out(), "");
}

TEST(help_comes_from_the_descriptors)
{
    check_int(run("help"), EXIT_DONE);
    check_has(out(), "hello");
    check_has(out(), "asset");
    check_int(run("asset help"), EXIT_DONE);
    check_has(out(), "classification");
    check_has(out(), "public|internal|confidential|restricted");
    check_int(run("scope help"), EXIT_DONE);
    check_has(out(), "isms scope approve");
}

TEST(a_table_fits_the_terminal)
{
    static const table_column columns[] = {{STR("Code"), false}, {STR("Title"), false}, {STR("Score"), true}};
    const str cells[] = {S("R-1"), S("A title that is much too long for this"), S("12"), S("R-2"), S("Größe\n日本"),
                         S("3")};
    text t = {.a = test_arena};
    table_put(&t, columns, 3, cells, 2, 30);
    check_str(text_str(&t), "Code  Title              Score\n"
                            "R-1   A title that is …     12\n"
                            "R-2   Größe 日本             3\n");
    check_int(text_width(S("日本")), 4);
    t.n = 0;
    table_put(&t, columns, 3, cells, 1, 0);
    check_has(text_str(&t), "much too long for this");
}
