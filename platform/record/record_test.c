// record_test.c: records of the people module stand for all others: store, history, reach, lists, search.
// SPDX-License-Identifier: Apache-2.0
#include "platform/ledger/ledger.h"
#include "platform/record/list.h"
#include "platform/record/search.h"
#include "test/fixture.h"

#define PAIRS(...) ((const char *const[]){__VA_ARGS__, NULL})

TEST(a_record_comes_back_as_it_was_saved)
{
    ctx *c = fixture();
    i64 id =
        fixture_add(c, &person_entity,
                    PAIRS("name", "Zoë Groß", "email", "zoe@test.example", "unit", "North", "start", "2026-01-31"));
    check_done(c, id == 9);
    c = fixture_again(c);
    person *p = record_load(c, &person_entity, id);
    check_str(p->name, "Zoë Groß");
    check_int(p->unit.id, 2);
    check_int(p->rec.version, 1);
    fixture_verify();
}

TEST(a_stale_save_is_refused_and_the_past_is_kept)
{
    ctx *c = fixture();
    check_done(c, fixture_set(c, &unit_entity, 2, PAIRS("name", "Far north")));
    c = fixture_again(c);
    check_int(((record *)record_load(c, &unit_entity, 2))->version, 2);
    version *versions;
    check_int(record_history(c, &unit_entity, 2, &versions, 10), 2);
    check_str(((unit *)versions[1].rec)->name, "North");
    check_str(versions[0].verb, "unit.set");
    fixture_verify();
}

TEST(every_wrong_field_is_named_at_once)
{
    ctx *c = fixture();
    check_int(fixture_add(c, &person_entity, PAIRS("name", "", "email", "x", "unit", "Nowhere", "start", "31.01.2026")),
              0);
    int n = 0;
    for (failure *f = c->failures; f; f = f->next) n++;
    check_int(n, 2); // what cannot be read; the rest is looked at when all can be read
}

TEST(an_email_is_unique_whatever_its_case)
{
    ctx *c = fixture();
    check_refused(
        c, fixture_add(c, &person_entity, PAIRS("name", "Other", "email", "ADA@test.example", "unit", "U-1")) != 0,
        "taken");
}

TEST(what_is_used_cannot_end)
{
    ctx *c = fixture();
    check_refused(c, operate_end(c, &unit_entity, 2, 0), "P-5");
    c = fixture_again(c);
    check_done(c, fixture_add(c, &unit_entity, PAIRS("name", "West")) == 4);
    check_done(c, operate_end(c, &unit_entity, 4, 1));
    c = fixture_again(c);
    check(!record_seek(c, &unit_entity, 4));
    fixture_verify();
}

TEST(a_list_pages_by_key_in_any_order)
{
    ctx *c = fixture();
    const char *sorts[] = {"name", "-name", "unit,name", "-manager", "start,-email", "code"};
    for (int s = 0; s < countof(sorts); s++) {
        list l = list_of(&person_entity);
        l.limit = 3;
        check_done(c, list_set(c, &l, S("sort"), str_of(sorts[s])));
        int seen = 0, pages = 0;
        bool met[16] = {0};
        for (;;) {
            page p = list_page(c, &l);
            for (int i = 0; i < p.n; i++) {
                i64 id = ((record *)p.recs[i])->id;
                check(!met[id]);
                met[id] = true;
                seen++;
            }
            check(++pages < 10);
            if (!p.next.n) break;
            l.after = p.next;
        }
        check_int(seen, 8);
    }
    list l = list_of(&person_entity);
    check_done(c, list_set(c, &l, S("unit"), S("North")));
    check_int(list_total(c, &l), 2);
}

TEST(a_search_finds_words_by_their_beginning_and_codes)
{
    ctx *c = fixture();
    hit *hits;
    check_int(search(c, NULL, S("gre"), &hits, 10), 1);
    check_int(hits[0].id, GRETA);
    check_int(search(c, NULL, S("p-4"), &hits, 10), 1);
    check_int(search(c, NULL, S("nothing of it"), &hits, 10), 0);
}

static int found(ctx *c, const char *words)
{
    hit *hits;
    return search(c, NULL, str_of(words), &hits, 10);
}

// Names that come, change and go within one operation, before the words of new records reach the index.
static bool name_in_haste(ctx *c, void *arg)
{
    unit kept = {.name = S("Quayside")}, gone = {.name = S("Lighthouse")};
    (void)arg;
    if (!record_save(c, &unit_entity, &kept) || !record_save(c, &unit_entity, &gone)) return false;
    kept.name = S("Harbour");
    return record_save(c, &unit_entity, &kept) && record_end(c, &unit_entity, &gone);
}

// And with a search in between, which brings them there.
static bool name_and_search(ctx *c, void *arg)
{
    unit x = {.name = S("Drydock")};
    (void)arg;
    if (!record_save(c, &unit_entity, &x)) return false;
    check_int(found(c, "drydock"), 1); // the writer finds what nobody else can see yet
    x.name = S("Slipway");
    return record_save(c, &unit_entity, &x);
}

