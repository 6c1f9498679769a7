// log_page.c: the log: the entries of the ledger, filtered, newest first.
// SPDX-License-Identifier: Apache-2.0
#include "platform/web/log_page.h"

#include "platform/base/time.h"
#include "platform/ledger/ledger.h"
#include "platform/web/field_html.h"
#include "platform/web/form_html.h"

enum { PAGE = 50 };

typedef struct {
    i64 seq, n, person, id;
    moment at;
    str actor, name, channel, verb, entity, result, reason, note;
} line;

typedef struct {
    request *q;
    i64 person, id, before;
    const entity *e;
    str verb, result, from_text, until_text, person_text, record_text;
    date from, until;
} sieve;

static bool read_date(ctx *c, str s, const char *name, date *out)
{
    return s.n == 0 || date_read(s, out) ||
           fail_as(c, NO_INPUT, name, "\"$1\" is no date: write it as 2026-11-01.", v(s));
}

static bool read_sieve(request *q, sieve *s)
{
    ctx *c = q->c;
    *s = (sieve){.q = q,
                 .verb = str_trim(request_get(q, "verb")),
                 .result = request_get(q, "result"),
                 .from_text = request_get(q, "from"),
                 .until_text = request_get(q, "until"),
                 .person_text = str_trim(request_get(q, "person")),
                 .record_text = str_trim(request_get(q, "record"))};
    bool ok = read_date(c, s->from_text, "from", &s->from) && read_date(c, s->until_text, "until", &s->until);
    if (s->person_text.n && entity_of_code(s->person_text, &s->person) != &person_entity)
        ok = fail_as(c, NO_INPUT, "person", "\"$1\" is no code of a person.", v(s->person_text));
    if (s->record_text.n && !(s->e = entity_of_code(s->record_text, &s->id)))
        ok = fail_as(c, NO_INPUT, "record", "\"$1\" is no code of a record.", v(s->record_text));
    if (!str_int(request_get(q, "before"), &s->before)) s->before = 0;
    return ok;
}

// A condition with its value, when it is asked for.
static void when(text *t, val *vals, int *n, bool asked, const char *condition, val x)
{
    if (!asked) return;
    vals[++*n] = x;
    put(t, S(" AND "));
    put_z(t, condition);
    put(t, S(" $"));
    put_int(t, *n);
}

static int read_lines(const sieve *s, line *out)
{
    ctx *c = s->q->c;
    text t = {.a = c->a};
    val vals[10];
    int nvals = 0, n = 0;
    put(&t, S("SELECT l.seq, l.n, l.at, l.actor, l.person, coalesce(p.name, ''), l.channel, l.verb, l.entity, l.id, "
              "l.result, "
              "l.reason, l.note FROM {ledger! l} LEFT JOIN {person! p} ON p.id = l.person WHERE l.seq > 0"));
    when(&t, vals, &nvals, s->before > 0, "l.seq <", v(s->before));
    when(&t, vals, &nvals, s->person > 0, "l.person =", v(s->person));
    when(&t, vals, &nvals, s->e != NULL, "l.entity =", v(s->e ? s->e->name : ""));
    when(&t, vals, &nvals, s->e != NULL, "l.id =", v(s->id));
    when(&t, vals, &nvals, s->verb.n > 0, "l.verb LIKE", v(format(c->a, "%$1%", v(s->verb))));
    when(&t, vals, &nvals, s->result.n > 0, "l.result =", v(s->result));
    when(&t, vals, &nvals, s->from.day > 0, "l.at >=", v(date_moment(s->from, c->zone)));
    when(&t, vals, &nvals, s->until.day > 0, "l.at <", v(date_moment((date){s->until.day + 1}, c->zone)));
    put(&t, S(" ORDER BY l.seq DESC LIMIT 51"));
    rows r = query_built(c, text_str(&t), vals, nvals);
    while (db_next(&r) && n <= PAGE)
        out[n++] = (line){.seq = db_int(&r, 0),
                          .n = db_int(&r, 1),
                          .at = {db_int(&r, 2)},
                          .actor = db_text(&r, 3),
                          .person = db_int(&r, 4),
                          .name = db_text(&r, 5),
                          .channel = db_text(&r, 6),
                          .verb = db_text(&r, 7),
                          .entity = db_text(&r, 8),
                          .id = db_int(&r, 9),
                          .result = db_text(&r, 10),
                          .reason = db_text(&r, 11),
                          .note = db_text(&r, 12)};
    return n;
}

