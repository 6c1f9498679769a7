// leadership_page.c: leadership on one page: who stands behind it, who decides, who does what, and with what.
// SPDX-License-Identifier: Apache-2.0
#include "plan/leadership/leadership_part.h"
#include "platform/web/detail_page.h"

static const panel board[] = {
    {&sponsor_entity, "Executive sponsor",
     "SELECT 'sponsor', x.id, x.name, CASE WHEN x.until < $1 THEN 'ended' ELSE '' END, 0, x.begins FROM {sponsor x} "
     "ORDER BY x.begins DESC",
     "Nobody is named yet. Name one person of top management who stands behind the management system.", "sponsor"},
    {&committee_entity, "Committee",
     "SELECT 'committee', x.id, x.name, '', 0, NULL FROM {committee x} WHERE $1 > 0 ORDER BY x.name",
     "There is no committee; below about 25 people the sponsor and the manager of the system are enough.", "committee"},
    {&meeting_entity, "Meetings",
     "SELECT 'meeting', x.id, x.title, CASE x.state WHEN 'approved' THEN 'approved' WHEN 'proposed' THEN 'waits for "
     "approval' ELSE 'in preparation' END, CASE x.state WHEN 'approved' THEN 2 ELSE 1 END, x.day FROM {meeting x} "
     "WHERE $1 > 0 ORDER BY x.day DESC LIMIT 12",
     "No meeting was held yet.", "meeting"},
    {&team_entity, "Teams",
     "SELECT 'team', x.id, x.name, x.telephone, 0, NULL FROM {team x} WHERE $1 > 0 ORDER BY x.name",
     "No team is named yet: who acts when something has happened, and under which number?", "team"},
    {0}};

static void section(request *q, const char *title, const char *noun, const entity *e)
{
    html(q, "<section class='sec'><header><h2><a class='quiet' href='/$1'>$2</a></h2>", v(noun), v(words(q, title)));
    if (q->c->roles & e->add) {
        html(q, "<div class='acts'><a class='btn bare' href='/$1/new'>", v(noun));
        html_icon(q, "plus");
        html(q, "{Add}</a></div>");
    }
    html(q, "</header>");
}

// ---- who is responsible, accountable, consulted, informed

typedef struct {
    i64 id;
    str title, responsible, accountable, consulted, informed;
    bool given;
} duty_line;

// Names of the persons a link table joins to each duty, by duty.
static void add_names(ctx *c, rows r, duty_line *lines, int n, bool consulted)
{
    while (db_next(&r))
        for (int i = 0; i < n; i++) {
            str *to = consulted ? &lines[i].consulted : &lines[i].informed;
            if (lines[i].id != db_int(&r, 0)) continue;
            *to = to->n ? format(c->a, "$1, $2", v(*to), v(db_view(&r, 1))) : db_text(&r, 1);
        }
}

static int read_duties(ctx *c, duty_line *lines, int most)
{
    int n = 0;
    rows r =
        query(c, "SELECT x.id, x.title, p.name, a.name, x.state FROM {duty x} JOIN {person p} ON p.id = x.responsible "
                 "JOIN {person a} ON a.id = x.accountable ORDER BY CASE x.clause WHEN '' THEN 1 ELSE 0 END, x.id");
    while (db_next(&r))
        if (n < most)
            lines[n++] = (duty_line){db_int(&r, 0), db_text(&r, 1), db_text(&r, 2), db_text(&r, 3),
                                     .given = str_eq(db_view(&r, 4), S("given"))};
    add_names(c,
              query(c, "SELECT x.duty, w.name FROM {duty_consulted x} JOIN {person w} ON w.id = x.person ORDER BY "
                       "x.duty, w.name"),
              lines, n, true);
    add_names(c,
              query(c, "SELECT x.duty, w.name FROM {duty_informed x} JOIN {person w} ON w.id = x.person ORDER BY "
                       "x.duty, w.name"),
              lines, n, false);
    return n;
}

