// stock.c: a register of crates of all kinds.
// SPDX-License-Identifier: Apache-2.0
#include "test/stock.h"
#include "test/fixture.h"

crate stock[STOCK];
static uint64_t seed;

int stock_draw(int n)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (int)(seed >> 33) % n;
}

static void fill_crate(crate *x, int i)
{
    static const char *const titles[] = {"Zebra",
                                         "\xC3\x84rger",
                                         "apple",
                                         "Apple",
                                         "zebra",
                                         ("Stra\xC3\x9F"
                                          "e"),
                                         "a,b;c:d\ne",
                                         "O'Brien",
                                         "100% _of it!"};
    static const char *const words[] = {"", "", "alpha", "Beta", "\xC3\xBC", "beta", "a\nb;t3:x"};
    static const char *const names[] = {"person", "unit"};
    *x = (crate){.title = str_of(titles[stock_draw(countof(titles))]), .owner = {stock_draw(2) ? OLIVE : OSCAR}};
    x->unit.id = 1 + stock_draw(3), x->level = (crate_level)stock_draw(4), x->state = (crate_state)stock_draw(2),
    x->way = (crate_way)stock_draw(7);
    if (stock_draw(3)) x->due.day = 20000 + stock_draw(6);
    if (stock_draw(3)) x->sealed.us = 1700000000000000 + stock_draw(5) * (i64)1000000;
    if (stock_draw(3)) x->worth = (money){stock_draw(5) * 100, "EUR"};
    if (stock_draw(3)) x->weight = (number){true, stock_draw(6) * 0.1};
    x->pieces = stock_draw(4), x->fragile = stock_draw(2);
    if (stock_draw(2)) x->about = (any){str_of(names[stock_draw(2)]), 1 + stock_draw(3)};
    x->code_word = str_of(words[stock_draw(countof(words))]);
    x->notes = format(test_arena, "Note $1", v(i));
}

static bool save_crates(ctx *c, void *arg)
{
    (void)arg;
    for (int i = 0; i < STOCK; i++) {
        fill_crate(&stock[i], i);
        if (!record_save(c, &crate_entity, &stock[i])) return false;
    }
    return true;
}

ctx *stock_make(void)
{
    ctx *c = fixture();
    seed = 7;
    check_done(c, operate_with(c, save_crates, NULL));
    return fixture_again(c);
}
