// scope_test.c: who sees what: two units with words that must never cross, for every entity there is.
// SPDX-License-Identifier: Apache-2.0
#include "platform/base/time.h"
#include "platform/record/field.h"
#include "platform/record/list.h"
#include "platform/record/search.h"
#include "test/specimen.h"

#include <string.h>

#define PAIRS(...) ((const char *const[]){__VA_ARGS__, NULL})
enum { NORTH = 2, SOUTH = 3 };
static specimens north, south;

// A record of every entity in North and one in South, with a word in each of its texts.
static ctx *two_units(void)
{
    ctx *c = fixture();
    north = (specimens){.unit = NORTH, .person = OLIVE, .word = "Northword"};
    south = (specimens){.unit = SOUTH, .person = OSCAR, .word = "Canarysouth"};
    for (const entity *e = NULL; (e = entity_next(e));) {
        specimen_of(c, &north, e);
        specimen_of(c, &south, e);
    }
    return c;
}

static i64 south_of(const entity *e)
{
    return south.made[entity_number(e)];
}

static i64 unit_of(ctx *over, const entity *e, i64 id)
{
    record *r = record_load(over, e, id);
    check(r != NULL);
    return r->unit;
}

// Does a scoped record of South lie there (and not in unit 0, with what everyone sees)?
static bool in_south(ctx *over, const entity *e)
{
    return entity_scoped(e) && unit_of(over, e, south_of(e)) == SOUTH;
}

static void expect(bool ok, const entity *e, const char *what)
{
    if (!ok) check_str(format(test_arena, "$1: $2", v(e->name), v(what)), "");
}

// ---- one record

static void see_nothing_of(ctx *c, const entity *e, i64 id)
{
    expect(!record_visible(c, e, id), e, "is visible");
    expect(!record_seek(c, e, id), e, "is found");
    expect(!record_load(c, e, id), e, "is loaded");
    expect(c->failures && c->failures->kind == NO_RECORD, e, "is refused as absent");
    str said = c->failures->sentence, code = record_code(c->a, e, id);
    c->failures = NULL, c->failures_end = NULL;
    record_load(c, e, 987654);
    str absent = c->failures->sentence, none = record_code(c->a, e, 987654);
    c->failures = NULL, c->failures_end = NULL;
    ptrdiff_t at = str_search(said, code), at_none = str_search(absent, none);
    check_str(str_sub(said, 0, at), str_sub(absent, 0, at_none));
    check_str(str_from(said, at + code.n), str_from(absent, at_none + none.n));
    check_str(record_title(c, e, id), code);
    version *versions;
    check_int(record_history(c, e, id, &versions, 10), 0);
    hit *hits;
    int n = search(c, NULL, code, &hits, 10);
    for (int i = 0; i < n; i++) expect(hits[i].e != e || hits[i].id != id, e, "is found by its code");
}

// ---- lists

static void lacks_canary(str s, const entity *e, const char *where)
{
    if (str_search(s, S("anarysouth")) >= 0) expect(false, e, where);
}

static void walk_lacks(ctx *c, const entity *e, list *l, i64 id)
{
    page p = list_page(c, l);
    for (int i = 0; i < p.n; i++) expect(((record *)p.recs[i])->id != id, e, "stands in a list");
}

static i64 walk(ctx *c, const entity *e, list *l, i64 not_this)
{
    i64 seen = 0;
    l->limit = 3;
    for (;;) {
        page p = list_page(c, l);
        check_str(db_error(c->db), "");
        for (int i = 0; i < p.n; i++) {
            expect(((record *)p.recs[i])->id != not_this, e, "stands in a list");
            for (int k = 0; k < l->ncolumns; k++)
                if (l->columns[k]->kind == KIND_REF && entity_scoped(l->columns[k]->to))
                    lacks_canary(p.titles[i * l->ncolumns + k], e, "a title in a list");
            seen++;
        }
        bytes b;
        const field *f = l->orders[0].field;
        bool open = f && f->kind == KIND_REF && !entity_scoped(f->to); // everyone reads its title
        if (p.next.n && !open && base64url_read(c->a, p.next, &b))
            lacks_canary(text_fold(c->a, (str){b.p, b.n}), e, "a cursor");
        if (!p.next.n) return seen;
        l->after = p.next;
    }
}

