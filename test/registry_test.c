// registry_test.c: what holds for the records of every entity there is, and for those to come: one loop for each rule.
// SPDX-License-Identifier: Apache-2.0
#include "platform/base/time.h"
#include "platform/ledger/ledger.h"
#include "platform/paper/json.h"
#include "platform/record/field.h"
#include "platform/record/list.h"
#include "platform/record/rules.h"
#include "platform/record/search.h"
#include "test/specimen.h"

#include <string.h>

static specimens here = {.unit = 2, .person = OLIVE};

static ctx *begin(void)
{
    here = (specimens){.unit = 2, .person = OLIVE};
    return fixture();
}

static void check_same(ctx *c, const entity *e, const void *x, const void *y)
{
    for (int i = 0; i < e->nfields; i++) {
        const field *f = &e->fields[i];
        if ((f->flags & (READONLY | DERIVED)) || field_equal(f, x, y)) continue;
        text a = {.a = c->a}, b = {.a = c->a};
        field_text(c, &a, f, x), field_text(c, &b, f, y);
        check_str(format(c->a, "$1.$2: $3", v(e->name), v(f->name), v(text_str(&a))), text_str(&b));
    }
}

TEST(every_record_comes_back_as_it_was_saved)
{
    ctx *c = begin();
    for (const entity *e = NULL; (e = entity_next(e));) {
        if (specimen_only(e)) continue;
        void *rec = specimen_new(c, &here, e);
        check_done(c, specimen_save(c, e, rec));
        void *got = record_load(c, e, ((record *)rec)->id);
        check_done(c, got != NULL);
        check_int(((record *)got)->version, 1);
        check_int(((record *)got)->since.us, ledger_last(c->database).us);
        record_check(c, e, rec); // fills what a check fills
        c->failures = NULL, c->failures_end = NULL;
        check_same(c, e, rec, got);
    }
    fixture_verify();
}

TEST(every_record_reads_back_from_its_json)
{
    ctx *c = begin();
    for (const entity *e = NULL; (e = entity_next(e));) {
        void *rec = record_load(c, e, specimen_of(c, &here, e)), *got = record_new(c, e);
        text t = {.a = c->a};
        record_json(c, &t, e, rec);
        const json *x = json_read(c->a, text_str(&t), NULL);
        check(json_is(x, JSON_OBJECT));
        check_str(json_get_str(x, "code"), record_code(c->a, e, ((record *)rec)->id));
        for (int i = 0; i < e->nfields; i++) {
            const field *f = &e->fields[i];
            const json *m = json_get(x, f->name);
            if (f->kind == KIND_SECRET) {
                check(m == NULL);
                continue;
            }
            check(m != NULL);
            str value = json_str(m);
            if (json_is(m, JSON_TRUE)) value = S("yes");
            if (json_is(m, JSON_NUMBER)) value = m->text;
            if (json_is(m, JSON_OBJECT))
                value = format(c->a, "$1 $2", v(json_get_str(m, "amount")), v(json_get_str(m, "currency")));
            check_done(c, field_parse(c, f, got, value));
            if (!(f->flags & LONG) && f->kind == KIND_TEXT) continue; // read trimmed
            if (!field_equal(f, rec, got)) check_str(format(c->a, "$1.$2", v(e->name), v(f->name)), value);
        }
    }
}

TEST(a_stale_record_is_refused_whatever_it_is)
{
    ctx *c = begin();
    int changed = 0;
    for (const entity *e = NULL; (e = entity_next(e));) {
        i64 id = specimen_of(c, &here, e);
        void *one = record_load(c, e, id), *two = record_load(c, e, id);
        if (!specimen_change(c, e, one)) continue;
        changed++;
        specimen_change(c, e, two);
        check_done(c, specimen_save(c, e, one));
        bool ok = specimen_save(c, e, two);
        check(!ok && c->failures && c->failures->kind == NO_VERSION);
        c->failures = NULL, c->failures_end = NULL;
        record *now = record_load(c, e, id);
        check_int(now->version, ((record *)one)->version);
        check_same(c, e, one, now);
    }
    check(changed >= 12);
    fixture_verify();
}

