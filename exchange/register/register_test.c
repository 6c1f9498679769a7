// register_test.c: registers from files: what comes in, what is refused, what is undone.
// SPDX-License-Identifier: Apache-2.0
#include "exchange/register/register.h"
#include "plan/asset.h"
#include "platform/ledger/ledger.h"
#include "platform/record/list.h"
#include "platform/record/operate.h"
#include "platform/paper/paper.h"
#include "test/visit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PAIRS(...) ((const char *const[]){__VA_ARGS__, NULL})

static register_order order_of(const entity *e, const char *content)
{
    return (register_order){.e = e, .file = S("file.csv"), .content = str_of(content)};
}

// Reads a file and carries it out; the import's id, 0 when it was refused (then the plan has faults, or c failures).
static i64 take_order(ctx *c, register_order o, register_plan *p)
{
    i64 id = 0;
    if (register_prepare(c, &o, p)) register_apply(c, p, &id);
    return id;
}

static i64 take(ctx *c, const entity *e, const char *content, register_plan *p)
{
    return take_order(c, order_of(e, content), p);
}

static bool undo(ctx *c, i64 id)
{
    return operate(c, action_find(&import_entity, S("undo")), id, 0, NULL);
}

static i64 count(ctx *c, const entity *e)
{
    list l = list_of(e);
    return list_total(c, &l);
}

static str all_faults(const register_plan *p)
{
    text t = {.a = test_arena};
    for (const register_fault *f = p->faults; f; f = f->next) {
        put(&t, register_fault_text(test_arena, p, f));
        put_char(&t, '\n');
    }
    return text_str(&t);
}

static unit *unit_named(ctx *c, const char *name)
{
    i64 id = db_one(query(c, "SELECT x.id FROM {unit x} WHERE x.name = $1", v(name)));
    return id ? record_load(c, &unit_entity, id) : NULL;
}

TEST(rows_may_name_each_other_in_any_order)
{
    ctx *c = fixture();
    register_plan p;
    check_done(c, take(c, &unit_entity,
                       "\xEF\xBB\xBFName;Part of;Country\r\nHarbour;Quay;Chile\r\nQuay;north;\r\nStore;Harbour;\r\n",
                       &p) > 0);
    check_int(p.added, 3);
    c = fixture_again(c);
    check_int(unit_named(c, "Harbour")->parent.id, unit_named(c, "Quay")->rec.id);
    check_int(unit_named(c, "Quay")->parent.id, 2);
    check_str(unit_named(c, "Harbour")->country, "Chile");
    fixture_verify();
}

TEST(a_list_of_people_brings_its_units_and_takes_them_along_when_undone)
{
    static const char *const file =
        "name,email,unit,manager\nLena,lena@x.example,Quay,Olive\nTom,tom@x.example,quay,Lena\n"
        "Olive,olive@test.example,Harbour,\n";
    ctx *c = fixture();
    register_plan p;
    i64 olive = count(c, &person_entity), units = count(c, &unit_entity);
    check_done(c, fixture_set(c, &person_entity, OLIVE, PAIRS("name", "Olive", "email", "olive@test.example")));
    c = fixture_again(c);
    i64 id = take(c, &person_entity, file, &p);
    check_done(c, id > 0);
    check_int(p.nunits, 2);
    check_str(register_units_text(test_arena, &p), "Quay, Harbour");
    check_int(p.added, 2);
    check_int(p.changed, 1);
    c = fixture_again(c);
    check_int(count(c, &unit_entity), units + 2);
    check_int(unit_named(c, "Quay")->parent.id, 1);
    check_int(((const person *)record_load(c, &person_entity, OLIVE))->unit.id, unit_named(c, "Harbour")->rec.id);
    register_order again = order_of(&person_entity, file);
    check_done(c, register_prepare(c, &again, &p));
    check_int(p.same, 3);
    check_int(p.nunits, 0);
    c = fixture_again(c);
    check_done(c, undo(c, id));
    c = fixture_again(c);
    check_int(count(c, &unit_entity), units);
    check_int(count(c, &person_entity), olive);
    check_int(((const person *)record_load(c, &person_entity, OLIVE))->unit.id, 2);
    check_int(take(c, &person_entity, "name,email,unit\nLena,lena@x.example,U-99\n", &p), 0);
    check_has(all_faults(&p), "row 2, column \"unit\"");
    check_int(take(c, &asset_entity, "name,owner,unit\nShip,Olive,Quay\n", &p), 0); // no other list does
    check_has(all_faults(&p), "there is no Unit");
    fixture_verify();
}

