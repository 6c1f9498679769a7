// snapshot.c: the risks of an assessment as they stood when it was closed, and what differs between two.
// SPDX-License-Identifier: Apache-2.0
#include "plan/assessment/assessment_part.h"

#include <stdlib.h>
#include <string.h>

enum { SCOPES = 256 };

typedef struct {
    i64 scopes[SCOPES];
    int nscopes;
    unsigned char *of; // by risk: 1 some scope, 2 one of these scopes
    i64 nof;
} belonging;

// Two plain passes instead of a subquery per risk: a register of the past is a union, and slow to look into row by row.
static belonging read_belonging(ctx *c, const assessment *a)
{
    belonging b = {0};
    rows s = query(c, "SELECT x.scope FROM {assessment_scope! x} WHERE x.assessment = $1 ORDER BY x.scope LIMIT 256",
                   v(a->rec.id));
    while (db_next(&s)) b.scopes[b.nscopes++] = db_int(&s, 0);
    b.nof = db_one(query(c, "SELECT max(x.id) FROM {risk! x}")) + 1;
    b.of = news(c->a, unsigned char, b.nof);
    rows r = query(c, "SELECT k.risk, m.scope FROM {risk_asset! k} JOIN {asset_scope! m} ON m.asset = k.asset");
    while (db_next(&r)) {
        i64 id = db_int(&r, 0), of = db_int(&r, 1);
        if (id < 1 || id >= b.nof) continue;
        b.of[id] |= 1;
        for (int i = 0; i < b.nscopes; i++)
            if (b.scopes[i] == of) b.of[id] |= 2;
    }
    return b;
}

static bool belongs(const belonging *b, i64 id)
{
    return !b->nscopes || id >= b->nof || !(b->of[id] & 1) || (b->of[id] & 2);
}

// A ctx that sees the register as it stood for the assessment.
static ctx then_of(const ctx *c, const assessment *a)
{
    ctx then = *c;
    if (a->closed_at.us) then.moment = a->closed_at;
    return then;
}

static int read_risks(ctx *c, const assessment *a, bool judged, const risk *const **out)
{
    ctx then = then_of(c, a);
    belonging b = read_belonging(&then, a);
    text sql = {.a = c->a};
    int n = 0;
    i64 most = db_one(query(&then, "SELECT count(*) FROM {risk x}"));
    const risk **all = (const risk **)news(c->a, risk *, most + 1);
    put(&sql, S("SELECT "));
    put(&sql, record_columns(c, &risk_entity, S("x")));
    put(&sql, S(" FROM {risk x} WHERE "));
    put(&sql, judged ? S("x.score > 0") : S("x.score = 0"));
    put(&sql, S(" ORDER BY x.score DESC, x.id"));
    rows r = query_built(&then, text_str(&sql), VALS(), 0);
    while (db_next(&r)) {
        const risk *x = record_row(&then, &risk_entity, &r, 0);
        if (n < most && belongs(&b, x->rec.id)) all[n++] = x;
    }
    *out = all;
    return n;
}

int assessment_risks(ctx *c, const assessment *a, const risk *const **out)
{
    return read_risks(c, a, true, out);
}

i64 assessment_unjudged(ctx *c, const assessment *a, str *codes)
{
    const risk *const *all;
    text t = {.a = c->a};
    int n = read_risks(c, a, false, &all);
    for (int i = 0; i < n && i < 5; i++) {
        if (i) put(&t, S(", "));
        put(&t, record_code(c->a, &risk_entity, all[i]->rec.id));
    }
    *codes = text_str(&t);
    return n;
}

// ---- what an approval binds

static int by_id(const void *x, const void *y)
{
    const risk *a = *(const risk *const *)x, *b = *(const risk *const *)y;
    return (a->rec.id > b->rec.id) - (a->rec.id < b->rec.id);
}

static str risks_hash(ctx *c, const risk *const *all, int n)
{
    text t = {.a = c->a};
    const risk **sorted = (const risk **)news(c->a, risk *, n + 1);
    if (n) memcpy(sorted, all, sizeof *sorted * (size_t)n);
    qsort(sorted, (size_t)n, sizeof *sorted, by_id);
    for (int i = 0; i < n; i++) {
        const risk *r = sorted[i];
        fill(&t, S("$1;$2;$3;$4;$5;$6;$7;$8\n"),
             VALS(v(record_code(c->a, &risk_entity, r->rec.id)), v(r->rec.version), v(r->owner.id), v(r->likelihood),
                  v(r->consequence), v(level_choices[r->level].name), v(r->criteria.id), v(r->title)),
             8);
    }
    return hash_hex(c->a, hash_of(text_str(&t)));
}

