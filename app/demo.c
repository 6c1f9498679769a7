// demo.c: the demonstration organisation: a script of steps, carried out by the operations a person would use.
// SPDX-License-Identifier: Apache-2.0
#include "app/demo.h"
#include "platform/base/content.h"
#include "platform/base/hash.h"
#include "platform/base/time.h"
#include "platform/ledger/ledger.h"

#include <string.h>

enum { WORDS = 48 };

typedef struct {
    str name, value; // name empty: a bare word
} word;

typedef struct {
    word words[WORDS];
    int n;
} line;

typedef struct {
    place *p;
    arena a;         // of one step
    moment now, end; // the script's clock, and today's
    str as, file;
    int number;
} script;

// ---- words

static str take_quoted(arena *a, str *rest)
{
    text t = {.a = a};
    *rest = str_from(*rest, 1);
    while (rest->n) {
        if (rest->p[0] == '"' && (rest->n < 2 || rest->p[1] != '"')) break;
        if (rest->p[0] == '"') *rest = str_from(*rest, 1);
        bool line_ends = str_starts(*rest, S("\\n"));
        put_char(&t, line_ends ? '\n' : rest->p[0]);
        if (line_ends) *rest = str_from(*rest, 1);
        *rest = str_from(*rest, 1);
    }
    *rest = str_from(*rest, 1);
    return text_str(&t);
}

static str take_bare(str *rest, bool stop_at_equals)
{
    ptrdiff_t n = 0;
    while (n < rest->n && rest->p[n] != ' ' && !(stop_at_equals && rest->p[n] == '=')) n++;
    str s = str_sub(*rest, 0, n);
    *rest = str_from(*rest, n);
    return s;
}

static line read_words(arena *a, str s)
{
    line l = {0};
    for (str rest = str_trim(s); rest.n && l.n < WORDS; rest = str_trim(rest)) {
        word *w = &l.words[l.n++];
        if (rest.p[0] == '"') {
            w->value = take_quoted(a, &rest);
            continue;
        }
        w->value = take_bare(&rest, true);
        if (!rest.n || rest.p[0] != '=') continue;
        w->name = w->value;
        rest = str_from(rest, 1);
        w->value = rest.n && rest.p[0] == '"' ? take_quoted(a, &rest) : take_bare(&rest, false);
    }
    return l;
}

static bool word_source(void *from, const char *name, str *value)
{
    const line *l = from;
    for (int i = 0; i < l->n; i++)
        if (str_eq(l->words[i].name, str_of(name))) {
            *value = l->words[i].value;
            return true;
        }
    return false;
}

// A misspelt name would be passed over in silence.
static bool check_names(ctx *c, const entity *e, const line *l)
{
    for (int i = 0; i < l->n; i++) {
        str name = l->words[i].name;
        if (name.n && !(e && (field_find(e, name) || link_find(e, name))) && !str_eq(name, S("reason")))
            return fail(c, NULL, "There is no field \"$1\".", v(name));
    }
    return true;
}

// ---- steps

typedef struct {
    const entity *e;
    line *l;
} change;

static bool apply_words(ctx *c, void *rec, void *arg)
{
    change *x = arg;
    return record_read(c, x->e, rec, word_source, x->l);
}

static i64 record_named(ctx *c, const entity *e, str name)
{
    field f = {.name = "record", .label = e->label, .kind = KIND_REF, .to = e};
    ref r = {0};
    return field_parse(c, &f, &r, name) ? r.id : 0;
}

static bool step_record(ctx *c, const entity *e, str verb, line *l)
{
    link_input links[16];
    i64 id = l->n > 2 && !l->words[2].name.n ? record_named(c, e, l->words[2].value) : 0;
    word_source(l, "reason", &c->reason);
    if (str_eq(verb, S("add"))) {
        void *rec = record_new(c, e);
        if (!check_names(c, e, l) || !record_read(c, e, rec, word_source, l)) return false;
        int n = record_read_links(c, e, word_source, l, links, countof(links));
        return !failed(c) && operate_add(c, e, rec, links, n);
    }
    if (!id) return failed(c) ? false : fail(c, NULL, "Which $1?", v(e->label));
    if (str_eq(verb, S("set"))) {
        int n = record_read_links(c, e, word_source, l, links, countof(links));
        return check_names(c, e, l) && !failed(c) && operate_set(c, e, id, 0, apply_words, &(change){e, l}, links, n);
    }
    if (str_eq(verb, S("end"))) return operate_end(c, e, id, 0);
    const action *act = action_find(e, verb);
    if (!act) return fail(c, NULL, "There is no action \"$1\".", v(verb));
    void *in = act->input ? arena_take(c->a, act->input->size) : NULL;
    return check_names(c, act->input, l) && (!in || record_read(c, act->input, in, word_source, l)) &&
           operate(c, act, id, 0, in);
}

