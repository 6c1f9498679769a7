// specimen.c: a valid record of any entity, made from its description.
// SPDX-License-Identifier: Apache-2.0
#include "test/specimen.h"
#include "hub/file.h"
#include "platform/base/time.h"
#include "platform/record/field.h"

#include <string.h>

// What checks ask for beyond the description. "#" stands for a number of its own; "*" is a fresh record of its own to refer
// to; "" leaves the member empty.
static const struct {
    const char *entity, *field, *value;
} seeds[] = {
    {"organisation", "zone", "UTC"},
    {"organisation", "currency", "EUR"},
    {"unit", "parent", "U-1"},
    {"person", "email", "s#@specimen.example"},
    {"person", "manager", ""},
    {"person", "deputy", ""},
    {"person", "start", "2020-01-01"},
    {"role", "person", "*"},
    {"role", "role", "auditor"},
    {"token", "scope", "asset.list asset.show"},
    {"token", "until", "today+30"},
    {"view", "noun", "asset"},
    {"approval", "hash", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"}, // of nothing
    {"evidence", "kind", "observation"},
    {"evidence", "url", ""},
    {"evidence", "file", ""},
    {"evidence", "collected", "today-1"},
    {"measure", "source", "typed"},
    {"measure", "figure", ""},
    {"measure", "warn", ""},
    {"reading", "at", ""},
    {"finding", "source", ""},
    {"requirement", "ident", "S.#"},
    {"feedback", "day", "today"},
    {"message", "sent_on", "today"},
    {"sponsor", "person", "P-3"},
    {"sponsor", "begins", "today+#"},
    {"sponsor", "until", "today+#"},
    {"member", "committee", "*"},
    {"member", "until", ""},
    {"crew", "team", "*"},
    {"duty", "clause", ""},
    {"objective", "measure", ""},
    {"objective", "baseline", ""},
    {"objective", "target", ""},
    {"dependency", "needs", "*"},
    {"boundary", "scope", "*"},
    {"boundary", "kind", "other"},
    {"criteria", "likelihood_steps", "5"},
    {"criteria", "consequence_steps", "5"},
    {"criteria", "medium_from", "5"},
    {"criteria", "high_from", "10"},
    {"criteria", "critical_from", "15"},
    {"criteria", "line", "10"},
    {"criteria", "owner_below", "15"},
    {"criteria", "financial", "yes"},
    {"criteria", "appetite", ""},
    {"criteria", "appetite_percent", ""},
    {"risk", "threat", ""},
    {"risk", "vulnerability", ""},
    {"assessment", "started", "today-1"},
    {"control", "factor_on", ""},
    {"control", "factor", ""},
    {"control", "factor_to", ""},
    {"control_risk", "factor_on", ""},
    {"control_risk", "factor", ""},
    {"control_risk", "factor_to", ""},
    {"estimate", "risk", "*"},
    {"estimate", "frequency", "rate"},
    {"estimate", "rate", "0.5"},
    {"estimate", "severity", "between"},
    {"estimate", "low", "1000.00 EUR"},
    {"estimate", "high", "20000.00 EUR"},
    {"estimate", "losses", ""},
    {"realised_loss", "day", "today-1"},
    {"exception", "compensating_control", ""},
    {"exception", "until", "today+90"},
    {"coverage", "noun", "asset"},
    {"coverage", "rule", "all"},
    {"coverage_member", "state", "covered"},
    {"coverage_member", "exception", ""},
    {"treatment", "begins", ""},
    {"treatment", "risk", "*"},
    {"treatment", "option", "treat"},
    {"soa", "scope", "*"},
    {"soa_row", "requirement", ""},
    {"soa_row", "control", "*"},
};

// Rows that the fixture or the program makes, and of which there is only one.
static const char *const only[] = {"organisation", NULL};

const entity *entity_at(int i)
{
    for
        each_module(m) for (const entity *const *e = (*m)->entities; e && *e; e++) if (i-- == 0) return *e;
    return NULL;
}

int entity_number(const entity *e)
{
    int i = 0;
    while (entity_at(i) && entity_at(i) != e) i++;
    check(i < SPECIMENS);
    return i;
}

const entity *entity_next(const entity *e)
{
    return entity_at(e ? entity_number(e) + 1 : 0);
}

bool specimen_only(const entity *e)
{
    return str_in(str_of(e->name), only);
}

static const char *seed_of(const entity *e, const field *f)
{
    for (int i = 0; i < countof(seeds); i++)
        if (strcmp(seeds[i].entity, e->name) == 0 && strcmp(seeds[i].field, f->name) == 0) return seeds[i].value;
    return NULL;
}

static i64 serial;

static str numbered(ctx *c, const char *seed)
{
    text t = {.a = c->a};
    for (; *seed; seed++) {
        if (*seed == '#')
            put_int(&t, serial);
        else
            put_char(&t, *seed);
    }
    return text_str(&t);
}

static str words_for(ctx *c, const specimens *s, const field *f)
{
    str word = s->word ? str_of(s->word) : S("Specimen");
    str all = format(c->a, "$1 $2", v(word), v(serial));
    if (f->flags & LONG) all = format(c->a, "$1\nsecond line of $2", v(all), v(f->name));
    return all.n > field_max(f) ? format(c->a, "$1", v(serial)) : all;
}

static void give(ctx *c, const field *f, void *rec, str value)
{
    check_done(c, field_parse(c, f, rec, value));
}

static void fill_member(ctx *c, specimens *s, const entity *e, const field *f, void *rec)
{
    const char *seed = seed_of(e, f);
    void *m = field_at(f, rec);
    if (seed && strcmp(seed, "*") == 0) {
        ((ref *)m)->id = specimen_add(c, s, f->to);
        return;
    }
    if (seed) {
        give(c, f, rec, numbered(c, seed));
        return;
    }
    switch (f->kind) {
    case KIND_TEXT: *(str *)m = words_for(c, s, f); break;
    case KIND_INTEGER: *(i64 *)m = f->min || f->max ? f->min + (f->max > f->min) : 1; break;
    case KIND_NUMBER: *(number *)m = (number){true, f->min || f->max ? (double)f->min : 2.5}; break;
    case KIND_FLAG: *(bool *)m = false; break;
    case KIND_DATE: *(date *)m = (date){c->today.day + 30}; break;
    case KIND_MOMENT: *(moment *)m = c->now; break;
    case KIND_MONEY: *(money *)m = (money){123450, "EUR"}; break;
    case KIND_CHOICE: *(unsigned *)m = f->choices[0].name[0] ? 0 : 1; break;
    case KIND_REF:
        if (f->to == &person_entity)
            ((ref *)m)->id = s->person;
        else if (f->to == &unit_entity)
            ((ref *)m)->id = s->unit;
        else if (f->to != e)
            ((ref *)m)->id = specimen_of(c, s, f->to);
        break;
    case KIND_ANY: {
        const entity *to = entity_find(S("asset"));
        *(any *)m = (any){str_of(to->name), specimen_of(c, s, to)};
        break;
    }
    case KIND_SECRET: break;
    }
}

static void *make(ctx *c, specimens *s, const entity *e, bool full)
{
    void *rec = record_new(c, e);
    serial++;
    if (strcmp(e->name, "file") == 0) {
        const entity *to = entity_find(S("asset"));
        str hash = {0}, content = format(c->a, "content $1", v(serial));
        any about = {str_of(to->name), specimen_of(c, s, to)};
        if (file_store(c, content, &hash))
            return file_new(c, about, words_for(c, s, &e->fields[0]), S("text/plain"), content, hash);
    }
    for (int i = 0; i < e->nfields; i++) {
        const field *f = &e->fields[i];
        bool within = (e->within && strcmp(e->within, f->name) == 0) || (seed_of(e, f) && (f->flags & READONLY));
        if (within || (!(f->flags & (READONLY | DERIVED)) && (full || (f->flags & REQUIRED) || seed_of(e, f))))
            fill_member(c, s, e, f, rec);
    }
    return rec;
}

void *specimen_new(ctx *c, specimens *s, const entity *e)
{
    void *rec = make(c, s, e, true);
    if (record_check(c, e, rec)) return rec;
    c->failures = NULL, c->failures_end = NULL;
    return make(c, s, e, false);
}

static bool change_member(ctx *c, const field *f, void *m)
{
    switch (f->kind) {
    case KIND_TEXT: *(str *)m = format(c->a, "$1", v(++serial)); return true;
    case KIND_FLAG: *(bool *)m = !*(bool *)m; return true;
    case KIND_DATE: ((date *)m)->day += 1; return ((date *)m)->day > 1;
    case KIND_INTEGER: *(i64 *)m += *(i64 *)m == f->max && f->max ? -1 : 1; return true;
    case KIND_NUMBER: ((number *)m)->x += 1; return ((number *)m)->is;
    default: return false;
    }
}

bool specimen_change(ctx *c, const entity *e, void *rec)
{
    char *kept = arena_take(c->a, e->size);
    memcpy(kept, rec, (size_t)e->size);
    for (int i = 0; i < e->nfields; i++) {
        const field *f = &e->fields[i];
        if ((f->flags & (READONLY | DERIVED)) || !change_member(c, f, field_at(f, rec))) continue;
        if (record_check(c, e, rec)) return true;
        c->failures = NULL, c->failures_end = NULL;
        memcpy(rec, kept, (size_t)e->size);
    }
    return false;
}

typedef struct {
    const entity *e;
    void *rec;
    i64 id;
} wish;

static bool save(ctx *c, void *arg)
{
    wish *w = arg;
    void *rec = record_new(c, w->e); // a retry starts anew
    memcpy(rec, w->rec, (size_t)w->e->size);
    if (!record_save(c, w->e, rec)) return false;
    w->id = ((record *)rec)->id;
    return true;
}

bool specimen_save(ctx *c, const entity *e, void *rec)
{
    wish w = {e, rec, 0};
    if (!operate_with(c, save, &w)) return false;
    ((record *)rec)->id = w.id;
    ((record *)rec)->version++;
    return true;
}

static bool end(ctx *c, void *arg)
{
    wish *w = arg;
    void *rec = record_load(c, w->e, w->id);
    return rec && record_end(c, w->e, rec);
}

bool specimen_end(ctx *c, const entity *e, i64 id)
{
    return operate_with(c, end, &(wish){e, NULL, id});
}

i64 specimen_add(ctx *c, specimens *s, const entity *e)
{
    void *rec = specimen_new(c, s, e);
    bool ok = specimen_save(c, e, rec);
    if (!ok && c->failures) // the sentence with the name of the entity
        check_str(format(c->a, "$1: $2", v(e->name), v(c->failures->sentence)),
                  "a specimen that can be saved; test/specimen.c lists seeds");
    check_done(c, ok);
    return ((record *)rec)->id;
}

i64 specimen_of(ctx *c, specimens *s, const entity *e)
{
    i64 *made = &s->made[entity_number(e)];
    if (!*made)
        *made = specimen_only(e)      ? 1
                : e == &unit_entity   ? s->unit
                : e == &person_entity ? s->person
                                      : specimen_add(c, s, e);
    return *made;
}
