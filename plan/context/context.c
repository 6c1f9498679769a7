// context.c: the context of the organisation: its page and what it contributes (4.1, 4.2, 6.1.1, 7.4).
// SPDX-License-Identifier: Apache-2.0
#include "plan/context/context_part.h"
#include "platform/web/detail_page.h"

static const panel board[] = {
    {&issue_entity, "Issues",
     "SELECT 'issue', x.id, x.title, x.kind, 0, x.review_on FROM {issue x} WHERE $1 > 0 ORDER BY x.kind, x.title",
     "No issue is written down yet. Begin with what everybody names: staff, money, technology, law.", "issue"},
    {&climate_entity, "Climate question",
     "SELECT 'climate', x.id, x.reason, x.relevant, CASE x.relevant WHEN 'yes' THEN 1 ELSE 5 END, NULL FROM {climate "
     "x} WHERE $1 > 0 ORDER BY x.id DESC",
     "It has no answer yet.", "climate"},
    {&party_entity, "Interested parties",
     "SELECT 'party', x.id, x.name, '', 0, NULL FROM {party x} WHERE $1 > 0 ORDER BY x.name",
     "Nobody is named yet. Who relies on how you keep information: patients, customers, staff, authorities, partners?",
     "party"},
    {&need_entity, "What they ask",
     "SELECT 'need', x.id, x.title, CASE x.taken WHEN 'yes' THEN 'taken on' WHEN 'no' THEN 'not taken on' ELSE "
     "'undecided' END, CASE x.taken WHEN 'yes' THEN 2 WHEN 'no' THEN 5 ELSE 3 END, NULL FROM {need x} WHERE $1 > 0 "
     "ORDER BY CASE x.taken WHEN '' THEN 0 ELSE 1 END, x.title",
     "No requirement of a party is written down yet.", "need"},
    {&opportunity_entity, "ISMS risks and opportunities",
     "SELECT 'opportunity', x.id, x.title, CASE x.state WHEN 'open' THEN x.kind WHEN 'worked' THEN 'worked' ELSE 'did "
     "not work' END, CASE x.state WHEN 'worked' THEN 2 WHEN 'failed' THEN 4 ELSE CASE x.kind WHEN 'risk' THEN 3 ELSE 1 "
     "END END, x.due FROM {opportunity x} WHERE $1 > 0 ORDER BY x.due",
     "What could make the management system itself fail, or do better? Take it from the issues and parties above.",
     "opportunity"},
    {&feedback_entity, "What parties said",
     "SELECT 'feedback', x.id, x.title, x.kind, CASE x.kind WHEN 'praise' THEN 2 WHEN 'complaint' THEN 4 ELSE 0 END, "
     "x.day FROM {feedback x} WHERE $1 > 0 ORDER BY x.day DESC, x.id DESC LIMIT 8",
     "Nothing was said yet, or nobody wrote it down.", "feedback"},
    {&communication_entity, "Communication plan",
     "SELECT 'communication', x.id, x.what, x.audience, 0, x.next_on FROM {communication x} WHERE $1 > 0 ORDER BY "
     "x.side, x.what",
     "Nothing is planned yet: what do staff, customers and authorities need to hear, when and how?", "communication"},
    {&contact_entity, "Authorities and interest groups",
     "SELECT 'contact', x.id, x.name, x.purpose, 0, x.check_on FROM {contact x} WHERE $1 > 0 ORDER BY x.kind, x.name",
     "No contact is kept yet: data protection authority, police, warning service of your sector.", "contact"},
    {0}};

static void climate_note(request *q)
{
    html(q, "<div class='note warn'>");
    html_icon(q, "circle-alert");
    html(q,
         "<p>{Does climate change matter for information security here? The context report waits for the answer.}</p>"
         "<div class='acts'><a class='btn' href='/climate/new'>{Answer}</a></div></div>");
}

