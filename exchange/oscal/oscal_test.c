// oscal_test.c: catalogues and profiles: NIST's own, and small ones that hold each turn of the format.
// SPDX-License-Identifier: Apache-2.0
#include "exchange/oscal/oscal.h"
#include "exchange/oscal/oscal_modify.h"
#include "platform/base/time.h"
#include "test/fixture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define HEAD(uuid, title)                                                                                              \
    "\"uuid\":\"" uuid "\",\"metadata\":{\"title\":\"" title "\",\"version\":\"1\",\"oscal-version\":\"1.1.2\"}"

static const char *const small_catalog = "{\"catalog\":{" HEAD(
    "11111111-1111-4111-8111-111111111111",
    "Small catalogue") ",\n"
                       " \"params\":[],\n"
                       " \"groups\":[{\"id\":\"g1\",\"title\":\"Group "
                       "one\",\"groups\":[{\"id\":\"g1a\",\"title\":\"Inner\",\"controls\":[\n"
                       "   "
                       "{\"id\":\"a-1\",\"class\":\"C\",\"title\":\"First\",\"params\":[{\"id\":\"a-1_p\",\"label\":"
                       "\"a period\"},"
                       "{\"id\":\"a-1_q\",\"select\":{\"how-many\":\"one-or-more\",\"choice\":[\"daily\",\"each {{ "
                       "insert: param, a-1_p }}\"]}}],"
                       "\"parts\":[{\"id\":\"a-1_s\",\"name\":\"statement\",\"prose\":\"Do it {{ insert: param, a-1_q "
                       "}}.\",\"parts\":["
                       "{\"id\":\"a-1_s.a\",\"name\":\"item\",\"props\":[{\"name\":\"label\",\"value\":\"a.\"}],"
                       "\"prose\":\"well\"}]},"
                       "{\"id\":\"a-1_g\",\"name\":\"guidance\",\"prose\":\"Because.\"}],\n"
                       "    \"controls\":[{\"id\":\"a-1.1\",\"title\":\"First, "
                       "more\"},{\"id\":\"a-1.2\",\"title\":\"First, gone\","
                       "\"props\":[{\"name\":\"status\",\"value\":\"Withdrawn\"}]}]},\n"
                       "   "
                       "{\"id\":\"a-2\",\"title\":\"Second\",\"props\":[{\"name\":\"status\",\"ns\":\"https://"
                       "example.org\",\"value\":\"withdrawn\"}]}]}]},\n"
                       "  {\"title\":\"Without an id\",\"controls\":[{\"id\":\"b-1\",\"title\":\"Of the other "
                       "group\"}]}],\n"
                       " \"controls\":[{\"id\":\"z-1\",\"title\":\"Without a group\"}]}}";

static oscal_document open_document(ctx *c, const char *name, const char *source)
{
    oscal_document d;
    check_done(c, oscal_open(c, str_of(name), str_of(source), &d));
    return d;
}

static oscal_catalog read_catalog(ctx *c, const char *source)
{
    oscal_document d = open_document(c, "small.json", source);
    oscal_catalog k;
    check_done(c, oscal_read(c, &d, &k));
    return k;
}

// "g1(g1a(a-1(a-1.1 a-1.2) a-2)) …"
static void put_tree(text *t, const oscal_node *parent)
{
    for (const oscal_node *n = parent->first; n; n = n->next) {
        if (n != parent->first) put_char(t, ' ');
        put(t, n->id);
        if (!n->first) continue;
        put_char(t, '(');
        put_tree(t, n);
        put_char(t, ')');
    }
}

static str tree(const oscal_catalog *k)
{
    text t = {.a = test_arena};
    put_tree(&t, k->root);
    return text_str(&t);
}

static oscal_node *node(oscal_catalog *k, const char *id)
{
    for (oscal_node *n = oscal_next(k->root, k->root); n; n = oscal_next(k->root, n))
        if (str_eq(n->id, str_of(id))) return n;
    check(!"there is such a node");
    return NULL;
}

TEST(groups_and_controls_nest_in_every_way_the_format_has)
{
    ctx *c = fixture();
    oscal_catalog k = read_catalog(c, small_catalog);
    check_str(tree(&k), "g1(g1a(a-1(a-1.1 a-1.2) a-2)) group-3(b-1) z-1");
    check_int(k.controls, 6);
    check_int(k.groups, 3);
    check_int(k.withdrawn, 1); // a status of somebody else's namespace is not ours
    check_int(node(&k, "a-1.1")->kind, REQUIREMENT_ENHANCEMENT);
    check_int(node(&k, "a-1")->kind, REQUIREMENT_CONTROL);
}

