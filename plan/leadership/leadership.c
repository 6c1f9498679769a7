// leadership.c: leadership: what it contributes (5.1, 5.3, 7.1).
// SPDX-License-Identifier: Apache-2.0
#include "plan/leadership/leadership_part.h"
#include "platform/web/detail_page.h"

static const action leadership_actions[] = {
    ACTION(meeting_entity, "propose", "Send the minutes for approval", MANAGER | OWNER, .run = meeting_propose,
           .offered = meeting_is_draft, .primary = true, .help = "The chair is asked to approve them."),
    ACTION(meeting_entity, "approve", "Approve the minutes", MANAGEMENT | OWN, .run = meeting_approve,
           .offered = meeting_waits, .primary = true, .help = "They can then no longer change."),
    ACTION(meeting_entity, "revise", "Take the minutes back", MANAGER, .run = meeting_revise,
           .offered = meeting_is_fixed,
           .help = "They are in preparation again; what was approved stays in the history."),
    ACTION(duty_entity, "appoint", "Appoint", MANAGEMENT, .run = duty_appoint, .offered = duty_is_open, .primary = true,
           .bulk = true,
           .help = "Top management gives the duty with its tasks and authority; a letter can be printed."),
    {0}};

static const route leadership_routes[] = {
    ROUTE(GET, "/leadership", "leadership.show", SEE_REGISTER, leadership_page, .label = "Leadership"), {0}};

static void minutes_link(request *q, const entity *e, const void *rec)
{
    html(q, "<p class='acts'><a class='btn' href='/report/minutes.pdf?scope=$1'>",
         v(record_code(q->c->a, e, ((const record *)rec)->id)));
    html_icon(q, "file-text");
    html(q, "{Minutes as PDF}</a></p>");
}

static void letter_link(request *q, const entity *e, const void *rec)
{
    html(q, "<p class='acts'><a class='btn' href='/report/letter.pdf?scope=$1'>",
         v(record_code(q->c->a, e, ((const record *)rec)->id)));
    html_icon(q, "file-text");
    html(q, "{Appointment letter as PDF}</a></p>");
}

static const part leadership_parts[] = {
    {&meeting_entity, PART_RAIL, minutes_link}, {&duty_entity, PART_RAIL, letter_link}, {0}};

// ---- contributions

#define TASK_ROW                                                                                                       \
    "SELECT 'task', t.id, t.title, CASE t.status WHEN 'open' THEN 'open' WHEN 'doing' THEN 'under way' WHEN 'done' "   \
    "THEN 'done' ELSE 'dropped' END, CASE t.status WHEN 'done' THEN 2 WHEN 'doing' THEN 1 WHEN 'dropped' THEN 5 ELSE " \
    "0 "                                                                                                               \
    "END, t.due FROM "
#define ABOUT_MEETING                                                                                                  \
    "((t.about_entity = 'meeting' AND t.about_id = e.id) OR (t.about_entity = 'resolution' AND t.about_id IN (SELECT " \
    "s.id FROM {resolution s} WHERE s.meeting = e.id)))"