static bool become(script *s, ctx *c)
{
    i64 id = 0;
    if (!s->as.n) return true;
    rows r = query(c, "SELECT x.id FROM {person! x} WHERE x.email_key = $1", v(s->as));
    while (db_next(&r)) id = db_int(&r, 0);
    return id && ctx_become(c, id) ? true : fail(c, NULL, "$1 has no account.", v(s->as));
}

static bool step(script *s, str text_line, str *error)
{
    ctx c;
    place_begin(s->p, &s->a, &c);
    c.now = s->now;
    moment last = ledger_last(s->p->database);
    if (last.us > c.now.us) c.now = last;
    c.today = moment_date(c.now, c.zone);
    c.channel = S("demo");
    line l = read_words(c.a, text_line);
    const entity *e = entity_find(l.words[0].value);
    bool ok = become(s, &c) && (e ? step_record(&c, e, l.words[1].value, &l)
                                  : fail(&c, NULL, "There is no noun \"$1\".", v(l.words[0].value)));
    if (!ok)
        *error = format(c.a, "$1, line $2: $3", v(s->file), v(s->number),
                        v(c.failures ? c.failures->sentence : S("it could not be done")));
    place_end(&c);
    return ok;
}

// @-75 09:00
static bool set_clock(script *s, str rest, str zone)
{
    i64 days = 0, hour = 0, minute = 0;
    str day = str_cut(&rest, ' '), clock = str_trim(rest);
    str h = str_cut(&clock, ':');
    if (!str_int(day, &days) || !str_int(h, &hour) || !str_int(clock, &minute)) return false;
    date d = {moment_date(s->end, zone).day + days};
    moment t = {date_moment(d, zone).us + (hour * 60 + minute) * 60000000};
    if (t.us < s->now.us) return false;
    s->now = t.us > s->end.us ? s->end : t;
    return true;
}

moment demo_begins(str file, str zone)
{
    script s = {.end = clock_now()};
    for (str rest = content_find(file); rest.p;) {
        str one = str_trim(str_cut(&rest, '\n'));
        if (one.n && one.p[0] == '@') return set_clock(&s, str_from(one, 1), zone) ? s.now : s.end;
    }
    return s.end;
}

bool demo_run(place *p, arena *a, str file, str *error)
{
    arena keep = arena_make((ptrdiff_t)64 << 20);
    char *base = keep.beg;
    script s = {.p = p, .file = file, .end = clock_now()};
    bool ok = true;
    str zone = str_eq(file, S("demo/small.txt")) ? S("Europe/Dublin") : S("Europe/Berlin");
    for (str rest = content_find(file); ok && rest.p;) {
        str one = str_trim(str_cut(&rest, '\n'));
        s.number++;
        s.a = keep;
        if (!one.n || one.p[0] == '#') continue;
        str why = {0};
        if (one.p[0] == '@') {
            ok = set_clock(&s, str_from(one, 1), zone);
            if (!ok)
                why = format(&s.a, "$1, line $2: the clock goes forward only, as in @-75 09:00.", v(file), v(s.number));
        } else if (str_starts(one, S("as "))) {
            str who = str_from(one, 3);
            s.as = str_eq(who, S("operator")) ? (str){0} : who; // the script outlives each step
        } else {
            ok = step(&s, one, &why);
        }
        if (!ok) *error = str_dup(a, why);
    }
    arena_drop(keep, base);
    return ok;
}

int demo_sign_ins(place *p, arena *a, demo_sign_in out[8], str *error)
{
    static const char *const roles[] = {"administrator", "manager",  "management", "owner",
                                        "auditor",       "external", "staff"};
    int n = 0;
    for (int i = 0; i < countof(roles); i++) {
        ctx c;
        i64 id = 0;
        place_begin(p, a, &c);
        // One person may hold two roles: the second is tried with somebody else where there is one.
        rows r = query(&c,
                       "SELECT x.id, x.email FROM {person! x} JOIN {role! g} ON g.person = x.id WHERE g.role = $1 AND "
                       "x.account = 1 ORDER BY CASE WHEN x.password = '' THEN 0 ELSE 1 END, g.id LIMIT 1",
                       v(roles[i]));
        while (db_next(&r)) id = db_int(&r, 0), out[n].email = str_dup(a, db_view(&r, 1));
        if (!id && strcmp(roles[i], "staff") == 0) {
            rows s = query(&c, "SELECT x.id, x.email FROM {person! x} WHERE x.account = 1 AND NOT EXISTS (SELECT 1 "
                               "FROM {role! g} WHERE g.person = x.id) ORDER BY x.id LIMIT 1");
            while (db_next(&s)) id = db_int(&s, 0), out[n].email = str_dup(a, db_view(&s, 1));
        }
        bool had = false;
        for (int k = 0; k < n && id; k++)
            if (str_eq(out[k].email, out[n].email)) had = true, out[n].password = out[k].password;
        if (id && !had) {
            out[n].password = str_sub(random_token(a), 0, 16);
            if (!person_set_password(&c, id, out[n].password)) *error = c.failures->sentence;
        }
        if (id) out[n++].role = str_of(roles[i]);
        place_end(&c);
        if (error->n) return 0;
    }
    return n;
}
