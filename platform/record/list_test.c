// list_test.c: pages, filters and totals of lists against the same done in memory, on a register of crates.
// SPDX-License-Identifier: Apache-2.0
#include "platform/record/list.h"
#include "platform/base/time.h"
#include "platform/record/field.h"
#include "platform/record/search.h"
#include "test/crate.h"
#include "test/fixture.h"
#include "test/stock.h"

#include <stdlib.h>
#include <string.h>

const module *const modules[] = {&people_module, &crate_module, NULL};

// ---- the order, in memory

typedef struct {
    const field *field; // NULL: the id
    bool down;
} by;
static by wanted[3];
static int nwanted;
static ctx *sorting;

static str title_key(const field *f, const crate *x)
{
    return text_fold(sorting->a, record_title(sorting, f->to, ((const ref *)field_at(f, x))->id));
}

static int compare_values(const field *f, const crate *x, const crate *y)
{
    if (f->kind == KIND_REF) {
        int n = str_cmp(title_key(f, x), title_key(f, y));
        if (n) return n;
    }
    if (f->kind == KIND_CHOICE) return (int)*(const unsigned *)field_at(f, x) - (int)*(const unsigned *)field_at(f, y);
    int k = f->kind == KIND_ANY;
    val a = field_column(f, x, k), b = field_column(f, y, k);
    if (f->kind == KIND_TEXT)
        return field_keyed(&crate_entity, f) ? str_cmp(text_fold(sorting->a, a.s), text_fold(sorting->a, b.s))
                                             : str_cmp(a.s, b.s);
    if (a.kind == VAL_REAL) return a.r < b.r ? -1 : a.r > b.r;
    return a.i < b.i ? -1 : a.i > b.i;
}

static bool is_null(const field *f, const crate *x)
{
    return f->kind != KIND_TEXT && f->kind != KIND_CHOICE && field_column(f, x, f->kind == KIND_ANY).null;
}

static int compare_crates(const void *p, const void *q)
{
    const crate *x = p, *y = q;
    for (int i = 0; i < nwanted; i++) {
        const field *f = wanted[i].field;
        if (!f) break;
        bool nx = is_null(f, x), ny = is_null(f, y);
        if (nx != ny) return nx ? 1 : -1; // the empty ones last, in either direction
        int n = nx ? 0 : compare_values(f, x, y);
        if (n) return wanted[i].down ? -n : n;
    }
    int n = x->rec.id < y->rec.id ? -1 : x->rec.id > y->rec.id;
    return wanted[nwanted - 1].down ? -n : n;
}

static void compare_pages(ctx *c, const crate *rows_wanted, int n, int limit)
{
    text sort = {.a = c->a};
    for (int i = 0; i < nwanted; i++) {
        if (i) put_char(&sort, ',');
        if (wanted[i].down) put_char(&sort, '-');
        put_z(&sort, wanted[i].field ? wanted[i].field->name : "code");
    }
    list l = list_of(&crate_entity);
    check_done(c, list_set(c, &l, S("sort"), text_str(&sort)));
    l.limit = limit;
    for (int at = 0;;) {
        page p = list_page(c, &l);
        check_str(db_error(c->db), "");
        for (int i = 0; i < p.n; i++, at++) {
            check(at < n);
            i64 id = ((record *)p.recs[i])->id;
            if (id != rows_wanted[at].rec.id)
                check_str(format(c->a, "sort=$1 row $2 is Q-$3", v(text_str(&sort)), v(at), v(id)),
                          format(c->a, "Q-$1", v(rows_wanted[at].rec.id)));
        }
        if (!p.next.n) {
            check_int(at, n);
            break;
        }
        check_int(p.n, limit);
        l.after = p.next;
    }
    i64 *ids;
    check_int(list_ids(c, &l, &ids, 1000), n);
    for (int i = 0; i < n; i++) check_int(ids[i], rows_wanted[i].rec.id);
}

static bool sortable(const field *f)
{
    return f->kind != KIND_SECRET && !(f->flags & LONG);
}

static void sort_and_compare(ctx *c, int limit)
{
    crate *some = news(c->a, crate, STOCK);
    int n = 0;
    for (int i = 0; i < STOCK; i++)
        if (c->reach == REACH_WHOLE || stock[i].unit.id == 2) some[n++] = stock[i];
    sorting = c;
    qsort(some, (size_t)n, sizeof *some, compare_crates);
    compare_pages(c, some, n, limit);
}

