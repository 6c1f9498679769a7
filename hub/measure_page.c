// measure_page.c: the page of a measure, with its readings.
// SPDX-License-Identifier: Apache-2.0
#include "hub/measure_page.h"

#include "hub/measure.h"
#include "hub/section.h"
#include "platform/web/as_of.h"
#include "platform/web/generic.h"

enum { SHOWN = 24 };

typedef struct {
    i64 id;
    number value;
    moment at;
    str note, person;
} reading_line;

static str value_words(request *q, const measure *m, number x)
{
    text t = {.a = q->c->a};
    if (x.is) put_double(&t, x.x);
    if (x.is && m->measured_in.n) put_char(&t, ' '), put(&t, m->measured_in);
    return text_str(&t);
}

static void reading_form(request *q, const measure *m)
{
    html(q, "<form class='stack' method='post' action='/reading/new'>");
    html_form_token(q);
    html(q,
         "<input type='hidden' name='measure' value='$1'><div class='cols2'><div class='field'><label "
         "for='value'>{Value}</label><input "
         "class='in' type='text' inputmode='decimal' id='value' name='value' required></div><div class='field'><label "
         "for='at'>{Measured} "
         "<span class='muted small'>{empty: now}</span></label><input class='in' type='datetime-local' id='at' "
         "name='at'></div></div><div "
         "class='field'><label for='note'>{Note} <span class='muted small'>{optional}</span></label><input class='in' "
         "type='text' id='note' "
         "name='note'></div><div class='row'><button class='btn'>{Add the reading}</button></div></form>",
         v(record_code(q->c->a, &measure_entity, m->rec.id)));
}

static void readings(request *q, const measure *m)
{
    reading_line *found = news(q->c->a, reading_line, SHOWN + 1);
    str all = format(q->c->a, "/reading?measure=$1", v(record_code(q->c->a, &measure_entity, m->rec.id)));
    int n = 0;
    rows r = query(q->c,
                   "SELECT x.id, x.value, x.at, x.note, p.name FROM {reading x} LEFT JOIN {person p} ON p.id = "
                   "x.person WHERE x.measure = $1 "
                   "ORDER BY x.at DESC, x.id DESC LIMIT 25",
                   v(m->rec.id));
    while (db_next(&r))
        found[n++] =
            (reading_line){db_int(&r, 0), {true, db_real(&r, 1)}, {db_int(&r, 2)}, db_text(&r, 3), db_text(&r, 4)};
    html(q, "<section class='sec' id='readings'><header><h2>{Readings}</h2></header>");
    if (!n) html(q, "<p class='muted'>{No reading yet.}</p>");
    if (n) html(q, "<ul class='rows'>");
    for (int i = 0; i < n && i < SHOWN; i++) {
        html(q,
             "<li id='$1'><b class='nowrap'>$2</b><span class='grow'>$3</span><span class='muted small "
             "o1'>$4</span><span class='small'>",
             v(record_code(q->c->a, &reading_entity, found[i].id)), v(value_words(q, m, found[i].value)),
             v(found[i].note), v(found[i].person));
        html_time(q, v(found[i].at));
        html(q, "</span></li>");
    }
    if (n) html(q, "</ul>");
    if (n > SHOWN) html(q, "<a class='more' href='$1'>{Show all of them}</a>", v(all));
    if (!q->c->moment.us && measure_reader(q->c, m)) reading_form(q, m);
    html(q, "</section>");
}

static void measure_show(request *q)
{
    if (!as_of_read(q)) {
        reply_refused(q);
        return;
    }
    q->entity = &measure_entity;
    const measure *m = generic_record(q);
    if (!m) return;
    detail_open(q, &measure_entity, m);
    html(q, "<div class='split'><div>");
    readings(q, m);
    detail_texts(q, &measure_entity, m);
    detail_panels(q, &measure_entity, m);
    detail_parts(q, &measure_entity, m, false);
    detail_activity(q, &measure_entity, m);
    html(q, "</div><aside class='rail' aria-label='{Facts}'>");
    detail_facts(q, &measure_entity, m);
    detail_parts(q, &measure_entity, m, true);
    html(q, "</aside></div>");
    page_close(q);
}

// A reading is read among its like.
static void reading_show(request *q)
{
    i64 id = 0;
    const reading *r =
        entity_of_code(request_part(q, "code"), &id) == &reading_entity ? record_seek(q->c, &reading_entity, id) : NULL;
    section_see(q, r ? about_of(&measure_entity, r->measure.id) : (any){0}, record_code(q->c->a, &reading_entity, id));
}

const route measure_routes[] = {
    ROUTE(GET, "/measure/:code", "measure.show", SEE_REGISTER, measure_show),
    ROUTE(GET, "/reading/:code", "reading.show", SEE_REGISTER, reading_show),
    {0},
};
