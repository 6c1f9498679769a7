// schema_test.c: a filled database of an earlier version comes up to date, and a later one is refused.
// SPDX-License-Identifier: Apache-2.0
#include "platform/record/schema.h"
#include "platform/base/time.h"
#include "platform/ledger/ledger.h"
#include "platform/record/field.h"
#include "platform/record/list.h"
#include "platform/record/rules.h"
#include "platform/record/search.h"
#include "test/fixture.h"

#define PAIRS(...) ((const char *const[]){__VA_ARGS__, NULL})

// ---- the same register in two versions of the program

typedef struct {
    record rec;
    str title, colour;
    ref owner, unit;
    money worth;
    i64 size;
} old_widget;

static const field old_fields[] = {
    FIELD(old_widget, title, "Title", .flags = REQUIRED | LISTED | SEARCHED),
    FIELD(old_widget, colour, "Colour", .flags = LISTED),
    FIELD(old_widget, owner, "Owner", .flags = REQUIRED, .to = &person_entity),
    FIELD(old_widget, unit, "Unit", .flags = REQUIRED, .to = &unit_entity),
    FIELD(old_widget, worth, "Worth"),
    FIELD(old_widget, size, "Size", .flags = SORTED),
};
static const entity old_entity = {.name = "widget",
                                  .prefix = "WI",
                                  .label = "Widget",
                                  .plural = "Widgets",
                                  .size = sizeof(old_widget),
                                  .fields = old_fields,
                                  .nfields = countof(old_fields),
                                  .see = MANAGER,
                                  .add = MANAGER,
                                  .set = MANAGER,
                                  .end = MANAGER,
                                  .scope = SCOPE_UNIT,
                                  .title = "title"};

typedef enum { GRADE_NONE, GRADE_GOOD, GRADE_BAD } grade;
typedef struct {
    record rec;
    str name, colour, number, note;
    ref owner, unit, keeper;
    money cost;
    i64 size, count;
    grade grade;
    any about;
    date until;
    bool ready;
    number share;
} widget;
typedef struct {
    record rec;
    ref widget;
    str word;
} part;

static const choice grades[] = {{"", "Not judged", 0}, {"good", "Good", 0}, {"bad", "Bad", 0}, {0}};
static const field new_fields[] = {
    FIELD(widget, name, "Name", .flags = REQUIRED | LISTED | SEARCHED, .was = "title"),
    FIELD(widget, colour, "Colour", .flags = LISTED | UNIQUE),
    FIELD(widget, number, "Number", .flags = UNIQUE),
    FIELD(widget, note, "Note", .flags = LONG | SEARCHED),
    FIELD(widget, owner, "Owner", .flags = REQUIRED, .to = &person_entity),
    FIELD(widget, unit, "Unit", .flags = REQUIRED, .to = &unit_entity),
    FIELD(widget, keeper, "Keeper", .to = &person_entity),
    FIELD(widget, cost, "Cost", .was = "worth"),
    FIELD(widget, size, "Size", .flags = SORTED),
    FIELD(widget, count, "Count"),
    FIELD(widget, grade, "Grade", .flags = CHIPS | SORTED, .choices = grades),
    FIELD(widget, about, "About"),
    FIELD(widget, until, "Until"),
    FIELD(widget, ready, "Ready"),
    FIELD(widget, share, "Share"),
};
static const entity new_entity = {.name = "widget",
                                  .prefix = "WI",
                                  .label = "Widget",
                                  .plural = "Widgets",
                                  .size = sizeof(widget),
                                  .fields = new_fields,
                                  .nfields = countof(new_fields),
                                  .see = MANAGER,
                                  .add = MANAGER,
                                  .set = MANAGER,
                                  .end = MANAGER,
                                  .scope = SCOPE_UNIT,
                                  .title = "name"};
static const field part_fields[] = {
    FIELD(part, widget, "Widget", .flags = REQUIRED, .to = &new_entity),
    FIELD(part, word, "Word", .flags = REQUIRED | SEARCHED),
};
static const entity part_entity = {ENTITY(part, "PT", "Part", "Parts", MANAGER, MANAGER, MANAGER, MANAGER),
                                   .scope = SCOPE_WITHIN, .within = "widget", .title = "word"};
