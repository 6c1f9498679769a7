// context_report.c: the context of the organisation and the communication plan as papers.
// SPDX-License-Identifier: Apache-2.0
#include "plan/context/context_part.h"
#include "platform/paper/paper.h"

static const char *label_of(const choice *list, str name)
{
    for (const choice *x = list; x->name; x++)
        if (str_eq(name, str_of(x->name))) return x->label;
    return "";
}

static void put_summary(ctx *c, paper *p, const climate *k)
{
    i64 inside = db_one(query(c, "SELECT count(*) FROM {issue x} WHERE x.kind = 'internal'")),
        outside = db_one(query(c, "SELECT count(*) FROM {issue x} WHERE x.kind = 'external'")),
        parties = db_one(query(c, "SELECT count(*) FROM {party x}")),
        needs = db_one(query(c, "SELECT count(*) FROM {need x}")),
        taken = db_one(query(c, "SELECT count(*) FROM {need x} WHERE x.taken = 'yes'")),
        risks = db_one(query(c, "SELECT count(*) FROM {opportunity x} WHERE x.kind = 'risk'")),
        chances = db_one(query(c, "SELECT count(*) FROM {opportunity x} WHERE x.kind = 'opportunity'"));
    paper_heading(p, 1, S("Summary"), S("summary"));
    paper_paragraph_as(p, PAPER_LEDE,
                       "Information security is touched by $1 from inside and $2 from outside; $3 ask $4, of which the "
                       "management system takes on $5.",
                       v(paper_count(p, inside, "issue", "issues")), v(outside),
                       v(paper_count(p, parties, "interested party", "interested parties")),
                       v(paper_count(p, needs, "thing", "things")), v(taken));
    paper_paragraph(
        p,
        "From them follow $1 and $2 of the management system itself, each with an action and a way to judge "
        "whether it worked. Risks to information are kept in the risk register.",
        v(paper_count(p, risks, "risk", "risks")), v(paper_count(p, chances, "opportunity", "opportunities")));
    paper_heading(p, 2, S("Does climate change matter here?"), S("climate"));
    paper_paragraph(p, "<b>$1.</b> $2", v(k->relevant == CLIMATE_YES ? "Yes" : "No"), v(k->reason));
    paper_paragraph_as(p, PAPER_SMALL, "Answered by $1 on $2.",
                       v(k->decided_by.id ? record_title(c, &person_entity, k->decided_by.id) : S("the operator")),
                       v(k->decided_on));
}

static void put_issues(ctx *c, paper *p)
{
    static const paper_column columns[] = {{STR("Code"), .6, PAPER_LEFT},
                                           {STR("Issue"), 1.6, PAPER_LEFT},
                                           {STR("Effect on information security"), 3, PAPER_LEFT},
                                           {STR("Owner"), 1, PAPER_LEFT},
                                           {STR("Review"), .9, PAPER_LEFT}};
    text kind = {.a = c->a};
    paper_heading(p, 1, S("Issues"), S("issues"));
    if (!db_one(query(c, "SELECT count(*) FROM {issue x}"))) {
        paper_paragraph(p, "No issue is written down yet.");
        return;
    }
    paper_table(p, columns, countof(columns));
    rows r = query(c, "SELECT x.id, x.kind, x.title, x.effect, coalesce(w.name, ''), x.review_on FROM {issue x} LEFT "
                      "JOIN {person w} ON w.id = x.owner ORDER BY x.kind DESC, x.title");
    while (db_next(&r)) {
        if (!str_eq(text_str(&kind), db_view(&r, 1))) {
            kind.n = 0;
            put(&kind, db_view(&r, 1));
            paper_group(p, str_of(label_of(issue_kinds, db_view(&r, 1))));
        }
        str code = record_code(c->a, &issue_entity, db_int(&r, 0));
        paper_row(p, code);
        paper_cell_as(p, v(code), PAPER_STRONG, (str){0});
        for (int i = 2; i < 5; i++) paper_cell(p, v(db_view(&r, i)));
        paper_cell(p, v((date){db_int(&r, 5)}));
    }
}

static void put_parties(ctx *c, paper *p)
{
    static const paper_column columns[] = {{STR("Code"), .7, PAPER_LEFT},
                                           {STR("What they ask"), 2.6, PAPER_LEFT},
                                           {STR("Source"), .9, PAPER_LEFT},
                                           {STR("Taken on"), .9, PAPER_LEFT},
                                           {STR("How it is met, or why not"), 2.6, PAPER_LEFT}};
    i64 of = 0;
    paper_heading(p, 1, S("Interested parties and what they ask"), S("parties"));
    if (!db_one(query(c, "SELECT count(*) FROM {party x}"))) {
        paper_paragraph(p, "Nobody is named yet.");
        return;
    }
    paper_table(p, columns, countof(columns));
    rows r = query(c, "SELECT y.id, y.name, y.kind, y.interest, coalesce(x.id, 0), x.title, x.source, x.taken, x.how "
                      "FROM {party y} LEFT JOIN {need x} ON x.party = y.id ORDER BY y.name, y.id, x.title");
    while (db_next(&r)) {
        if (of != db_int(&r, 0)) {
            of = db_int(&r, 0);
            paper_group(p, format(c->a, "$1 ($2). $3", v(db_view(&r, 1)), v(label_of(party_kinds, db_view(&r, 2))),
                                  v(db_view(&r, 3))));
        }
        if (!db_int(&r, 4)) continue;
        bool no = str_eq(db_view(&r, 7), S("no")), yes = str_eq(db_view(&r, 7), S("yes"));
        str code = record_code(c->a, &need_entity, db_int(&r, 4));
        paper_row(p, code);
        paper_cell_as(p, v(code), PAPER_STRONG, (str){0});
        paper_cell(p, v(db_view(&r, 5)));
        paper_cell(p, v(label_of(need_sources, db_view(&r, 6))));
        paper_cell_as(p, v(yes ? "Yes" : no ? "No" : "Undecided"), no || yes ? PAPER_NORMAL : PAPER_WARN, (str){0});
        paper_cell(p, v(db_view(&r, 8)));
    }
}

