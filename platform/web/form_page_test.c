// form_page_test.c: the page of a record and its forms, on the made-up crates.
// SPDX-License-Identifier: Apache-2.0
#include "test/crate.h"
#include "test/visit.h"

#include "platform/web/view.h"

// In place of app/modules.c: the crates have a field of every kind.
const module *const modules[] = {&people_module, &view_module, &crate_module, NULL};

#define PAIRS(...) ((const char *const[]){__VA_ARGS__, NULL})

static ctx *c;

static void open_store(void)
{
    c = fixture();
    visit_open(c);
}

static i64 add_crate(const char *title, const char *owner, const char *unit)
{
    i64 id = fixture_add(c, &crate_entity,
                         PAIRS("title", title, "owner", owner, "unit", unit, "level", "high", "worth", "12.50 EUR"));
    check_done(c, id != 0);
    return id;
}

static const crate *stored(i64 id)
{
    return record_load(fixture_operator(), &crate_entity, id);
}

// One record.

TEST(hostile_text_is_text_on_every_page)
{
    open_store();
    i64 id = add_crate("<script>alert(1)</script>\"'&", "P-5", "U-2");
    check_done(
        c, fixture_set(c, &crate_entity, id,
                       PAIRS("notes", "<img src=x onerror=alert(1)> [a](javascript:alert(1))", "code_word", "'><u>")));
    visit_as(OLIVE);
    static const char *const pages[] = {"/crate",
                                        "/crate/Q-1",
                                        "/crate/Q-1/edit",
                                        "/crate/Q-1/judge",
                                        "/crate/new?title='><script>alert(1)</script>",
                                        "/work",
                                        "/search?q=script",
                                        "/search?q='><script>alert(1)</script>",
                                        "/crate?q='><script>alert(1)</script>",
                                        "/crate/new?copy=Q-1",
                                        NULL};
    for (const char *const *page = pages; *page; page++) {
        visit v = visit_get(*page);
        check_int(v.status, 200);
        check_lacks(v.body, "<script>alert");
        check_lacks(v.body, "<img src=x");
        check_lacks(v.body, "='javascript:");
        check_lacks(v.body, "=\"javascript:");
        check_lacks(v.body, "'><u>");
    }
    check_has(visit_get("/crate/Q-1").body, "&lt;script&gt;alert(1)&lt;/script&gt;");
}

TEST(a_record_shows_facts_actions_panels_and_what_happened)
{
    open_store();
    i64 id = add_crate("Glass", "P-5", "U-2");
    fixture_add(c, &crate_label_entity, PAIRS("name", "Handle with care", "crate", "Q-1"));
    check_done(c, fixture_set(c, &crate_entity, id, PAIRS("level", "low", "keepers", "P-7")));
    visit_as(MAX);
    visit v = visit_get("/crate/Q-1");
    check_has(v.body, "<h1>Glass</h1>");
    check_has(v.body, "<dt>Worth</dt><dd>12.50 EUR</dd>");
    check_has(v.body, "<a href='/person/P-7'>Stan</a>");
    check_has(v.body, "Handle with care");
    check_has(v.body, "href='/crate_label/new?crate=Q-1'");
    check_has(v.body, "level <del>High</del> to <b>Low</b>");
    check_has(v.body, "btn main-act'>Send</button>");
    check_has(v.body, "href='/crate/Q-1/judge'>Judge again</a>");
    check_lacks(v.body, "Lock");
}

TEST(the_past_is_shown_as_it_was_and_cannot_be_changed)
{
    open_store();
    i64 id = add_crate("Glass", "P-5", "U-2");
    str before = format(test_arena, "/crate/Q-1?as_of=$1", v(fixture_operator()->now));
    fixture_clock(60000000);
    c = fixture_operator();
    check_done(c, fixture_set(c, &crate_entity, id, PAIRS("title", "Sand")));
    visit_as(MAX);
    check_has(visit_get("/crate/Q-1").body, "<h1>Sand</h1>");
    visit v = visit_get(str_z(test_arena, before));
    check_has(v.body, "<h1>Glass</h1>");
    check_has(v.body, "Nothing can be changed here");
    check_lacks(v.body, "/crate/Q-1/edit");
    check_int(visit_get("/crate/Q-1?as_of=2020-01-01").status, 404);
}

