// reach.c: what a person's roles let them see and do, unit by unit.
// SPDX-License-Identifier: Apache-2.0
//
// `reach` holds a row per person, unit and role for roles given to a unit below the root. A role for the whole organisation
// needs no rows: it is read from the role itself. Unit 0 is where things lie that follow a record which everyone sees (a comment on
// a framework): each role that sees a register somewhere reaches it.
#include "platform/people/reach.h"
#include "platform/base/time.h"

#include <pthread.h>
#include <string.h>

enum { FOR_GOOD = 4000000, NARROW_ROWS = 2500 };

unsigned role_bit(role_name r)
{
    static const unsigned bits[] = {ADMINISTRATOR, MANAGER, MANAGEMENT, OWNER, AUDITOR, EXTERNAL, STAFF};
    return bits[r];
}

static unsigned bit_of(str name)
{
    static const char *const names[] = {"administrator", "manager",  "management", "owner",
                                        "auditor",       "external", "staff"};
    for (unsigned i = 0; i < countof(names); i++)
        if (str_eq(name, str_of(names[i]))) return role_bit((role_name)i);
    return 0;
}

typedef struct {
    i64 *id, *parent;
    int n;
} tree;

static tree read_units(ctx *c)
{
    i64 count = db_one(query(c, "SELECT count(*) FROM {unit!}"));
    tree t = {.id = news(c->a, i64, count + 1), .parent = news(c->a, i64, count + 1)};
    rows r = query(c, "SELECT x.id, x.parent FROM {unit! x}");
    while (db_next(&r)) {
        if (t.n == count) continue;
        t.id[t.n] = db_int(&r, 0);
        t.parent[t.n++] = db_int(&r, 1);
    }
    return t;
}

static i64 parent_of(const tree *t, i64 id)
{
    for (int i = 0; i < t->n; i++)
        if (t->id[i] == id) return t->parent[i];
    return 0;
}

static bool lies_in(const tree *t, i64 id, i64 top)
{
    for (int steps = 0; id && steps < 64; steps++, id = parent_of(t, id))
        if (id == top) return true;
    return false;
}

static void add_row(ctx *c, i64 person, i64 unit, unsigned bit, i64 until)
{
    exec(c,
         "INSERT INTO {reach!} (person, unit, role, until) VALUES ($1, $2, $3, $4) ON CONFLICT (person, unit, role) DO "
         "UPDATE SET until = CASE WHEN excluded.until > reach.until THEN excluded.until ELSE reach.until END",
         v(person), v(unit), v(bit), v(until));
}

static void add_rows(ctx *c, const tree *t, i64 person)
{
    typedef struct {
        i64 unit, until;
        unsigned bit;
    } grant;
    i64 most = db_one(query(c, "SELECT count(*) FROM {role! x} WHERE x.person = $1", v(person)));
    grant *grants = news(c->a, grant, most + 1);
    int n = 0;
    rows r = query(c, "SELECT x.unit, x.until, x.role FROM {role! x} WHERE x.person = $1 AND x.unit <> 1", v(person));
    while (db_next(&r))
        if (n < most)
            grants[n++] = (grant){db_int(&r, 0), db_null(&r, 1) ? FOR_GOOD : db_int(&r, 1), bit_of(db_view(&r, 2))};
    for (int g = 0; g < n; g++) {
        if (!(grants[g].bit & SEEING)) continue;
        add_row(c, person, 0, grants[g].bit, grants[g].until);
        for (int i = 0; i < t->n; i++)
            if (lies_in(t, t->id[i], grants[g].unit)) add_row(c, person, t->id[i], grants[g].bit, grants[g].until);
    }
}

void reach_rebuild_person(ctx *c, i64 person)
{
    tree t = read_units(c);
    exec(c, "DELETE FROM {reach!} WHERE person = $1", v(person));
    add_rows(c, &t, person);
}

void reach_rebuild(ctx *c)
{
    tree t = read_units(c);
    i64 most = db_one(query(c, "SELECT count(*) FROM {role!}"));
    i64 *persons = news(c->a, i64, most + 1);
    int n = 0;
    exec(c, "DELETE FROM {reach!}");
    rows r = query(c, "SELECT x.person FROM {role! x} WHERE x.unit <> 1 GROUP BY x.person ORDER BY x.person");
    while (db_next(&r))
        if (n < most) persons[n++] = db_int(&r, 0);
    for (int i = 0; i < n; i++) add_rows(c, &t, persons[i]);
}

// About how many rows of a large register lie in a unit, kept for five seconds: it only picks a form of SQL.
static i64 rows_per_unit(ctx *c)
{
    static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
    static struct database *of;
    static i64 at, kept;
    i64 ticks = clock_ticks();
    pthread_mutex_lock(&lock);
    bool fresh = of == c->database && ticks - at < 5000000;
    i64 n = kept;
    pthread_mutex_unlock(&lock);
    if (fresh) return n;
    i64 docs = db_one(db_query(c->db, c->a, "SELECT max(doc) FROM search_doc")),
        units = db_one(query(c, "SELECT count(*) FROM {unit!}"));
    n = docs / 2 / (units ? units : 1) + 1;
    pthread_mutex_lock(&lock);
    of = c->database, at = ticks, kept = n;
    pthread_mutex_unlock(&lock);
    return n;
}

