// oscal_undo_test.c: imports of catalogues taken back as one step.
// SPDX-License-Identifier: Apache-2.0
#include "exchange/oscal/oscal.h"
#include "exchange/register/register.h"
#include "platform/record/operate.h"
#include "platform/record/search.h"
#include "test/fixture.h"

static const char *const catalog =
    "{\"catalog\":{\"uuid\":\"11111111-1111-4111-8111-111111111111\",\"metadata\":{\"title\":\"Small catalogue\","
    "\"version\":\"1\",\"oscal-version\":\"1.1.2\"},\"groups\":[{\"id\":\"g1\",\"title\":\"Group one\",\"controls\":["
    "{\"id\":\"a-1\",\"title\":\"First\",\"controls\":[{\"id\":\"a-1.1\",\"title\":\"First, more\"}]},"
    "{\"id\":\"a-2\",\"title\":\"Second\"},{\"id\":\"b-1\",\"title\":\"Third\"}]}]}}";

static void read_text(ctx *c, const char *name, str source, oscal_catalog *k)
{
    oscal_document d;
    check_done(c, oscal_open(c, str_of(name), source, &d));
    check_done(c, oscal_read(c, &d, k));
}

static oscal_catalog read_catalog(ctx *c)
{
    oscal_catalog k;
    read_text(c, "small.json", str_of(catalog), &k);
    return k;
}

static oscal_node *node(const oscal_catalog *k, const char *id)
{
    for (oscal_node *n = oscal_next(k->root, k->root); n; n = oscal_next(k->root, n))
        if (str_eq(n->id, str_of(id))) return n;
    return NULL;
}

static oscal_outcome store(ctx *c, const oscal_catalog *k)
{
    oscal_outcome o = {0};
    check_done(c, oscal_store(c, k, false, &o));
    return o;
}

static i64 requirements(ctx *c)
{
    return db_one(query(c, "SELECT count(*) FROM {requirement x}"));
}

static bool undo(ctx *c, i64 import_id)
{
    return operate(c, action_find(&import_entity, S("undo")), import_id, 0, NULL);
}

static requirement *there(ctx *c, i64 framework_id, const char *ident)
{
    i64 id = requirement_named(c, framework_id, str_of(ident));
    return id ? record_load(c, &requirement_entity, id) : NULL;
}

TEST(an_import_of_a_catalogue_is_undone_as_one_step)
{
    ctx *c = fixture();
    oscal_catalog k = read_catalog(c);
    k.hash = hash_hex(test_arena, hash_of(str_of(catalog)));
    oscal_outcome first = store(c, &k);
    c = fixture_again(c);
    const import *m = record_load(c, &import_entity, first.import);
    check_str(m->noun, "framework");
    check_str(m->file, "small.json");
    check_int(m->hash.n, 64);
    check(m->added == 5 && !m->changed && m->person.id == c->person);
    k = read_catalog(c);
    check_int(store(c, &k).import, 0); // nothing changes: no import
    node(&k, "b-1")->title = S("Of another name");
    node(&k, "a-1.1")->id = S("a-1.2");
    oscal_outcome second = store(c, &k);
    check(second.import && second.framework == first.framework);
    c = fixture_again(c);
    check_refused(c, undo(c, first.import), "changed since");
    check_done(c, undo(c, second.import));
    c = fixture_again(c);
    check_str(there(c, first.framework, "b-1")->title, "Third");
    check(!there(c, first.framework, "a-1.1")->withdrawn && !there(c, first.framework, "a-1.2"));
    check_refused(c, undo(c, second.import), "already");
    check_done(c, undo(c, first.import)); // what a later import changed and took back does not count
    c = fixture_again(c);
    check_int(db_one(query(c, "SELECT count(*) FROM {framework x}")), 0);
    check_int(requirements(c), 0);
    hit *hits;
    check_int(search(c, &requirement_entity, S("group"), &hits, 5), 0);
    k = read_catalog(c);
    check_int(store(c, &k).added, 5); // and in again
    fixture_verify();
}

TEST(an_undo_of_a_catalogue_stops_where_somebody_went_on)
{
    ctx *c = fixture();
    oscal_catalog k = read_catalog(c);
    oscal_outcome o = store(c, &k);
    c = fixture_again(c);
    i64 id = there(c, o.framework, "a-1")->rec.id, other = there(c, o.framework, "a-2")->rec.id;
    check_done(c, fixture_set(c, &requirement_entity, id, (const char *const[]){"summary", "Ours", NULL}));
    c = fixture_again(c);
    check_refused(c, undo(c, o.import),
                  format(c->a, "$1 changed since", v(record_code(c->a, &requirement_entity, id))));
    check_done(c, fixture_set(c, &requirement_entity, id, (const char *const[]){"summary", "", NULL}));
    c = fixture_again(c);
    mapping m = {.source = {id}, .target = {other}};
    check_done(c, operate_add(c, &mapping_entity, &m, NULL, 0));
    c = fixture_again(c);
    check_refused(c, undo(c, o.import), format(c->a, "is used by $1", v(record_code(c->a, &mapping_entity, m.rec.id))));
    c = fixture_again(c);
    check_int(requirements(c), 5);
    check(!((const import *)record_load(c, &import_entity, o.import))->undone);
    check_done(c, operate_end(c, &mapping_entity, m.rec.id, 0));
    c = fixture_again(c);
    check_done(c, undo(c, o.import));
    fixture_verify();
}

TEST(the_catalogue_of_800_53_is_undone_as_one_step)
{
    ctx *c = fixture();
    oscal_catalog k;
    read_text(c, "800-53.json", test_read(test_shared("samples/oscal/nist/NIST_SP-800-53_rev5.0.1_catalog-min.json")),
              &k);
    oscal_outcome o = store(c, &k);
    check_int(o.added, 1209);
    c = fixture_again(c);
    check_done(c, undo(c, o.import));
    c = fixture_again(c);
    check_int(requirements(c), 0);
    fixture_verify();
}
