// chart_test.c: charts as SVG.
// SPDX-License-Identifier: Apache-2.0
#include "test/check.h"

#include "platform/web/svg.h"

#include <stdlib.h>
#include <string.h>

static request *fresh(void)
{
    static ctx c;
    static text out;
    static request q;
    c = (ctx){.a = test_arena};
    out = (text){.a = test_arena};
    q = (request){.c = &c, .out = &out, .nonce = S("n")};
    return &q;
}

#define wrote(q) text_str((q)->out)

// Five by five, from rare and minor: the register of the look.
static heat_cell cells[25];
static const str rows_of[] = {STR("Rare"), STR("Unlikely"), STR("Possible"), STR("Likely"), STR("Frequent")};
static const str columns_of[] = {STR("Minor"), STR("Modest"), STR("Serious"), STR("Major"), STR("Severe")};

static heatmap register_map(void)
{
    static const int counts[] = {0, 2, 2, 3, 0, 0, 12, 16, 5, 1, 0, 4, 3, 3, 1, 0, 2, 1, 1, 0, 0, 0, 0, 0, 0};
    static const char levels[] = "LLLLM"
                                 "LLMMH"
                                 "LMMHC"
                                 "LMHCC"
                                 "MHCCC";
    static const char above[] = "....."
                                "....^"
                                "...^^"
                                "..^^^"
                                ".^^^^";
    for (int i = 0; i < 25; i++) {
        tone level = levels[i] == 'L'   ? TONE_LOW
                     : levels[i] == 'M' ? TONE_MEDIUM
                     : levels[i] == 'H' ? TONE_HIGH
                                        : TONE_CRITICAL;
        cells[i] = (heat_cell){counts[i], level, above[i] == '^', S("/risk?x=1"), S("risks <here>")};
    }
    return (heatmap){.columns = 5,
                     .rows = 5,
                     .cells = cells,
                     .column_names = columns_of,
                     .row_names = rows_of,
                     .column_axis = S("Consequence"),
                     .row_axis = S("Likelihood"),
                     .letters = {S("L"), S("M"), S("H"), S("C")}};
}

static str draw_map(request *q, const heatmap *h)
{
    double width, height;
    chart_heatmap_size(h, &width, &height);
    canvas *k = svg_open(q, SVG_LINKS, "hm", width, height, S("Risks"), S("7 of 56"));
    chart_heatmap(k, h);
    svg_close(k);
    return wrote(q);
}

TEST(a_heat_map_is_drawn_as_the_look_has_it)
{
    heatmap h = register_map();
    str got = draw_map(fresh(), &h);
    check_has(got, "<svg class='ch hm' viewBox='0 0 334 306' role='group' aria-labelledby='chart-1 chart-1-d'>");
    check_has(got,
              "<rect class='m' x='60' y='1' width='52' height='52' rx='4'/><text class='k m' x='65' y='14'>M</text>");
    check_has(got,
              "<rect class='c' x='170' y='1' width='52' height='52' rx='4'/><rect fill='url(#hatch-soft)' x='170'");
    check_has(
        got,
        "<a href='/risk?x=1' aria-label='risks &lt;here&gt;'><rect class='m' x='115' y='56' width='52' height='52' "
        "rx='4'/><text class='v m' x='141' y='88'>2</text></a>");
    check_has(
        got, "<path class='ap' d='M113.5 0L113.5 54.5L168.5 54.5L168.5 109.5L223.5 109.5L223.5 164.5L278.5 164.5L278.5 "
             "219.5L332 219.5'/>");
    check_has(got, "<text class='fin' x='52' y='251'>Rare</text>");
    check_has(got,
              "<text class='mid' x='306' y='288'>Severe</text><text class='mid t2' x='196' y='304'>Consequence</text>");
}

TEST(an_empty_cell_is_no_link_and_nothing_above_appetite_draws_no_line)
{
    heatmap h = register_map();
    for (int i = 0; i < 25; i++) cells[i].count = 0, cells[i].above = false;
    str got = draw_map(fresh(), &h);
    check_lacks(got, "<a ");
    check_lacks(got, "class='ap'");
}

TEST(the_appetite_line_begins_where_the_first_row_has_cells_above_it)
{
    heatmap h = register_map();
    for (int i = 20; i < 25; i++) cells[i].above = false;
    check_has(draw_map(fresh(), &h), "<path class='ap' d='M332 54.5L168.5 54.5L168.5 109.5");
}

TEST(marks_of_one_risk_are_joined_by_arrows)
{
    heatmap h = register_map();
    h.marks = (const heat_mark[]){{4, 3, 'I', 1}, {3, 2, 'C', 2}, {3, 1, 'T', 3}};
    h.nmarks = 3;
    str got = draw_map(fresh(), &h);
    check_has(got, "<circle class='mk m1' cx='306' cy='82' r='11'/><text class='mt m1' x='306' y='86'>I</text>");
    check_has(got, "<line class='mv' x1='296.81' y1='91.19' x2='264.44' y2='123.56'/>");
    check_has(got, "<path class='tip' d='M261.61 126.39L");
    check_has(got, "stroke-dasharray='3 3'/>");
}

TEST(long_names_are_shortened_and_the_map_makes_room_for_the_rest)
{
    heatmap h = register_map();
    const str names[] = {S("Fast ausgeschlossen im Alltag"), S("Ö"), S("b"), S("c"), S("d")};
    h.row_names = names;
    str got = draw_map(fresh(), &h);
    check_has(got, ">Fast ausgeschlossen…<");
    check_has(got, "viewBox='0 0 402 306'");
}