TEST(every_write_leaves_one_entry_with_its_actor_and_verb)
{
    ctx *c = begin();
    for (const entity *e = NULL; (e = entity_next(e));) {
        if (specimen_only(e)) continue;
        void *rec = specimen_new(c, &here, e);
        c->actor = S("P-2"), c->reason = S("because"), c->request = S("rq-7");
        i64 before = db_one(db_query(c->db, c->a, "SELECT count(*) FROM ledger WHERE entity = $1", v(e->name)));
        check_done(c, specimen_save(c, e, rec));
        str verb = {0}, actor = {0}, reason = {0}, request = {0}, image = {0};
        i64 n = 0, version = 0;
        rows r = db_query(c->db, c->a,
                          "SELECT l.verb, l.actor, l.reason, l.request, l.version, i.image FROM ledger l JOIN "
                          "ledger_image i ON i.seq = l.seq WHERE l.entity = $1 AND l.id = $2",
                          v(e->name), v(((record *)rec)->id));
        while (db_next(&r)) {
            verb = db_text(&r, 0), actor = db_text(&r, 1), reason = db_text(&r, 2), request = db_text(&r, 3);
            version = db_int(&r, 4), image = db_text(&r, 5), n++;
        }
        check_int(n, 1);
        check_int(db_one(db_query(c->db, c->a, "SELECT count(*) FROM ledger WHERE entity = $1", v(e->name))),
                  before + 1);
        check_str(verb, format(c->a, "$1.add", v(e->name)));
        check_str(actor, "P-2");
        check_str(reason, "because");
        check_str(request, "rq-7");
        check_int(version, 1);
        check(json_read(c->a, image, NULL) != NULL);
        c->actor = S("operator"), c->reason = c->request = (str){0};
    }
    fixture_verify();
}

TEST(the_past_of_every_record_is_kept_and_reads_as_it_stood)
{
    ctx *c = begin();
    i64 ids[SPECIMENS] = {0};
    void *old[SPECIMENS] = {0};
    for (const entity *e = NULL; (e = entity_next(e));) ids[entity_number(e)] = specimen_of(c, &here, e);
    moment then = ledger_last(c->database);
    fixture_clock(5000000);
    c = fixture_again(c);
    for (const entity *e = NULL; (e = entity_next(e));) {
        int k = entity_number(e);
        old[k] = record_load(c, e, ids[k]);
        void *rec = record_load(c, e, ids[k]);
        if (!specimen_change(c, e, rec)) {
            old[k] = NULL;
            continue;
        }
        check_done(c, specimen_save(c, e, rec));
        version *versions;
        check(record_history(c, e, ids[k], &versions, 50) >= 2);
        check_int(((record *)versions[0].rec)->version, ((record *)rec)->version);
        check_str(versions[0].verb, format(c->a, "$1.set", v(e->name)));
        check_same(c, e, versions[1].rec, old[k]);
        check_int(versions[1].until.us, versions[0].since.us);
    }
    c = fixture_again(c);
    c->moment = then;
    for (const entity *e = NULL; (e = entity_next(e));) {
        int k = entity_number(e);
        if (!old[k]) continue;
        void *got = record_load(c, e, ids[k]);
        check_done(c, got != NULL);
        check_same(c, e, got, old[k]);
        list l = list_of(e); // lists, too, with their keys
        if (entity_title(e)) {
            str title = *(const str *)field_at(entity_title(e), old[k]);
            check_done(c, list_set(c, &l, format(c->a, "$1.has", v(e->title)), title));
        }
        check(list_total(c, &l) >= 1);
        page p = list_page(c, &l);
        bool found = false;
        for (int i = 0; i < p.n; i++) found = found || ((record *)p.recs[i])->id == ids[k];
        check(found);
    }
    c->moment = (moment){0};
    fixture_verify();
}