void context_page(request *q)
{
    page_open(q, words(q, "Context"));
    html(q,
         "<div class='head'><div><h1>{Context}</h1><p class='muted'>{What bears on the management system from inside "
         "and outside, who has a say, and what is told to whom.}</p></div><div class='acts'>"
         "<a class='btn' href='/report/context.pdf'>");
    html_icon(q, "file-text");
    html(q, "{Context report}</a> <a class='btn' href='/report/communication-plan.pdf'>");
    html_icon(q, "file-text");
    html(q, "{Communication plan}</a></div></div>");
    if (!db_one(query(q->c, "SELECT count(*) FROM {climate x}"))) climate_note(q);
    detail_board(q, board);
    page_close(q);
}

static const route context_routes[] = {
    ROUTE(GET, "/context", "context.show", SEE_REGISTER, context_page, .label = "Context"), {0}};

static const panel context_panels[] = {
    {&party_entity, "What they ask",
     "SELECT 'need', x.id, x.title, CASE x.taken WHEN 'yes' THEN 'taken on' WHEN 'no' THEN 'not taken on' ELSE "
     "'undecided' END, CASE x.taken WHEN 'yes' THEN 2 WHEN 'no' THEN 5 ELSE 3 END, NULL FROM {need x} WHERE x.party = "
     "$1 ORDER BY x.title",
     "No requirement of this party is written down yet.", "need"},
    {&party_entity, "What they said",
     "SELECT 'feedback', x.id, x.title, x.kind, CASE x.kind WHEN 'praise' THEN 2 WHEN 'complaint' THEN 4 ELSE 0 END, "
     "x.day FROM {feedback x} WHERE x.party = $1 ORDER BY x.day DESC, x.id DESC LIMIT 20",
     "Nothing is noted yet.", "feedback"},
    {&communication_entity, "Messages sent",
     "SELECT 'message', x.id, x.title, x.audience, 0, x.sent_on FROM {message x} WHERE x.communication = $1 ORDER BY "
     "x.sent_on DESC, x.id DESC LIMIT 20",
     "Nothing went out yet.", "message"},
    {0}};

static const work context_works[] = {
    {"Look at the issue again", "SELECT 'issue', x.id, x.title, x.review_on, 'edit' FROM {issue x} WHERE x.owner = $1 "
                                "AND x.review_on <= $2 + 30 ORDER BY x.review_on LIMIT 100"},
    {"Judge the effect", "SELECT 'opportunity', x.id, x.title, x.due, 'judge' FROM {opportunity x} WHERE x.owner = $1 "
                         "AND x.state = 'open' AND x.due <= $2 + 30 ORDER BY x.due LIMIT 100"},
    {"Tell them", "SELECT 'communication', x.id, x.what, x.next_on, '' FROM {communication x} WHERE x.owner = $1 AND "
                  "x.next_on <= $2 + 14 ORDER BY x.next_on LIMIT 100"},
    {"Check the contact", "SELECT 'contact', x.id, x.name, x.check_on, 'edit' FROM {contact x} WHERE x.owner = $1 AND "
                          "x.check_on <= $2 + 14 ORDER BY x.check_on LIMIT 100"},
    {0}};

static const report context_reports[] = {
    {"context", "Context of the organisation", SEE_REGISTER,
     "Issues, the climate question, interested parties and what they ask, ISMS risks and opportunities.",
     context_report},
    {"communication-plan", "Communication plan", SEE_REGISTER,
     "What is told to whom, when and how, what went out, and whom to call.", communication_report},
    {0}};

const module context_module = {
    .name = "context",
    .room = ROOM_PLAN,
    .entities = (const entity *const[]){&issue_entity, &climate_entity, &party_entity, &need_entity, &feedback_entity,
                                        &opportunity_entity, &opportunity_issue_entity, &opportunity_party_entity,
                                        &communication_entity, &message_entity, &contact_entity, NULL},
    .actions = opportunity_actions,
    .routes = context_routes,
    .panels = context_panels,
    .works = context_works,
    .reports = context_reports,
};