TEST(a_bar_is_split_and_stretches)
{
    request *q = fresh();
    canvas *k = svg_open(q, SVG_STRETCH, "", 1000, 10, S("Clauses: conforms 87 per cent"), S(""));
    const portion parts[] = {{87, "f-acc", NULL}, {10, "f-mid", "hatch"}, {0, "f-bad", NULL}, {3, "f-none", NULL}};
    chart_split(k, parts, countof(parts), 100);
    svg_close(k);
    check_has(wrote(q), "<rect class='f-acc' x='0%' y='0' width='86.65%' height='10' rx='2'/>");
    check_has(wrote(q),
              "<rect class='f-mid' x='87%' y='0' width='9.65%' height='10' rx='2'/><rect fill='url(#hatch)' x='87%'");
    check_lacks(wrote(q), "f-bad");
}

TEST(columns_stack_upwards_on_a_round_scale)
{
    request *q = fresh();
    canvas *k = svg_open(q, SVG_STRETCH, "", 600, 310, S("Planned work"), S("By month"));
    const portion legend[] = {{0, "f-acc", NULL}, {0, "f-warn", "hatch"}};
    const double one[] = {9, 2}, two[] = {4, 0};
    const column columns[] = {{S("Jan"), one}, {S("Feb"), two}};
    chart_columns(k, columns, 2, legend, 2, 1, S("Today"));
    svg_close(k);
    check_has(wrote(q), ">12</text>");
    check_has(wrote(q), ">6</text>");
    check_has(wrote(q), "<line class='ref'");
    check_has(wrote(q), ">Today</text>");
    check_has(wrote(q), "<text class='mid opt' x=");
}

TEST(a_line_with_target_and_band_names_them)
{
    request *q = fresh();
    const double x[] = {0, .5, 1}, y[] = {83, 90, 96};
    const curve curves[] = {{x, y, 3, "l-acc", true}};
    const str ticks[] = {S("5 Oct"), S("14 Dec")};
    const double at[] = {0, 1};
    lines l = {.curves = curves,
               .ncurves = 1,
               .band = true,
               .band_low = 97,
               .band_high = 100,
               .band_word = S("Target 97 to 100 %"),
               .ref = 80,
               .ref_word = S("Baseline"),
               .ticks = ticks,
               .tick_x = at,
               .nticks = 2,
               .unit = " %"};
    canvas *k = svg_open(q, SVG_STRETCH, "", 600, 200, S("People enrolled"), S("96 %"));
    chart_lines(k, &l);
    svg_close(k);
    check_has(wrote(q), "<rect class='band'");
    check_has(wrote(q), "Target 97 to 100 %");
    check_has(wrote(q), "Baseline");
    check_has(wrote(q), "<path class='l-acc' d='M12 ");
    check_has(wrote(q), ">90 %</text>");
    check_lacks(wrote(q), "nan");
    check_lacks(wrote(q), "inf");
}

TEST(charts_of_nothing_or_of_one_value_are_drawn_without_nonsense)
{
    static const double flat[] = {5, 5, 5};
    for (int n = 0; n <= 3; n++) {
        request *q = fresh();
        canvas *k = svg_open(q, SVG_STRETCH, "spark", 100, 28, S("Open findings"), S(""));
        chart_spark(k, flat, n);
        const curve c = {flat, flat, n, "l-acc", true};
        lines l = {.curves = &c, .ncurves = n > 0};
        chart_lines(k, &l);
        chart_columns(k, NULL, 0, NULL, 0, -1, S(""));
        chart_split(k, NULL, 0, 0);
        svg_close(k);
        check_lacks(wrote(q), "nan");
        check_lacks(wrote(q), "inf");
    }
}

TEST(the_wheel_of_the_cycle_is_drawn_as_the_look_has_it)
{
    request *q = fresh();
    const phase phases[4] = {{S("Plan"), S("done 9 Oct"), 1, false},
                             {S("Do"), S("done 13 Nov"), 1, false},
                             {S("Check"), S("now, 45 %"), .45, true},
                             {S("Act"), S("to come"), 0, false}};
    canvas *k =
        svg_open(q, SVG_FIXED, "wheel", WHEEL_WIDTH, WHEEL_HEIGHT, S("The cycle stands in Check, turn 2"), S(""));
    chart_wheel(k, phases, S("Turn 2"), S("Check"), S("day 51 of 70"));
    svg_close(k);
    // The look draws in a box that begins at 18, 24: 195.39 36.08 there is 177.39 12.08 here.
    check_has(wrote(q),
              "<path class='done' d='M177.39 12.08A132 132 0 0 1 313.5 132.5L297.96 147.04L281.62 135.28A100 100 0 0 0 "
              "178.51 44.06L191.1 28.36Z'/>");
    check_has(wrote(q), "<path class='live' d='M186.61 275.92A132");
    check_has(wrote(q), "<text class='big mid' x='182' y='153'>Check</text>");
}

TEST(the_numbers_of_a_chart_stand_in_a_table)
{
    request *q = fresh();
    key_open(q);
    key_box(q, "f-warn", "hatch", S("Late"));
    key_line(q, "l-acc", S("Reading"));
    key_close(q);
    numbers_open(q, S("By week"), (const str[]){S("Week"), S("Plan")}, 2);
    numbers_row(q, S("5 Oct"), (const str[]){S("83 %")}, 1);
    numbers_close(q);
    check_has(wrote(q), "<th scope='row'>5 Oct</th><td class='r'>83 %</td>");
    check_has(wrote(q), "fill='url(#hatch)'/></svg>Late</li>");
}