TEST(a_search_finds_every_record_by_its_title_and_code)
{
    ctx *c = begin();
    here.word = "Qnarxwords";
    for (const entity *e = NULL; (e = entity_next(e));) {
        if (e->plain || specimen_only(e) || !e->title) continue;
        i64 id = specimen_add(c, &here, e);
        str title = *(const str *)field_at(entity_title(e), record_load(c, e, id));
        if (!title.n) continue; // filled by the program later
        hit *hits;
        int n = search(c, e, title, &hits, 50);
        bool found = false;
        for (int i = 0; i < n; i++) found = found || (hits[i].e == e && hits[i].id == id);
        if (!found) check_str(format(c->a, "$1 is found by \"$2\"", v(e->name), v(title)), "");
        check(search(c, NULL, record_code(c->a, e, id), &hits, 5) >= 1 && hits[0].e == e && hits[0].id == id);
    }
}

TEST(what_is_referred_to_does_not_end)
{
    ctx *c = begin();
    int held = 0;
    for (const entity *e = NULL; (e = entity_next(e));) specimen_of(c, &here, e);
    for (const entity *e = NULL; (e = entity_next(e));) {
        for (int i = 0; i < e->nfields; i++) {
            const field *f = &e->fields[i];
            bool part = e->scope == SCOPE_WITHIN && e->plain && strcmp(e->within, f->name) == 0;
            const void *rec = record_load(c, e, here.made[entity_number(e)]);
            if (part || (f->kind != KIND_REF && f->kind != KIND_ANY) || field_empty(f, rec)) continue;
            const entity *to = f->kind == KIND_REF ? f->to : entity_find(((const any *)field_at(f, rec))->entity);
            i64 id = f->kind == KIND_REF ? ((const ref *)field_at(f, rec))->id : ((const any *)field_at(f, rec))->id;
            held++;
            check_refused(c, specimen_end(c, to, id), "cannot end while it is used by");
        }
    }
    check(held > 20);
    for (const entity *e = NULL; (e = entity_next(e));) {
        if (specimen_only(e) || e == &person_entity || e == &unit_entity) continue;
        i64 id = specimen_add(c, &here, e); // nothing refers to this one
        check_done(c, specimen_end(c, e, id));
        check(!record_seek(c, e, id));
        c->moment = (moment){c->now.us};
        c->moment = (moment){0};
    }
    fixture_verify();
}

TEST(all_specimens_keep_the_rules_of_the_store)
{
    ctx *c = begin();
    for (const entity *e = NULL; (e = entity_next(e));) {
        i64 id = specimen_of(c, &here, e);
        void *rec = record_load(c, e, id);
        if (specimen_change(c, e, rec)) check_done(c, specimen_save(c, e, rec));
    }
    check_found *found;
    int n;
    check_done(c, rules_run_one(c, rule_find(S("ledger")), &found, &n));
    if (n) check_str(found[0].what, found[0].e ? found[0].e->name : "");
    check_done(c, rules_run_one(c, rule_find(S("derived")), &found, &n));
    if (n) check_str(found[0].what, found[0].e ? found[0].e->name : "");
    check_done(c, rules_run(c, &found, &n));
}

// ---- limits and hostile values

static void refuse_member(ctx *c, const entity *e, const field *f, void *rec, const char *sentence)
{
    bool named = false, ok = record_check(c, e, rec);
    for (const failure *x = c->failures; x; x = x->next)
        named = named || (x->field && strcmp(x->field, f->name) == 0 && str_search(x->sentence, str_of(sentence)) >= 0);
    if (ok || !named)
        check_str(format(c->a, "$1.$2 is refused with \"$3\"", v(e->name), v(f->name), v(sentence)),
                  c->failures ? c->failures->sentence : S("but it was taken"));
    c->failures = NULL, c->failures_end = NULL;
}

