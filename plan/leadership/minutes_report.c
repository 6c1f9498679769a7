// minutes_report.c: the minutes of a meeting and the letter of appointment as papers.
// SPDX-License-Identifier: Apache-2.0
#include "plan/leadership/leadership_part.h"
#include "platform/base/time.h"
#include "platform/paper/paper.h"

// The record the report is asked for by its code, else the newest of `sql`.
static const void *asked_for(ctx *c, const entity *e, str code, i64 newest, const char *none)
{
    if (code.n) return record_load_code(c, e, code);
    if (newest) return record_load(c, e, newest);
    fail_(c, NO_RULE, NULL, str_of(none), VALS(), 0);
    return NULL;
}

static str names(ctx *c, rows r)
{
    text t = {.a = c->a};
    while (db_next(&r)) {
        if (t.n) put(&t, S(", "));
        put(&t, db_view(&r, 0));
        if (db_view(&r, 1).n) fill(&t, S(" ($1)"), VALS(v(db_view(&r, 1))), 1);
    }
    return text_str(&t);
}

static void put_people(ctx *c, paper *p, const meeting *m)
{
    str there =
        names(c, query(c,
                       "SELECT w.name, coalesce(y.part, '') FROM {attendee x} JOIN {person w} ON w.id = x.person "
                       "LEFT JOIN {member y} ON y.person = x.person AND y.committee = $2 AND (y.until IS NULL OR "
                       "y.until >= $3) WHERE x.meeting = $1 ORDER BY w.name",
                       v(m->rec.id), v(m->committee), v(m->day)));
    paper_paragraph(p, "<b>Present:</b> $1", v(there.n ? there : S("nobody is noted yet")));
    if (m->apologies.n) paper_paragraph(p, "<b>Apologies:</b> $1", v(m->apologies));
}

static void put_actions(ctx *c, paper *p, str heading, rows r, const char *none)
{
    static const paper_column columns[] = {{STR("Code"), .7, PAPER_LEFT},
                                           {STR("Action"), 3, PAPER_LEFT},
                                           {STR("Who"), 1.3, PAPER_LEFT},
                                           {STR("Due"), .9, PAPER_LEFT},
                                           {STR("State"), .9, PAPER_LEFT}};
    bool any_row = false;
    while (db_next(&r)) {
        if (!any_row) {
            paper_heading(p, 2, heading, (str){0});
            paper_table(p, columns, countof(columns));
        }
        any_row = true;
        bool done = str_eq(db_view(&r, 4), S("done"));
        paper_row(p, (str){0});
        paper_cell_as(p, v(format(c->a, "TK-$1", v(db_int(&r, 0)))), PAPER_STRONG, (str){0});
        paper_cell(p, v(db_view(&r, 1)));
        paper_cell(p, v(db_view(&r, 2)));
        paper_cell(p, v((date){db_int(&r, 3)}));
        paper_cell_as(p,
                      v(done                                 ? S("done")
                        : str_eq(db_view(&r, 4), S("doing")) ? S("under way")
                                                             : db_text(&r, 4)),
                      done ? PAPER_GOOD : PAPER_NORMAL, (str){0});
    }
    if (!any_row && none) {
        paper_heading(p, 2, heading, (str){0});
        paper_paragraph_(p, PAPER_PLAIN, str_of(none), VALS(), 0);
    }
}

#define ABOUT_MEETING                                                                                                  \
    "((t.about_entity = 'meeting' AND t.about_id = e.id) OR (t.about_entity = 'resolution' AND t.about_id IN (SELECT " \
    "s.id FROM {resolution s} WHERE s.meeting = e.id)))"

static void put_carried(ctx *c, paper *p, const meeting *m)
{
    put_actions(c, p, S("Carried forward from earlier meetings"),
                query(c,
                      "SELECT t.id, t.title, coalesce(w.name, ''), t.due, t.status FROM {meeting e} JOIN {task t} "
                      "ON " ABOUT_MEETING
                      " LEFT JOIN {person w} ON w.id = t.assignee WHERE e.committee = $1 AND e.number < "
                      "$2 AND t.status IN ('open', 'doing') ORDER BY t.due, t.id",
                      v(m->committee), v(m->number)),
                NULL);
}

static void put_decisions(ctx *c, paper *p, const meeting *m)
{
    int n = 0;
    paper_heading(p, 2, S("Decisions"), (str){0});
    rows r = query(c, "SELECT x.id, x.title, x.detail, x.idle FROM {resolution x} WHERE x.meeting = $1 ORDER BY x.id",
                   v(m->rec.id));
    while (db_next(&r)) {
        n++;
        paper_paragraph(p, "<b>$1  $2</b>", v(record_code(c->a, &resolution_entity, db_int(&r, 0))), v(db_view(&r, 1)));
        if (db_view(&r, 2).n) paper_lines(p, db_view(&r, 2));
        if (db_view(&r, 3).n) paper_paragraph_as(p, PAPER_SMALL, "No action follows: $1", v(db_view(&r, 3)));
    }
    if (!n) paper_paragraph(p, "Nothing was decided.");
    put_actions(c, p, S("Actions"),
                query(c,
                      "SELECT t.id, t.title, coalesce(w.name, ''), t.due, t.status FROM {meeting e} JOIN {task t} "
                      "ON " ABOUT_MEETING " LEFT JOIN {person w} ON w.id = t.assignee WHERE e.id = $1 ORDER BY t.id",
                      v(m->rec.id)),
                "No action follows from this meeting.");
}

