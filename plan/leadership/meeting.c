// meeting.c: meetings of a committee: agenda, who was there, minutes and decisions; their approval.
// SPDX-License-Identifier: Apache-2.0
#include "plan/leadership/leadership_part.h"

const choice meeting_states[] = {{"draft", "In preparation", TONE_NOW},
                                 {"proposed", "Waits for approval", TONE_NOW},
                                 {"approved", "Approved", TONE_GOOD},
                                 {0}};
static const link_field meeting_links[] = {
    {"present", "Present", "Who was there.", &attendee_entity, "meeting", "person", 0}, {0}};
static const field meeting_fields[] = {
    FIELD(meeting, title, "Meeting", .flags = READONLY | LISTED | SEARCHED, .max = 200),
    FIELD(meeting, committee, "Committee", .flags = REQUIRED | LISTED, .to = &committee_entity),
    FIELD(meeting, number, "Number", .flags = READONLY | HIDDEN),
    FIELD(meeting, state, "Minutes", .flags = READONLY | LISTED | CHIPS, .choices = meeting_states),
    FIELD(meeting, day, "Date", .flags = REQUIRED | LISTED | SORTED),
    FIELD(meeting, place, "Place", .flags = LISTED, .max = 160),
    FIELD(meeting, agenda, "Agenda", .flags = REQUIRED | LONG | SEARCHED, .max = 8000, .help = "A line per item."),
    FIELD(meeting, apologies, "Apologies", .max = 500, .help = "Who could not come."),
    FIELD(meeting, minutes, "Minutes", .flags = LONG | SEARCHED, .max = 40000,
          .help = "What was said, by item. Decisions and actions stand on their own below."),
    FIELD(meeting, chair, "Chair", .flags = READONLY, .to = &person_entity),
    FIELD(meeting, author, "Minutes by", .flags = READONLY, .to = &person_entity),
    FIELD(meeting, approved_at, "Approved", .flags = READONLY),
};

static bool same_words(const meeting *x, const meeting *y)
{
    return x->day.day == y->day.day && str_eq(x->place, y->place) && str_eq(x->agenda, y->agenda) &&
           str_eq(x->apologies, y->apologies) && str_eq(x->minutes, y->minutes);
}

static bool meeting_check(ctx *c, void *rec, const void *before)
{
    meeting *m = rec;
    const meeting *old = before;
    const committee *of = record_load(c, &committee_entity, m->committee.id);
    if (!of) return false;
    if (old && old->committee.id != m->committee.id) return fail(c, "committee", "A meeting stays with its committee.");
    bool fixed = old && old->state != MEETING_DRAFT && m->state != MEETING_DRAFT && !same_words(m, old);
    if (fixed && old->state == MEETING_APPROVED)
        return fail(c, "minutes",
                    "The minutes of $1 are approved and no longer change. Take them back first, or note it at the next "
                    "meeting.",
                    v(m->title));
    if (fixed) return fail(c, "minutes", "The minutes of $1 wait for approval. Take them back first.", v(m->title));
    if (!old) {
        m->number =
            db_one(query(c, "SELECT max(x.number) FROM {meeting x} WHERE x.committee = $1", v(m->committee))) + 1;
        m->title = format(c->a, "$1, meeting $2", v(of->name), v(m->number));
    }
    if (!old || old->state == MEETING_DRAFT) m->chair = of->chair;
    if (c->person && (!old || !str_eq(old->minutes, m->minutes))) m->author.id = c->person;
    return true;
}

const entity meeting_entity = {
    ENTITY(meeting, "MT", "Meeting", "Meetings", SEE_REGISTER, MANAGER | OWNER, MANAGER, MANAGER),
    .icon = "calendar-days",
    .scope = SCOPE_EVERYONE,
    .title = "title",
    .owner = "chair",
    .links = meeting_links,
    .sort = "-day",
    .plain = true,
    .help = "Meetings of a committee: agenda first, minutes afterwards, decisions and actions on the page.",
    .check = meeting_check};

// What belongs to approved minutes stands as they do.
static bool check_open(ctx *c, i64 id)
{
    const meeting *m = record_load(c, &meeting_entity, id);
    if (!m) return false;
    return m->state == MEETING_DRAFT || fail(c, NULL, "The minutes of $1 are $2: take them back first.", v(m->title),
                                             v(m->state == MEETING_APPROVED ? "approved" : "waiting for approval"));
}

static const field attendee_fields[] = {
    FIELD(attendee, meeting, "Meeting", .flags = REQUIRED | LISTED, .to = &meeting_entity),
    FIELD(attendee, person, "Person", .flags = REQUIRED | LISTED, .to = &person_entity),
};

static bool attendee_check(ctx *c, void *rec, const void *before)
{
    (void)before;
    return check_open(c, ((const attendee *)rec)->meeting.id);
}

static bool attendee_saved(ctx *c, const void *rec, const void *before)
{
    return rec || check_open(c, ((const attendee *)before)->meeting.id);
}

const entity attendee_entity = {
    ENTITY(attendee, "AD", "Attendee", "Attendees", SEE_REGISTER, MANAGER | OWNER, MANAGER | OWNER, MANAGER | OWNER),
    .scope = SCOPE_WITHIN,
    .within = "meeting",
    .plain = true,
    .check = attendee_check,
    .saved = attendee_saved};

static const field resolution_fields[] = {
    FIELD(resolution, title, "Decision", .flags = REQUIRED | LISTED | SEARCHED, .max = 300),
    FIELD(resolution, meeting, "Meeting", .flags = REQUIRED | LISTED, .to = &meeting_entity),
    FIELD(resolution, detail, "Grounds", .flags = LONG | SEARCHED, .max = 4000),
    FIELD(resolution, idle, "Why no action follows", .max = 500, .help = "Empty where an action follows from it."),
};