TEST(a_search_finds_the_last_name_of_what_is_new)
{
    ctx *c = fixture();
    check_done(c, operate_with(c, name_in_haste, NULL));
    check_done(c, operate_with(c, name_and_search, NULL));
    c = fixture_again(c);
    check_int(found(c, "harbour"), 1);
    check_int(found(c, "slipway"), 1);
    check_int(found(c, "quayside") + found(c, "lighthouse") + found(c, "drydock"), 0);
    if (db_kind_of(c->db) == DB_POSTGRES) return;
    db_release(c->db);
    db *w = db_write_begin(c->database);
    bool sound = db_exec(w, "INSERT INTO search_text (search_text, rank) VALUES ('integrity-check', 1)");
    db_write_end(w, false);
    c->db = db_reader(c->database);
    check(sound);
}

static bool name_one(ctx *c, void *arg)
{
    unit x = {.name = format(c->a, "Lock $1", v(*(int *)arg))};
    return record_save(c, &unit_entity, &x);
}

static i64 parts(ctx *c)
{
    return db_one(db_query(c->db, c->a, "SELECT count(*) FROM search_text_data WHERE id > 10"));
}

// What commits leave behind is merged while nobody waits for the writer; then there is nothing more to do, and nothing is written.
TEST(the_index_of_words_is_tidied_until_there_is_nothing_to_do)
{
    ctx *c = fixture();
    if (db_kind_of(c->db) == DB_POSTGRES) check_skip("PostgreSQL looks after its indexes itself");
    db_release(c->db);
    db *w = db_write_begin(c->database);
    check(db_exec(w, "INSERT INTO search_text (search_text, rank) VALUES ('automerge', 0)"));
    check_int(db_write_end(w, true), DB_DONE);
    c->db = db_reader(c->database);
    for (int i = 0; i < 12; i++) check_done(c, operate_with(c, name_one, &i));
    c = fixture_again(c);
    i64 before = parts(c);
    check(before > 8);
    db_release(c->db);
    int steps = 0;
    while (search_tidy(c->database)) check(++steps < 100);
    check(steps > 0 && !search_tidy(c->database));
    w = db_write_begin(c->database);
    check(db_exec(w, "INSERT INTO search_text (search_text, rank) VALUES ('integrity-check', 1)"));
    db_write_end(w, false);
    c->db = db_reader(c->database);
    c = fixture_again(c);
    check(parts(c) < before / 2);
    check_int(found(c, "lock"), 10);
    check_int(found(c, "lock 11"), 1);
    int more = 12;
    check_done(c, operate_with(c, name_one, &more));
    search_tidy(c->database); // one part more is none too many
    c = fixture_again(c);
    check_int(found(c, "lock 12"), 1);
}

static bool name_many(ctx *c, void *arg)
{
    bool done = true;
    (void)arg;
    for (int i = 0; i < 190 && done; i++) {
        unit x = {.name = format(c->a, "Beacon $1", v(i))};
        done = record_save(c, &unit_entity, &x);
    }
    return done;
}

TEST(a_search_gives_as_many_as_are_asked_for_the_best_of_twice_as_many_first)
{
    ctx *c = fixture();
    hit *hits;
    check_done(c, operate_with(c, name_many, NULL));
    c = fixture_again(c);
    check_int(search(c, NULL, S("beacon"), &hits, 500), 190);
    check_int(search(c, NULL, S("beacon 100"), &hits, 1), 1); // of those with "100", and of no other
    check_str(hits[0].title, "Beacon 100");
    check_int(search(c, NULL, S("beacon"), &hits, 60), 60);
    check_int(search(c, &unit_entity, S("beacon 7"), &hits, 60), 11);
    check_str(hits[0].title, "Beacon 7"); // the oldest of them
}

static bool name_and_refuse(ctx *c, void *arg)
{
    unit x = {.name = S("Boathouse")};
    (void)arg;
    return record_save(c, &unit_entity, &x) && fail(c, NULL, "No.");
}

TEST(a_refused_record_leaves_no_words)
{
    ctx *c = fixture();
    check_refused(c, operate_with(c, name_and_refuse, NULL), "No.");
    c = fixture_again(c);
    check_done(c, fixture_add(c, &unit_entity, PAIRS("name", "Ferry")) > 0);
    c = fixture_again(c);
    check_int(found(c, "boathouse"), 0);
    check_int(found(c, "ferry"), 1);
}

TEST(the_past_reads_as_it_stood)
{
    ctx *c = fixture();
    moment before = c->now;
    fixture_clock(1000000);
    c = fixture_again(c);
    check_done(c, fixture_set(c, &unit_entity, 3, PAIRS("name", "Deep south")));
    c = fixture_again(c);
    c->moment = before;
    check_str(((unit *)record_load(c, &unit_entity, 3))->name, "South");
    c->moment = (moment){0};
    check_str(((unit *)record_load(c, &unit_entity, 3))->name, "Deep south");
}
