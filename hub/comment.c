// comment.c: what people say about a record, and whom they mention.
// SPDX-License-Identifier: Apache-2.0
#include "hub/comment.h"
#include "hub/comment_page.h"
#include "platform/record/search.h"

// ---- mentions in a text

// The person whose whole name the folded text begins with, the longest first.
static i64 person_named(ctx *c, str folded)
{
    i64 id = 0, length = 0;
    rows r = query(c,
                   "SELECT x.id, x.name_key FROM {person x} WHERE substr($1, 1, length(x.name_key)) = x.name_key AND "
                   "(x.ends IS NULL "
                   "OR x.ends >= $2) ORDER BY length(x.name_key) DESC, x.id LIMIT 1",
                   v(str_sub(folded, 0, 200)), v(c->today));
    while (db_next(&r)) id = db_int(&r, 0), length = db_view(&r, 1).n;
    char after = length < folded.n ? folded.p[length] : ' ';
    return (after >= 'a' && after <= 'z') || (after >= '0' && after <= '9') ? 0 : id;
}

static i64 person_coded(ctx *c, str at)
{
    ptrdiff_t n = 2;
    i64 id = 0;
    while (n < at.n && at.p[n] >= '0' && at.p[n] <= '9') n++;
    if (!str_starts(at, S("P-")) || !str_int(str_sub(at, 2, n - 2), &id)) return 0;
    return record_visible(c, &person_entity, id) ? id : 0;
}

int comment_mentions(ctx *c, str body, i64 *persons)
{
    int n = 0;
    for (ptrdiff_t i = 0; i < body.n && n < COMMENT_MENTIONS; i++) {
        if (body.p[i] != '@') continue;
        str at = str_from(body, i + 1);
        i64 id = person_coded(c, at);
        if (!id) id = person_named(c, text_fold(c->a, str_sub(at, 0, 250)));
        bool known = !id;
        for (int k = 0; k < n; k++) known = known || persons[k] == id;
        if (!known) persons[n++] = id;
    }
    return n;
}

// ---- comment

static const field comment_fields[] = {
    FIELD(comment, about, "About", .flags = REQUIRED | LISTED),
    FIELD(comment, body, "Comment", .flags = REQUIRED | LONG | SEARCHED, .help = "Markdown. @ mentions a person."),
    FIELD(comment, person, "Written by", .flags = READONLY | LISTED, .to = &person_entity),
    FIELD(comment, at, "Written", .flags = READONLY | LISTED | SORTED),
};

static bool check_mended(ctx *c, const comment *now, const comment *old)
{
    if (!about_same(now->about, old->about)) return fail(c, "about", "A comment stays where it was written.");
    if (c->person != old->person.id)
        return fail_as(c, NO_RIGHT, NULL, "Only who wrote a comment may mend it; answer it instead.");
    if (c->now.us - old->at.us > (i64)COMMENT_MINUTES * 60 * 1000000)
        return fail(c, NULL, "A comment can be mended for $1 minutes; write another one.", v(COMMENT_MINUTES));
    return true;
}

static bool comment_check(ctx *c, void *rec, const void *before)
{
    comment *now = rec;
    i64 persons[COMMENT_MENTIONS];
    bool ok = true;
    if (before) {
        if (!check_mended(c, now, before)) return false;
    } else {
        now->person.id = c->person, now->at = c->now;
    }
    int n = comment_mentions(c, now->body, persons);
    for (int i = 0; i < n; i++)
        if (!about_seen_by(c, now->about, persons[i]))
            ok = fail(c, "body", "$1 does not see $2 and cannot be mentioned there.",
                      v(record_title(c, &person_entity, persons[i])), v(any_code(c->a, now->about)));
    return ok;
}

static bool comment_saved(ctx *c, const void *rec, const void *before)
{
    const comment *now = rec;
    i64 persons[COMMENT_MENTIONS];
    (void)before;
    if (!now) return true;
    int n = comment_mentions(c, now->body, persons);
    for (int i = 0; i < n; i++) {
        if (persons[i] == now->person.id ||
            db_one(query(c, "SELECT count(*) FROM {mention! x} WHERE x.comment = $1 AND x.person = $2", v(now->rec.id),
                         v(persons[i]))))
            continue;
        mention m = {.comment = {now->rec.id}, .person = {persons[i]}};
        if (!record_save(c, &mention_entity, &m)) return false;
    }
    return comment_seen(c, now->about, c->person);
}