static void put_feedback(ctx *c, paper *p)
{
    static const paper_column columns[] = {{STR("Date"), .9, PAPER_LEFT},
                                           {STR("From"), 1.3, PAPER_LEFT},
                                           {STR("Kind"), .9, PAPER_LEFT},
                                           {STR("What was said"), 2.6, PAPER_LEFT},
                                           {STR("Our answer"), 2.3, PAPER_LEFT}};
    paper_heading(p, 1, S("What they say"), S("feedback"));
    if (!db_one(query(c, "SELECT count(*) FROM {feedback x}"))) {
        paper_paragraph(p, "Nothing is noted yet.");
        return;
    }
    paper_table(p, columns, countof(columns));
    rows r =
        query(c, "SELECT x.day, y.name, x.kind, x.title, x.said, x.answer FROM {feedback x} JOIN {party y} ON y.id = "
                 "x.party ORDER BY x.day DESC, x.id DESC LIMIT 60");
    while (db_next(&r)) {
        paper_row(p, (str){0});
        paper_cell(p, v((date){db_int(&r, 0)}));
        paper_cell(p, v(db_view(&r, 1)));
        paper_cell(p, v(label_of(feedback_kinds, db_view(&r, 2))));
        paper_cell(p, v(db_view(&r, 4).n ? db_view(&r, 4) : db_view(&r, 3)));
        paper_cell(p, v(db_view(&r, 5)));
    }
}

typedef struct {
    i64 id;
    str kind, title, effect, act, judging, owner, state, result, from;
    date due;
} prospect;

// The codes of the issues and parties it comes from.
static str origins(ctx *c, i64 id)
{
    text t = {.a = c->a};
    rows r = query(c,
                   "SELECT 0, x.issue FROM {opportunity_issue x} WHERE x.opportunity = $1 UNION ALL SELECT 1, x.party "
                   "FROM {opportunity_party x} WHERE x.opportunity = $1 ORDER BY 1, 2",
                   v(id));
    while (db_next(&r)) {
        if (t.n) put(&t, S(", "));
        put(&t, record_code(c->a, db_int(&r, 0) ? &party_entity : &issue_entity, db_int(&r, 1)));
    }
    return text_str(&t);
}

static void put_opportunities(ctx *c, paper *p)
{
    enum { MOST = 200 };
    prospect *list = news(c->a, prospect, MOST);
    int n = 0;
    rows r =
        query(c, "SELECT x.id, x.kind, x.title, x.effect, x.act, x.judging, coalesce(w.name, ''), x.state, x.result, "
                 "x.due FROM {opportunity x} LEFT JOIN {person w} ON w.id = x.owner ORDER BY x.id LIMIT 200");
    while (db_next(&r))
        list[n++] = (prospect){db_int(&r, 0),  db_text(&r, 1), db_text(&r, 2), db_text(&r, 3), db_text(&r, 4),
                               db_text(&r, 5), db_text(&r, 6), db_text(&r, 7), db_text(&r, 8), .due = {db_int(&r, 9)}};
    for (int i = 0; i < n; i++) list[i].from = origins(c, list[i].id);
    paper_heading(p, 1, S("Risks and opportunities of the management system"), S("opportunities"));
    if (!n) paper_paragraph(p, "None is written down yet.");
    for (int i = 0; i < n; i++) {
        const prospect *x = &list[i];
        paper_heading(p, 2, format(c->a, "$1  $2", v(record_code(c->a, &opportunity_entity, x->id)), v(x->title)),
                      (str){0});
        paper_paragraph_as(p, PAPER_SMALL, "$1. From $2. $3 until $4. $5.", v(label_of(opportunity_kinds, x->kind)),
                           v(x->from.n ? x->from : S("no issue or party named")), v(x->owner), v(x->due),
                           v(label_of(opportunity_states, x->state)));
        if (x->effect.n) paper_paragraph(p, "$1", v(x->effect));
        paper_paragraph(p, "<b>Action:</b> $1", v(x->act));
        paper_paragraph(p, "<b>Its effect is judged by:</b> $1", v(x->judging));
        if (x->result.n) paper_paragraph(p, "<b>Result:</b> $1", v(x->result));
    }
}