static bool visible(ctx *c, const line *x)
{
    if (c->reach == REACH_WHOLE || (x->person && x->person == c->person)) return true;
    const entity *e = entity_find(x->entity);
    return e && x->id && record_visible(c, e, x->id);
}

// What is done without a record of its own being changed.
static bool known_verb(request *q, str verb)
{
    if (str_eq(verb, S("session.add")))
        html(q, "{Signed in}");
    else if (str_eq(verb, S("session.end")))
        html(q, "{Signed out}");
    else if (str_eq(verb, S("session.half")))
        html(q, "{Gave the right password}");
    else if (str_eq(verb, S("person.prove")))
        html(q, "{Was asked for the password again}");
    else if (str_eq(verb, S("person.password")))
        html(q, "{Set a password}");
    else if (str_eq(verb, S("person.factor-begin")))
        html(q, "{Began to set up a second factor}");
    else if (str_eq(verb, S("person.factor-on")))
        html(q, "{Turned the second factor on}");
    else if (str_eq(verb, S("person.factor-off")))
        html(q, "{Turned the second factor off}");
    else if (str_eq(verb, S("person.factor-recovery")))
        html(q, "{Made new recovery codes}");
    else if (str_eq(verb, S("person.factor-used")))
        html(q, "{Signed in with a recovery code}");
    else
        return false;
    return true;
}

static void what(request *q, const line *x)
{
    str verb = x->verb, of = str_cut(&verb, '.');
    const entity *e = entity_find(of);
    const action *act = e ? action_find(e, verb) : NULL;
    str noun = e ? words_lower(q->c->a, words(q, e->label)) : of;
    if (known_verb(q, x->verb)) return;
    if (act)
        html(q, "$1", v(words(q, act->label)));
    else if (e && str_eq(verb, S("add")))
        html(q, "{Added a $1}", v(noun));
    else if (e && str_eq(verb, S("set")))
        html(q, "{Changed a $1}", v(noun));
    else if (e && str_eq(verb, S("end")))
        html(q, "{Ended a $1}", v(noun));
    else if (e && str_eq(verb, S("export")))
        html(q, "{Exported $1}", v(words_lower(q->c->a, words(q, e->plural))));
    else
        html(q, "$1: $2", v(e ? words(q, e->label) : of), v(verb));
}

static void entry_row(request *q, const line *x)
{
    const entity *e = entity_find(x->entity);
    html(q, "<tr><td class='r code o2'>$1</td><td class='nowrap'>", v(x->n ? x->n : x->seq));
    html_time(q, v(x->at));
    html(q, "</td><td class='o1'>");
    if (x->name.n)
        html_person(q, x->person, x->name);
    else
        html(q, "$1", v(x->actor));
    html(q, "</td><th scope='row'>");
    what(q, x);
    bool denied = str_eq(x->result, S("denied"));
    html(q, "<span class='sub'><span>$1</span>", v(x->name.n ? x->name : x->actor));
    if (denied) html(q, "<span class='plain bad'>{Denied}</span>");
    html(q, "</span></th><td>");
    if (e && x->id) html(q, "<a href='/$1/$2'>$2</a>", v(e->name), v(record_code(q->c->a, e, x->id)));
    html(q, "</td><td class='o2'>$1</td><td class='o1'>", v(x->channel));
    if (denied) html_pill(q, TONE_BAD, words(q, "Denied"));
    html(q, "</td><td class='o1'>$1 $2</td></tr>", v(words_cut(q->c->a, x->reason, 160)),
         v(words_cut(q->c->a, x->note, 160)));
}