static const table new_tables[] = {{"CREATE TABLE shelf (id {id}, place {text} NOT NULL){end};\n"}, {NULL}};

static const entity *const old_entities[] = {&old_entity, NULL};
static const entity *const new_entities[] = {&new_entity, &part_entity, NULL};
static module widgets = {.name = "widgets", .entities = old_entities};
const module *const modules[] = {&people_module, &widgets, NULL};

// One index came after the first databases, and another held less.
static bool age_indexes(ctx *c, void *arg)
{
    (void)arg;
    return db_exec(c->db, "CREATE INDEX widget_past_by_order ON widget_past (id)") &&
           (db_kind_of(c->db) == DB_POSTGRES || db_exec(c->db, "DROP INDEX search_place"));
}

static ctx *filled(void)
{
    widgets.entities = old_entities, widgets.tables = NULL;
    ctx *c = fixture();
    check_done(c, fixture_add(c, &old_entity,
                              PAIRS("title", "\xC3\x84rmel", "colour", "red", "owner", "P-5", "unit", "North", "worth",
                                    "12.50 EUR", "size", "3")) == 1);
    check_done(
        c, fixture_add(c, &old_entity, PAIRS("title", "Bolt", "colour", "blue", "owner", "P-6", "unit", "South")) == 2);
    check_done(c, fixture_add(c, &old_entity, PAIRS("title", "Gone", "owner", "P-6", "unit", "South")) == 3);
    fixture_clock(1000000);
    c = fixture_again(c);
    check_done(c, fixture_set(c, &old_entity, 1, PAIRS("title", "\xC3\x84rmelchen", "worth", "13 EUR")));
    check_done(c, operate_end(c, &old_entity, 3, 0));
    check_done(c, operate_with(c, age_indexes, NULL));
    return fixture_again(c);
}

static void migrate(void)
{
    str error = {0};
    widgets.entities = new_entities, widgets.tables = new_tables;
    if (!fixture_reopen(&error)) check_str(error, "");
}

TEST(a_filled_database_is_brought_up_to_date_and_loses_nothing)
{
    ctx *c = filled();
    moment then = c->now;
    then.us -= 500000; // before the second round
    migrate();
    c = fixture_operator();
    widget *x = record_load(c, &new_entity, 1);
    check_done(c, x != NULL);
    check_str(x->name, "\xC3\x84rmelchen");
    check_str(x->colour, "red");
    check(x->cost.minor == 1300 && x->size == 3 && x->owner.id == OLIVE && x->rec.version == 2);
    check(!x->number.n && !x->count && x->grade == GRADE_NONE && !x->about.id && !x->until.day && !x->share.is);
    c->moment = then;
    x = record_load(c, &new_entity, 1);
    check_str(x->name, "\xC3\x84rmel");
    check_int(x->cost.minor, 1250);
    check(record_visible(c, &new_entity, 3));
    list l = list_of(&new_entity);
    check_done(c, list_set(c, &l, S("name.has"), S("ARMEL")));
    check_int(list_total(c, &l), 1);
    c->moment = (moment){0};
    check_int(list_total(c, &l), 1);
    hit *hits;
    check_int(search(c, NULL, S("armelch"), &hits, 5), 1);
    version *versions;
    check_int(record_history(c, &new_entity, 1, &versions, 5), 2);
    fixture_verify();
}

