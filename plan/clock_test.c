// clock_test.c: what the passing of days changes by itself: objectives, coverage, exceptions, and what then waits for whom.
// SPDX-License-Identifier: Apache-2.0
#include "plan/assessment.h"
#include "plan/coverage.h"
#include "plan/objective/objective.h"
#include "platform/job/job.h"
#include "test/attempt.h"

#define DAY ((i64)86400 * 1000000)

static bool load(ctx *c, void *arg)
{
    (void)arg;
    return framework_load(c) && criteria_load(c);
}

static void settle(void)
{
    ctx *c = fixture();
    check_done(c, operate_with(c, load, NULL));
    check_done(c, job_settle(c));
}

// The server's clock: the job runs, and says what it did.
static str run_job(const char *name)
{
    ctx *c = fixture_operator();
    const job *j = job_find(str_of(name));
    check(j && job_work(c, j, job_node(c->a), NULL));
    job_status s = job_look(fixture_operator(), j);
    check_str(S("done"), s.state);
    return s.note;
}

static i64 entries(void)
{
    ctx *c = fixture_operator();
    return db_one(query(c, "SELECT count(*) FROM {ledger! x}"));
}

// Does that kind of work wait for the person?
static int waits(i64 person, const module *m, const char *what)
{
    ctx *c = attempt_as(person);
    int n = 0;
    for (const work *w = m->works; w->what; w++) {
        if (!str_eq(str_of(w->what), str_of(what))) continue;
        rows r = query_(c, str_of(w->sql), VALS(v(person), v(c->today)), 2);
        while (db_next(&r)) n++;
    }
    return n;
}

TEST(an_objective_whose_day_has_passed_is_missed_the_next_day)
{
    settle();
    attempt_add(MAX, &objective_entity,
                PAIRS("title", "A certificate", "aim", "Trust", "milestone", "Certified", "unmeasured",
                      "It is there or not", "due", "today+10", "owner", "P-5", "resources", "Days", "evaluation",
                      "By the committee"));
    run_job("objective-judge");
    check_int(attempt_breaches("objective-status", "late") + attempt_breaches("objective-status", "broken"), 0);
    fixture_clock(11 * DAY);
    check_str(run_job("objective-judge"), "1 objectives judged.");
    ctx *c = attempt_as(MAX);
    check_int(((objective *)record_load(c, &objective_entity, 1))->status, OBJECTIVE_MISSED);
    i64 before = entries();
    fixture_clock(DAY / 4);
    run_job("objective-judge");
    check_int(entries(), before); // nothing to do leaves no entry
}

static void cover_a_store(void)
{
    settle();
    attempt_add(MAX, &asset_entity, PAIRS("name", "Store", "owner", "P-5", "unit", "U-2", "store", "yes"));
    attempt_add(MAX, &asset_entity, PAIRS("name", "Archive", "owner", "P-5", "unit", "U-2", "store", "yes"));
    attempt_add(MAX, &control_entity, PAIRS("name", "Encryption", "owner", "P-5", "unit", "U-2"));
    attempt_add(MAX, &coverage_entity,
                PAIRS("name", "Every store", "control", "C-1", "noun", "asset", "rule", "store=yes"));
    attempt_add(OLIVE, &exception_entity,
                PAIRS("title", "Old archive", "about", "C-1", "why", "It cannot", "compensating", "Its own network",
                      "until", "today+40"));
    attempt_act(GRETA, &exception_entity, "grant", 1, NOTHING);
    attempt_act(OLIVE, &coverage_entity, "load", 1, PAIRS("members", "AS-1", "state", "covered"));
    attempt_act(OLIVE, &coverage_entity, "load", 1, PAIRS("members", "AS-2", "state", "excepted", "exception", "EX-1"));
}

TEST(a_member_whose_exception_expired_is_not_yet_covered_and_the_reading_follows)
{
    cover_a_store();
    check_int(attempt_count("reading"), 2);
    run_job("coverage-count");
    check_int(attempt_count("reading"), 2); // as before, and young
    check_int(waits(OLIVE, &exception_module, "Renew the exception or end it"), 0);
    fixture_clock(15 * DAY);
    check_int(waits(OLIVE, &exception_module, "Renew the exception or end it"), 1);
    fixture_clock(26 * DAY);
    check_int(attempt_breaches("exception-expired", "broken"), 1);
    check_str(run_job("coverage-count"), "1 of 1 populations counted.");
    ctx *c = attempt_as(MAX);
    const coverage *x = record_load(c, &coverage_entity, 1);
    check_int(x->missing, 1);
    check(x->percent.is && x->percent.x == 50);
    check_int(attempt_count("reading"), 3);
    fixture_clock(31 * DAY);
    run_job("coverage-count");
    check_int(attempt_count("reading"), 4); // unchanged, but the last one has grown old
    check_int(attempt_breaches("derived", "broken"), 0);
}

TEST(a_scope_is_assessed_again_in_time)
{
    settle();
    attempt_act(GRETA, &criteria_entity, "approve", 1, NOTHING);
    attempt_add(MAX, &scope_entity, PAIRS("name", "All", "statement", "Everything."));
    attempt_add(MAX, &boundary_entity,
                PAIRS("scope", "SC-1", "side", "in", "kind", "rule", "name", "All", "rule", "all"));
    attempt_add(MAX, &asset_entity, PAIRS("name", "Store", "owner", "P-5", "unit", "U-2"));
    attempt_act(GRETA, &scope_entity, "approve", 1, NOTHING);
    attempt_add(MAX, &risk_entity,
                PAIRS("title", "Lost", "owner", "P-5", "unit", "U-2", "likelihood", "2", "financial", "2"));
    attempt_add(MAX, &assessment_entity,
                PAIRS("name", "First", "lead", "P-2", "started", "today", "method", "Workshops", "scopes", "SC-1"));
    attempt_act(MAX, &assessment_entity, "close", 1, NOTHING);
    check_int(waits(MAX, &assessment_module, "Assess the risks again"), 0);
    fixture_clock(335 * DAY);
    check_int(waits(MAX, &assessment_module, "Assess the risks again"), 1);
    check_int(waits(OLIVE, &assessment_module, "Assess the risks again"), 0);
    check_int(attempt_breaches("assessment-interval", "late"), 0);
    fixture_clock(60 * DAY);
    check_int(attempt_breaches("assessment-interval", "late"), 1);
}
