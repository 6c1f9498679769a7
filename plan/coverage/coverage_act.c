// coverage_act.c: saying who is covered: one by one, by a list, or pushed; each time with a reading.
// SPDX-License-Identifier: Apache-2.0
#include "plan/coverage/coverage_part.h"
#include "hub/task.h"
#include "platform/record/pick.h"

typedef struct {
    record rec;
    str members;
    unsigned state;
    bool complete;
    ref exception;
    str note;
} loading;

enum { LOAD_COVERED, LOAD_NOT_YET, LOAD_EXCEPTED, LIST_MEMBERS = 20000 };
static const choice load_states[] = {
    {"covered", "Covered", 0}, {"not-yet", "Not yet covered", 0}, {"excepted", "Excepted", 0}, {0}};
static const field loading_fields[] = {
    FIELD(loading, members, "Members", .flags = REQUIRED | LONG, .max = 2000000,
          .help = "Codes, names or e-mail addresses, one a line; of a CSV list the first column counts."),
    FIELD(loading, state, "They are", .choices = load_states),
    FIELD(loading, complete, "The list is complete",
          .help = "Then whoever is covered and not on it is not yet covered."),
    FIELD(loading, exception, "Exception", .to = &exception_entity, .help = "Of the excepted: which one."),
    FIELD(loading, note, "Note", .max = 400),
};
static const entity loading_input = {
    .name = "load", .size = sizeof(loading), .fields = loading_fields, .nfields = countof(loading_fields)};

// The first cell of a line, without its quotes.
static str first_cell(str line)
{
    line = str_trim(line);
    if (line.n && line.p[0] == '"') {
        str rest = str_from(line, 1);
        return str_cut(&rest, '"');
    }
    ptrdiff_t end = 0;
    while (end < line.n && line.p[end] != ',' && line.p[end] != ';' && line.p[end] != '\t') end++;
    return str_trim(str_sub(line, 0, end));
}

static bool is_head(str cell)
{
    static const char *const heads[] = {"code", "name", "member", "email", "Code", "Name", "Member", "Email", NULL};
    return str_in(cell, heads);
}

// All are found or nothing is done: each line that names nobody is told by its number.
static int read_members(ctx *c, const coverage *x, str text_of, i64 **out)
{
    const entity *e = entity_find(x->noun);
    field f = {.name = "members", .label = e->label, .kind = KIND_REF, .to = e};
    i64 *ids = news(c->a, i64, LIST_MEMBERS);
    int n = 0, at = 0, bad = 0;
    char end = str_find(str_trim(text_of), '\n') < 0 ? ';' : '\n'; // "AS-1; AS-2" on one line
    for (str rest = text_of; rest.p;) {
        str cell = first_cell(str_cut(&rest, end));
        ref found = {0};
        at++;
        if (!cell.n || (at == 1 && is_head(cell))) continue;
        failure *had = c->failures, **had_end = c->failures_end;
        bool ok = field_parse(c, &f, &found, cell) && pick_has(c, e, x->rule, found.id);
        c->failures = had, c->failures_end = had_end;
        if (had_end) *had_end = NULL;
        if (!ok) {
            if (bad++ < 10) fail(c, "members", "Line $1: \"$2\" is no member of \"$3\".", v(at), v(cell), v(x->name));
        } else if (n < LIST_MEMBERS) {
            ids[n++] = found.id;
        }
    }
    if (bad > 10) fail(c, "members", "And $1 lines more.", v(bad - 10));
    *out = ids;
    return bad ? -1 : n;
}

static coverage_member *member_of(ctx *c, const coverage *x, i64 id)
{
    i64 found = db_one(query(c,
                             "SELECT m.id FROM {coverage_member! m} WHERE m.coverage = $1 AND m.member_entity = $2 AND "
                             "m.member_id = $3",
                             v(x->rec.id), v(x->noun), v(id)));
    return found ? record_seek(c, &coverage_member_entity, found) : NULL;
}

static bool put_member(ctx *c, const coverage *x, i64 id, const loading *in)
{
    coverage_member *m = member_of(c, x, id);
    if (in->state == LOAD_NOT_YET) return !m || record_end(c, &coverage_member_entity, m);
    member_state state = in->state == LOAD_COVERED ? MEMBER_COVERED : MEMBER_EXCEPTED;
    i64 exception_id = in->state == LOAD_EXCEPTED ? in->exception.id : 0;
    if (m && m->state == state && m->exception.id == exception_id && (!in->note.n || str_eq(m->note, in->note)))
        return true;
    coverage_member next = m ? *m : (coverage_member){.coverage = {x->rec.id}, .member = {x->noun, id}};
    next.state = state, next.exception.id = exception_id, next.note = in->note;
    return record_save(c, &coverage_member_entity, &next);
}

static bool listed(const i64 *ids, int n, i64 id)
{
    for (int i = 0; i < n; i++)
        if (ids[i] == id) return true;
    return false;
}

// Whoever is covered and not on a complete list is no longer.
static bool drop_others(ctx *c, const coverage *x, const i64 *ids, int n)
{
    coverage_line *lines;
    loading away = {.state = LOAD_NOT_YET};
    int all = coverage_lines(c, x, &lines);
    for (int i = 0; i < all; i++)
        if (lines[i].reached == REACH_COVERED && !listed(ids, n, lines[i].id) && !put_member(c, x, lines[i].id, &away))
            return false;
    return true;
}