static str repeated(arena *a, char x, i64 n)
{
    text t = {.a = a};
    char *p = put_room(&t, n);
    memset(p, x, (size_t)n);
    t.n += n;
    return text_str(&t);
}

static void check_limits(ctx *c, const entity *e, const field *f, void *rec)
{
    void *kept = record_new(c, e);
    field_copy(f, kept, rec);
    void *m = field_at(f, rec);
    if (f->kind == KIND_TEXT) {
        *(str *)m = repeated(c->a, 'a', field_max(f) + 1);
        refuse_member(c, e, f, rec, "at most");
        *(str *)m = S("x\xC3y");
        refuse_member(c, e, f, rec, "no text (UTF-8)");
        *(str *)m = (str){"a\0b", 3};
        refuse_member(c, e, f, rec, "no text (UTF-8)");
    }
    if (f->kind == KIND_INTEGER && (f->min || f->max)) {
        *(i64 *)m = f->max + 1;
        refuse_member(c, e, f, rec, "must be between");
        *(i64 *)m = f->min - 1;
        if (f->min - 1 != 0 || (f->flags & REQUIRED)) refuse_member(c, e, f, rec, "must be between");
    }
    if (f->kind == KIND_NUMBER && (f->min || f->max)) {
        *(number *)m = (number){true, (double)f->max + 0.5};
        refuse_member(c, e, f, rec, "must be between");
    }
    bool emptied = (f->flags & REQUIRED) && f->kind != KIND_INTEGER && f->kind != KIND_FLAG &&
                   (f->kind != KIND_CHOICE || !f->choices[0].name[0]);
    if (emptied) {
        void *empty = record_new(c, e);
        field_copy(f, rec, empty);
        refuse_member(c, e, f, rec, "is missing");
    }
    field_copy(f, rec, kept);
}

TEST(every_member_keeps_its_limits)
{
    ctx *c = begin();
    for (const entity *e = NULL; (e = entity_next(e));) {
        void *rec = record_load(c, e, specimen_of(c, &here, e));
        for (int i = 0; i < e->nfields; i++)
            if (!(e->fields[i].flags & (READONLY | DERIVED))) check_limits(c, e, &e->fields[i], rec);
    }
}

TEST(what_is_unique_is_so_whatever_its_case)
{
    ctx *c = begin();
    int tried = 0;
    for (const entity *e = NULL; (e = entity_next(e));)
        for (int i = 0; i < e->nfields; i++) {
            const field *f = &e->fields[i];
            if (!(f->flags & UNIQUE) || (f->flags & (READONLY | DERIVED)) || specimen_only(e)) continue;
            void *one = record_load(c, e, specimen_add(c, &here, e)), *two = specimen_new(c, &here, e);
            text upper = {.a = c->a};
            str value = *(str *)field_at(f, one);
            for (ptrdiff_t k = 0; k < value.n; k++)
                put_char(&upper, value.p[k] >= 'a' && value.p[k] <= 'z' ? (char)(value.p[k] - 32) : value.p[k]);
            *(str *)field_at(f, two) = text_str(&upper);
            refuse_member(c, e, f, two, "taken");
            tried++;
        }
    check(tried >= 5);
}

static const char *const hostile[] = {
    "'; DROP TABLE person; --",
    "\" OR 1=1 --",
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "$1 $2 {risk} {person!} %s%n",
    "\xE2\x80\xAEtxt.exe \xE2\x80\x8F\xD7\xA9\xD7\x9C\xD7\x95\xD7\x9D",
    "\xF0\x9F\x94\x90 \xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x92\xBB \xF0\x9D\x92\xB3",
    "=cmd|' /C calc'!A0",
    "\x01\x02\x1b[31m\x7f",
    "\\ \\0 \\u0000 /* %_!",
    "\xEF\xB7\xBA\xCC\x81\xCC\x81 \xC3\x9F \xC4\xB0 \xE2\x84\xAB",
};