TEST(pages_follow_every_order_up_and_down)
{
    ctx *c = stock_make();
    for (int i = 0; i < crate_entity.nfields; i++) {
        if (!sortable(&crate_entity.fields[i])) continue;
        for (int down = 0; down < 2; down++) {
            wanted[0] = (by){&crate_entity.fields[i], down}, nwanted = 1;
            sort_and_compare(c, 13);
        }
    }
    wanted[0] = (by){NULL, true}, nwanted = 1;
    sort_and_compare(c, 1);
    wanted[0] = (by){NULL, false};
    sort_and_compare(c, 500);
}

TEST(pages_follow_two_and_three_orders)
{
    ctx *c = stock_make();
    for (int i = 0; i < crate_entity.nfields; i++)
        for (int k = 0; k < 3; k++) {
            const field *one = &crate_entity.fields[i], *two = &crate_entity.fields[stock_draw(crate_entity.nfields)],
                        *three = &crate_entity.fields[stock_draw(crate_entity.nfields)];
            if (!sortable(one) || !sortable(two) || !sortable(three)) continue;
            wanted[0] = (by){one, stock_draw(2)}, wanted[1] = (by){two, stock_draw(2)},
            wanted[2] = (by){three, stock_draw(2)};
            nwanted = 2 + stock_draw(2);
            sort_and_compare(c, 17);
        }
}

TEST(pages_in_reach_follow_the_same_orders)
{
    stock_make();
    ctx *c = fixture_as(OLIVE);
    for (int form = REACH_NARROW; form <= REACH_WIDE; form++) {
        c->reach = (reach)form;
        for (int i = 0; i < crate_entity.nfields; i++) {
            if (!sortable(&crate_entity.fields[i])) continue;
            wanted[0] = (by){&crate_entity.fields[i], i % 2}, wanted[1] = (by){NULL, false}, nwanted = 2;
            sort_and_compare(c, 7);
        }
    }
}

// ---- filters

static i64 total_with(ctx *c, const char *const *pairs)
{
    list l = list_of(&crate_entity);
    for (; *pairs; pairs += 2) check_done(c, list_set(c, &l, str_of(pairs[0]), str_of(pairs[1])));
    i64 *ids, n = list_total(c, &l);
    check_int(list_ids(c, &l, &ids, 1000), n);
    l.limit = 500;
    check_int(list_page(c, &l).n, n);
    check_str(db_error(c->db), "");
    return n;
}

#define PAIRS(...) ((const char *const[]){__VA_ARGS__, NULL})
#define check_total(condition, ...)                                                                                    \
    do {                                                                                                               \
        i64 count = 0;                                                                                                 \
        for (const crate *x = stock; x < stock + STOCK; x++) count += (condition) ? 1 : 0;                             \
        check_int(total_with(c, PAIRS(__VA_ARGS__)), count);                                                           \
        check(count > 0 && count < STOCK);                                                                             \
    } while (0)