static const panel leadership_panels[] = {
    {&committee_entity, "Members",
     "SELECT 'member', x.id, w.name, x.part, 0, x.until FROM {member x} JOIN {person w} ON w.id = x.person WHERE "
     "x.committee = $1 ORDER BY CASE WHEN x.until IS NULL THEN 0 ELSE 1 END, x.id",
     "It has no members yet.", "member"},
    {&committee_entity, "Meetings",
     "SELECT 'meeting', x.id, x.title, CASE x.state WHEN 'approved' THEN 'approved' WHEN 'proposed' THEN 'waits for "
     "approval' ELSE 'in preparation' END, CASE x.state WHEN 'approved' THEN 2 ELSE 1 END, x.day FROM {meeting x} "
     "WHERE x.committee = $1 ORDER BY x.day DESC LIMIT 20",
     "It has not met yet.", "meeting"},
    {&committee_entity, "Actions still open",
     TASK_ROW "{meeting e} JOIN {task t} ON " ABOUT_MEETING
              " WHERE e.committee = $1 AND t.status IN ('open', 'doing') ORDER BY t.due",
     NULL, NULL},
    {&meeting_entity, "Decisions",
     "SELECT 'resolution', x.id, x.title, x.idle, 0, NULL FROM {resolution x} WHERE x.meeting = $1 ORDER BY x.id",
     "Nothing was decided yet.", "resolution"},
    {&meeting_entity, "Actions",
     TASK_ROW "{meeting e} JOIN {task t} ON " ABOUT_MEETING " WHERE e.id = $1 ORDER BY t.id",
     "No action follows from it yet.", "task"},
    {&meeting_entity, "Carried forward from earlier meetings",
     TASK_ROW "{meeting m} JOIN {meeting e} ON e.committee = m.committee AND e.number < m.number JOIN {task t} ON "
              "" ABOUT_MEETING " WHERE m.id = $1 AND t.status IN ('open', 'doing') ORDER BY t.due",
     NULL, NULL},
    {&resolution_entity, "Actions",
     TASK_ROW "{task t} WHERE t.about_entity = 'resolution' AND t.about_id = $1 ORDER BY t.id",
     "No action follows from it yet.", "task"},
    {&team_entity, "Members",
     "SELECT 'crew', x.id, w.name, x.part || ' ' || x.telephone, 0, NULL FROM {crew x} JOIN {person w} ON w.id = "
     "x.person WHERE x.team = $1 ORDER BY x.id",
     "It has no members yet.", "crew"},
    {0}};

static const work leadership_works[] = {
    {"Approve the minutes", "SELECT 'meeting', x.id, x.title, x.day + 14, 'approve' FROM {meeting x} WHERE x.chair = "
                            "$1 AND $2 > 0 AND x.state "
                            "= 'proposed'"},
    {"Call the committee",
     "SELECT 'committee', x.id, x.name, (SELECT max(y.day) FROM {meeting y} WHERE y.committee = x.id) + x.every * 30, "
     "'' "
     "FROM {committee x} WHERE coalesce(x.secretary, x.chair) = $1 AND x.every > 0 AND NOT EXISTS (SELECT 1 FROM "
     "{meeting y} WHERE y.committee = x.id AND y.day + x.every * 30 > $2 + 14)"},
    {"Appoint", "SELECT 'duty', x.id, x.title, NULL, 'appoint' FROM {duty x} JOIN {role g} ON g.person = $1 AND g.role "
                "= 'management' WHERE $2 > 0 AND x.state = 'open'"},
    {0}};

// 'early' until the organisation has decided what the management system covers.
#define UNTIL_A_SCOPE                                                                                                  \
    "CASE WHEN EXISTS (SELECT 1 FROM {scope s} WHERE s.state = 'approved') THEN 'broken' ELSE 'early' END"
// Whose person must still be here; `over` leaves out what has come to its end.
typedef struct {
    const char *noun, *member, *over;
} holder;
static const holder holders[] = {{"sponsor", "person", "x.until < $1"}, {"committee", "chair", "1 = 0"},
                                 {"member", "person", "x.until < $1"},  {"duty", "responsible", "1 = 0"},
                                 {"duty", "accountable", "1 = 0"},      {"team", "lead", "1 = 0"},
                                 {"crew", "person", "1 = 0"},           {0}};
static const holder owners[] = {{"asset", "owner", "1 = 0"},
                                {"control", "owner", "x.status = 'retired'"},
                                {"treatment", "owner", "x.state IN ('done', 'withdrawn')"},
                                {"obligation", "owner", "x.state = 'ended'"},
                                {"objective", "owner", "x.status IN ('reached', 'missed')"},
                                {"issue", "owner", "1 = 0"},
                                {"opportunity", "owner", "x.state <> 'open'"},
                                {"communication", "owner", "1 = 0"},
                                {"resource", "owner", "1 = 0"},
                                {0}};

typedef void tell_breach(void *to, const char *entity, i64 id, const char *state, str what);

