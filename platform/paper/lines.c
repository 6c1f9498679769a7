// lines.c: text of several lines, as people write it, in a document.
// SPDX-License-Identifier: Apache-2.0
#include "platform/paper/paper.h"

static void put_words(paper *p, paper_kind kind, int number, str words, int style)
{
    paper_open(p, kind, 0, number);
    paper_span(p, words, style, (str){0});
    paper_close(p);
}

// "12. words" → 12, and *words without it; else 0.
static int take_number(str *words)
{
    ptrdiff_t dot = str_find(*words, '.');
    i64 n = 0;
    if (dot < 1 || dot > 3 || dot + 1 >= words->n || words->p[dot + 1] != ' ' || !str_int(str_sub(*words, 0, dot), &n))
        return 0;
    *words = str_trim(str_from(*words, dot + 1));
    return (int)n;
}

static void end_paragraph(paper *p, text *t)
{
    if (t->n) put_words(p, PAPER_PLAIN, 0, text_str(t), 0);
    t->n = 0;
}

void paper_lines(paper *p, str words)
{
    text open = {.a = p->out.a};
    for (str rest = words; rest.p;) {
        str line = str_trim(str_cut(&rest, '\n'));
        bool point = str_starts(line, S("- ")) || str_starts(line, S("* ")), head = str_starts(line, S("#"));
        int number = point || head ? 0 : take_number(&line);
        if (!line.n || point || head || number) end_paragraph(p, &open);
        if (point) {
            put_words(p, PAPER_BULLET, 0, str_trim(str_from(line, 2)), 0);
        } else if (head) {
            while (line.n && line.p[0] == '#') line = str_from(line, 1);
            put_words(p, PAPER_PLAIN, 0, str_trim(line), PAPER_BOLD);
        } else if (number) {
            put_words(p, PAPER_NUMBER, number, line, 0);
        } else if (line.n) {
            if (open.n) put_char(&open, ' ');
            put(&open, line);
        }
    }
    end_paragraph(p, &open);
}

str paper_count(const paper *p, i64 n, const char *one, const char *many)
{
    return n ? format(p->out.a, "$1 $2", v(n), v(n == 1 ? one : many)) : format(p->out.a, "no $1", v(many));
}
