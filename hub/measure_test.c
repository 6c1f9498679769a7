// measure_test.c: readings are added and never changed; the newest is the measure's latest.
// SPDX-License-Identifier: Apache-2.0
#include "hub/measure.h"
#include "hub/finding.h"
#include "platform/base/time.h"
#include "test/fixture.h"

#define PAIRS(...) ((const char *const[]){__VA_ARGS__, NULL})
static const i64 DAY = (i64)86400 * 1000000;

static i64 add_measure(const char *const *pairs)
{
    ctx *c = fixture_as(MAX);
    i64 id = fixture_add(c, &measure_entity, pairs);
    check_done(c, id > 0);
    return id;
}

static i64 read_as(i64 who, const char *value, const char *at)
{
    ctx *c = fixture_as(who);
    i64 id = fixture_add(c, &reading_entity, PAIRS("measure", "ME-1", "value", value, "at", at));
    check_done(c, id > 0);
    return id;
}

static const measure *of(i64 id)
{
    return record_seek(fixture_operator(), &measure_entity, id);
}

static int waiting(i64 person)
{
    ctx *c = fixture_as(person);
    int n = 0;
    rows r = query_(c, str_of(measure_module.works->sql), VALS(v(c->person), v(c->today)), 2);
    while (db_next(&r)) n++;
    check_str(db_error(c->db), "");
    return n;
}

TEST(the_latest_value_is_of_the_newest_moment_not_of_the_last_entry)
{
    fixture();
    i64 id = add_measure(PAIRS("name", "Trained", "owner", "P-5", "measured_in", "%"));
    check(!of(id)->latest.is);
    read_as(OLIVE, "80", "");
    check_real(of(id)->latest.x, 80, 0);
    check(of(id)->latest_at.us > 0);
    read_as(OLIVE, "70", "2020-01-15T10:00:00Z");
    check_real(of(id)->latest.x, 80, 0);
    check_int(of(id)->rec.version, 1); // a reading is no change of its measure
    fixture_verify();
}

TEST(a_right_reading_of_the_same_moment_counts_instead_of_a_wrong_one)
{
    fixture();
    i64 id = add_measure(PAIRS("name", "Trained", "owner", "P-5"));
    read_as(OLIVE, "8", "2020-01-15T10:00:00Z");
    read_as(OLIVE, "80", "2020-01-15T10:00:00Z");
    check_real(of(id)->latest.x, 80, 0);
    check_int(moment_date(of(id)->latest_at, S("UTC")).day, date_make(2020, 1, 15).day);
    ctx *c = fixture_as(OLIVE);
    check_int(db_one(query(c, "SELECT count(*) FROM {reading!}")), 2);
}

TEST(nobody_changes_or_ends_a_reading)
{
    fixture();
    add_measure(PAIRS("name", "Trained", "owner", "P-5"));
    i64 id = read_as(OLIVE, "80", "");
    for (i64 who = ADA; who <= STAN; who++) {
        ctx *c = fixture_as(who);
        check(!fixture_set(c, &reading_entity, id, PAIRS("value", "90")));
        c = fixture_as(who);
        check(!operate_end(c, &reading_entity, id, 0));
    }
    ctx *c = fixture_operator();
    check(!fixture_set(c, &reading_entity, id, PAIRS("value", "90")));
    check_real(((reading *)record_seek(fixture_operator(), &reading_entity, id))->value.x, 80, 0);
}

static bool overwrite(ctx *c, void *arg)
{
    reading *r = record_load(c, &reading_entity, *(i64 *)arg);
    r->value.x = 90;
    return record_save(c, &reading_entity, r);
}

TEST(not_even_the_program_changes_a_reading)
{
    fixture();
    add_measure(PAIRS("name", "Trained", "owner", "P-5"));
    i64 id = read_as(OLIVE, "80", "");
    ctx *c = fixture_operator();
    check_refused(c, operate_with(c, overwrite, &id), "A reading never changes");
}

TEST(readings_come_from_who_measures_judges_or_owns_it)
{
    fixture();
    add_measure(PAIRS("name", "Trained", "owner", "P-5", "measurer", "P-7"));
    read_as(STAN, "80", ""); // staff who measures it
    read_as(MAX, "81", "");
    ctx *c = fixture_as(AUGUST);
    check_refused(c, fixture_add(c, &reading_entity, PAIRS("measure", "ME-1", "value", "1")) != 0,
                  "who measures, judges or owns");
    c = fixture_as(OSCAR);
    check_refused(c, fixture_add(c, &reading_entity, PAIRS("measure", "ME-1", "value", "1")) != 0, "there is no ME-1");
}