str assessment_lines(ctx *c, const assessment *a)
{
    frozen f = {.a = c->a};
    reach held = c->reach;
    const risk *const *all;
    c->reach = REACH_WHOLE;
    ctx then = then_of(c, a);
    belonging b = read_belonging(&then, a);
    int n = assessment_risks(c, a, &all);
    c->reach = held;
    text t = {.a = c->a};
    for (int i = 0; i < b.nscopes; i++) {
        if (i) put_char(&t, ' ');
        put(&t, record_code(c->a, &scope_entity, b.scopes[i]));
    }
    frozen_add(&f, "above", v(a->above));
    frozen_add(&f, "checkpoint", v(a->checkpoint));
    frozen_add(&f, "closed", v(a->closed_at));
    frozen_add(&f, "criteria", v(record_code(c->a, &criteria_entity, a->criteria.id)));
    frozen_add(&f, "risks", v(n));
    frozen_add(&f, "risks.sha256", v(risks_hash(c, all, n)));
    frozen_add(&f, "scopes", v(text_str(&t)));
    return frozen_text(&f);
}

bool assessment_rule_kept(ctx *c, found_rule *found, void *to)
{
    enum { MOST = 1000 };
    i64 *ids = news(c->a, i64, MOST);
    int n = 0;
    rows r = query(c, "SELECT x.id FROM {assessment x} WHERE x.state = 'approved' ORDER BY x.id LIMIT 1000");
    while (db_next(&r)) ids[n++] = db_int(&r, 0);
    for (int i = 0; i < n; i++) {
        const assessment *a = record_seek(c, &assessment_entity, ids[i]);
        const approval *given = a ? approval_of(c, &assessment_entity, ids[i], "approve") : NULL;
        if (!given) {
            found(to, "assessment", ids[i], "broken", S("It reads approved, and no approval is there."));
            continue;
        }
        str differs = approval_stale(c, given, assessment_lines(c, a));
        if (differs.n) found(to, "assessment", ids[i], "broken", differs);
    }
    return true;
}

const assessment *assessment_last(ctx *c, i64 scope_id)
{
    i64 id = db_one(query(c,
                          "SELECT x.id FROM {assessment x} WHERE x.closed_at IS NOT NULL AND ($1 = 0 OR EXISTS (SELECT "
                          "1 FROM {assessment_scope s} WHERE s.assessment = x.id AND s.scope = $1)) ORDER BY "
                          "x.closed_at DESC, x.id DESC LIMIT 1",
                          v(scope_id)));
    return id ? record_seek(c, &assessment_entity, id) : NULL;
}

const assessment *assessment_before(ctx *c, const assessment *a)
{
    i64 at = a->closed_at.us ? a->closed_at.us : c->now.us;
    i64 id =
        db_one(query(c,
                     "SELECT x.id FROM {assessment x} WHERE x.closed_at < $2 AND x.id <> $1 AND (NOT EXISTS (SELECT "
                     "1 FROM {assessment_scope s} WHERE s.assessment = $1) OR EXISTS (SELECT 1 FROM "
                     "{assessment_scope s} JOIN {assessment_scope o} ON o.scope = s.scope WHERE s.assessment = $1 "
                     "AND o.assessment = x.id)) ORDER BY x.closed_at DESC LIMIT 1",
                     v(a->rec.id), v(at)));
    return id ? record_seek(c, &assessment_entity, id) : NULL;
}

// ---- comparison

static int by_movement(const void *x, const void *y)
{
    const risk_change *a = x, *b = y;
    if (a->movement != b->movement) return (int)a->movement - (int)b->movement;
    const risk *r = a->after ? a->after : a->before, *s = b->after ? b->after : b->before;
    if (r->score != s->score) return r->score > s->score ? -1 : 1;
    return (r->rec.id > s->rec.id) - (r->rec.id < s->rec.id);
}

static movement moved(const risk *before, const risk *after)
{
    if (!before) return MOVED_NEW;
    if (!after) return MOVED_GONE;
    if (before->score != after->score) return after->score > before->score ? MOVED_UP : MOVED_DOWN;
    return MOVED_NOT;
}

int assessment_compare(ctx *c, const assessment *earlier, const assessment *later, risk_change **out)
{
    const risk *const *was, *const *is;
    int nwas = assessment_risks(c, earlier, &was), nis = assessment_risks(c, later, &is), n = 0;
    i64 last = 0;
    for (int i = 0; i < nwas; i++)
        if (was[i]->rec.id > last) last = was[i]->rec.id;
    for (int i = 0; i < nis; i++)
        if (is[i]->rec.id > last) last = is[i]->rec.id;
    risk_change *by = news(c->a, risk_change, last + 1);
    for (int i = 0; i < nwas; i++) by[was[i]->rec.id].before = was[i];
    for (int i = 0; i < nis; i++) by[is[i]->rec.id].after = is[i];
    for (i64 id = 1; id <= last; id++)
        if (by[id].before || by[id].after) {
            by[n] = by[id]; // n < id: nothing unread is written over
            by[n].movement = moved(by[n].before, by[n].after);
            n++;
        }
    qsort(by, (size_t)n, sizeof *by, by_movement);
    *out = by;
    return n;
}

str movement_word(movement m)
{
    static const char *const words_of[] = {"Up", "New", "Down", "Gone", "As before"};
    return str_of(words_of[m]);
}

str risk_place(ctx *c, const risk *r)
{
    if (!r) return (str){0};
    return format(c->a, "$1 × $2 = $3, $4", v(r->likelihood), v(r->consequence), v(r->score),
                  v(level_choices[r->level].name));
}