TEST(what_was_brought_up_to_date_works_on)
{
    filled();
    migrate();
    ctx *c = fixture_operator();
    check_refused(c, fixture_set(c, &new_entity, 2, PAIRS("colour", "RED")),
                  "taken"); // unique from now on, old rows, too
    check_done(c,
               fixture_set(c, &new_entity, 2, PAIRS("number", "7", "grade", "good", "about", "P-1", "share", "0.5")));
    check_done(c,
               fixture_add(c, &new_entity, PAIRS("name", "Cog", "number", "8", "owner", "P-5", "unit", "North")) == 4);
    check_done(c, fixture_add(c, &part_entity, PAIRS("widget", "WI-1", "word", "Tooth")) == 1);
    check_int(((record *)record_load(c, &part_entity, 1))->unit, 2);
    check_refused(c, operate_end(c, &new_entity, 1, 0), "PT-1");
    check_found *found;
    int n;
    check_done(c, rules_run(c, &found, &n));
    if (n) check_str(found[0].what, "");
    fixture_verify();
}

// What the engine itself says about its tables and indexes, sorted.
static str catalogue(ctx *c)
{
    text t = {.a = c->a};
    rows r =
        db_kind_of(c->db) == DB_SQLITE
            ? db_query(
                  c->db, c->a,
                  "SELECT m.name, p.name, p.type, p.\"notnull\" FROM sqlite_master AS m JOIN "
                  "pragma_table_info(m.name) AS p "
                  "WHERE m.type = 'table' AND m.name NOT LIKE 'search%' AND m.name NOT LIKE 'sqlite%' ORDER BY 1, 2")
            : db_query(
                  c->db, c->a,
                  "SELECT table_name, column_name, data_type, 0 FROM information_schema.columns WHERE table_schema = "
                  "current_schema() ORDER BY 1, 2");
    while (db_next(&r)) {
        for (int k = 0; k < 3; k++) put(&t, db_view(&r, k)), put_char(&t, ' ');
        put_char(&t, '\n');
    }
    r = db_kind_of(c->db) == DB_SQLITE ? db_query(c->db, c->a,
                                                  "SELECT m.name, m.sql FROM sqlite_master AS m WHERE m.type = 'index' "
                                                  "AND m.sql IS NOT NULL AND m.tbl_name NOT LIKE 'sqlite%' ORDER BY 1")
                                       : db_query(c->db, c->a,
                                                  "SELECT indexname, substr(indexdef, strpos(indexdef, 'USING')) FROM "
                                                  "pg_indexes WHERE schemaname = current_schema() ORDER BY 1");
    while (db_next(&r)) put(&t, db_view(&r, 0)), put_char(&t, ' '), put(&t, db_view(&r, 1)), put_char(&t, '\n');
    return text_str(&t);
}

TEST(an_updated_database_has_the_tables_of_a_new_one)
{
    filled();
    migrate();
    ctx *c = fixture_operator();
    str updated = str_dup(test_arena, catalogue(c));
    str why = {0};
    check(schema_current(c, &why) && !why.n);
    str error = {0}, where = str_of(test_database());
    bool busy = false;
    where = test_postgres() ? str_join(c->a, where, S("&schema=fresh")) : str_join(c->a, where, S("-fresh"));
    struct database *d = database_open(where, (database_options){.create = true, .no_sync = true}, &error, &busy);
    check(d && schema_open(d, true, &error));
    ctx fresh = {.a = test_arena, .database = d, .db = db_reader(d)};
    str made = catalogue(&fresh);
    db_release(fresh.db);
    database_close(d);
    check(made.n > 1000);
    for (str x = updated, y = made; x.p || y.p;) check_str(str_cut(&x, '\n'), str_cut(&y, '\n'));
}

TEST(a_database_of_a_newer_program_is_refused)
{
    ctx *c = filled();
    struct database *d = c->database;
    db_release(c->db);
    c->db = db_write_begin(d);
    check(db_exec(c->db, "UPDATE setting SET value = '99' WHERE name = 'schema'"));
    check(db_write_end(c->db, true) == DB_DONE);
    c->db = NULL;
    str error = {0};
    check(!fixture_reopen(&error));
    check_has(error, "newer version");
}

TEST(a_database_of_another_program_is_refused)
{
    str error = {0};
    bool busy = false;
    struct database *d =
        database_open(str_of(test_database()), (database_options){.create = true, .no_sync = true}, &error, &busy);
    check(d != NULL);
    check(!schema_open(d, false, &error));
    check_has(error, "not made by isms");
    database_close(d);
}
