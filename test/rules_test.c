// rules_test.c: what is changed behind the program's back is named by the rules of the store.
// SPDX-License-Identifier: Apache-2.0
#include "platform/record/rules.h"
#include "platform/record/rules_store.h"
#include "platform/base/time.h"
#include "platform/record/field.h"
#include "test/specimen.h"

#include <pthread.h>
#include <string.h>
#include <time.h>

#define PAIRS(...) ((const char *const[]){__VA_ARGS__, NULL})

static i64 asset_id;
static const entity *asset;

static ctx *begin(void)
{
    ctx *c = fixture();
    specimens s = {.unit = 2, .person = OLIVE, .word = "Word"};
    asset = entity_find(S("asset"));
    for (const entity *e = NULL; (e = entity_next(e));) specimen_of(c, &s, e);
    asset_id = s.made[entity_number(asset)];
    return fixture_again(c);
}

// A statement of somebody who has the file.
static void tamper(ctx *c, str sql)
{
    struct database *d = c->database;
    db_release(c->db);
    c->db = NULL;
    db *w = db_write_begin(d);
    check(db_script(w, sql));
    check(db_write_end(w, true) == DB_DONE);
    c->db = db_reader(d);
}

static void expect(ctx *c, const char *name, const char *what, i64 id)
{
    check_found *found;
    int n;
    check_done(c, rules_run_one(c, rule_find(str_of(name)), &found, &n));
    for (int i = 0; i < n; i++)
        if (str_search(found[i].what, str_of(what)) >= 0 && str_eq(found[i].state, S("broken")) && found[i].id == id) {
            check(rules_fail(found, n, false));
            return;
        }
    check_str(n ? found[0].what : S("nothing"), what);
}

static str about(ctx *c, const char *template)
{
    text t = {.a = c->a};
    fill(&t, str_of(template), VALS(v(asset_id)), 1);
    return text_str(&t);
}

TEST(a_row_changed_by_hand_is_named)
{
    ctx *c = begin();
    tamper(c, about(c, "UPDATE asset SET site = 'Elsewhere' WHERE id = $1"));
    expect(c, "ledger", "\"site\" is not what", asset_id);
    tamper(c, about(c, "UPDATE asset SET site = '', version = 9 WHERE id = $1"));
    expect(c, "ledger", "version 9", asset_id);
}

TEST(a_row_put_in_or_taken_out_by_hand_is_named)
{
    ctx *c = begin();
    tamper(c, S("INSERT INTO threat (id, version, since, name, name_key) VALUES (77, 1, 5, 'Made up', 'made up')"));
    expect(c, "ledger", "no entry in the ledger", 77);
    tamper(c, S("DELETE FROM threat WHERE id = 77"));
    specimens s = {.unit = 2, .person = OLIVE};
    i64 id = specimen_add(c, &s, entity_find(S("threat")));
    tamper(c, format(c->a, "DELETE FROM threat WHERE id = $1", v(id)));
    expect(c, "ledger", "it is not there", id);
}

TEST(a_past_made_up_by_hand_is_named)
{
    ctx *c = begin();
    check_done(c, fixture_set(c, asset, asset_id, PAIRS("site", "Second")));
    c = fixture_again(c);
    tamper(c, about(c, "UPDATE asset_past SET version = 40 WHERE id = $1"));
    expect(c, "ledger", "past has no entry", asset_id);
}

TEST(what_is_derived_and_changed_by_hand_is_named)
{
    ctx *c = begin();
    check_found *found;
    int n;
    check_done(c, rules_run_one(c, rule_find(S("derived")), &found, &n));
    check_int(n, 0);
    tamper(c, about(c, "UPDATE asset SET worth_c = 4 WHERE id = $1"));
    expect(c, "derived", "\"C with inherited\" is 4", asset_id);
    tamper(c, about(c, "UPDATE asset SET worth_c = 1, name_key = 'zzz' WHERE id = $1"));
    expect(c, "derived", "folded form", asset_id);
    i64 part = db_one(db_query(c->db, c->a, "SELECT min(id) FROM dependency"));
    tamper(c, S("UPDATE dependency SET unit = 3"));
    expect(c, "derived", "does not lie in the unit", part);
    // Looking changes nothing.
    check_int(db_one(db_query(c->db, c->a, "SELECT min(unit) FROM dependency")), 3);
}

typedef struct {
    struct database *d;
    int n;
} looking;

static void *look_at_what_is_derived(void *arg)
{
    looking *l = arg;
    arena room = arena_make(64 << 20), whole = room;
    ctx c = {.a = &room, .database = l->d, .now = {1}, .zone = S("UTC"), .request = S("test"), .channel = S("test")};
    check_found *found;
    c.db = db_reader(c.database);
    ctx_operator(&c);
    if (!rules_run_one(&c, rule_find(S("derived")), &found, &l->n)) l->n = -1;
    db_release(c.db);
    arena_drop(whole, whole.beg);
    return NULL;
}

TEST(nobody_waits_for_the_turn_while_what_is_derived_is_made_anew)
{
    ctx *c = begin();
    pthread_t thread;
    looking l = {c->database, -2};
    struct timespec until;
    db_release(c->db);
    c->db = NULL;
    db *w = db_write_begin(c->database); // somebody else has it, for as long as it takes
    check(pthread_create(&thread, NULL, look_at_what_is_derived, &l) == 0);
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += 60;
    check(pthread_timedjoin_np(thread, NULL, &until) == 0);
    check_int(l.n, 0);
    check(db_write_end(w, false) == DB_DONE);
    c->db = db_reader(c->database);
}

TEST(an_image_of_an_older_version_is_held_by_what_it_knows)
{
    ctx *c = begin();
    const entity *threat = entity_find(S("threat"));
    specimens s = {.unit = 2, .person = OLIVE, .word = "W"};
    void *rec = record_load(c, threat, specimen_add(c, &s, threat));
    text t = {.a = c->a};
    record_image(c, &t, threat, rec);
    check(image_differs(c, threat, rec, text_str(&t)) == NULL);
    ((str *)field_at(field_find(threat, S("source")), rec))->n--;
    check_str(image_differs(c, threat, rec, text_str(&t)), "source");
    check_str(
        image_differs(c, threat, rec, S("{\"code\":\"T-1\",\"version\":1,\"gone\":{\"name\":\"x\",\"source\":2}}")),
        "name"); // not known then, and not empty now
    check(image_differs(c, threat, record_new(c, threat), S("{\"code\":\"T-1\",\"version\":1,\"gone\":\"a,\\\"b\"}")) ==
          NULL);
}

TEST(rules_have_names_of_their_own_and_sentences)
{
    const rule *r;
    int n = 0;
    for (int i = 0; (r = rule_at(i)); i++, n++) {
        check(r->name && r->name[0] && r->sentence && r->sentence[0]);
        check((r->sql != NULL) != (r->run != NULL));
        check(rule_find(str_of(r->name)) == r);
        check(r->sentence[strlen(r->sentence) - 1] == '.');
    }
    check(n >= 2);
}