static bool writable_text(const entity *e, const field *f)
{
    static const char *const checked[] = {"email", "zone", "currency", "scope", "url", "uuid", "noun", "query", NULL};
    return f->kind == KIND_TEXT && !(f->flags & (READONLY | DERIVED)) && !str_in(str_of(f->name), checked) && e;
}

static void save_hostile(ctx *c, const entity *e, int k)
{
    void *rec = specimen_new(c, &here, e);
    int held = 0;
    for (int i = 0; i < e->nfields; i++) {
        const field *f = &e->fields[i];
        str kept = f->kind == KIND_TEXT ? *(str *)field_at(f, rec) : (str){0};
        if (!writable_text(e, f) || field_max(f) < 60) continue;
        *(str *)field_at(f, rec) = f->flags & UNIQUE ? format(c->a, "$1 $2", v(hostile[k]), v(k)) : str_of(hostile[k]);
        held++;
        if (record_check(c, e, rec)) continue;
        *(str *)field_at(f, rec) = kept;
        c->failures = NULL, c->failures_end = NULL;
        held--;
    }
    if (!held) return;
    check_done(c, specimen_save(c, e, rec));
    void *got = record_load(c, e, ((record *)rec)->id);
    check_same(c, e, rec, got);
    text t = {.a = c->a};
    record_json(c, &t, e, got);
    const json *x = json_read(c->a, text_str(&t), NULL);
    check(x != NULL);
    for (int i = 0; i < e->nfields; i++)
        if (writable_text(e, &e->fields[i]))
            check_str(json_get_str(x, e->fields[i].name), *(str *)field_at(&e->fields[i], got));
    const field *title = entity_title(e);
    if (!title || !writable_text(e, title)) return;
    list l = list_of(e);
    str name = *(str *)field_at(title, got);
    check_done(c, list_set(c, &l, format(c->a, "$1.has", v(title->name)), name));
    check(list_total(c, &l) >= 1);
    l = list_of(e);
    check_done(c, list_set(c, &l, str_of(title->name), name));
    check(list_total(c, &l) >= 1);
    hit *hits;
    search(c, e, name, &hits, 20);
    check_str(db_error(c->db), "");
}

TEST(hostile_text_is_kept_as_it_is_in_every_text)
{
    ctx *c = begin();
    for (const entity *e = NULL; (e = entity_next(e));)
        for (int k = 0; k < countof(hostile) && !specimen_only(e); k++) save_hostile(c, e, k);
    fixture_verify();
}

TEST(no_search_breaks_on_what_is_typed)
{
    ctx *c = begin();
    static const char *const words[] = {"\"",
                                        "a\"b",
                                        "*",
                                        "NEAR(a b)",
                                        "a AND",
                                        "a-b",
                                        "-",
                                        "(",
                                        "a:b",
                                        "^a",
                                        "\xE2\x80\x93",
                                        "naive\xE2\x80\x93test",
                                        "\xF0\x9F\x94\x90x",
                                        "x & !",
                                        "<->",
                                        "a' | 'b",
                                        "\\",
                                        "col:x",
                                        "1.5",
                                        "-12",
                                        "e-mail@test.example",
                                        "..",
                                        "%",
                                        "''"};
    for (int i = 0; i < countof(words); i++) {
        hit *hits;
        search(c, NULL, str_of(words[i]), &hits, 20);
        check_str(db_error(c->db), "");
    }
    for (int k = 0; k < countof(hostile); k++) {
        hit *hits;
        search(c, NULL, str_of(hostile[k]), &hits, 20);
        check_str(db_error(c->db), "");
    }
    hit *hits;
    check_int(search(c, NULL, S("ada@test.example"), &hits, 5), 1);
    check_int(search(c, NULL, S("example ADA"), &hits, 5), 1);
    search(c, NULL, repeated(c->a, 'x', 100000), &hits, 5);
    check_str(db_error(c->db), "");
}