static void lists_lack(ctx *c, const entity *e, i64 id)
{
    list plain = list_of(e);
    i64 total = list_total(c, &plain), *ids;
    check_int(walk(c, e, &plain, id), total);
    list all = list_of(e);
    int n = list_ids(c, &all, &ids, 500);
    check_int(n, total);
    for (int i = 0; i < n; i++) expect(ids[i] != id, e, "stands in the ids");
    for (int i = 0; i < e->nfields; i++) {
        const field *f = &e->fields[i];
        if (f->kind == KIND_SECRET || (f->flags & LONG)) continue;
        for (int down = test_postgres() ? i % 2 : 0; down <= (test_postgres() ? i % 2 : 1);
             down++) { // PostgreSQL: one way each, for time
            list l = list_of(e);
            check_done(c, list_set(c, &l, S("sort"), format(c->a, "$1$2", v(down ? "-" : ""), v(f->name))));
            l.columns[0] = f, l.ncolumns = 1;
            check_int(walk(c, e, &l, id), total);
        }
        list l = list_of(e);
        if (f->kind == KIND_TEXT) {
            check_done(c, list_set(c, &l, format(c->a, "$1.has", v(f->name)), S("canarysouth")));
            check_int(list_total(c, &l), 0);
        }
        if (f->flags & CHIPS) {
            i64 counts[64] = {0}, sum = 0;
            l = list_of(e);
            list_chips(c, &l, f, counts);
            for (unsigned k = 0; f->choices[k].name; k++) sum += counts[k];
            check_int(sum, total);
        }
    }
    list found = list_of(e);
    found.q = S("Canarysouth");
    check_int(list_total(c, &found), 0);
    list coded = list_of(e);
    check_done(c, list_set(c, &coded, S("code"), record_code(c->a, e, id)));
    check_int(list_total(c, &coded), 0);
}

static void see_no_south(ctx *c, ctx *over)
{
    for (const entity *e = NULL; (e = entity_next(e));) {
        if (!in_south(over, e)) continue;
        see_nothing_of(c, e, south_of(e));
        lists_lack(c, e, south_of(e));
    }
    hit *hits;
    int n = search(c, NULL, S("canarysouth"), &hits, 100);
    for (int i = 0; i < n; i++) expect(!entity_scoped(hits[i].e) || !in_south(over, hits[i].e), hits[i].e, "is found");
}

TEST(who_reaches_north_sees_nothing_of_south)
{
    static const reach forms[] = {REACH_NARROW, REACH_WIDE};
    ctx *over = two_units();
    int scoped = 0;
    for (const entity *e = NULL; (e = entity_next(e));) scoped += in_south(over, e);
    check(scoped >= 8);
    for (int i = 0; i < countof(forms); i++) {
        ctx *c = fixture_as(OLIVE);
        c->reach = forms[i];
        see_no_south(c, over);
        for (const entity *e = NULL; (e = entity_next(e));) // but all of North, and what everyone sees
            expect(record_visible(c, e, north.made[entity_number(e)]), e, "is not visible in North");
        c->moment = (moment){c->now.us};
        for (const entity *e = NULL; (e = entity_next(e));) {
            list l = list_of(e);
            if (!in_south(over, e)) continue;
            see_nothing_of(c, e, south_of(e));
            walk(c, e, &l, south_of(e));
        }
    }
}

TEST(who_reaches_no_register_sees_what_names_them)
{
    static const i64 who[] = {STAN, EDITH};
    ctx *over = two_units();
    for (int i = 0; i < countof(who); i++) {
        ctx *c = fixture_as(who[i]);
        check(c->reach == REACH_OWN);
        see_no_south(c, over);
        for (const entity *e = NULL; (e = entity_next(e));)
            if (entity_scoped(e)) expect(!record_visible(c, e, north.made[entity_number(e)]), e, "is visible to staff");
        c->reach = REACH_NONE;
        see_no_south(c, over);
    }
    specimens own = {.unit = SOUTH, .person = STAN, .word = "Ofstan"};
    over = fixture_operator();
    const entity *task = entity_find(S("task"));
    i64 id = specimen_add(over, &own, task);
    ctx *c = fixture_as(STAN);
    check(record_visible(c, task, id));
    list l = list_of(task);
    check_int(list_page(c, &l).n, 1); // the total may be a second old: somebody else added it
    hit *hits;
    check(search(c, task, S("ofstan"), &hits, 10) == 1);
}