static bool hold_people(ctx *c, const holder *list, tell_breach *found, void *to)
{
    for (const holder *h = list; h->noun; h++) {
        rows r =
            query_built(c,
                        format(c->a,
                               "SELECT x.id, w.name FROM {$1! x} JOIN {person! w} ON w.id = x.$2 WHERE w.ends < $$1 "
                               "AND NOT coalesce($3, 1 = 0)",
                               v(h->noun), v(h->member), v(h->over)),
                        VALS(v(c->today)), 1);
        while (db_next(&r))
            found(to, h->noun, db_int(&r, 0), "broken", format(c->a, "$1 has left.", v(db_view(&r, 1))));
    }
    return true;
}

static bool hold_holders(ctx *c, tell_breach *found, void *to)
{
    return hold_people(c, holders, found, to);
}

static bool hold_owners(ctx *c, tell_breach *found, void *to)
{
    return hold_people(c, owners, found, to);
}

static bool hold_minutes(ctx *c, tell_breach *found, void *to)
{
    return approval_kept(c, &(approval_bond){&meeting_entity, "approved", "approve", meeting_frozen}, found, to);
}

static bool hold_appointments(ctx *c, tell_breach *found, void *to)
{
    return approval_kept(c, &(approval_bond){&duty_entity, "given", "appoint", duty_frozen}, found, to);
}

static const rule leadership_rules[] = {
    {5, "minutes-kept", "Approved minutes are what was approved.", NULL, hold_minutes},
    {5, "appointment-kept", "A duty that was given is what its holder was appointed to.", NULL, hold_appointments},
    {13, "management-here", "Somebody who is here may approve for top management.",
     "SELECT 'organisation', o.id, o.name, " UNTIL_A_SCOPE ", 'Nobody with an account holds the role management for "
     "the whole organisation.' FROM {organisation! o} WHERE NOT EXISTS (SELECT 1 FROM {role! g} JOIN {person! p} ON "
     "p.id = g.person WHERE g.role = 'management' AND g.unit = 1 AND p.account = 1 AND (p.ends IS NULL OR p.ends >= "
     "$1) AND (g.until IS NULL OR g.until >= $1))",
     NULL},
    {13, "duties-filled", "The two duties of 5.3 are given to somebody who is here.",
     "SELECT 'duty', 0, k.title, " UNTIL_A_SCOPE ", 'Nobody who is here is appointed.' FROM (SELECT 'conformity' AS "
     "clause, 'The management system conforms' AS title UNION ALL SELECT 'reporting', 'Reporting to top "
     "management') k "
     "WHERE NOT EXISTS (SELECT 1 FROM {duty d} JOIN {person! p} ON p.id = d.responsible WHERE d.clause = "
     "k.clause AND "
     "d.state = 'given' AND (p.ends IS NULL OR p.ends >= $1))",
     NULL},
    {13, "holders-here", "Sponsor, chairs, members and holders of duties are still here.", NULL, hold_holders},
    {13, "owners-here", "Owners of what is planned are still here.", NULL, hold_owners},
    {0}};

static const report leadership_reports[] = {
    {"minutes", "Minutes", SEE_REGISTER, "Of a meeting of the committee, with decisions and actions; the latest one.",
     minutes_report, .brief = true},
    {"letter", "Letter of appointment", SEE_REGISTER, "For the holder of a duty; the latest one that was given.",
     letter_report, .brief = true},
    {0}};

const module leadership_module = {
    .name = "leadership",
    .room = ROOM_PLAN,
    .entities = (const entity *const[]){&sponsor_entity, &committee_entity, &member_entity, &meeting_entity,
                                        &attendee_entity, &resolution_entity, &duty_entity, &duty_consulted_entity,
                                        &duty_informed_entity, &team_entity, &crew_entity, &resource_entity, NULL},
    .actions = leadership_actions,
    .routes = leadership_routes,
    .panels = leadership_panels,
    .parts = leadership_parts,
    .works = leadership_works,
    .rules = leadership_rules,
    .reports = leadership_reports,
};
