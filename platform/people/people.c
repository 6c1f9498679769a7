// people.c: who works here: the organisation, its units, persons and the roles they hold.
// SPDX-License-Identifier: Apache-2.0
#include "platform/people/people.h"
#include "platform/base/money.h"
#include "platform/base/time.h"
#include "platform/people/factor.h"
#include "platform/people/reach.h"
#include "platform/record/list.h"

#include <pthread.h>
#include <string.h>

// ---- organisation

static const choice separations[] = {
    {"strict", "Strict: nobody approves or verifies what they wrote", TONE_NONE},
    {"small", "Small: the same person may, with a reason, where nobody else can", TONE_NONE},
    {0}};
static const field organisation_fields[] = {
    FIELD(organisation, name, "Name", .flags = REQUIRED | LISTED, .max = 120),
    FIELD(organisation, zone, "Time zone", .flags = LISTED, .max = 60,
          .help = "An IANA name such as Europe/Berlin: it makes the days on which things are due."),
    FIELD(organisation, currency, "Currency", .flags = LISTED, .max = 3,
          .help = "Three letters, such as EUR: proposed for new amounts."),
    FIELD(organisation, separation, "Separation of duties", .flags = LISTED, .choices = separations,
          .help = "A.5.3. No setting lets an auditor audit their own work."),
    FIELD(organisation, url, "Address", .max = 200,
          .help = "Where people reach this program, for links in papers: https://isms.example.org"),
    FIELD(organisation, factor_administrator, "Administrators", .group = "Who must sign in with a second factor",
          .help = "They are asked to set one up the next time they open a page."),
    FIELD(organisation, factor_manager, "Managers of the system"),
    FIELD(organisation, factor_management, "Top management"),
    FIELD(organisation, factor_owner, "Owners"),
    FIELD(organisation, factor_auditor, "Auditors"),
    FIELD(organisation, factor_external, "External auditors"),
    FIELD(organisation, factor_staff, "Staff"),
};

static bool organisation_check(ctx *c, void *rec, const void *before)
{
    organisation *o = rec;
    if (!before && o->rec.id != 1 && db_one(query(c, "SELECT count(*) FROM {organisation!}")))
        return fail(c, NULL, "There is one organisation in a database; change that one.");
    if (!o->zone.n) o->zone = S("UTC");
    if (!o->currency.n) o->currency = S("EUR");
    if (!zone_known(o->zone))
        return fail(c, "zone", "There is no time zone \"$1\"; write one like Europe/Berlin or UTC.", v(o->zone));
    if (!money_code(o->currency)) return fail(c, "currency", "A currency is three capital letters, like EUR.");
    return true;
}

const entity organisation_entity = {
    ENTITY(organisation, "ORG", "Organisation", "Organisation", SIGNED_IN, ADMINISTRATOR, ADMINISTRATOR, ADMINISTRATOR),
    .icon = "building-2", .scope = SCOPE_EVERYONE, .title = "name", .check = organisation_check};

// Kept for ten seconds or until this process changes it: other nodes see a change that late.
typedef struct {
    struct database *of;
    uint64_t generation;
    i64 at;
    organisation o; // its texts lie in the arrays below
    char name[120], zone[60], currency[3], url[200];
} kept_organisation;

static pthread_mutex_t organisation_lock = PTHREAD_MUTEX_INITIALIZER;
static kept_organisation kept;

static str keep_text(char *room, ptrdiff_t most, str s)
{
    if (s.n > most) s.n = most;
    if (s.n) memcpy(room, s.p, (size_t)s.n);
    return (str){room, s.n};
}

static void point_to(organisation *o, kept_organisation *k)
{
    o->name.p = k->name, o->zone.p = k->zone, o->currency.p = k->currency, o->url.p = k->url;
}

static void keep(ctx *c, const organisation *o, uint64_t generation)
{
    pthread_mutex_lock(&organisation_lock);
    kept.of = c->database, kept.generation = generation, kept.at = clock_ticks(), kept.o = *o;
    kept.o.name = keep_text(kept.name, sizeof kept.name, o->name);
    kept.o.zone = keep_text(kept.zone, sizeof kept.zone, o->zone);
    kept.o.currency = keep_text(kept.currency, sizeof kept.currency, o->currency);
    kept.o.url = keep_text(kept.url, sizeof kept.url, o->url);
    pthread_mutex_unlock(&organisation_lock);
}

const organisation *organisation_get(ctx *c)
{
    kept_organisation *out = new (c->a, kept_organisation); // before the lock: memory may run out
    uint64_t generation = list_generation(&organisation_entity);
    pthread_mutex_lock(&organisation_lock);
    *out = kept;
    pthread_mutex_unlock(&organisation_lock);
    if (out->of == c->database && out->generation == generation && clock_ticks() - out->at < 10000000 && !c->writing) {
        point_to(&out->o, out);
        return &out->o;
    }
    moment then = c->moment;
    c->moment = (moment){0};
    organisation *o = record_seek(c, &organisation_entity, 1);
    c->moment = then;
    if (!o) {
        out->o = (organisation){.name = S("New organisation"), .zone = S("UTC"), .currency = S("EUR")};
        return &out->o;
    }
    if (!c->writing) keep(c, o, generation);
    return o;
}