TEST(who_reaches_all_sees_both_in_every_form)
{
    ctx *over = two_units();
    ctx *c = fixture_as(AUGUST);
    check(c->reach == REACH_WHOLE);
    for (const entity *e = NULL; (e = entity_next(e));) {
        expect(record_visible(c, e, south_of(e)), e, "is not visible to the auditor");
        c->moment = c->now;
        expect(record_visible(c, e, south_of(e)), e, "is not visible to the auditor, as of now");
        c->moment = (moment){0};
    }
    (void)over;
}

TEST(a_literal_means_the_same_in_every_form)
{
    two_units();
    static const reach forms[] = {REACH_NONE, REACH_OWN, REACH_NARROW, REACH_WIDE, REACH_WHOLE};
    static const i64 wanted[] = {0, 1, 1, 1, 2}; // of the assets with these words; Olive owns hers
    ctx *c = fixture_as(OLIVE);
    for (int round = 0; round < 2; round++) // the second time from the cache
        for (int i = 0; i < countof(forms); i++)
            for (int then = 0; then < 2; then++) {
                c->reach = forms[i];
                c->moment.us = then ? c->now.us : 0;
                i64 joined = db_one(query(
                    c,
                    "SELECT count(*) FROM {asset a} JOIN {unit u} ON u.id = a.unit WHERE a.id >= $1 AND "
                    "a.id IN ($2, $3) AND EXISTS (SELECT 1 FROM {asset x} WHERE x.id = a.id)",
                    v(1), v(north.made[entity_number(entity_find(S("asset")))]), v(south_of(entity_find(S("asset"))))));
                check_int(joined, wanted[i]);
            }
}

// ---- references

static void refuse_reference(ctx *c, const entity *e, const field *f, void *rec, const entity *to)
{
    void *m = field_at(f, rec), *kept = record_new(c, e);
    field_copy(f, kept, rec);
    if (f->kind == KIND_REF)
        ((ref *)m)->id = south_of(to);
    else
        *(any *)m = (any){str_of(to->name), south_of(to)};
    bool ok = record_check(c, e, rec), named = false;
    for (const failure *x = c->failures; x; x = x->next)
        named = named || (x->field && strcmp(x->field, f->name) == 0 && str_search(x->sentence, S("there is no")) >= 0);
    expect(!ok && named, e, f->name);
    c->failures = NULL, c->failures_end = NULL;
    bool read = field_parse(c, f, rec, record_code(c->a, to, south_of(to)));
    expect(!read, e, f->name);
    c->failures = NULL, c->failures_end = NULL;
    field_copy(f, rec, kept);
}

TEST(no_reference_is_written_to_what_its_writer_does_not_see)
{
    ctx *over = two_units();
    ctx *c = fixture_as(OLIVE);
    int tried = 0;
    for (const entity *e = NULL; (e = entity_next(e));) {
        void *rec = record_load(c, e, north.made[entity_number(e)]);
        if (!rec) c->failures = NULL, c->failures_end = NULL;
        for (int i = 0; rec && i < e->nfields; i++) {
            const field *f = &e->fields[i];
            if ((f->kind != KIND_REF && f->kind != KIND_ANY) || (f->flags & (READONLY | DERIVED))) continue;
            const entity *to = f->kind == KIND_REF ? f->to : entity_find(S("asset"));
            if (!in_south(over, to)) continue;
            refuse_reference(c, e, f, rec, to);
            tried++;
        }
    }
    check(tried >= 8);
}

TEST(nothing_is_put_or_moved_where_its_writer_does_not_reach)
{
    two_units();
    ctx *c = fixture_as(OLIVE);
    const entity *e = entity_find(S("asset"));
    void *rec = record_load(c, e, north.made[entity_number(e)]);
    ((ref *)field_at(field_find(e, S("unit")), rec))->id = SOUTH;
    check_refused(c, specimen_save(c, e, rec), "do not reach that unit");
    check_int(fixture_add(c, e, PAIRS("name", "Mine", "owner", "me", "unit", "South")), 0);
    check_has(c->failures->sentence, "may not add");
}

// ---- records that move

