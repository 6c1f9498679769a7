// gantt.c: the treatment plan drawn along time: a bar for each plan, a point for each control it needs, what is late hatched.
// SPDX-License-Identifier: Apache-2.0
#include "plan/treatment/plan_lines.h"
#include "platform/base/time.h"

#include <string.h>

enum { ROW = 24, LABEL = 360, TOP = 26, BAR = 12, CHARACTERS = 54 };

static gantt_bar bar_of(ctx *c, const plan_line *l)
{
    const treatment *t = l->t;
    str code = record_code(c->a, &risk_entity, l->r->rec.id);
    date to = t->option == OPTION_AVOID && t->ends_on.day > t->due.day ? t->ends_on : t->due;
    return (gantt_bar){.label = format(c->a, "$1 $2", v(code), v(l->r->title)),
                       .url = format(c->a, "/treatment/$1", v(record_code(c->a, &treatment_entity, t->rec.id))),
                       .from = t->begins,
                       .to = to.day ? to : c->today,
                       .state = t->state == TREATMENT_DONE       ? BAR_DONE
                                : t->state == TREATMENT_APPROVED ? BAR_RUNNING
                                                                 : BAR_PLANNED,
                       .late = l->late};
}

static gantt_bar point_of(ctx *c, const plan_control *x)
{
    bool done = x->implemented_on.day != 0;
    return (gantt_bar){.label = x->name,
                       .url = format(c->a, "/control/$1", v(record_code(c->a, &control_entity, x->id))),
                       .part = true,
                       .to = done ? x->implemented_on : x->planned_on,
                       .state = done                             ? BAR_DONE
                                : str_eq(x->status, S("partly")) ? BAR_RUNNING
                                                                 : BAR_PLANNED,
                       .late = !done && x->planned_on.day && x->planned_on.day < c->today.day};
}

int gantt_bars(ctx *c, const plan_line *lines, int n, gantt_bar **out)
{
    int most = 0, count = 0;
    for (int i = 0; i < n; i++) most += 1 + lines[i].ncontrols;
    *out = news(c->a, gantt_bar, most + 1);
    for (int i = 0; i < n; i++) {
        (*out)[count++] = bar_of(c, &lines[i]);
        for (int k = 0; k < lines[i].ncontrols; k++) (*out)[count++] = point_of(c, &lines[i].controls[k]);
    }
    return count;
}

// ---- the picture

typedef struct {
    canvas *k;
    date first, last;
} span;

static double x_of(const span *s, date d)
{
    double whole = (double)(s->last.day - s->first.day);
    double at = whole > 0 ? (double)(d.day - s->first.day) / whole : 0;
    at = at < 0 ? 0 : at > 1 ? 1 : at;
    return LABEL + at * (s->k->width - LABEL - 8);
}

static date month_start(date d)
{
    i64 year;
    int month, day;
    date_parts(d, &year, &month, &day);
    return date_make(year, month, 1);
}

static span span_of(canvas *k, const gantt_bar *bars, int n, date today)
{
    span s = {k, today, today};
    for (int i = 0; i < n; i++) {
        if (bars[i].from.day && bars[i].from.day < s.first.day) s.first = bars[i].from;
        if (bars[i].to.day && bars[i].to.day < s.first.day) s.first = bars[i].to;
        if (bars[i].to.day > s.last.day) s.last = bars[i].to;
    }
    s.first = month_start(s.first);
    s.last = date_add_months(month_start(s.last), 1);
    return s;
}

static void draw_months(const span *s, double height)
{
    static const char *const names[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                        "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    i64 months = (s->last.day - s->first.day) / 30, every = months <= 14 ? 1 : months <= 40 ? 3 : 12, n = 0;
    for (date d = s->first; d.day < s->last.day; d = date_add_months(d, 1), n++) {
        i64 year;
        int month, day;
        date_parts(d, &year, &month, &day);
        if (every == 3 ? (month - 1) % 3 : every == 12 ? month - 1 : 0) continue;
        double x = x_of(s, d);
        s->k->line(s->k, S("grid"), x, TOP - 6, x, height);
        s->k->words(s->k, S(""), x + 3, TOP - 12,
                    month == 1 || n == 0 ? format(s->k->a, "$1 $2", v(names[month - 1]), v(year))
                                         : str_of(names[month - 1]));
    }
}

static str shortened(arena *a, str s, ptrdiff_t most)
{
    ptrdiff_t n = 0;
    for (ptrdiff_t i = 0; i < s.n; i++) {
        n += ((unsigned char)s.p[i] & 0xC0) != 0x80;
        if (n > most) return str_join(a, str_trim(str_sub(s, 0, i)), S("…"));
    }
    return s;
}

static const char *const state_class[] = {"f-none", "f-mid", "f-acc"};
static const char *const state_hatch[] = {NULL, "hatch", NULL};

static void draw_bar(const span *s, const gantt_bar *b, double y, date today)
{
    canvas *k = s->k;
    double x2 = x_of(s, b->to), mid = y + ROW / 2.0;
    str class = str_of(state_class[b->state]);
    if (b->from.day) {
        double x1 = x_of(s, b->from.day < b->to.day ? b->from : b->to), width = x2 - x1 < 3 ? 3 : x2 - x1;
        k->rect(k, class, x1, mid - BAR / 2.0, width, BAR, 2);
        if (state_hatch[b->state]) k->rect(k, str_of(state_hatch[b->state]), x1, mid - BAR / 2.0, width, BAR, 2);
    } else if (b->to.day) {
        k->circle(k, b->state == BAR_DONE ? S("pt") : S("pt open"), x2, mid, 4.5);
    }
    if (b->late) {
        double now = x_of(s, today);
        k->rect(k, S("f-bad"), x2, mid - BAR / 2.0, now - x2 < 3 ? 3 : now - x2, BAR, 2);
        k->rect(k, S("hatch-bad"), x2, mid - BAR / 2.0, now - x2 < 3 ? 3 : now - x2, BAR, 2);
    }
}

double gantt_height(int n)
{
    return TOP + n * ROW + 4;
}

void gantt_draw(canvas *k, const gantt_bar *bars, int n, int from, int to, date today)
{
    span s = span_of(k, bars, n, today);
    double height = gantt_height(to - from), now = x_of(&s, today);
    draw_months(&s, height);
    for (int i = from; i < to; i++) {
        double y = TOP + (i - from) * ROW;
        str label = shortened(k->a, bars[i].label, CHARACTERS - (bars[i].part ? 4 : 0));
        k->link(k, bars[i].url, S(""), 0, y, k->width, ROW);
        k->words(k, bars[i].part ? S("") : S("t2"), bars[i].part ? 18 : 0, y + ROW / 2.0 + 4, label);
        draw_bar(&s, &bars[i], y, today);
        k->link_end(k);
    }
    k->line(k, S("ref"), now, TOP - 6, now, height);
}