static void put_approval(ctx *c, paper *p, const meeting *m)
{
    const approval *a = m->state == MEETING_APPROVED ? approval_of(c, &meeting_entity, m->rec.id, "approve") : NULL;
    paper_heading(p, 2, S("Approval"), (str){0});
    if (!a) {
        paper_paragraph(p, "These minutes are not approved yet.");
        return;
    }
    paper_paragraph(p, "Approved by $1 on $2, as this paper shows them.",
                    v(record_title(c, &person_entity, a->person.id)), v(moment_date(a->given, c->zone)));
    paper_paragraph_as(p, PAPER_SMALL, "SHA-256 of what was approved: <code>$1</code>", v(a->hash));
}

bool minutes_report(ctx *c, paper *p, str code)
{
    i64 newest = db_one(query(c, "SELECT x.id FROM {meeting x} ORDER BY x.day DESC, x.id DESC LIMIT 1"));
    const meeting *m =
        asked_for(c, &meeting_entity, code, newest, "No meeting was held yet: add one under Plan, Leadership.");
    if (!m) return false;
    ctx then = *c; // approved minutes as they stood
    then.moment = m->approved_at;
    paper_fact(p, S("Meeting"), m->title);
    paper_fact(p, S("Held"),
               m->place.n ? format(c->a, "$1, $2", v(m->day), v(m->place)) : format(c->a, "$1", v(m->day)));
    paper_fact(p, S("Chair"), record_title(c, &person_entity, m->chair.id));
    put_people(&then, p, m);
    paper_heading(p, 2, S("Agenda"), (str){0});
    paper_lines(p, m->agenda);
    put_carried(&then, p, m);
    paper_heading(p, 2, S("Minutes"), (str){0});
    if (m->minutes.n)
        paper_lines(p, m->minutes);
    else
        paper_paragraph(p, "They are not written yet.");
    put_decisions(&then, p, m);
    put_approval(c, p, m);
    return true;
}

// ---- the letter

static void put_raci(ctx *c, paper *p, const duty *d)
{
    static const paper_column columns[] = {{STR("Responsible"), 1, PAPER_LEFT},
                                           {STR("Accountable"), 1, PAPER_LEFT},
                                           {STR("Consulted"), 1.4, PAPER_LEFT},
                                           {STR("Informed"), 1.4, PAPER_LEFT}};
    str consulted = names(c, query(c,
                                   "SELECT w.name, '' FROM {duty_consulted x} JOIN {person w} ON w.id = x.person WHERE "
                                   "x.duty = $1 ORDER BY w.name",
                                   v(d->rec.id))),
        informed = names(c, query(c,
                                  "SELECT w.name, '' FROM {duty_informed x} JOIN {person w} ON w.id = x.person WHERE "
                                  "x.duty = $1 ORDER BY w.name",
                                  v(d->rec.id)));
    paper_table(p, columns, countof(columns));
    paper_row(p, (str){0});
    paper_cell(p, v(record_title(c, &person_entity, d->responsible.id)));
    paper_cell(p, v(record_title(c, &person_entity, d->accountable.id)));
    paper_cell(p, v(consulted.n ? consulted : S("nobody")));
    paper_cell(p, v(informed.n ? informed : S("nobody")));
}

static void put_signature(ctx *c, paper *p, const duty *d, const person *holder)
{
    const approval *a = approval_of(c, &duty_entity, d->rec.id, "appoint");
    const person *giver = record_seek(c, &person_entity, d->given_by.id);
    if (!a || !giver) {
        paper_paragraph(p, "This is a draft: the appointment is not given yet.");
        return;
    }
    paper_paragraph(p, "Given on $1 by <b>$2</b>$3 for top management.", v(d->given_on), v(giver->name),
                    v(giver->post.n ? format(c->a, ", $1,", v(giver->post)) : S("")));
    paper_paragraph(p, "Received and taken on:");
    paper_paragraph(p, "_______________________________");
    paper_paragraph_as(p, PAPER_SMALL, "$1, date and signature", v(holder->name));
    paper_paragraph_as(p, PAPER_SMALL, "SHA-256 of what was given: <code>$1</code>", v(a->hash));
}

bool letter_report(ctx *c, paper *p, str code)
{
    i64 newest = db_one(
        query(c, "SELECT x.id FROM {duty x} WHERE x.state = 'given' ORDER BY x.given_on DESC, x.id DESC LIMIT 1"));
    const duty *d =
        asked_for(c, &duty_entity, code, newest, "No duty is given yet: appoint somebody under Plan, Leadership.");
    const person *holder = d ? record_load(c, &person_entity, d->responsible.id) : NULL;
    if (!holder) return false;
    const organisation *o = organisation_get(c);
    paper_paragraph(p, "To $1$2", v(holder->name), v(holder->post.n ? format(c->a, ", $1", v(holder->post)) : S("")));
    paper_heading(p, 1, format(c->a, "Appointment: $1", v(d->title)), (str){0});
    paper_paragraph(p, "$1 entrusts you with this duty in its information security management system$2.", v(o->name),
                    v(d->clause == DUTY_CONFORMITY  ? ", as ISO/IEC 27001, 5.3 a asks"
                      : d->clause == DUTY_REPORTING ? ", as ISO/IEC 27001, 5.3 b asks"
                                                    : ""));
    paper_heading(p, 2, S("What belongs to it"), (str){0});
    paper_lines(p, d->tasks);
    if (d->authority.n) {
        paper_heading(p, 2, S("What you may decide"), (str){0});
        paper_lines(p, d->authority);
    }
    paper_heading(p, 2, S("Who else has a part"), (str){0});
    put_raci(c, p, d);
    paper_heading(p, 2, S("Signature"), (str){0});
    put_signature(c, p, d, holder);
    return true;
}