TEST(every_test_of_a_filter_means_what_it_says)
{
    ctx *c = stock_make();
    check_total(x->owner.id == OLIVE, "owner", "P-5");
    check_total(x->owner.id != OLIVE, "owner.not", "Olive");
    check_total(x->unit.id == 2 || x->unit.id == 3, "unit", "North", "unit", "U-3");
    check_total(x->level == CRATE_HIGH, "level", "high");
    check_total(x->level != CRATE_HIGH && x->level != CRATE_LOW, "level.not", "high", "level.not", "low");
    check_total(x->way == CRATE_NONE, "way.empty", "1");
    check_total(x->way != CRATE_NONE, "way.empty", "0");
    check_total(x->due.day && x->due.day < 20003, "due.before", "2024-10-07");
    check_total(x->due.day >= 20003, "due.after", "2024-10-07");
    check_total(x->due.day == 20003, "due", "2024-10-07");
    check_total(x->due.day != 20003, "due.not", "2024-10-07");
    check_total(!x->due.day, "due.empty", "1");
    check_total(x->sealed.us && x->sealed.us < 1700000002000000, "sealed.before", "2023-11-14T22:13:22Z");
    check_total(x->sealed.us >= 1700000002000000, "sealed.after", "2023-11-14T22:13:22Z");
    check_total(x->sealed.us == 1700000002000000, "sealed", "2023-11-14T22:13:22Z");
    check_total(!x->sealed.us, "sealed.empty", "1");
    check_total(x->worth.currency[0] == 0, "worth.empty", "1");
    check_total(x->weight.is && x->weight.x >= 0.3, "weight.min", "0.3");
    check_total(x->weight.is && x->weight.x <= 0.2, "weight.max", "0.2");
    check_total(!x->weight.is, "weight.empty", "1");
    check_total(x->pieces >= 2, "pieces.min", "2");
    check_total(x->pieces <= 1, "pieces.max", "1");
    check_total(x->pieces == 3, "pieces", "3");
    check_total(x->pieces != 0, "pieces.empty", "0");
    check_total(x->fragile, "fragile", "yes");
    check_total(x->about.id == 2 && str_eq(x->about.entity, S("person")), "about", "P-2");
    check_total(x->about.id != 2 || !str_eq(x->about.entity, S("person")), "about.not", "P-2");
    check_total(!x->about.id, "about.empty", "1");
    check_total(x->code_word.n == 0, "code_word.empty", "1");
    check_total(x->code_word.n != 0, "code_word.empty", "0");
    check_total(str_eq(x->code_word, S("Beta")), "code_word", "Beta");
    check_total(str_eq(x->code_word, S("Beta")) || str_eq(x->code_word, S("beta")), "code_word.has", "BET");
    check_total(str_eq(x->code_word, S("\xC3\xBC")), "code_word.has", "\xC3\xBC");
    check_total(str_search(text_fold(c->a, x->title), S("zebra")) >= 0, "title.has", "ZEB");
    check_total(str_search(text_fold(c->a, x->title), S("arger")) >= 0, "title.has", "\xC3\x84RG");
    check_total(str_search(x->title, S("100% _of")) >= 0, "title.has", "0% _o");
    check_total(str_search(x->title, S("!")) >= 0, "title.has", "!");
    check_total(x->level == CRATE_LOW && x->pieces == 1, "level", "low", "pieces", "1");
    check_total(x->rec.id == 7 || x->rec.id == 9, "code", "Q-7", "code", "Q-9");
    check_total(x->rec.id != 7, "code.not", "Q-7");
}

TEST(filters_that_make_no_sense_are_refused)
{
    ctx *c = stock_make();
    static const char *const bad[][2] = {
        {"nothing", "1"},       {"due.has", "x"},    {"level.before", "2024-01-01"},
        {"level", "greatest"},  {"lock", "x"},       {"title.before", "2024-01-01"},
        {"owner", "P-999"},     {"about", "R-1"},    {"code", "P-1"},
        {"due.about", "x"},     {"limit", "0"},      {"limit", "501"},
        {"sort", "lock"},       {"sort", "-notes"},  {"sort", "title;DROP TABLE crate"},
        {"columns", "nothing"}, {"columns", "lock"}, {"due", "yesterday's"},
        {"pieces", "many"},     {"keepers", "Ada"},  {"worth", "1 EUR"}};
    for (int i = 0; i < countof(bad); i++) {
        list l = list_of(&crate_entity);
        bool ok = list_set(c, &l, str_of(bad[i][0]), str_of(bad[i][1]));
        if (ok || !c->failures || c->failures->kind != NO_INPUT)
            check_str(format(c->a, "$1=$2 was taken", v(bad[i][0]), v(bad[i][1])), "");
        c->failures = NULL, c->failures_end = NULL;
    }
    list l = list_of(&crate_entity);
    text t = {.a = c->a};
    for (int i = 0; i < 2000; i++) put_char(&t, '%');
    check_refused(c, list_set(c, &l, S("title.has"), text_str(&t)), "too long");
    for (int i = 0; i < countof(l.filters); i++) check_done(c, list_set(c, &l, S("pieces"), S("1")));
    check_refused(c, list_set(c, &l, S("pieces"), S("1")), "at most");
    list_total(c, &l);
    check_str(db_error(c->db), "");
}