static void text_field(request *q, const char *name, str label, const char *type, str value)
{
    html(q,
         "<div class='field'><label for='log-$1'>$2</label><input class='in' type='$3' id='log-$1' name='$1' "
         "value='$4'></div>",
         v(name), v(label), v(type), v(value));
}

static void filters(const sieve *s)
{
    request *q = s->q;
    bool any = s->person_text.n || s->record_text.n || s->verb.n || s->result.n || s->from.day || s->until.day;
    static const field who = {.name = "person", .label = "Person", .kind = KIND_REF, .to = &person_entity};
    form fm = {.q = q, .e = &person_entity};
    html(q, "<details class='data'");
    if (any) html(q, " open");
    html(q, "><summary>");
    html_icon(q, "list-filter");
    html(q, "{Filter}</summary><form class='form stack' method='get' action='/log'><div class='cols2'><div "
            "class='field'><label "
            "for='log-person'>{Person}</label>");
    form_input(&fm, &who, S("person"), S("log-person"), s->person_text);
    html(q, "</div>");
    text_field(q, "record", words(q, "Record, by its code"), "text", s->record_text);
    text_field(q, "verb", words(q, "What was done"), "text", s->verb);
    html(q, "<div class='field'><label for='log-result'>{Outcome}</label><select class='in' id='log-result' "
            "name='result'><option value=''>{All}</option>"
            "<option value='denied'");
    if (str_eq(s->result, S("denied"))) html(q, " selected");
    html(q, ">{Denied}</option></select></div>");
    text_field(q, "from", words(q, "From"), "date", s->from_text);
    text_field(q, "until", words(q, "Until"), "date", s->until_text);
    html(q, "</div><div class='row'><button class='btn main-act'>{Filter}</button><a class='btn bare' "
            "href='/log'>{Show all}</a></div></form></details>");
}

static void next_page(const sieve *s, const line *last)
{
    request *q = s->q;
    html(q,
         "<div class='foot'><span class='end'><a class='btn' rel='next' "
         "href='/log?person=$1&record=$2&verb=$3&result=$4&from=$5&until=$6&before=$7'>"
         "{Older}",
         v(s->person_text), v(s->record_text), v(s->verb), v(s->result), v(s->from_text), v(s->until_text),
         v(last->seq));
    html_icon(q, "chevron-right");
    html(q, "</a></span></div>");
}

void log_page_show(request *q)
{
    ctx *c = q->c;
    sieve s;
    if (!read_sieve(q, &s)) {
        reply_refused(q);
        return;
    }
    line *lines = news(c->a, line, PAGE + 1);
    int n = read_lines(&s, lines), shown = n > PAGE ? PAGE : n, seen = 0;
    page_open_wide(q, words(q, "Log"));
    html(q, "<div class='head'><div><h1>{Log}</h1><p class='under'>{Every change, sign-in, denial, export and job, in "
            "a ledger that shows any later "
            "change to it.}</p></div></div>");
    filters(&s);
    html(q, "<table class='t full'><caption class='vh'>{Entries of the ledger, newest first}</caption><thead><tr><th "
            "scope='col' class='r o2'>{Entry}</th>"
            "<th scope='col'>{When}</th><th scope='col' class='o1'>{Who}</th><th scope='col'>{What}</th><th "
            "scope='col'>{Record}</th>"
            "<th scope='col' class='o2'>{By}</th><th scope='col' class='o1'>{Outcome}</th><th scope='col' "
            "class='o1'>{Reason and "
            "note}</th></tr></thead><tbody>");
    for (int i = 0; i < shown; i++)
        if (visible(c, &lines[i])) entry_row(q, &lines[i]), seen++;
    html(q, "</tbody></table>");
    if (seen == 0) html(q, "<p class='muted'>{No entry fits.}</p>");
    if (n > PAGE) next_page(&s, &lines[PAGE - 1]);
    page_close(q);
}
