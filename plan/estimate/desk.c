// desk.c: portfolios made ready for questions, kept in the process between requests.
// SPDX-License-Identifier: Apache-2.0
#include "plan/estimate/desk.h"
#include "platform/base/time.h"
#include "platform/record/list.h"

#include <pthread.h>
#include <string.h>

enum { KEPT = 4, MOST = 64, TRUSTED_US = 2000000 };
static const ptrdiff_t address_room = (ptrdiff_t)1 << 30;

typedef struct {
    const void *database;
    i64 person, moment, today;
    i64 scope, unit;
    hash risks;
    unsigned reach, roles;
} desk_key;

typedef struct {
    bool made;
    int n;
    const void *list;
} ranking;

struct desk {
    desk_key key;
    i64 entry, looked; // the newest entry of the ledger when it was read; when that was
    uint64_t generation;
    int held;
    bool gone; // another stands in its place
    arena a;
    char *base;
    exposure x;
    loss_base *bases[3];
    pthread_mutex_t lock; // of what is made at the first call
    ranking controls[3], adds[3], tornado[3];
};

static pthread_mutex_t shelf_lock = PTHREAD_MUTEX_INITIALIZER;
static desk *shelf[MOST];
static i64 prepared;
static _Thread_local desk *holding;

static void drop(desk *d)
{
    arena a = d->a;
    char *base = d->base;
    pthread_mutex_destroy(&d->lock);
    arena_drop(a, base);
}

// With the lock held, as all of these: takes it off the shelf.
static void take_down(desk *d)
{
    for (int i = 0; i < MOST; i++)
        if (shelf[i] == d) shelf[i] = NULL;
    d->gone = true;
}

// Beyond those that are kept the ones looked at longest ago go.
static void tidy(void)
{
    desk *oldest = NULL;
    int n = 0;
    for (int i = 0; i < MOST; i++) {
        desk *d = shelf[i];
        n += d != NULL;
        if (d && !d->held && (!oldest || d->looked < oldest->looked)) oldest = d;
    }
    if (n <= KEPT || !oldest) return;
    take_down(oldest);
    drop(oldest);
}

void desk_give(void)
{
    if (!holding) return;
    pthread_mutex_lock(&shelf_lock);
    if (--holding->held == 0 && holding->gone) drop(holding);
    holding = NULL;
    tidy();
    pthread_mutex_unlock(&shelf_lock);
}

static desk_key key_of(const ctx *c, const loss_choice *choice)
{
    desk_key k;
    memset(&k, 0, sizeof k); // compared as bytes
    k.database = c->database;
    k.person = c->person, k.moment = c->moment.us, k.today = c->today.day;
    k.scope = choice->scope, k.unit = choice->unit;
    k.reach = (unsigned)c->reach, k.roles = c->roles;
    str ids = {(const char *)choice->risks, choice->nrisks * (ptrdiff_t)sizeof *choice->risks};
    if (choice->nrisks) k.risks = hash_of(ids);
    return k;
}

static desk *find(const desk_key *k)
{
    for (int i = 0; i < MOST; i++)
        if (shelf[i] && memcmp(&shelf[i]->key, k, sizeof *k) == 0) return shelf[i];
    return NULL;
}

static const desk *hold(desk *d)
{
    d->held++;
    return holding = d;
}

// NULL with a failure: it passed alone, and the engine refuses it among the others.
static desk *prepare(ctx *c, const exposure *x)
{
    arena a = arena_make(address_room);
    char *base = a.beg;
    desk *d = new (&a, desk);
    d->x = exposure_copy(&a, x);
    for (int view = 0; view < 3 && d->x.nrisks; view++) {
        loss_refusal *bad;
        loss_options o = {.view = (loss_view)view, .threads = 2, .appetite = money_units(x->appetite)};
        d->bases[view] = loss_prepare(&a, &d->x.portfolio[view], &o, &bad);
        if (d->bases[view]) continue;
        const loss_portfolio *p = &x->portfolio[view];
        str of = bad && bad->row >= 0 && bad->row < p->nrisks ? p->risks[bad->row].code : S("This choice");
        fail(c, NULL, "$1 cannot be counted: $2 $3.", v(of), v(bad ? bad->field : ""), v(bad ? bad->reason : of));
        arena_drop(a, base);
        return NULL;
    }
    d->a = a, d->base = base;
    pthread_mutex_init(&d->lock, NULL);
    return d;
}