// The measure that its readings go to.
static bool give_measure(ctx *c, coverage *x)
{
    const control *of = record_load(c, &control_entity, x->control.id);
    if (!of) return false;
    measure m = {.name = format(c->a, "$1: $2", v(of->name), v(x->name)),
                 .what = format(c->a, "How many of those the control must reach it reaches: $1.", v(x->name)),
                 .why = S("A control that reaches only a part protects only a part."),
                 .formula = S("covered ÷ (members − excepted) × 100"),
                 .source = MEASURE_PUSHED,
                 .measured_in = S("%"),
                 .target = {true, 100},
                 .direction = MEASURE_UP,
                 .frequency = MEASURE_MONTHLY,
                 .owner = of->owner,
                 .measurer = of->owner,
                 .unit = of->unit};
    if (!record_save(c, &measure_entity, &m)) return false;
    x->measure.id = m.rec.id;
    return record_save(c, &coverage_entity, x);
}

// A reading with each act, by whoever may take one.
static bool take_reading(ctx *c, i64 id)
{
    coverage *x = record_load(c, &coverage_entity, id);
    if (!x) return false;
    if (!x->percent.is) return true;
    if (!x->measure.id && !give_measure(c, x)) return false;
    const measure *m = record_load(c, &measure_entity, x->measure.id);
    if (!m || !measure_reader(c, m)) return m != NULL;
    return measure_read(c, m->rec.id, x->percent.x, c->now,
                        format(c->a, "$1 of $2", v(x->covered), v(x->members - x->excepted))) != 0;
}

// ---- by the clock

// An exception that expired today leaves its members not yet covered, though nobody changed anything. The reading follows where
// it differs from the last, or where that one grows old.
static bool count_again(ctx *c, void *arg)
{
    i64 id = *(const i64 *)arg;
    if (!coverage_count(c, id)) return false;
    const coverage *x = record_load(c, &coverage_entity, id);
    const measure *m = x && x->measure.id ? record_load(c, &measure_entity, x->measure.id) : NULL;
    if (!m || !x->percent.is) return x != NULL;
    bool young = m->latest_at.us + (measure_days(m->frequency) - 1) * (i64)86400000000 > c->now.us;
    return (young && m->latest.is && m->latest.x == x->percent.x) || take_reading(c, id);
}

static bool count_all(ctx *c, job_progress *progress, void *to)
{
    i64 n = 0, most = db_one(query(c, "SELECT count(*) FROM {coverage! x}"));
    i64 *all = news(c->a, i64, most + 1);
    rows r = query(c, "SELECT x.id FROM {coverage! x} ORDER BY x.id");
    while (db_next(&r))
        if (n < most) all[n++] = db_int(&r, 0);
    for (i64 i = 0; i < n; i++) {
        if (!operate_with(c, count_again, &all[i])) return false;
        if (!progress(to, i + 1, n, format(c->a, "$1 of $2 populations counted.", v(i + 1), v(n)))) return true;
    }
    return true;
}

const job coverage_jobs[] = {{"coverage-count", "Count whom each control reaches", 3600, count_all}, {0}};

static bool load(ctx *c, void *rec, const void *in)
{
    const coverage *x = rec;
    const loading *l = in;
    i64 *ids;
    int n = read_members(c, x, l->members, &ids);
    if (n < 0) return false;
    if (!n) return fail(c, "members", "The list is empty.");
    if (l->state == LOAD_EXCEPTED && !l->exception.id)
        return fail(c, "exception", "A member is excepted by an exception: ask for one first, and name it.");
    for (int i = 0; i < n; i++)
        if (!put_member(c, x, ids[i], l)) return false;
    if (l->complete && l->state == LOAD_COVERED && !drop_others(c, x, ids, n)) return false;
    return take_reading(c, x->rec.id);
}

typedef struct {
    record rec;
    date due;
} giving;
static const field giving_fields[] = {FIELD(giving, due, "Due", .flags = REQUIRED)};
static const entity giving_input = {
    .name = "tasks", .size = sizeof(giving), .fields = giving_fields, .nfields = countof(giving_fields)};

// To the owner of each member, else to the owner of the control.
static bool give_tasks(ctx *c, void *rec, const void *in)
{
    const coverage *x = rec;
    const giving *g = in;
    const entity *e = entity_find(x->noun);
    const field *owner = e->owner ? field_find(e, str_of(e->owner)) : NULL;
    coverage_line *lines;
    int n = coverage_lines(c, x, &lines), given = 0;
    if (g->due.day < c->today.day) return fail(c, "due", "That day has passed.");
    for (int i = 0; i < n; i++) {
        if (lines[i].reached != REACH_NOT_YET) continue;
        const void *member = record_seek(c, e, lines[i].id);
        if (!member) continue; // out of reach: whoever reaches it gives that task
        ref whom = owner ? *(const ref *)field_at(owner, member) : x->owner;
        str title = format(c->a, "$1: cover $2 $3", v(x->name), v(record_code(c->a, e, lines[i].id)),
                           v(record_title(c, e, lines[i].id)));
        if (db_one(query(c, "SELECT count(*) FROM {task x} WHERE x.title = $1 AND x.status IN ('open', 'doing')",
                         v(title))))
            continue;
        if (!task_give(c, title, (str){0}, (any){S("coverage"), x->rec.id}, whom, g->due, false)) return false;
        given++;
    }
    return given || fail(c, NULL, "Nobody is left without a task: each member is covered, excepted or has one.");
}

static bool some_missing(ctx *c, const void *rec)
{
    (void)c;
    return ((const coverage *)rec)->missing > 0;
}

const action coverage_actions[] = {
    ACTION(
        coverage_entity, "load", "Say who is covered", SET_REGISTER, .input = &loading_input, .run = load,
        .primary = true,
        .help =
            "By codes, names or addresses, or a CSV list pasted whole. A line that names no member refuses the list."),
    ACTION(coverage_entity, "tasks", "Give tasks for those not yet covered", SET_REGISTER, .input = &giving_input,
           .run = give_tasks, .offered = some_missing),
    {0}};