TEST(what_is_out_of_reach_is_as_absent)
{
    open_store();
    add_crate("Glass canary", "P-5", "U-2");
    visit_as(OSCAR);
    visit hidden = visit_get("/crate/Q-1"), absent = visit_get("/crate/Q-9");
    check_int(hidden.status, 404);
    check_int(absent.status, 404);
    check_lacks(hidden.body, "canary");
    check_lacks(visit_get("/crate").body, "canary");
    check_lacks(visit_get("/search?q=canary").body, "Glass canary");
    check_lacks(visit_get("/search.json?q=canary").body, "Glass");
    check_lacks(visit_get("/crate.csv").body, "canary");
    check_lacks(visit_get("/crate/suggest?q=canary").body, "Glass");
    check_int(visit_get("/crate/Q-1/edit").status, 404);
    check_int(visit_post("/crate/Q-1/edit", "title=x").status, 404);
    check_str(stored(1)->title, "Glass canary");
}

TEST(who_may_only_look_gets_no_button_and_no_form)
{
    open_store();
    add_crate("Glass", "P-5", "U-2");
    visit_as(AUGUST);
    visit v = visit_get("/crate/Q-1");
    check_int(v.status, 200);
    check_lacks(v.body, "/crate/Q-1/edit");
    check_lacks(v.body, ">Send<");
    check_lacks(visit_get("/crate").body, "href='/crate/new'");
    check_int(visit_get("/crate/Q-1/edit").status, 403);
    check_int(visit_get("/crate/new").status, 403);
    check_int(visit_post("/crate/Q-1/edit", "title=Sand").status, 403);
    check_int(visit_post("/crate/Q-1/send", "").status, 403);
    check_int(visit_post("/crate/Q-1/end", "").status, 403);
    check_str(stored(1)->title, "Glass");
}

// Forms.

TEST(a_new_record_is_made_of_what_the_form_sent)
{
    open_store();
    visit_as(OLIVE);
    visit v = visit_get("/crate/new?title=From+the+address");
    check_has(v.body, "value='From the address'");
    check_has(v.body, "<option value='P-5' selected>Olive</option>");
    v = visit_post(
        "/crate/new",
        "title=Glass&owner=P-5&unit=U-2&level=high&worth=12.50&worth.currency=EUR&fragile=0&fragile=1&pieces=3&weight="
        "1.5"
        "&sealed=2026-11-20T10:15&keepers=&keepers=P-7&keepers=P-5&due=2027-01-01&lock=tumbler&score=99&inside=x");
    check_int(v.status, 303);
    check_str(v.location, "/crate/Q-1");
    const crate *x = stored(1);
    check_str(x->title, "Glass");
    check_int(x->worth.minor, 1250);
    check(x->fragile);
    check_int(x->pieces, 3);
    check_int(x->score, 12);  // READONLY: what check() made of it
    check_str(x->inside, ""); // HIDDEN: in no form
    check_int(x->sealed.us % 86400000000, (i64)(10 * 60 + 15) * 60000000);
    i64 *ids;
    check_int(record_links(fixture_operator(), &crate_entity.links[0], 1, &ids), 2);
}