static void take_deputies(ctx *c)
{
    enum { MOST = 16 };
    i64 *ids = news(c->a, i64, MOST);
    rows r = query_kept(
        c,
        "SELECT x.id FROM {person! x} WHERE x.deputy = $1 AND x.deputy_from <= $2 AND x.deputy_until >= $2 AND "
        "(x.ends IS NULL OR x.ends >= $2) ORDER BY x.id LIMIT 16",
        v(c->person), v(c->today));
    while (db_next(&r)) ids[c->nstands_for++] = db_int(&r, 0);
    c->stands_for = ids;
}

// Who brings no sight (administrator, outside auditor, staff) holds the role everywhere, whatever unit it names.
static void take_roles(ctx *c, i64 person)
{
    rows r =
        query_kept(c, "SELECT x.role, x.unit FROM {role! x} WHERE x.person = $1 AND (x.until IS NULL OR x.until >= $2)",
                   v(person), v(c->today));
    while (db_next(&r)) {
        unsigned bit = bit_of(db_view(&r, 0));
        c->roles |= bit;
        if (db_int(&r, 1) == 1 || !(bit & SEEING)) c->whole_roles |= bit;
    }
}

static i64 units_reached(ctx *c, i64 person)
{
    return db_one(
        query_kept(c, "SELECT count(*) FROM {reach!} WHERE person = $1 AND until >= $2", v(person), v(c->today)));
}

// A deputy sees what the absent person sees: what they may do in their place is found there.
static reach reach_of(ctx *c)
{
    if (c->whole_roles & SEEING) return REACH_WHOLE;
    i64 units = 0;
    if (c->roles & SEEING) units = units_reached(c, c->person);
    for (int i = 0; i < c->nstands_for; i++) {
        ctx absent = {.a = c->a, .database = c->database, .db = c->db, .today = c->today};
        take_roles(&absent, c->stands_for[i]);
        if (absent.whole_roles & SEEING) return REACH_WHOLE;
        units += units_reached(c, c->stands_for[i]);
    }
    if (!units) return REACH_OWN;
    return units * rows_per_unit(c) <= NARROW_ROWS ? REACH_NARROW : REACH_WIDE;
}

// An outside auditor whose time is over is nobody here; who else has an account is staff.
static bool take_least_role(ctx *c)
{
    if (c->roles) return true;
    if (db_one(
            query_kept(c, "SELECT count(*) FROM {role! x} WHERE x.person = $1 AND x.role = 'external'", v(c->person))))
        return false;
    c->roles = c->whole_roles = STAFF;
    return true;
}

static void forget_person(ctx *c)
{
    c->person = 0, c->actor = (str){0}, c->roles = c->whole_roles = 0, c->reach = REACH_NONE;
    c->stands_for = NULL, c->nstands_for = 0, c->token_scope = (str){0};
}

bool ctx_become(ctx *c, i64 id)
{
    moment then = c->moment;
    bool here = false;
    c->moment = (moment){0};
    forget_person(c);
    const organisation *o = organisation_get(c);
    c->zone = o->zone, c->currency = o->currency;
    c->today = moment_date(c->now, c->zone);
    rows r = query_kept(c, "SELECT x.ends FROM {person! x} WHERE x.id = $1 AND x.account = 1", v(id));
    while (db_next(&r)) here = db_null(&r, 0) || db_int(&r, 0) >= c->today.day;
    if (here) {
        c->person = id;
        c->actor = record_code(c->a, &person_entity, id);
        take_roles(c, id);
        here = take_least_role(c);
    }
    if (here) {
        take_deputies(c);
        c->reach = reach_of(c);
    } else {
        forget_person(c);
    }
    c->moment = then;
    return here;
}

void ctx_operator(ctx *c)
{
    forget_person(c);
    c->actor = S("operator");
    c->roles = c->whole_roles = ADMINISTRATOR | MANAGER;
    c->reach = REACH_WHOLE;
    const organisation *o = organisation_get(c);
    c->zone = o->zone, c->currency = o->currency;
    c->today = moment_date(c->now, c->zone);
}

bool person_reaches(ctx *c, i64 person, i64 unit)
{
    ctx other = *c;
    if (!ctx_become(&other, person))
        return db_one(query(c, "SELECT count(*) FROM {person! x} WHERE x.id = $1 AND (x.ends IS NULL OR x.ends >= $2)",
                            v(person), v(c->today)));
    return other.reach == REACH_WHOLE || other.reach == REACH_OWN || record_reaches(&other, unit);
}

unsigned roles_at(ctx *c, i64 unit)
{
    unsigned held = c->whole_roles;
    rows r = query_kept(c, "SELECT role FROM {reach!} WHERE person = $1 AND unit = $2 AND until >= $3", v(c->person),
                        v(unit), v(c->today));
    while (db_next(&r)) held |= (unsigned)db_int(&r, 0);
    return held;
}