TEST(a_statement_reads_with_its_parameters)
{
    ctx *c = fixture();
    oscal_catalog k = read_catalog(c, small_catalog);
    oscal_node *n = node(&k, "a-1");
    check_str(oscal_statement(test_arena, n->params_at, n->parts_at),
              "Do it [Selection (one or more): daily; each [Assignment: a period]].\na. well");
}

TEST(what_is_no_catalogue_is_named)
{
    ctx *c = fixture();
    oscal_document d;
    static const char *const wrong[][2] = {
        {"{\"catalog\":", "line 1"},
        {"<catalog/>", "XML"},
        {"[]", "no OSCAL catalog"},
        {"{\"$schema\":\"x\",\"component-definition\":{}}", "component-definition"},
        {"{\"catalog\":[]}", "holds a catalog"},
    };
    for (int i = 0; i < countof(wrong); i++)
        check_refused(c, oscal_open(c, S("x.json"), str_of(wrong[i][0]), &d), wrong[i][1]);
    static const char *const broken[][2] = {
        {"{\"catalog\":{" HEAD("u", "T") ",\"controls\":[{\"title\":\"x\"}]}}", "no id"},
        {"{\"catalog\":{" HEAD("u", "T") ",\"controls\":[{\"id\":\"x\"}]}}", "no title"},
        {"{\"catalog\":{" HEAD("u",
                               "T") ",\"controls\":[{\"id\":\"x\",\"title\":\"x\"},{\"id\":\"x\",\"title\":\"y\"}]}}",
         "twice"},
        {"{\"catalog\":{" HEAD("u", "T") ",\"controls\":{}}}", "array"},
        {"{\"catalog\":{" HEAD("u", "T") "}}", "no control"},
        {"{\"catalog\":{\"metadata\":{\"title\":\"T\"}}}", "uuid"},
        {"{\"catalog\":{\"uuid\":\"u\",\"metadata\":{\"title\":\"T\",\"oscal-version\":\"2.0.0\"}}}", "version 1"},
    };
    for (int i = 0; i < countof(broken); i++) {
        oscal_catalog k;
        d = open_document(c, "x.json", broken[i][0]);
        check_refused(c, oscal_read(c, &d, &k), broken[i][1]);
    }
}

// --- profiles -------------------------------------------------------------------------------------------------------

static oscal_catalog resolve_with(ctx *c, const char *profile, const char *source)
{
    oscal_document d = open_document(c, "profile.json", profile), s = open_document(c, "small.json", source);
    oscal_catalog k;
    s.given = true;
    check_done(c, oscal_resolve(c, &d, &s, 1, &k));
    return k;
}

#define PROFILE(imports, rest)                                                                                         \
    "{\"profile\":{" HEAD("22222222-2222-4222-8222-222222222222", "P") ",\"imports\":[" imports "]" rest "}}"
#define AS_IS ",\"merge\":{\"as-is\":true}"