// ---- unit

static const field unit_fields[] = {
    FIELD(unit, name, "Name", .flags = REQUIRED | LISTED | SEARCHED | UNIQUE, .max = 120),
    FIELD(unit, parent, "Part of", .flags = LISTED, .to = &unit_entity,
          .help = "Who may see a unit may see what lies below it."),
    FIELD(unit, country, "Country", .flags = LISTED, .max = 60),
    FIELD(unit, region, "Region", .flags = LISTED, .max = 60, .help = "Such as EMEA, Americas, APAC."),
    FIELD(unit, site, "Site", .flags = LISTED, .max = 120),
};

static bool unit_check(ctx *c, void *rec, const void *before)
{
    unit *u = rec;
    (void)before;
    if (u->rec.id != 1 && !u->parent.id && db_one(query(c, "SELECT count(*) FROM {unit!}"))) u->parent.id = 1;
    if (u->rec.id == 1 && u->parent.id) return fail(c, "parent", "The organisation itself is part of nothing.");
    for (i64 at = u->parent.id, steps = 0; at; steps++) {
        if ((u->rec.id && at == u->rec.id) || steps > 32)
            return fail(c, "parent", "$1 cannot be part of itself or of what lies below it.", v(u->name));
        at = db_one(query(c, "SELECT x.parent FROM {unit! x} WHERE x.id = $1", v(at)));
    }
    return true;
}

static bool unit_saved(ctx *c, const void *rec, const void *before)
{
    const unit *now = rec, *old = before;
    if (!now || !old || now->parent.id != old->parent.id) reach_rebuild(c);
    return true;
}

const entity unit_entity = {ENTITY(unit, "U", "Unit", "Units", SIGNED_IN, ADMINISTRATOR, ADMINISTRATOR, ADMINISTRATOR),
                            .icon = "building",
                            .scope = SCOPE_EVERYONE,
                            .title = "name",
                            .sort = "code",
                            .help = "Units are departments, sites and companies; what a person may see follows them.",
                            .check = unit_check,
                            .saved = unit_saved};

// ---- person

static const field person_fields[] = {
    FIELD(person, name, "Name", .flags = REQUIRED | LISTED | SEARCHED | SORTED, .max = 120),
    FIELD(person, email, "E-mail", .flags = REQUIRED | LISTED | SEARCHED | UNIQUE, .max = 200),
    FIELD(person, post, "Post", .flags = LISTED | SEARCHED, .max = 120),
    FIELD(person, unit, "Unit", .flags = REQUIRED | LISTED, .to = &unit_entity),
    FIELD(person, manager, "Manager", .flags = LISTED, .to = &person_entity),
    FIELD(person, start, "Started"),
    FIELD(person, ends, "Last day",
          .help = "From the day after nobody signs in with this account, and its roles are void."),
    FIELD(person, account, "Has an account", .flags = LISTED, .help = "May sign in."),
    FIELD(person, deputy, "Deputy", .to = &person_entity, .group = "Absence",
          .help = "May do in their place what this person may, in these days."),
    FIELD(person, deputy_from, "From"),
    FIELD(person, deputy_until, "Until"),
    FIELD(person, password, "Password", .flags = READONLY | HIDDEN),
    FIELD(person, sign_in_count, "Sign-ins", .flags = READONLY | HIDDEN),
    FIELD(person, second_factor, "Second factor", .flags = READONLY, .group = "Sign-in",
          .help = "Signs in with a code of an authenticator app, besides the password."),
};

static bool person_check(ctx *c, void *rec, const void *before)
{
    person *p = rec;
    (void)before;
    if (str_find(p->email, '@') < 1 || str_find(p->email, ' ') >= 0)
        return fail(c, "email", "\"$1\" is no e-mail address.", v(p->email));
    if (p->ends.day && p->start.day > p->ends.day) return fail(c, "ends", "The last day is before the first.");
    if (p->rec.id && (p->manager.id == p->rec.id || p->deputy.id == p->rec.id))
        return fail(c, p->deputy.id == p->rec.id ? "deputy" : "manager",
                    "Name somebody else: nobody is their own manager or deputy.");
    if (p->deputy.id && (!p->deputy_from.day || !p->deputy_until.day || p->deputy_from.day > p->deputy_until.day))
        return fail(c, "deputy_until", "Say from when until when the deputy stands in.");
    return true;
}

static bool person_saved(ctx *c, const void *rec, const void *before)
{
    const person *now = rec, *old = before;
    if (old && (!now || now->ends.day != old->ends.day || now->account != old->account))
        session_close_all(c, old->rec.id);
    return now || factor_drop(c, old->rec.id);
}