TEST(the_same_file_again_changes_nothing)
{
    ctx *c = fixture();
    register_plan p;
    static const char *const file = "name,parent,site\nHarbour,North,\"Pier 1, left\"\nQuay,,\n";
    check_done(c, take(c, &unit_entity, file, &p) > 0);
    c = fixture_again(c);
    check_int(take(c, &unit_entity, file, &p) > 0, 1);
    check_int(p.same, 2);
    check_int(p.added + p.changed, 0);
}

TEST(a_row_finds_its_record_by_code_or_by_what_is_unique)
{
    ctx *c = fixture();
    register_plan p;
    check_done(c, take(c, &person_entity, "name,email,unit\nOlive Oyl,OLIVE@test.example,North\n", &p) > 0);
    check_int(p.changed, 1);
    c = fixture_again(c);
    check_str(((person *)record_load(c, &person_entity, OLIVE))->name, "Olive Oyl");
    c = fixture_again(c);
    check_done(c, take(c, &unit_entity, "code,name\nU-2,Far north\n,West\n", &p) > 0);
    check_int(p.changed, 1);
    check_int(p.added, 1);
    c = fixture_again(c);
    check_str(((unit *)record_load(c, &unit_entity, 2))->name, "Far north");
}

TEST(every_wrong_cell_is_named_and_nothing_is_written)
{
    ctx *c = fixture();
    register_plan p;
    ledger_flush(c->database);
    i64 before = ledger_checkpoint(c).size;
    check_int(take(c, &person_entity,
                   "name,email,unit,manager,start,account\n"
                   "Bo,bo@example.org,U-77,P-77,2026-13-01,yes\n"
                   ",cy@example.org,North,,,\n"
                   "Dee,dee,South,Bo,,perhaps\n",
                   &p),
              0);
    check_int(p.nfaults, 6);
    check_has(all_faults(&p), "file.csv, row 2, column \"unit\": there is no U-77.");
    check_has(all_faults(&p), "file.csv, row 2, column \"manager\": there is no P-77.");
    check_has(all_faults(&p), "file.csv, row 2, column \"start\"");
    check_has(all_faults(&p), "file.csv, row 3, column \"name\": Name is missing.");
    check_has(all_faults(&p), "file.csv, row 4, column \"email\": \"dee\" is no e-mail address.");
    check_has(all_faults(&p), "file.csv, row 4, column \"account\": \"perhaps\" is neither yes nor no.");
    c = fixture_again(c);
    check_int(ledger_checkpoint(c).size, before);
    check_int(count(c, &person_entity), 8);
    check_int(count(c, &import_entity), 0);
}

TEST(a_header_is_understood_or_named)
{
    ctx *c = fixture();
    register_plan p;
    check_int(take(c, &unit_entity, "Name,Colour\nA,red\n", &p), 0);
    check_has(all_faults(&p), "row 1, column \"Colour\": Unit has no field of that name");
    check_int(take(c, &unit_entity, "Name,name\nA,B\n", &p), 0);
    check_has(all_faults(&p), "the same field as column \"Name\"");
    check_int(take(c, &person_entity, "name\nBo\n", &p), 0);
    check_has(all_faults(&p), "there is no column for E-mail (email)");
    register_mapping maps[] = {{S("Bezeichnung"), S("name")}, {S("B"), S("-")}};
    register_order o = order_of(&unit_entity, "Bezeichnung,Farbe,\nA,red,\n");
    o.mappings = maps, o.nmappings = 2;
    check_done(c, take_order(c, o, &p) > 0);
    maps[0].column = S("Bezeichner");
    check_int(take_order(c, o, &p), 0);
    check_has(all_faults(&p), "there is no column \"Bezeichner\"");
}

TEST(what_is_no_table_is_refused)
{
    ctx *c = fixture();
    register_plan p;
    static const char *const wrong[] = {"", "\n\n", "name\n\"A", "\xFF\xFE", "PK\x03\x04 but no workbook"};
    for (int i = 0; i < countof(wrong); i++) {
        check_int(take(c, &unit_entity, wrong[i], &p), 0);
        check(p.nfaults > 0);
    }
}