TEST(a_profile_selects_in_every_way_the_format_has)
{
    ctx *c = fixture();
    static const char *const cases[][2] = {
        {PROFILE("{\"href\":\"#x\",\"include-all\":{}}", AS_IS), "g1(g1a(a-1(a-1.1 a-1.2) a-2)) group-3(b-1) z-1"},
        {PROFILE("{\"href\":\"#x\"}", AS_IS), "g1(g1a(a-1(a-1.1 a-1.2) a-2)) group-3(b-1) z-1"},
        {PROFILE("{\"href\":\"#x\",\"include-all\":{}}", ""), "a-1(a-1.1 a-1.2) a-2 b-1 z-1"},
        {PROFILE("{\"href\":\"#x\",\"include-all\":{}}", ",\"merge\":{\"flat\":{}}"), "a-1(a-1.1 a-1.2) a-2 b-1 z-1"},
        {PROFILE("{\"href\":\"#x\",\"include-controls\":[{\"with-ids\":[\"A-1\",\"z-1\"]}]}", AS_IS),
         "g1(g1a(a-1)) z-1"},
        {PROFILE("{\"href\":\"#x\",\"include-controls\":[{\"with-child-controls\":\"yes\",\"with-ids\":[\"a-1\"]}]}",
                 AS_IS),
         "g1(g1a(a-1(a-1.1 a-1.2)))"},
        {PROFILE("{\"href\":\"#x\",\"include-controls\":[{\"matching\":[{\"pattern\":\"a-?.*\"}]}]}", AS_IS),
         "g1(g1a(a-1.1 a-1.2))"},
        {PROFILE(
             "{\"href\":\"#x\",\"include-all\":{},\"exclude-controls\":[{\"with-child-controls\":\"yes\",\"with-ids\":"
             "[\"a-1\"]}]}",
             AS_IS),
         "g1(g1a(a-2)) group-3(b-1) z-1"},
        {PROFILE("{\"href\":\"#x\",\"include-controls\":[{\"with-ids\":[\"a-2\"]}]},{\"href\":\"#y\",\"include-"
                 "controls\":[{"
                 "\"with-ids\":[\"a-2\",\"a-1\"]}]}",
                 AS_IS),
         "g1(g1a(a-2 a-1))"},
        {PROFILE("{\"href\":\"#x\",\"include-all\":{}}",
                 ",\"merge\":{\"custom\":{\"groups\":[{\"id\":\"n\",\"title\":\"New\",\"groups\":[{\"title\":\"In it\","
                 "\"insert-controls\":[{\"include-controls\":[{\"with-ids\":[\"b-1\"]}]}]}],\"insert-controls\":[{"
                 "\"order\":\"descending\",\"include-controls\":[{\"matching\":[{\"pattern\":\"a-*\"}]}]}]}],"
                 "\"insert-controls\":[{\"include-all\":{}}]}}"),
         "n(group-X(b-1) a-2 a-1(a-1.1 a-1.2)) z-1"},
    };
    for (int i = 0; i < countof(cases); i++) {
        // Both imports of the one before last draw on the same document.
        oscal_document d = open_document(c, "profile.json", cases[i][0]);
        oscal_document s[2] = {open_document(c, "small.json", small_catalog),
                               open_document(c, "small.json", small_catalog)};
        oscal_catalog k;
        s[0].given = s[1].given = true;
        check_done(c, oscal_resolve(c, &d, s, 2, &k));
        str got = tree(&k);
        ptrdiff_t at = str_search(got, S("group-"));
        if (str_starts(got, S("n("))) { // an id made from where the group stands
            str rest = str_from(got, at);
            str_cut(&rest, '(');
            got = format(test_arena, "n(group-X($1", v(rest));
        }
        check_str(got, cases[i][1]);
    }
}

TEST(a_profile_that_asks_for_what_is_not_there_is_refused)
{
    ctx *c = fixture();
    oscal_document d = open_document(
        c, "p.json", PROFILE("{\"href\":\"#x\",\"include-controls\":[{\"with-ids\":[\"a-1\",\"q-9\"]}]}", ""));
    oscal_document s = open_document(c, "small.json", small_catalog);
    oscal_catalog k;
    s.given = true;
    check_refused(c, oscal_resolve(c, &d, &s, 1, &k), "q-9");
    check_refused(c, oscal_resolve(c, &d, NULL, 0, &k), "import it first");
    oscal_document self = d;
    self.given = true;
    check_refused(c, oscal_resolve(c, &d, &self, 1, &k), "imports itself");
    d = open_document(c, "p.json",
                      PROFILE("{\"href\":\"#x\",\"include-controls\":[{\"matching\":[{\"pattern\":\"q*\"}]}]}", ""));
    check_refused(c, oscal_resolve(c, &d, &s, 1, &k), "no control");
}

TEST(a_profile_sets_parameters_and_alters_controls)
{
    ctx *c = fixture();
    oscal_catalog k =
        resolve_with(c,
                     PROFILE("{\"href\":\"#x\",\"include-all\":{}}",
                             ",\"modify\":{\"set-parameters\":[{\"param-id\":\"a-1_p\",\"values\":[\"three "
                             "months\"],\"label\":\"period\"},"
                             "{\"param-id\":\"a-1_q\",\"select\":{\"choice\":[\"each {{ insert: param, a-1_p }}\"]}}],"
                             "\"alters\":[{\"control-id\":\"A-1\",\"removes\":[{\"by-name\":\"guidance\"}],\"adds\":["
                             "{\"position\":\"starting\",\"by-id\":\"a-1_s\",\"parts\":[{\"id\":\"n0\",\"name\":"
                             "\"item\",\"prose\":\"zero\"}]},"
                             "{\"position\":\"after\",\"by-id\":\"a-1_s.a\",\"parts\":[{\"id\":\"n1\",\"name\":"
                             "\"item\",\"prose\":\"one\"}]},"
                             "{\"parts\":[{\"id\":\"n2\",\"name\":\"note\",\"prose\":\"two\"}]},"
                             "{\"position\":\"starting\",\"parts\":[{\"id\":\"n3\",\"name\":\"note\",\"prose\":"
                             "\"three\"}],\"params\":[{\"id\":\"new\"}]}"
                             "]}]}"),
                     small_catalog);
    oscal_node *n = node(&k, "a-1");
    const json *parts = json_read(test_arena, n->parts, NULL), *params = json_read(test_arena, n->params, NULL);
    check_str(n->params, "[{\"id\":\"new\"},{\"id\":\"a-1_p\",\"label\":\"period\",\"values\":[\"three months\"]},"
                         "{\"id\":\"a-1_q\",\"select\":{\"choice\":[\"each {{ insert: param, a-1_p }}\"]}}]");
    check_int(json_size(parts), 3);
    check_str(json_get_str(json_first(parts), "id"), "n3");
    const json *statement = json_next(json_first(parts)), *inner = json_first(json_get(statement, "parts"));
    check_str(json_get_str(inner, "id"), "n0");
    check_str(json_get_str(json_next(json_next(inner)), "id"), "n1");
    check_str(json_get_str(json_next(statement), "id"), "n2");
    check_str(oscal_statement(test_arena, params, parts), "Do it [Selection: each three months].\nzero\na. well\none");
    check_str(node(&k, "a-1.1")->parts, "");
}