// Puts a new desk up in place of what stood there for the same key.
static void put_up(desk *d)
{
    desk *old = find(&d->key);
    if (old) take_down(old);
    if (old && !old->held) drop(old);
    for (int i = 0; i < MOST; i++)
        if (!shelf[i]) {
            shelf[i] = d;
            return;
        }
    d->gone = true; // every place is held: it lasts as long as its thread holds it
}

// Raised with each change that this process makes to what is read here.
static uint64_t generation_now(void)
{
    return list_generation(&estimate_entity) + list_generation(&risk_entity) + list_generation(&control_entity) +
           list_generation(&control_risk_entity) + list_generation(&loss_group_entity);
}

const desk *desk_take(ctx *c, const loss_choice *choice)
{
    desk_give();
    desk_key key = key_of(c, choice);
    uint64_t generation = generation_now(); // before the entry: what comes between is read anew
    i64 entry = db_one(query(c, "SELECT max(l.seq) FROM {ledger! l}")), now = clock_ticks();
    pthread_mutex_lock(&shelf_lock);
    desk *d = find(&key);
    if (d && (d->entry != entry || d->generation != generation || now - d->looked > TRUSTED_US)) d = NULL;
    if (d) hold(d);
    pthread_mutex_unlock(&shelf_lock);
    if (d) return d;
    exposure x;
    if (!exposure_read(c, choice, LOSS_EXACT, &x)) return NULL;
    pthread_mutex_lock(&shelf_lock);
    d = find(&key);
    if (d && !hash_eq(d->x.inputs, x.inputs)) d = NULL;
    if (d) d->entry = entry, d->generation = generation, d->looked = now, hold(d);
    pthread_mutex_unlock(&shelf_lock);
    if (d) return d;
    d = prepare(c, &x);
    if (!d) return NULL;
    d->key = key, d->entry = entry, d->generation = generation, d->looked = now;
    pthread_mutex_lock(&shelf_lock);
    prepared++;
    hold(d);
    put_up(d);
    pthread_mutex_unlock(&shelf_lock);
    return d;
}

i64 desk_prepared(void)
{
    pthread_mutex_lock(&shelf_lock);
    i64 n = prepared;
    pthread_mutex_unlock(&shelf_lock);
    return n;
}

const exposure *desk_exposure(const desk *d)
{
    return &d->x;
}

const loss_base *desk_base(const desk *d, loss_view v)
{
    return d->bases[v];
}

const loss_answer *desk_answer(const desk *d, loss_view v)
{
    return d->bases[v] ? loss_base_answer(d->bases[v]) : NULL;
}

int desk_moved(const desk *d)
{
    return d->x.nrisks > DESK_LARGE ? DESK_LARGEST : d->x.nrisks;
}

// ---- made at the first call

typedef const void *ranker(arena *a, const loss_base *b, int most, int *n);

static const void *rank_controls(arena *a, const loss_base *b, int most, int *n)
{
    (void)most;
    return loss_controls(a, b, n);
}
static const void *rank_adds(arena *a, const loss_base *b, int most, int *n)
{
    (void)most;
    return loss_adds(a, b, n);
}
static const void *rank_inputs(arena *a, const loss_base *b, int most, int *n)
{
    return loss_tornado_of(a, b, DESK_SWING, most, n);
}

static const void *ranked(const desk *d, ranking *r, loss_view v, ranker *make, int *n)
{
    desk *own = (desk *)(uintptr_t)d; // its lists are filled when first asked for
    pthread_mutex_lock(&own->lock);
    if (!r->made && d->bases[v]) r->list = make(&own->a, d->bases[v], desk_moved(d), &r->n);
    r->made = true;
    *n = r->n;
    const void *list = r->list;
    pthread_mutex_unlock(&own->lock);
    return list;
}

#define RANKED(list, make) ranked(d, (ranking *)(uintptr_t)&d->list[v], v, make, n)
const loss_value *desk_controls(const desk *d, loss_view v, int *n)
{
    return RANKED(controls, rank_controls);
}

const loss_value *desk_adds(const desk *d, loss_view v, int *n)
{
    return RANKED(adds, rank_adds);
}

const loss_bar *desk_tornado(const desk *d, loss_view v, int *n)
{
    return RANKED(tornado, rank_inputs);
}