TEST(two_rows_cannot_mean_the_same_record)
{
    ctx *c = fixture();
    register_plan p;
    check_int(take(c, &unit_entity, "code,name\nU-2,A\nU-2,B\n", &p), 0);
    check_has(all_faults(&p), "row 3, column \"code\": it means U-2, as row 2 does.");
    check_int(take(c, &unit_entity, "name\nA\na\n", &p), 0);
    check_has(all_faults(&p), "row 3, column \"name\": row 2 says the same.");
    check_int(take(c, &unit_entity, "code,name\nR-1,A\nU-99,B\n", &p), 0);
    check_int(p.nfaults, 2);
}

static const char *const assets = "name,kind,owner,unit,depends on,confidentiality\n"
                                  "CRM,software,Olive,North,Server; Backup,4\n"
                                  "Server,hardware,Olive,North,,2\n"
                                  "Backup,service,Olive,North,Server,3\n";

static asset *asset_named(ctx *c, const char *name)
{
    i64 id = db_one(query(c, "SELECT x.id FROM {asset x} WHERE x.name = $1", v(name)));
    check(id > 0);
    return record_load(c, &asset_entity, id);
}

TEST(links_may_name_rows_of_the_file)
{
    ctx *c = fixture();
    register_plan p;
    i64 *to;
    check_done(c, take(c, &asset_entity, assets, &p) > 0);
    c = fixture_again(c);
    asset *crm = asset_named(c, "CRM");
    check_int(record_links(c, link_find(&asset_entity, S("depends_on")), crm->rec.id, &to), 2);
    c = fixture_again(c);
    check_int(take(c, &asset_entity, assets, &p) > 0, 1);
    check_int(p.same, 3);
    fixture_verify();
}

TEST(an_import_is_undone_as_one_step)
{
    ctx *c = fixture();
    register_plan p;
    i64 *to;
    i64 first = take(c, &asset_entity, assets, &p);
    c = fixture_again(c);
    i64 second = take(c, &asset_entity, "name,kind,depends on\nCRM,process,Server\n", &p);
    check(first && second);
    check_int(p.changed, 1);
    c = fixture_again(c);
    check_refused(c, undo(c, first), "changed since");
    check_done(c, undo(c, second));
    c = fixture_again(c);
    asset *crm = asset_named(c, "CRM");
    check_int(crm->kind, ASSET_SOFTWARE);
    check_int(record_links(c, link_find(&asset_entity, S("depends_on")), crm->rec.id, &to), 2);
    check_refused(c, undo(c, second), "already");
    check_done(c, undo(c, first)); // what a later import changed and took back does not count
    c = fixture_again(c);
    check_int(count(c, &asset_entity), 0);
    fixture_verify();
}

TEST(an_undo_stops_where_somebody_went_on)
{
    ctx *c = fixture();
    register_plan p;
    i64 id = take(c, &unit_entity, "name,parent\nHarbour,Quay\nQuay,\n", &p);
    c = fixture_again(c);
    check_done(
        c, fixture_set(c, &unit_entity, unit_named(c, "Harbour")->rec.id, (const char *const[]){"site", "x", NULL}));
    c = fixture_again(c);
    check_refused(c, undo(c, id), record_code(c->a, &unit_entity, unit_named(c, "Harbour")->rec.id));
    check_int(count(c, &unit_entity), 5);
}

TEST(an_owner_brings_in_what_lies_in_their_units)
{
    ctx *c = fixture();
    register_plan p;
    c = fixture_as(OLIVE);
    check_done(c, take(c, &asset_entity, "name,kind,owner,unit\nMine,service,Olive,North\n", &p) > 0);
    c = fixture_as(OLIVE);
    check_int(take(c, &asset_entity, "name,kind,owner,unit\nTheirs,service,Olive,South\n", &p), 0);
    c = fixture_as(STAN);
    check_int(take(c, &asset_entity, "name,kind,owner,unit\nTheirs,service,Olive,North\n", &p), 0);
    c = fixture_operator();
    check_int(count(c, &asset_entity), 1);
    fixture_verify();
}

TEST(an_export_comes_in_again_as_it_is)
{
    ctx *c = fixture();
    register_plan p;
    check_done(c, take(c, &asset_entity, assets, &p) > 0);
    db_release(c->db);
    c->db = NULL;
    visit_open(c);
    visit_as(MAX);
    visit got = visit_get("/asset.csv");
    check_int(got.status, 200);
    c = fixture_as(MAX);
    register_order o = {.e = &asset_entity, .file = S("asset.csv"), .content = got.body};
    check(register_prepare(c, &o, &p));
    check_int(p.same, 3);
    check_int(p.added + p.changed, 0);
}