static bool resolution_check(ctx *c, void *rec, const void *before)
{
    const resolution *x = rec, *old = before;
    if (old && old->meeting.id != x->meeting.id) return fail(c, "meeting", "A decision stays with its meeting.");
    return check_open(c, x->meeting.id);
}

static bool resolution_saved(ctx *c, const void *rec, const void *before)
{
    return rec || check_open(c, ((const resolution *)before)->meeting.id);
}

const entity resolution_entity = {
    ENTITY(resolution, "RS", "Decision", "Decisions", SEE_REGISTER, MANAGER | OWNER, MANAGER | OWNER, MANAGER),
    .icon = "circle-check",
    .scope = SCOPE_WITHIN,
    .within = "meeting",
    .title = "title",
    .sort = "-code",
    .plain = true,
    .help = "Decisions are written on the page of their meeting; each is followed by an action, or says why not.",
    .check = resolution_check,
    .saved = resolution_saved};

// ---- acts

bool meeting_is_draft(ctx *c, const void *rec)
{
    (void)c;
    return ((const meeting *)rec)->state == MEETING_DRAFT;
}

bool meeting_waits(ctx *c, const void *rec)
{
    (void)c;
    return ((const meeting *)rec)->state == MEETING_PROPOSED;
}

bool meeting_is_fixed(ctx *c, const void *rec)
{
    return !meeting_is_draft(c, rec);
}

static bool check_quorum(ctx *c, const meeting *m)
{
    const committee *of = record_load(c, &committee_entity, m->committee.id);
    if (!of) return false;
    i64 there = db_one(query(c,
                             "SELECT count(*) FROM {attendee x} JOIN {member y} ON y.person = x.person AND y.committee "
                             "= $2 WHERE x.meeting = $1 AND y.begins <= $3 AND (y.until IS NULL OR y.until >= $3)",
                             v(m->rec.id), v(m->committee), v(m->day)));
    if (there == 0) return fail(c, "present", "Say which members were there.");
    return there >= of->quorum ||
           fail(c, "present",
                "$1 of $2 members were there: too few to decide. Meet again, or note it without decisions.", v(there),
                v(of->quorum));
}

static bool check_followed(ctx *c, const meeting *m)
{
    i64 bare = db_one(query(c,
                            "SELECT min(x.id) FROM {resolution x} WHERE x.meeting = $1 AND x.idle = '' AND NOT EXISTS "
                            "(SELECT 1 FROM {task! t} WHERE t.about_entity = 'resolution' AND t.about_id = x.id)",
                            v(m->rec.id)));
    return !bare ||
           fail(c, NULL, "The decision \"$1\" has no action: give a task on its page, or say why none follows.",
                v(record_title(c, &resolution_entity, bare)));
}

str meeting_frozen(ctx *c, const void *rec)
{
    const meeting *m = rec;
    frozen f = {.a = c->a};
    frozen_add(&f, "agenda", v(m->agenda));
    frozen_add(&f, "apologies", v(m->apologies));
    frozen_add(&f, "day", v(m->day));
    frozen_add(&f, "minutes", v(m->minutes));
    rows r = query(c, "SELECT x.person FROM {attendee x} WHERE x.meeting = $1 ORDER BY x.person", v(m->rec.id));
    while (db_next(&r)) frozen_add(&f, "present", v(record_code(c->a, &person_entity, db_int(&r, 0))));
    r = query(c, "SELECT x.id, x.title, x.detail, x.idle FROM {resolution x} WHERE x.meeting = $1 ORDER BY x.id",
              v(m->rec.id));
    while (db_next(&r))
        frozen_add(&f, "decision",
                   v(format(c->a, "$1 $2 / $3 / $4", v(record_code(c->a, &resolution_entity, db_int(&r, 0))),
                            v(db_view(&r, 1)), v(db_view(&r, 2)), v(db_view(&r, 3)))));
    return frozen_text(&f);
}

bool meeting_propose(ctx *c, void *rec, const void *in)
{
    meeting *m = rec;
    (void)in;
    if (m->state != MEETING_DRAFT) return fail(c, NULL, "These minutes are sent already.");
    if (!str_trim(m->minutes).n) return fail(c, "minutes", "There are no minutes yet: write what was said.");
    if (m->day.day > c->today.day) return fail(c, "day", "The meeting is yet to come.");
    if (!check_quorum(c, m) || !check_followed(c, m)) return false;
    m->state = MEETING_PROPOSED;
    return record_save_as(c, &meeting_entity, m, "propose");
}

bool meeting_approve(ctx *c, void *rec, const void *in)
{
    meeting *m = rec;
    (void)in;
    if (m->state != MEETING_PROPOSED)
        return fail(c, NULL, "Only minutes that were sent for approval are approved; these are: $1.",
                    v(meeting_states[m->state].label));
    if (!approval_give(c, (any){S("meeting"), m->rec.id}, "approve", meeting_frozen(c, m), m->author.id, false,
                       MANAGEMENT | OWN, c->reason, (date){0}))
        return false;
    m->state = MEETING_APPROVED;
    m->approved_at = c->now;
    return record_save_as(c, &meeting_entity, m, "approve");
}

bool meeting_revise(ctx *c, void *rec, const void *in)
{
    meeting *m = rec;
    (void)in;
    if (m->state == MEETING_DRAFT) return fail(c, NULL, "These minutes are in preparation: change them as they are.");
    if (m->state == MEETING_APPROVED && !approval_withdraw(c, (any){S("meeting"), m->rec.id}, "approve")) return false;
    m->state = MEETING_DRAFT;
    m->approved_at = (moment){0};
    return record_save_as(c, &meeting_entity, m, "revise");
}