const entity person_entity = {
    ENTITY(person, "P", "Person", "People", SEE_PEOPLE, SET_PEOPLE, SET_PEOPLE, SET_PEOPLE),
    .icon = "users",
    .scope = SCOPE_EVERYONE,
    .title = "name",
    .handle = "email",
    .sort = "name",
    .help = "Import the list of the people office (CSV or XLSX), or add the first person by hand.",
    .check = person_check,
    .saved = person_saved};

// ---- role

static const choice role_names[] = {{"administrator", "Administrator", 0},
                                    {"manager", "Manager of the system", 0},
                                    {"management", "Top management", 0},
                                    {"owner", "Owner", 0},
                                    {"auditor", "Auditor", 0},
                                    {"external", "External auditor", 0},
                                    {"staff", "Staff", 0},
                                    {0}};
static const field role_fields[] = {
    FIELD(role, person, "Person", .flags = REQUIRED | LISTED, .to = &person_entity),
    FIELD(role, role, "Role", .flags = REQUIRED | LISTED | CHIPS, .choices = role_names),
    FIELD(role, unit, "Where", .flags = LISTED, .to = &unit_entity,
          .help = "There and below. Empty: the whole organisation."),
    FIELD(role, until, "Until", .flags = LISTED, .help = "The last day; empty: for good."),
};

static bool role_check(ctx *c, void *rec, const void *before)
{
    role *r = rec;
    (void)before;
    if (!r->unit.id) r->unit.id = 1;
    if (db_one(query(
            c, "SELECT count(*) FROM {role! x} WHERE x.person = $1 AND x.role = $2 AND x.unit = $3 AND x.id <> $4",
            v(r->person), v(role_names[r->role].name), v(r->unit), v(r->rec.id))))
        return fail(c, "role", "That person holds that role there already; change its end instead.");
    if (r->role == ROLE_ADMINISTRATOR && r->unit.id != 1)
        return fail(c, "unit", "An administrator's role is for the whole organisation.");
    if (r->role == ROLE_EXTERNAL && !r->until.day)
        return fail(c, "until", "An external auditor's role ends on a date.");
    return true;
}

static bool role_saved(ctx *c, const void *rec, const void *before)
{
    const role *now = rec, *old = before;
    if (old) reach_rebuild_person(c, old->person.id);
    if (now && (!old || old->person.id != now->person.id)) reach_rebuild_person(c, now->person.id);
    return true;
}

const entity role_entity = {
    ENTITY(role, "RO", "Role", "Roles", ADMINISTRATOR | MANAGER | MANAGEMENT | AUDITOR, SET_PEOPLE, SET_PEOPLE,
           SET_PEOPLE),
    .icon = "key-round",
    .scope = SCOPE_EVERYONE,
    .sort = "person",
    .help = "Give each person the roles they hold, for the whole organisation or for a unit and below.",
    .check = role_check,
    .saved = role_saved};

static const table people_tables[] = {
    {"CREATE TABLE reach (person {int} NOT NULL, unit {int} NOT NULL, role {int} NOT NULL, until {int} NOT NULL, "
     "PRIMARY KEY (person, unit, role)){end};\n"},
    {"CREATE TABLE session (hash {text} PRIMARY KEY, person {int} NOT NULL, csrf {text} NOT NULL, began {int} NOT "
     "NULL, seen {int} NOT NULL,"
     " address {text} NOT NULL){end};\nCREATE INDEX session_person ON session (person);\n"},
    {"CREATE TABLE session_half (hash {text} PRIMARY KEY, person {int} NOT NULL, began {int} NOT NULL){end};\n"},
    {"CREATE TABLE factor (person {int} PRIMARY KEY, sealed {text} NOT NULL, step {int} NOT NULL, in_force {int} NOT "
     "NULL){end};\n"},
    {"CREATE TABLE factor_recovery (hash {text} PRIMARY KEY, person {int} NOT NULL){end};\n"},
    {"CREATE TABLE guess (who {text} PRIMARY KEY, times {int} NOT NULL, until {int} NOT NULL){end};\n"},
    {"CREATE TABLE token_hash (hash {text} PRIMARY KEY, token {int} NOT NULL){end};\n"},
    {NULL}};

static const job people_jobs[] = {{"session-sweep", "Forget sessions that are over", 86400, session_sweep}, {0}};

static const figure people_figures[] = {
    {"second-factor", "Accounts with a second factor", "%",
     "SELECT CASE WHEN count(*) = 0 THEN 0 ELSE 100.0 * sum(x.second_factor) / count(*) END FROM {person! x} WHERE "
     "x.account = 1 AND (x.ends IS NULL OR x.ends >= $1)"},
    {0}};

const module people_module = {
    .name = "people",
    .room = ROOM_ADMIN,
    .entities =
        (const entity *const[]){&organisation_entity, &unit_entity, &person_entity, &role_entity, &token_entity, NULL},
    .actions = person_actions,
    .tables = people_tables,
    .figures = people_figures,
    .jobs = people_jobs,
};