bool context_report(ctx *c, paper *p, str scope)
{
    (void)scope;
    const climate *k = climate_answered(c);
    if (!k) return false;
    put_summary(c, p, k);
    put_issues(c, p);
    put_parties(c, p);
    put_opportunities(c, p);
    put_feedback(c, p);
    return true;
}

// ---- the communication plan

static void put_plan(ctx *c, paper *p)
{
    static const paper_column columns[] = {{STR("What"), 1.8, PAPER_LEFT}, {STR("To whom"), 1.4, PAPER_LEFT},
                                           {STR("When"), 1.6, PAPER_LEFT}, {STR("How"), 1.5, PAPER_LEFT},
                                           {STR("Who"), 1.1, PAPER_LEFT},  {STR("Next"), 1, PAPER_LEFT}};
    bool outside = false, first = true;
    paper_heading(p, 1, S("What is told"), S("plan"));
    paper_table(p, columns, countof(columns));
    rows r = query(c, "SELECT x.side, x.what, x.audience, x.occasion, x.channel, coalesce(w.name, ''), x.next_on FROM "
                      "{communication x} LEFT JOIN {person w} ON w.id = x.owner ORDER BY x.side, x.what");
    while (db_next(&r)) {
        bool out = str_eq(db_view(&r, 0), S("outside"));
        if (first || out != outside) paper_group(p, out ? S("Outside the organisation") : S("Inside the organisation"));
        first = false, outside = out;
        paper_row(p, (str){0});
        for (int i = 1; i < 6; i++) paper_cell(p, v(db_view(&r, i)));
        paper_cell(p, v((date){db_int(&r, 6)}));
    }
}

static void put_messages(ctx *c, paper *p)
{
    static const paper_column columns[] = {{STR("Date"), 1.1, PAPER_LEFT},
                                           {STR("Subject"), 2.4, PAPER_LEFT},
                                           {STR("To"), 1.4, PAPER_LEFT},
                                           {STR("By"), 1.4, PAPER_LEFT},
                                           {STR("Sent by"), 1.2, PAPER_LEFT}};
    paper_heading(p, 1, S("What went out"), S("messages"));
    if (!db_one(query(c, "SELECT count(*) FROM {message x}"))) {
        paper_paragraph(p, "Nothing went out yet.");
        return;
    }
    paper_table(p, columns, countof(columns));
    rows r =
        query(c, "SELECT x.sent_on, x.title, x.audience, x.channel, coalesce(w.name, '') FROM {message x} LEFT JOIN "
                 "{person w} ON w.id = x.sender ORDER BY x.sent_on DESC, x.id DESC LIMIT 200");
    while (db_next(&r)) {
        paper_row(p, (str){0});
        paper_cell(p, v((date){db_int(&r, 0)}));
        for (int i = 1; i < 5; i++) paper_cell(p, v(db_view(&r, i)));
    }
}

static void put_contacts(ctx *c, paper *p)
{
    static const paper_column columns[] = {{STR("Organisation"), 1.7, PAPER_LEFT},
                                           {STR("When to call"), 2, PAPER_LEFT},
                                           {STR("Person"), 1.1, PAPER_LEFT},
                                           {STR("How to reach them"), 2.2, PAPER_LEFT},
                                           {STR("In touch"), 1.2, PAPER_LEFT}};
    paper_heading(p, 1, S("Authorities and interest groups"), S("contacts"));
    if (!db_one(query(c, "SELECT count(*) FROM {contact x}"))) {
        paper_paragraph(p, "No contact is kept yet.");
        return;
    }
    paper_table(p, columns, countof(columns));
    rows r = query(c, "SELECT x.name, x.purpose, x.person, x.telephone, x.email, x.web, coalesce(w.name, '') FROM "
                      "{contact x} LEFT JOIN {person w} ON w.id = x.owner ORDER BY x.kind, x.name");
    while (db_next(&r)) {
        text how = {.a = c->a};
        for (int i = 3; i < 6; i++) {
            if (db_view(&r, i).n && how.n) put(&how, S(", "));
            put(&how, db_view(&r, i));
        }
        paper_row(p, (str){0});
        for (int i = 0; i < 3; i++) paper_cell(p, v(db_view(&r, i)));
        paper_cell(p, v(text_str(&how)));
        paper_cell(p, v(db_view(&r, 6)));
    }
}

bool communication_report(ctx *c, paper *p, str scope)
{
    (void)scope;
    i64 n = db_one(query(c, "SELECT count(*) FROM {communication x}"));
    if (!n)
        return fail(c, NULL,
                    "No communication is planned yet: say under Plan, Context what is told to whom, when and how.");
    paper_paragraph_as(p, PAPER_LEDE, "What is told is planned for $1; $2 went out so far.",
                       v(paper_count(p, n, "occasion", "occasions")),
                       v(paper_count(p, db_one(query(c, "SELECT count(*) FROM {message x}")), "message", "messages")));
    put_plan(c, p);
    put_messages(c, p);
    put_contacts(c, p);
    return true;
}