TEST(ids_are_the_same_in_either_case)
{
    check(oscal_same_id(S("AC-2.1"), S("ac-2.1")));
    check(!oscal_same_id(S("ac-2"), S("ac-2.1")));
}

// --- in the database ------------------------------------------------------------------------------------------------

static oscal_outcome store(ctx *c, const oscal_catalog *k)
{
    oscal_outcome o = {0};
    check_done(c, oscal_store(c, k, false, &o));
    return o;
}

static i64 count(ctx *c, i64 framework_id, const char *kinds)
{
    return db_one(query(c, "SELECT count(*) FROM {requirement x} WHERE x.framework = $1 AND x.kind IN ($2, $3)",
                        v(framework_id), v(kinds), v(strcmp(kinds, "control") ? "" : "enhancement")));
}

TEST(a_catalogue_becomes_a_framework_and_again_changes_nothing)
{
    ctx *c = fixture();
    oscal_catalog k = read_catalog(c, small_catalog);
    oscal_outcome o = {0};
    check_done(c, oscal_store(c, &k, true, &o));
    check_int(o.added, 9);
    check_int(db_one(query(c, "SELECT count(*) FROM {framework x}")), 0);
    o = store(c, &k);
    check_int(o.added, 9);
    c = fixture_again(c);
    i64 id = requirement_named(c, o.framework, S("a-1.1"));
    const requirement *r = record_load(c, &requirement_entity, id);
    check_int(r->parent.id, requirement_named(c, o.framework, S("A-1")));
    check_str(r->theme, "Inner");
    k = read_catalog(c, small_catalog);
    o = store(c, &k);
    check_int(o.same, 9);
    check_int(o.added + o.changed, 0);
    fixture_verify();
}

TEST(a_changed_document_changes_what_differs)
{
    ctx *c = fixture();
    oscal_catalog k = read_catalog(c, small_catalog);
    i64 id = store(c, &k).framework;
    c = fixture_again(c);
    k = read_catalog(c, small_catalog);
    node(&k, "b-1")->title = S("Of another name");
    node(&k, "z-1")->id = S("z-2");
    oscal_outcome o = store(c, &k);
    check_int(o.framework, id);
    check_int(o.added, 1);
    check_int(o.changed, 2); // the name, and the one that is no longer there
    c = fixture_again(c);
    check(((const requirement *)record_load(c, &requirement_entity, requirement_named(c, id, S("z-1"))))->withdrawn);
    fixture_verify();
}

TEST(a_profile_finds_the_one_framework_that_holds_all)
{
    ctx *c = fixture();
    oscal_catalog k = read_catalog(c, small_catalog);
    i64 base = store(c, &k).framework;
    static const char *const profile =
        PROFILE("{\"href\":\"#unknown\",\"include-controls\":[{\"with-ids\":[\"a-1\",\"a-1.1\"]}]}", AS_IS);
    for (int again = 0; again < 2; again++) {
        c = fixture_again(c);
        oscal_document d = open_document(c, "p.json", profile);
        check_done(c, oscal_resolve(c, &d, NULL, 0, &k));
        check_str(tree(&k), "g1(g1a(a-1(a-1.1)))");
        check_int(k.base, base);
        check_int(store(c, &k).added, again ? 0 : 4);
    }
    c = fixture_again(c);
    oscal_document other = open_document(
        c, "q.json",
        "{\"catalog\":{" HEAD("33", "Other") ",\"controls\":[{\"id\":\"a-1\",\"title\":"
                                             "\"x\",\"controls\":[{\"id\":\"a-1.1\",\"title\":\"y\"}]}]}}");
    check_done(c, oscal_read(c, &other, &k));
    store(c, &k);
    c = fixture_again(c);
    oscal_document d = open_document(c, "p.json", profile);
    check_refused(c, oscal_resolve(c, &d, NULL, 0, &k), "2 frameworks");
}