static void duty_row(request *q, const duty_line *d)
{
    html(q, "<tr><th scope='row'><a href='/duty/$1'>$2</a>", v(record_code(q->c->a, &duty_entity, d->id)), v(d->title));
    if (!d->given) html(q, "<span class='sub'><span class='warn'>{Nobody is appointed yet.}</span></span>");
    html(q, "</th><td>$1</td><td>$2</td><td class='o1'>$3</td><td class='o2'>$4</td></tr>", v(d->responsible),
         v(d->accountable), v(d->consulted), v(d->informed));
}

static void duties(request *q)
{
    enum { MOST = 100 };
    duty_line *lines = news(q->c->a, duty_line, MOST);
    int n = read_duties(q->c, lines, MOST);
    section(q, "Duties", "duty", &duty_entity);
    if (!n) {
        html(q, "<p class='muted'>{No duty is assigned yet. Begin with the two of 5.3: that the management system "
                "conforms, "
                "and reporting on it.}</p></section>");
        return;
    }
    html(q,
         "<table class='t'><caption class='vh'>{Duties and who has a part in them}</caption><thead><tr><th "
         "scope='col'>{Duty}</th><th scope='col'>{Responsible}</th><th scope='col'>{Accountable}</th><th scope='col' "
         "class='o1'>{Consulted}</th><th scope='col' class='o2'>{Informed}</th></tr></thead><tbody>");
    for (int i = 0; i < n; i++) duty_row(q, &lines[i]);
    html(q, "</tbody></table></section>");
}

// ---- planned and actual

static void amount(request *q, const rows *r, int column, int days)
{
    html(q, "<td class='r'>");
    if (db_view(r, column + 1).n)
        html(q, "$1", v(db_money(r, column)));
    else if (!db_null(r, days))
        html(q, "{$1 day|$1 days}", v((i64)db_real(r, days)));
    html(q, "</td>");
}

static void budget_rows(request *q)
{
    ctx *c = q->c;
    rows r = query(c, "SELECT x.id, x.title, x.period, x.planned, x.planned_currency, x.actual, x.actual_currency, "
                      "x.planned_days, x.actual_days FROM {resource x} ORDER BY x.kind, x.id LIMIT 100");
    while (db_next(&r)) {
        html(q, "<tr><th scope='row'><a href='/resource/$1'>$2</a></th><td class='o1'>$3</td>",
             v(record_code(c->a, &resource_entity, db_int(&r, 0))), v(db_text(&r, 1)), v(db_text(&r, 2)));
        amount(q, &r, 3, 7);
        amount(q, &r, 5, 8);
        html(q, "</tr>");
    }
}

static void budget_sums(request *q)
{
    rows r =
        query(q->c, "SELECT sum(x.planned), x.planned_currency, sum(x.actual), x.planned_currency FROM {resource x} "
                    "WHERE x.planned_currency <> '' GROUP BY x.planned_currency ORDER BY x.planned_currency");
    while (db_next(&r))
        html(q,
             "<tr><th scope='row'>{All in $1}</th><td class='o1'></td><td class='r'><b>$2</b></td><td "
             "class='r'><b>$3</b></td></tr>",
             v(db_text(&r, 1)), v(db_money(&r, 0)), v(db_money(&r, 2)));
}

static void budget(request *q)
{
    section(q, "Resources", "resource", &resource_entity);
    if (!db_one(query(q->c, "SELECT count(*) FROM {resource x}"))) {
        html(q, "<p class='muted'>{No money or time is planned yet.}</p></section>");
        return;
    }
    html(q, "<table class='t'><caption class='vh'>{Money and people, planned and actual}</caption><thead><tr><th "
            "scope='col'>{Resource}</th><th scope='col' class='o1'>{Period}</th><th scope='col' "
            "class='r'>{Planned}</th><th "
            "scope='col' class='r'>{Actual}</th></tr></thead><tbody>");
    budget_rows(q);
    budget_sums(q);
    html(q, "</tbody></table></section>");
}

void leadership_page(request *q)
{
    page_open(q, words(q, "Leadership"));
    html(q,
         "<div class='head'><div><h1>{Leadership}</h1><p class='muted'>{Who stands behind the management system, who "
         "decides, who does what, and with what means.}</p></div></div>");
    detail_board(q, board);
    duties(q);
    budget(q);
    page_close(q);
}