TEST(a_refused_form_loses_nothing)
{
    open_store();
    visit_as(OLIVE);
    visit v = visit_post("/crate/new", "title=&owner=P-5&unit=U-2&pieces=many&notes=Kept+%3Cb%3E&keepers=&keepers=P-7&"
                                       "level=critical&worth=1.5&worth.currency=EUR");
    check_int(v.status, 422);
    check_has(v.body, "role='alert'");
    check_has(v.body, "href='#f-pieces'");
    check_has(v.body, "aria-invalid='true'");
    check_has(v.body, "value='many'");
    check_has(v.body, "Kept &lt;b&gt;</textarea>");
    check_has(v.body, "value='P-7' checked>");
    check_has(v.body, "value='critical' checked>");
    check_has(v.body, "value='1.5'");
    v = visit_post("/crate/new", "title=&owner=P-5&unit=U-2");
    check_int(v.status, 422);
    check_has(v.body, "id='f-title-e'");
    v = visit_post("/crate/new", "title=Glass&owner=P-5&unit=U-2&state=sent");
    check_int(v.status, 422);
    check_has(v.body, "say by when it must arrive");
    check(!record_seek(fixture_operator(), &crate_entity, 1));
}

TEST(a_stale_save_shows_both_versions_and_loses_nothing)
{
    open_store();
    i64 id = add_crate("Glass", "P-5", "U-2");
    visit_as(OLIVE);
    check_has(visit_get("/crate/Q-1/edit").body, "name='version' value='1'");
    check_done(c, fixture_set(c, &crate_entity, id, PAIRS("title", "Theirs", "pieces", "7")));
    visit v = visit_post("/crate/Q-1/edit", "version=1&title=Mine&owner=P-5&unit=U-2&level=high&pieces=0&worth=12.50&"
                                            "worth.currency=EUR&weight=2.5&reason=Because");
    check_int(v.status, 409);
    check_has(v.body, "name='version' value='2'");
    check_has(v.body, "name='take.title' value='theirs'");
    check_has(v.body, "value='Mine'"); // both changed it: the typed one stands beside theirs
    check_has(v.body, "<b>Theirs</b>");
    check_lacks(v.body, "take.pieces"); // only they did: theirs is taken without asking
    check_has(v.body, "name='pieces' id='f-pieces' value='7'");
    check_has(v.body, "value='2.5'"); // only we did
    check_has(v.body, "value='Because'");
    v = visit_post("/crate/Q-1/edit",
                   "version=2&title=Mine&take.title=theirs&owner=P-5&unit=U-2&level=high&pieces=7&weight=2.5");
    check_int(v.status, 303);
    check_str(stored(1)->title, "Theirs");
    check_int(stored(1)->pieces, 7);
    check_real(stored(1)->weight.x, 2.5, 0);
}

TEST(a_secret_is_never_written_into_a_page_and_an_empty_one_stays)
{
    open_store();
    check_done(c, fixture_add(c, &crate_entity,
                              PAIRS("title", "Glass", "owner", "P-5", "unit", "U-2", "lock", "tumbler")) == 1);
    visit_as(OLIVE);
    check_lacks(visit_get("/crate/Q-1/edit").body, "tumbler");
    check_lacks(visit_get("/crate/Q-1").body, "tumbler");
    check_lacks(visit_get("/crate.csv").body, "tumbler");
    check_lacks(visit_get("/crate.json").body, "tumbler");
    check_int(visit_post("/crate/Q-1/edit", "version=1&title=Sand&lock=").status, 303);
    check_str(stored(1)->title, "Sand");
    check_str(stored(1)->lock.s, "tumbler");
}

TEST(an_action_asks_for_its_input_and_starts_from_the_record)
{
    open_store();
    add_crate("Glass", "P-5", "U-2");
    visit_as(OLIVE);
    visit v = visit_get("/crate/Q-1/judge");
    check_has(v.body, "Say how much it matters");
    check_has(v.body, "value='high' checked>");
    v = visit_post("/crate/Q-1/judge", "version=1&level=low&why=");
    check_int(v.status, 422);
    check_has(v.body, "value='low' id='f-level' checked>");
    check_has(v.body, "id='f-why-e'");
    v = visit_post("/crate/Q-1/judge", "version=1&level=low&why=It+is+empty");
    check_int(v.status, 303);
    check_int(stored(1)->level, CRATE_LOW);
    v = visit_get("/crate/Q-1");
    check_has(v.body, "<blockquote>It is empty</blockquote>");
    check_has(v.body, "<b>Olive</b>: judge again");
    v = visit_post("/crate/Q-1/judge", "version=1&level=high&why=Again");
    check_int(v.status, 409);
    check_has(v.body, "Again</textarea>");
}