TEST(a_record_that_moves_takes_its_past_its_parts_and_its_search_along)
{
    ctx *c = two_units();
    const entity *e = entity_find(S("asset")), *part = entity_find(S("dependency"));
    i64 id = south_of(e), part_id = south_of(part);
    moment then = c->now;
    fixture_clock((i64)31 * 86400 * 1000000);
    c = fixture_operator();
    check_done(c, fixture_set(c, e, id, PAIRS("unit", "North", "owner", "P-5")));
    c = fixture_as(OLIVE);
    check(record_visible(c, e, id) && record_visible(c, part, part_id));
    hit *hits;
    check(search(c, e, S("canarysouth"), &hits, 10) >= 1);
    c->moment = then;
    check(record_visible(c, e, id) && record_visible(c, part, part_id));
    version *versions;
    c->moment = (moment){0};
    check_int(record_history(c, e, id, &versions, 10), 2);
    c = fixture_as(OSCAR);
    see_nothing_of(c, e, id);
    see_nothing_of(c, part, part_id);
    list l = list_of(e);
    walk_lacks(c, e, &l, id);
    int n = search(c, e, S("canarysouth"), &hits, 10);
    for (int i = 0; i < n; i++) check(hits[i].id != id);
    c->moment = then;
    see_nothing_of(c, e, id);
    see_nothing_of(c, part, part_id);
}

static bool finds(ctx *c, const entity *e, i64 id)
{
    hit *hits;
    int n = search(c, e, S("canarysouth"), &hits, 100);
    for (int i = 0; i < n; i++)
        if (hits[i].id == id) return true;
    return false;
}

TEST(what_is_searched_moves_with_the_record_it_follows)
{
    ctx *c = two_units();
    const entity *e = entity_find(S("asset")), *follows = entity_find(S("evidence"));
    i64 id = south_of(follows);
    check(finds(fixture_as(OSCAR), follows, id) && !finds(fixture_as(OLIVE), follows, id));
    c = fixture_again(c);
    check_done(c, fixture_set(c, e, south_of(e), PAIRS("unit", "North", "owner", "P-5")));
    check(!finds(fixture_as(OSCAR), follows, id) && finds(fixture_as(OLIVE), follows, id));
}

TEST(what_belongs_to_a_person_moves_with_them)
{
    ctx *c = fixture();
    specimens s = {.unit = SOUTH, .person = OSCAR};
    i64 id = specimen_of(c, &s, &token_entity);
    check_int(((record *)record_load(c, &token_entity, id))->unit, SOUTH);
    check_done(c, fixture_set(c, &person_entity, OSCAR, PAIRS("unit", "North")));
    c = fixture_again(c);
    check_int(((record *)record_load(c, &token_entity, id))->unit, NORTH);
    check(record_visible(fixture_as(OSCAR), &token_entity, id)); // theirs, wherever it lies
    check(record_visible(fixture_as(OLIVE), &token_entity, id));
}

TEST(what_ended_is_seen_in_the_past_by_who_reaches_its_last_unit)
{
    ctx *c = two_units();
    const entity *e = entity_find(S("asset"));
    i64 id = specimen_add(c, &south, e);
    fixture_clock(1000000);
    c = fixture_again(c);
    moment then = c->now;
    fixture_clock(1000000);
    c = fixture_again(c);
    check_done(c, specimen_end(c, e, id));
    c = fixture_as(OSCAR);
    check(!record_visible(c, e, id));
    c->moment = then;
    check(record_visible(c, e, id));
    c = fixture_as(OLIVE);
    c->moment = then;
    see_nothing_of(c, e, id);
}

TEST(no_guess_of_an_id_finds_more_than_the_reach_allows)
{
    ctx *over = two_units();
    ctx *c = fixture_as(OLIVE);
    for (const entity *e = NULL; (e = entity_next(e));) {
        if (!entity_scoped(e)) continue;
        for (i64 id = 1; id <= 60; id++) {
            record *r = record_seek(over, e, id);
            bool theirs = r && (r->unit == NORTH || r->unit == 0);
            if (e->scope == SCOPE_PERSON && r)
                theirs = theirs || ((ref *)field_at(field_find(e, str_of(e->within)), r))->id == OLIVE;
            expect(record_visible(c, e, id) == theirs, e, "by a guessed id");
        }
    }
}