static int post_file(const char *noun, const char *name, str content, visit *out)
{
    static const char *const headers[] = {"content-type", "multipart/form-data; boundary=XX", NULL};
    text t = {.a = test_arena};
    fill(&t, S("--XX\r\nContent-Disposition: form-data; name=\"token\"\r\n\r\n$1\r\n"), VALS(v(visit_token())), 1);
    fill(&t, S("--XX\r\nContent-Disposition: form-data; name=\"noun\"\r\n\r\n$1\r\n"), VALS(v(noun)), 1);
    fill(&t, S("--XX\r\nContent-Disposition: form-data; name=\"file\"; filename=\"$1\"\r\n\r\n"), VALS(v(name)), 1);
    put(&t, content);
    put(&t, S("\r\n--XX--\r\n"));
    *out = visit_send("POST", "/import/new", headers, text_str(&t));
    return out->status;
}

static str hidden_value(str page, const char *name)
{
    str mark = format(test_arena, "name='$1' value='", v(name));
    ptrdiff_t at = str_search(page, mark);
    check(at >= 0);
    str rest = str_from(page, at + mark.n);
    return str_cut(&rest, '\'');
}

TEST(a_register_comes_in_through_the_pages)
{
    visit page;
    visit_open(fixture());
    visit_as(ADA);
    check_int(visit_get("/import/new").status, 200);
    check_int(post_file("unit", "units.csv", S("Bezeichnung,Part of\nHarbour,North\n"), &page), 303);
    page = visit_get(str_z(test_arena, page.location));
    check_int(page.status, 200);
    check_has(page.body, "Bezeichnung");
    check_has(page.body, "Which column is which?");
    str hash = hidden_value(page.body, "hash");
    page = visit_get(str_z(
        test_arena,
        format(test_arena, "/import/preview?noun=unit&hash=$1&file=units.csv&map=%231=name&map=%232=parent", v(hash))));
    check_int(page.status, 200);
    check_has(page.body, "Harbour");
    check_has(page.body, "action='/import/apply'");
    page = visit_post(
        "/import/apply",
        str_z(test_arena,
              format(test_arena, "noun=unit&hash=$1&file=units.csv&map=%231=name&map=%232=parent", v(hash))));
    check_int(page.status, 303);
    check_str(page.location, "/import/IM-1");
    check_int(visit_get("/import/IM-1").status, 200);
    check_int(visit_get("/import").status, 200);
    check_int(visit_post("/import/IM-1/undo", "").status, 303);
    check_int(visit_get("/unit/U-4").status, 404);
    check_int(post_file("unit", "units.csv", S("name,parent\nHarbour,Nowhere\n"), &page), 422);
    check_has(page.body, "row 2");
    visit_as(STAN);
    check_int(visit_get("/import/new").status, 403);
}

TEST(a_workbook_of_many_risks_comes_in)
{
    ctx *c = fixture();
    register_plan p;
    paper_book b = paper_book_begin(test_arena);
    bytes file;
    str error;
    paper_sheet(&b, S("Assets"));
    static const char *const titles[] = {"Name", "Kind", "Owner", "Unit", "Confidentiality"};
    for (int i = 0; i < countof(titles); i++) paper_sheet_column(&b, str_of(titles[i]), 0);
    for (int i = 0; i < 500; i++) {
        paper_sheet_cell(&b, v(format(test_arena, "Laptop $1", v(i))));
        paper_sheet_cell(&b, v("hardware"));
        paper_sheet_cell(&b, v(i % 2 ? "Olive" : "oscar@test.example"));
        paper_sheet_cell(&b, v(i % 2 ? "North" : "South"));
        paper_sheet_cell(&b, v(1 + i % 5));
        paper_sheet_end_row(&b);
    }
    check(paper_sheet_write(test_arena, &b, &file, &error));
    register_order o = {.e = &asset_entity, .file = S("a.xlsx"), .content = {file.p, file.n}};
    check_done(c, take_order(c, o, &p) > 0);
    check_int(p.added, 500);
    c = fixture_again(c);
    check_int(count(c, &asset_entity), 500);
    paper_stop();
}