TEST(a_reference_with_many_candidates_is_typed_and_suggested)
{
    open_store();
    for (int i = 0; i < 201; i++) add_crate(str_z(c->a, format(c->a, "Crate number $1", v(i))), "P-5", "U-2");
    visit_as(MAX);
    visit v = visit_get("/crate_label/new?crate=Q-7");
    check_has(v.body, "list='f-crate-l' data-hx-get='/crate/suggest?of=crate'");
    check_has(v.body, "value='Q-7' name='crate' id='f-crate' required>");
    check_has(v.body, "<span class='hint'>Crate number 6</span>");
    v = visit_get("/crate/suggest?of=crate&crate=number+200");
    check_str(v.body, "<option value='Q-201'>Crate number 200</option>");
    check_int(visit_post("/crate_label/new", "name=Heavy&crate=Crate+number+200").status, 303);
    check_int(((const crate_label *)record_load(fixture_operator(), &crate_label_entity, 1))->crate.id, 201);
}

TEST(ending_names_what_points_to_it)
{
    open_store();
    add_crate("Glass", "P-5", "U-2");
    fixture_add(c, &crate_label_entity, PAIRS("name", "Handle with care", "crate", "Q-1"));
    visit_as(MAX);
    visit v = visit_get("/crate/Q-1/end");
    check_has(v.body, "href='/crate_label?crate=Q-1'>Labels: 1</a>");
    v = visit_post("/crate/Q-1/end", "version=1");
    check_int(v.status, 422);
    check_has(v.body, "QL-1");
    check_has(v.body, "role='alert'");
    check_int(visit_post("/crate_label/QL-1/end", "version=1").status, 303);
    v = visit_post("/crate/Q-1/end", "version=1&reason=Broken");
    check_int(v.status, 303);
    check_str(v.location, "/crate");
    check_int(visit_get("/crate/Q-1").status, 404);
}

TEST(an_amount_that_names_no_currency_is_in_that_of_the_organisation)
{
    open_store();
    i64 id = add_crate("Flour", "P-5", "U-2");
    check_done(c, fixture_set(c, &organisation_entity, 1, PAIRS("currency", "USD")));
    c = fixture_operator();
    check_done(c, fixture_set(c, &crate_entity, id, PAIRS("worth", "30")));
    check_str(str_of(stored(id)->worth.currency), "USD");
    c = fixture_operator();
    c->currency = S("");
    check_refused(c, fixture_set(c, &crate_entity, id, PAIRS("worth", "40")), "names no currency");
    c = fixture_operator();
    check_refused(c, fixture_set(c, &organisation_entity, 1, PAIRS("currency", "us1")), "three capital letters");
}

// A failing disk is no refusal of what was typed: 503, whichever statement it is, before the writer's turn or on it.
static i64 crates(void)
{
    ctx *over = fixture_operator();
    return db_one(db_query(over->db, over->a, "SELECT count(*) FROM crate"));
}

TEST(a_read_that_fails_is_no_refusal)
{
    open_store();
    static const char *const posts[] = {"/crate/new", "title=Salt&owner=olive%40test.example&unit=North&level=high"};
    visit_as(OLIVE);
    check_int(visit_post(posts[0], posts[1]).status, 303);
    int failing = 0;
    for (i64 n = 1;; n++) {
        i64 before = crates();
        db_fail_at = n;
        visit v = visit_post(posts[0], posts[1]);
        bool unharmed = db_fail_at != 0;
        db_fail_at = 0;
        if (unharmed) {
            check_int(v.status, 303);
            break;
        }
        if (v.status != 503) check_int(n, 0);
        check_int(crates(), before);
        failing++;
    }
    check(failing > 10);
}
