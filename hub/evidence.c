// evidence.c: what shows that something was done or is so.
// SPDX-License-Identifier: Apache-2.0
#include "hub/evidence.h"
#include "hub/evidence_page.h"
#include "platform/base/time.h"

static const choice kinds[] = {{"file", "File", 0}, {"link", "Link", 0}, {"observation", "Observation", 0}, {0}};
static const field evidence_fields[] = {
    FIELD(evidence, about, "About", .flags = REQUIRED | LISTED),
    FIELD(evidence, title, "Title", .flags = REQUIRED | LISTED | SEARCHED, .max = 200),
    FIELD(evidence, kind, "Kind", .flags = LISTED | CHIPS, .choices = kinds),
    FIELD(evidence, file, "File", .to = &file_entity),
    FIELD(evidence, url, "Address", .max = 1000, .help = "https://…: where the page, ticket or folder is."),
    FIELD(evidence, observation, "What was seen", .flags = LONG | SEARCHED),
    FIELD(evidence, collected, "Collected on", .flags = LISTED | SORTED, .help = "Empty: today."),
    FIELD(evidence, collector, "Collected by", .flags = LISTED, .to = &person_entity, .help = "Empty: you."),
    FIELD(evidence, valid_until, "Valid until", .flags = LISTED | SORTED | DUE,
          .help = "The last day it shows what it shows; afterwards it is stale. Empty: for good."),
    FIELD(evidence, hash, "SHA-256", .flags = READONLY, .max = 64,
          .help = "Of the content, the address or the observation."),
};

static bool check_content(ctx *c, evidence *e)
{
    if (e->kind == EVIDENCE_LINK) {
        if (!str_starts(e->url, S("https://")) && !str_starts(e->url, S("http://")))
            return fail(c, "url", "A link has an address that begins with https://.");
        e->hash = hash_hex(c->a, hash_of(e->url));
    } else if (e->kind == EVIDENCE_OBSERVATION) {
        if (!str_trim(e->observation).n) return fail(c, "observation", "Write down what was seen.");
        e->hash = hash_hex(c->a, hash_of(e->observation));
    } else {
        const file *f = e->file.id ? file_load(c, e->file.id) : NULL;
        if (!f) return fail(c, "file", "Attach the file, or choose another kind.");
        e->hash = f->hash;
    }
    return true;
}

static bool evidence_check(ctx *c, void *rec, const void *before)
{
    evidence *e = rec;
    const evidence *old = before;
    if (old && !about_same(old->about, e->about))
        return fail(c, "about", "Evidence stays with its record: collect it anew for another.");
    if (!e->collected.day) e->collected = c->today;
    if (!old && !e->collector.id) e->collector.id = c->person;
    if (e->collected.day > c->today.day) return fail(c, "collected", "That day is yet to come.");
    if (e->valid_until.day && e->valid_until.day < e->collected.day)
        return fail(c, "valid_until", "It cannot run out before it was collected.");
    return check_content(c, e);
}

const entity evidence_entity = {
    ENTITY(evidence, "E", "Evidence", "Evidence", SEE_REGISTER, EVIDENCE_COLLECTS, MANAGER | OWN, MANAGER | OWN),
    .icon = "file-text",
    .scope = SCOPE_WITHIN,
    .within = "about",
    .title = "title",
    .owner = "collector",
    .sort = "-collected",
    .help = "Attach a file, a link or an observation on the page of the record that it is about.",
    .check = evidence_check};

bool evidence_stale(const ctx *c, const evidence *e)
{
    date day = c->moment.us ? moment_date(c->moment, c->zone) : c->today;
    return e->valid_until.day && e->valid_until.day < day.day;
}

i64 evidence_count(ctx *c, any about, bool valid)
{
    return db_one(query(c,
                        "SELECT count(*) FROM {evidence! x} WHERE x.about_entity = $1 AND x.about_id = $2 AND "
                        "(x.valid_until IS NULL OR "
                        "x.valid_until >= $3)",
                        v(about.entity), v(about.id), v(valid ? c->today.day : 0)));
}

static const work evidence_works[] = {
    {"Collect this evidence again",
     "SELECT 'evidence', x.id, x.title, x.valid_until, '' FROM {evidence x} WHERE x.collector = $1 AND "
     "x.valid_until <= $2 + 30 ORDER BY x.valid_until, x.id LIMIT 200"},
    {0},
};

const module evidence_module = {
    .name = "evidence",
    .room = ROOM_DO,
    .entities = (const entity *const[]){&evidence_entity, NULL},
    .routes = evidence_routes,
    .parts = evidence_parts,
    .works = evidence_works,
};