TEST(a_reading_of_tomorrow_is_refused)
{
    fixture();
    add_measure(PAIRS("name", "Trained", "owner", "P-5"));
    ctx *c = fixture_as(OLIVE);
    check_refused(
        c, fixture_add(c, &reading_entity, PAIRS("measure", "ME-1", "value", "1", "at", "2999-01-01T00:00:00Z")) != 0,
        "yet to come");
}

static bool compute_run(ctx *c, void *arg)
{
    i64 after = 0;
    *(i64 *)arg = measure_compute_due(c, &after);
    return true;
}

static i64 compute(void)
{
    i64 n = -1;
    ctx *c = fixture_operator();
    c->channel = S("job");
    check_done(c, operate_with(c, compute_run, &n));
    return n;
}

TEST(a_computed_measure_needs_a_figure_and_reads_itself_once_a_day)
{
    fixture();
    ctx *c = fixture_as(MAX);
    check_refused(c,
                  fixture_add(c, &measure_entity,
                              PAIRS("name", "x", "owner", "P-2", "source", "computed", "figure", "none")) != 0,
                  "no figure \"none\"");
    add_measure(PAIRS("name", "Open findings", "owner", "P-2", "source", "computed", "figure", "findings-open"));
    c = fixture_as(MAX);
    check_refused(c, fixture_add(c, &reading_entity, PAIRS("measure", "ME-1", "value", "1")) != 0, "computes itself");
    c = fixture_as(AUGUST);
    check(fixture_add(c, &finding_entity, PAIRS("kind", "observation", "title", "No restore test", "owner", "P-5")) >
          0);
    for (int day = 0; day < 2; day++) {
        check_int(compute(), 1);
        check_int(compute(), 0);
        check_real(of(1)->latest.x, 1, 0);
        fixture_clock(DAY);
    }
    check_int(db_one(query(fixture_operator(), "SELECT count(*) FROM {reading!}")), 2);
}

TEST(a_computed_measure_counts_what_its_owner_sees)
{
    fixture();
    add_measure(
        PAIRS("name", "Open findings in North", "owner", "P-5", "source", "computed", "figure", "findings-open"));
    ctx *c = fixture_as(AUGUST);
    check(fixture_add(c, &finding_entity, PAIRS("kind", "observation", "title", "In North", "owner", "P-5")) > 0);
    c = fixture_again(c);
    check(fixture_add(c, &finding_entity, PAIRS("kind", "observation", "title", "In South", "owner", "P-6")) > 0);
    check_int(compute(), 1);
    check_real(of(1)->latest.x, 1, 0);
}

TEST(a_mark_beyond_the_target_warns_too_late)
{
    fixture();
    ctx *c = fixture_as(MAX);
    check_refused(
        c, fixture_add(c, &measure_entity, PAIRS("name", "x", "owner", "P-2", "target", "90", "warn", "80")) != 0,
        "not beyond it");
    c = fixture_as(MAX);
    check_refused(c,
                  fixture_add(c, &measure_entity,
                              PAIRS("name", "x", "owner", "P-2", "direction", "down", "target", "5", "warn", "8")) != 0,
                  "not beyond it");
    add_measure(PAIRS("name", "y", "owner", "P-2", "direction", "down", "target", "5", "warn", "3"));
}

TEST(a_typed_measure_asks_for_its_reading_when_it_is_due)
{
    fixture();
    add_measure(PAIRS("name", "Trained", "owner", "P-5", "measurer", "P-7", "frequency", "weekly"));
    check_int(waiting(STAN), 1);
    check_int(waiting(OLIVE), 0);
    read_as(STAN, "80", "");
    check_int(waiting(STAN), 0);
    fixture_clock(6 * DAY);
    check_int(waiting(STAN), 0);
    fixture_clock(DAY);
    check_int(waiting(STAN), 1);
}

TEST(measures_and_readings_are_seen_in_their_unit)
{
    fixture();
    i64 id = add_measure(PAIRS("name", "canary", "owner", "P-5"));
    i64 read = read_as(OLIVE, "80", "");
    check(!record_seek(fixture_as(OSCAR), &measure_entity, id));
    check(!record_seek(fixture_as(OSCAR), &reading_entity, read));
    check(record_seek(fixture_as(AUGUST), &reading_entity, read));
}
