// words.c: the words of pages in the reader's language.
// SPDX-License-Identifier: Apache-2.0
#include "platform/web/words.h"

#include "platform/base/text.h"

#include <stdlib.h>

static const language pseudo = {.tag = "xx", .name = "Pseudo"};

// The languages that are compiled in; the list ends with NULL.
static const language *const languages[] = {NULL};

const language *language_find(str tag)
{
    for (const language *const *l = languages; *l; l++)
        if (str_eq(tag, str_of((*l)->tag))) return *l;
    return str_eq(tag, S("xx")) && getenv("ISMS_PSEUDO") ? &pseudo : NULL;
}

// "q=0.5" as thousandths; 1000 when it is left out, 0 when it is nonsense.
static int weight(str s)
{
    double q;
    if (s.n == 0) return 1000;
    if (!str_starts(s, S("q=")) || !str_double(str_from(s, 2), &q) || q < 0 || q > 1) return 0;
    return (int)(q * 1000);
}

const language *language_wanted(str accept)
{
    const language *best = NULL;
    int best_weight = 0;
    for (str rest = accept; rest.p;) {
        str params = str_cut(&rest, ',');
        str range = str_trim(str_cut(&params, ';'));
        int w = weight(str_trim(params));
        str primary = str_cut(&range, '-');
        const language *l = language_find(primary);
        if ((!l && !str_eq(primary, S("en"))) || w <= best_weight) continue;
        best = l;
        best_weight = w;
    }
    return best;
}

str language_tag(const language *l)
{
    return l ? str_of(l->tag) : S("en");
}

static void put_accented(text *t, char c)
{
    static const char from[] = "aeiouyAEIOUcn";
    static const char *const to[] = {"á", "é", "í", "ó", "ú", "ý", "Á", "É", "Í", "Ó", "Ú", "ç", "ñ"};
    for (int i = 0; from[i]; i++)
        if (from[i] == c) {
            put_z(t, to[i]);
            return;
        }
    put_char(t, c);
}

// Brackets round each form; tags, values and entities stay as they are.
static str pseudo_words(arena *a, str english)
{
    text t = {.a = a};
    bool tag = false, name = false;
    put_z(&t, "[");
    for (ptrdiff_t i = 0; i < english.n; i++) {
        char c = english.p[i];
        if (c == '<') tag = true;
        if (c == '&') name = true;
        if (c == '|' && !tag)
            put_z(&t, "]|[");
        else if (tag || name)
            put_char(&t, c);
        else
            put_accented(&t, c);
        if (c == '>') tag = false;
        if (c == ';' || c == ' ') name = false;
    }
    put_z(&t, "]");
    return text_str(&t);
}

static int by_english(const void *key, const void *item)
{
    const str *k = key;
    const translation *t = item;
    return str_cmp(*k, str_of(t->english));
}

str words_find(arena *a, const language *l, str english)
{
    if (!l) return english;
    if (l == &pseudo) return pseudo_words(a, english);
    const translation *t = bsearch(&english, l->table, (size_t)l->n, sizeof *l->table, by_english);
    return t ? str_of(t->words) : english;
}

int words_form(const language *l, i64 n)
{
    plural_rule rule = l ? l->plural : PLURAL_ONE;
    if (rule == PLURAL_NEVER) return 0;
    if (rule == PLURAL_UPTO_ONE) return n > 1 || n < 0;
    return n != 1;
}
