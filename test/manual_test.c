// manual_test.c: the manual names pages of its own that are there, and commands, nouns and actions that exist.
// SPDX-License-Identifier: Apache-2.0
#include "app/commands.h"
#include "platform/record/entity.h"
#include "test/check.h"

#include <stdio.h>

static str page(const char *name)
{
    char path[256];
    snprintf(path, sizeof path, "doc/manual/%s", name);
    return test_read(test_source(path));
}

static bool is_command(str word)
{
    for (const command *k = commands; k->name; k++)
        if (str_eq(word, str_of(k->name))) return true;
    return str_eq(word, S("help"));
}

static str next_word(str *line)
{
    *line = str_trim(*line);
    ptrdiff_t n = 0;
    while (n < line->n && line->p[n] != ' ' && line->p[n] != '`' && line->p[n] != '\n') n++;
    str word = str_sub(*line, 0, n);
    *line = str_from(*line, n);
    return word;
}

// Of "isms -d my.db risk set …" what comes after the options: a command, or a noun with a verb.
static void check_call(str line)
{
    static const char *const verbs[] = {"list", "show", "add", "set", "end", "help", NULL};
    str word = next_word(&line);
    while (str_eq(word, S("-d")) || str_eq(word, S("--as"))) next_word(&line), word = next_word(&line);
    if (!word.n || is_command(word)) return;
    const entity *e = entity_find(word);
    if (!e) check_str(word, "a command or a noun that exists");
    str verb = next_word(&line);
    if (e && !str_in(verb, verbs) && !action_find(e, verb)) check_str(verb, "a verb or an action of that noun");
}

static int check_calls(str text)
{
    int n = 0;
    for (ptrdiff_t at; (at = str_search(text, S("isms "))) >= 0; text = str_from(text, at + 5)) {
        char before = at ? text.p[at - 1] : '\n';
        if (before != '`' && before != '\n') continue; // of the name of something, or of a sentence
        str line = str_from(text, at + 5);
        ptrdiff_t end = str_find(line, '\n');
        check_call(end < 0 ? line : str_sub(line, 0, end));
        n++;
    }
    return n;
}

TEST(the_manual_names_commands_and_nouns_that_exist)
{
    str index = page("README.md");
    int pages = 0, calls = 0;
    for (ptrdiff_t at; (at = str_search(index, S(".md)"))) >= 0; index = str_from(index, at + 4)) {
        ptrdiff_t from = at;
        while (from > 0 && index.p[from - 1] != '(') from--;
        if (index.p[from] == '.') continue; // the glossary
        char name[64];
        snprintf(name, sizeof name, "%.*s.md", (int)(at - from), index.p + from);
        calls += check_calls(page(name));
        pages++;
    }
    check(pages >= 16 && calls >= 30);
}