const entity comment_entity = {ENTITY(comment, "CM", "Comment", "Comments", COMMENT_TALKS, COMMENT_TALKS, OWN, MANAGER),
                               .icon = "message-square",
                               .scope = SCOPE_WITHIN,
                               .within = "about",
                               .owner = "person",
                               .plain = true,
                               .help = "Comments are written on the page of the record they are about.",
                               .check = comment_check,
                               .saved = comment_saved};

int comment_list(ctx *c, any about, comment_line **out, int most)
{
    int n = 0;
    *out = news(c->a, comment_line, most);
    rows r = query(
        c,
        "SELECT x.id, x.person, p.name, x.body, x.at, x.version, m.id FROM {comment! x} LEFT JOIN {person p} ON p.id = "
        "x.person "
        "LEFT JOIN {mention! m} ON m.comment = x.id AND m.person = $3 AND m.seen IS NULL WHERE x.about_entity = $1 AND "
        "x.about_id = $2 ORDER BY x.id DESC LIMIT $4",
        v(about.entity), v(about.id), v(c->person), v(most));
    while (db_next(&r))
        (*out)[n++] = (comment_line){.id = db_int(&r, 0),
                                     .person = db_int(&r, 1),
                                     .name = db_text(&r, 2),
                                     .body = db_text(&r, 3),
                                     .at = {db_int(&r, 4)},
                                     .mended = db_int(&r, 5) > 1,
                                     .mention = db_int(&r, 6)};
    for (int i = 0; i < n / 2; i++) {
        comment_line other = (*out)[i];
        (*out)[i] = (*out)[n - 1 - i];
        (*out)[n - 1 - i] = other;
    }
    return n;
}

any comment_about(ctx *c, i64 id)
{
    any about = {0};
    rows r = query(c, "SELECT x.about_entity, x.about_id FROM {comment! x} WHERE x.id = $1", v(id));
    while (db_next(&r)) about = (any){db_text(&r, 0), db_int(&r, 1)};
    return about;
}

// ---- mention

static const field mention_fields[] = {
    FIELD(mention, comment, "Comment", .flags = REQUIRED | LISTED, .to = &comment_entity),
    FIELD(mention, person, "Person", .flags = REQUIRED | LISTED, .to = &person_entity),
    FIELD(mention, seen, "Seen", .flags = READONLY | LISTED),
};

const entity mention_entity = {ENTITY(mention, "MN", "Mention", "Mentions", COMMENT_TALKS, NOBODY, NOBODY, NOBODY),
                               .icon = "message-square",
                               .scope = SCOPE_WITHIN,
                               .within = "comment",
                               .owner = "person",
                               .plain = true};

bool comment_seen(ctx *c, any about, i64 person)
{
    i64 ids[64];
    int n = 0;
    rows r = query(c,
                   "SELECT m.id FROM {mention! m} JOIN {comment! x} ON x.id = m.comment WHERE x.about_entity = $1 AND "
                   "x.about_id = $2 "
                   "AND m.person = $3 AND m.seen IS NULL LIMIT 64",
                   v(about.entity), v(about.id), v(person));
    while (db_next(&r)) ids[n++] = db_int(&r, 0);
    for (int i = 0; i < n; i++) {
        mention *m = record_load(c, &mention_entity, ids[i]);
        if (!m) return false;
        m->seen = c->now;
        if (!record_save_as(c, &mention_entity, m, "mention.seen")) return false;
    }
    return true;
}

static bool run_seen(ctx *c, void *rec, const void *in)
{
    const mention *m = rec;
    (void)in;
    return comment_seen(c, comment_about(c, m->comment.id), m->person.id);
}

static bool seen_offered(ctx *c, const void *rec)
{
    (void)c;
    return ((const mention *)rec)->seen.us == 0;
}

static const action comment_actions[] = {
    ACTION(mention_entity, "seen", "I have seen it", OWN, .run = run_seen, .offered = seen_offered, .primary = true),
    {0},
};

static const work comment_works[] = {
    {"You are mentioned",
     "SELECT x.about_entity, x.about_id, substr(x.body, 1, 160), CAST(NULL AS BIGINT), '' FROM {mention m} JOIN "
     "{comment! x} ON x.id = m.comment WHERE m.person = $1 AND m.seen IS NULL AND $2 > 0 ORDER BY m.id LIMIT 200"},
    {0},
};

const module comment_module = {
    .name = "comment",
    .room = ROOM_NONE,
    .entities = (const entity *const[]){&comment_entity, &mention_entity, NULL},
    .actions = comment_actions,
    .routes = comment_routes,
    .parts = comment_parts,
    .works = comment_works,
};