TEST(a_catalogue_is_brought_in_by_its_manager_alone)
{
    ctx *c = fixture();
    oscal_catalog k = read_catalog(c, small_catalog);
    oscal_outcome o = {0};
    c = fixture_as(OLIVE);
    check(!oscal_store(c, &k, false, &o));
    check_int(c->failures->kind, NO_RIGHT);
}

// --- NIST's own -----------------------------------------------------------------------------------------------------

static oscal_document sample(ctx *c, const char *name)
{
    const char *path = test_shared(str_z(test_arena, format(test_arena, "samples/oscal/$1", v(name))));
    oscal_document d;
    check_done(c, oscal_open(c, str_of(name), test_read(path), &d));
    return d;
}

TEST(the_catalogue_of_800_53_comes_in_whole)
{
    ctx *c = fixture();
    oscal_document d = sample(c, "nist/NIST_SP-800-53_rev5.0.1_catalog-min.json");
    oscal_catalog k;
    check_done(c, oscal_read(c, &d, &k));
    check_int(k.controls, 1189);
    check_int(k.groups, 20);
    check_int(k.withdrawn, 182);
    i64 began = clock_ticks();
    oscal_outcome o = store(c, &k);
    printf("# 800-53 stored in %lld us\n", (long long)(clock_ticks() - began));
    check_int(o.added, 1209);
    c = fixture_again(c);
    check_int(count(c, o.framework, "control"), 1189);
    const requirement *r = record_load(c, &requirement_entity, requirement_named(c, o.framework, S("AC-2.1")));
    check_str(r->title, "Automated System Account Management");
    check_int(r->parent.id, requirement_named(c, o.framework, S("ac-2")));
    check_has(r->params, "ac-2.1_prm_1");
    d = sample(c, "nist/NIST_SP-800-53_rev5.0.1_catalog-min.json");
    check_done(c, oscal_read(c, &d, &k));
    oscal_outcome again = store(c, &k);
    check(again.same == 1209 && !again.import);
    fixture_verify();
}

TEST(the_low_baseline_resolves_to_what_nist_resolved)
{
    ctx *c = fixture();
    oscal_document d = sample(c, "nist/NIST_SP-800-53_rev5.0.1_catalog-min.json");
    oscal_catalog k, wanted;
    check_done(c, oscal_read(c, &d, &k));
    store(c, &k);
    c = fixture_again(c);
    d = sample(c, "nist/NIST_SP-800-53_rev5_LOW-baseline_profile-min.json");
    check_done(c, oscal_resolve(c, &d, NULL, 0, &k));
    d = sample(c, "nist/NIST_SP-800-53_rev5_LOW-baseline-resolved-profile_catalog-min.json");
    check_done(c, oscal_read(c, &d, &wanted));
    check_int(wanted.controls, 149);
    check_str(tree(&k), tree(&wanted));
    check_int(store(c, &k).added, 149 + 18);
    fixture_verify();
}

TEST(the_csf_has_106_live_subcategories)
{
    ctx *c = fixture();
    oscal_document d = sample(c, "nist/NIST_CSF_v2.0_catalog-min.json");
    oscal_catalog k;
    check_done(c, oscal_read(c, &d, &k));
    check_int(k.controls - k.withdrawn, 106);
    i64 id = store(c, &k).framework;
    c = fixture_again(c);
    check_int(db_one(query(c,
                           "SELECT count(*) FROM {requirement x} WHERE x.framework = $1 AND x.kind = 'control' AND "
                           "x.withdrawn = 0",
                           v(id))),
              106);
    const requirement *r = record_load(c, &requirement_entity, requirement_named(c, id, S("ID.AM-01")));
    check_str(r->title, "Inventories of hardware managed by the organization are maintained");
}

TEST(the_sample_catalogue_of_nist_comes_in)
{
    ctx *c = fixture();
    oscal_document d = sample(c, "examples/basic-catalog.json");
    oscal_catalog k;
    check_done(c, oscal_read(c, &d, &k));
    check_int(store(c, &k).added, 8);
}
