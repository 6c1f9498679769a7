// listed.c: a list of losses as a person writes it.
// SPDX-License-Identifier: Apache-2.0
#include "plan/estimate/listed.h"
#include "platform/base/money.h"

// What stands next, and on which line.
typedef struct {
    str rest, word;
    int line;
} walk;

static bool parts(char c)
{
    return c == ' ' || c == ';' || c == '\t' || c == '\r' || c == '\n';
}

static bool walk_on(walk *w)
{
    ptrdiff_t at = 0, end;
    for (; at < w->rest.n && parts(w->rest.p[at]); at++) w->line += w->rest.p[at] == '\n';
    for (end = at; end < w->rest.n && !parts(w->rest.p[end]);) end++;
    w->word = str_sub(w->rest, at, end - at);
    w->rest = str_from(w->rest, end);
    return w->word.n > 0;
}

listed listed_read(arena *a, str text)
{
    int most = 0;
    for (walk w = {.rest = text}; walk_on(&w);) most++;
    listed x = {.at = news(a, double, most)};
    double amount;
    for (walk w = {.rest = text}; walk_on(&w);) {
        if (!str_double(w.word, &amount)) continue;
        if (!x.n || amount < x.least) x.least = amount;
        if (!x.n || amount > x.most) x.most = amount;
        x.at[x.n++] = amount;
    }
    return x;
}

// The amount and its place, as "Loss 3 (line 2)".
static str place(ctx *c, int nth, const walk *w)
{
    return format(c->a, "Loss $1 (line $2)", v(nth), v(w->line + 1));
}

static bool check_amount(ctx *c, const char *field, int nth, const walk *w, str currency)
{
    money m;
    if (!money_read(w->word, currency, &m))
        return fail(c, field,
                    "$1, \"$2\", is no amount in $3: digits, and a point before the decimals, such as 1250.50.",
                    v(place(c, nth, w)), v(w->word), v(currency));
    if (m.minor <= 0) return fail(c, field, "$1, \"$2\", is not above zero.", v(place(c, nth, w)), v(w->word));
    return true;
}

bool listed_check(ctx *c, const char *field, str text, str currency)
{
    int n = 0, named = 0;
    bool ok = true;
    for (walk w = {.rest = text}; ok && walk_on(&w);) {
        if (money_code(w.word) && n > named) {
            named = n;
            if (str_eq(w.word, currency)) continue;
            ok = fail(c, field, "$1 is in $2; losses are counted in $3, the currency of the organisation.",
                      v(place(c, n, &w)), v(w.word), v(currency));
        } else {
            ok = check_amount(c, field, ++n, &w, currency);
        }
    }
    if (ok && !n) return fail(c, field, "The list holds no loss.");
    if (ok && n > LISTED_MOST) return fail(c, field, "A list holds at most $1 losses.", v(LISTED_MOST));
    return ok;
}