TEST(links_are_filtered_by_what_they_name)
{
    ctx *c = stock_make();
    static const i64 ada[] = {ADA}, both[] = {ADA, MAX};
    const link_field *l = &crate_entity.links[0];
    link_input one = {l, (i64 *)(uintptr_t)ada, 1}, two = {l, (i64 *)(uintptr_t)both, 2};
    crate extra = {.title = S("Extra"), .owner = {OLIVE}, .unit = {2}}, more = extra;
    check_done(c, operate_add(c, &crate_entity, &extra, &one, 1));
    check_done(c, operate_add(c, &crate_entity, &more, &two, 1));
    check_int(total_with(c, PAIRS("keepers", "P-1")), 2);
    check_int(total_with(c, PAIRS("keepers", "P-2")), 1);
    check_int(total_with(c, PAIRS("keepers.empty", "1")), STOCK);
    check_int(total_with(c, PAIRS("keepers.empty", "0")), 2);
    check_int(total_with(c, PAIRS("keepers.not", "P-2")), STOCK + 1);
    moment then = c->now;
    fixture_clock(1000000);
    c = fixture_again(c);
    static const i64 none[] = {0};
    link_input no = {l, (i64 *)(uintptr_t)none, 0};
    check_done(c, operate_set(c, &crate_entity, more.rec.id, 0, NULL, NULL, &no, 1));
    c = fixture_again(c);
    check_int(total_with(c, PAIRS("keepers", "P-2")), 0);
    c->moment = then;
    check_int(total_with(c, PAIRS("keepers", "P-2")), 1); // as it stood
    c->moment = (moment){0};
}

TEST(chips_count_each_choice_under_the_other_filters)
{
    ctx *c = stock_make();
    list l = list_of(&crate_entity);
    check_done(c, list_set(c, &l, S("state"), S("draft")));
    check_done(c, list_set(c, &l, S("pieces"), S("2")));
    i64 counts[8], wanted_counts[8] = {0};
    for (int i = 0; i < STOCK; i++) wanted_counts[stock[i].state] += stock[i].pieces == 2;
    list_chips(c, &l, field_find(&crate_entity, S("state")), counts);
    for (int k = 0; k < 4; k++) check_int(counts[k], wanted_counts[k]);
}

// ---- cursors

TEST(a_tampered_cursor_is_refused_or_harmless)
{
    static const char *const sorts[] = {"title,-weight", "-owner,due", "level", "code_word,sealed", "-about"};
    stock_make();
    ctx *c = fixture_as(OLIVE);
    int refused = 0;
    for (int s = 0; s < countof(sorts); s++) {
        list l = list_of(&crate_entity);
        check_done(c, list_set(c, &l, S("sort"), str_of(sorts[s])));
        l.limit = 5;
        str good = list_page(c, &l).next;
        check(good.n > 0);
        for (ptrdiff_t i = 0; i < good.n; i++)
            for (int k = 0; k < 4; k++) {
                text t = {.a = c->a};
                put(&t, str_sub(good, 0, k == 3 ? i : good.n)); // or cut off
                if (k < 3) t.p[i] = "aB9"[k];
                l.after = text_str(&t);
                page p = list_page(c, &l);
                check_str(db_error(c->db), "");
                for (int row = 0; row < p.n; row++) check_int(((crate *)p.recs[row])->unit.id, 2);
                if (failed(c)) check(c->failures->kind == NO_INPUT && p.n == 0), refused++;
                c->failures = NULL, c->failures_end = NULL;
            }
    }
    check(refused > 20);
    list l = list_of(&crate_entity), other = list_of(&crate_entity);
    check_done(c, list_set(c, &l, S("sort"), S("title")));
    check_done(c, list_set(c, &other, S("sort"), S("due")));
    l.limit = other.limit = 5;
    other.after = list_page(c, &l).next;
    list_page(c, &other);
    check_refused(c, false, "not one of this list");
}

// ---- totals

TEST(your_own_write_counts_at_once)
{
    stock_make();
    ctx *max = fixture_as(MAX), *greta = fixture_as(GRETA);
    list l = list_of(&crate_entity);
    i64 before = list_total(max, &l);
    check_int(list_total(greta, &l), before);
    check_done(max, fixture_add(max, &crate_entity, PAIRS("title", "One", "owner", "P-5", "unit", "North")) > 0);
    check_int(list_total(max, &l), before + 1);
    ctx *over = fixture_operator();
    check_done(over, fixture_add(over, &crate_entity, PAIRS("title", "Two", "owner", "P-5", "unit", "North")) > 0);
    check_done(max, fixture_add(max, &crate_entity, PAIRS("title", "Three", "owner", "P-5", "unit", "North")) > 0);
    check_done(over, fixture_add(over, &crate_entity, PAIRS("title", "Four", "owner", "P-5", "unit", "North")) > 0);
    max = fixture_as(MAX); // somebody wrote after them: theirs counts nevertheless
    check(list_total(max, &l) >= before + 3);
    over = fixture_operator();
    check_int(list_total(over, &l), before + 4);
    check_refused(over, fixture_add(over, &crate_entity, PAIRS("title", "", "owner", "P-5", "unit", "North")) > 0,
                  "missing");
    check_int(list_total(over, &l), before + 4);
}
