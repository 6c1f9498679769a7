// field.c: fields as columns, as text and as words.
// SPDX-License-Identifier: Apache-2.0
#include "platform/record/field.h"
#include "platform/base/money.h"
#include "platform/base/time.h"
#include "platform/record/search.h"

#include <string.h>

int field_columns(const field *f)
{
    return f->kind == KIND_MONEY || f->kind == KIND_ANY ? 2 : 1;
}

void put_column(text *t, const field *f, int k)
{
    put_z(t, f->name);
    if (f->kind == KIND_MONEY && k == 1) put(t, S("_currency"));
    if (f->kind == KIND_ANY) put(t, k ? S("_id") : S("_entity"));
}

val field_column(const field *f, const void *rec, int k)
{
    const void *m = field_at(f, rec);
    switch (f->kind) {
    case KIND_TEXT: return v(*(const str *)m);
    case KIND_INTEGER: return v(*(const i64 *)m);
    case KIND_NUMBER: return v(*(const number *)m);
    case KIND_FLAG: return v(*(const bool *)m);
    case KIND_DATE: return v(*(const date *)m);
    case KIND_MOMENT: return v(*(const moment *)m);
    case KIND_CHOICE: return v(f->choices[*(const unsigned *)m].name);
    case KIND_REF: return v(*(const ref *)m);
    case KIND_SECRET: return v(((const secret *)m)->s);
    case KIND_ANY: {
        const any *x = m;
        if (k == 0) return v(x->id ? x->entity : S(""));
        return v((ref){x->id});
    }
    case KIND_MONEY: {
        const money *x = m;
        if (k == 1) return v(x->currency);
        return (val){.kind = VAL_INT, .null = !x->currency[0], .i = x->minor};
    }
    }
    return (val){0};
}

val field_get(const field *f, const void *rec)
{
    return f->kind == KIND_MONEY ? v(*(const money *)field_at(f, rec)) : field_column(f, rec, 0);
}

bool field_keyed(const entity *e, const field *f)
{
    return f->kind == KIND_TEXT && ((f->flags & UNIQUE) || (e->title && strcmp(e->title, f->name) == 0));
}

const field *entity_title(const entity *e)
{
    return e->title ? field_find(e, str_of(e->title)) : NULL;
}

i64 field_max(const field *f)
{
    if (f->max) return f->max;
    return f->flags & LONG ? 20000 : 200;
}

unsigned choice_count(const choice *c)
{
    unsigned n = 0;
    while (c[n].name) n++;
    return n;
}

bool entity_scoped(const entity *e)
{
    return e->scope != SCOPE_EVERYONE;
}

bool entity_hidden_unit(const entity *e)
{
    return e->scope == SCOPE_WITHIN || e->scope == SCOPE_PERSON;
}

static unsigned choice_of(const field *f, str name)
{
    for (unsigned i = 0; f->choices[i].name; i++)
        if (str_eq(name, str_of(f->choices[i].name))) return i;
    return 0; // a choice that an older version knew
}

int field_read(const field *f, void *rec, rows *r, int col)
{
    void *m = field_at(f, rec);
    switch (f->kind) {
    case KIND_TEXT: *(str *)m = db_text(r, col); break;
    case KIND_INTEGER: *(i64 *)m = db_int(r, col); break;
    case KIND_NUMBER: *(number *)m = (number){!db_null(r, col), db_real(r, col)}; break;
    case KIND_FLAG: *(bool *)m = db_int(r, col) != 0; break;
    case KIND_DATE: *(date *)m = (date){db_int(r, col)}; break;
    case KIND_MOMENT: *(moment *)m = (moment){db_int(r, col)}; break;
    case KIND_CHOICE: *(unsigned *)m = choice_of(f, db_view(r, col)); break;
    case KIND_REF: *(ref *)m = (ref){db_int(r, col)}; break;
    case KIND_SECRET: ((secret *)m)->s = db_text(r, col); break;
    case KIND_ANY: {
        const entity *e = entity_find(db_view(r, col));
        *(any *)m = (any){e ? str_of(e->name) : (str){0}, e ? db_int(r, col + 1) : 0};
        break;
    }
    case KIND_MONEY: *(money *)m = db_money(r, col); break;
    }
    return col + field_columns(f);
}

bool field_empty(const field *f, const void *rec)
{
    const void *m = field_at(f, rec);
    switch (f->kind) {
    case KIND_TEXT: return str_trim(*(const str *)m).n == 0;
    case KIND_SECRET: return ((const secret *)m)->s.n == 0;
    case KIND_CHOICE: return f->choices[*(const unsigned *)m].name[0] == 0;
    case KIND_INTEGER:
    case KIND_FLAG: return false;
    case KIND_ANY: return ((const any *)m)->id == 0;
    default: return field_column(f, rec, 0).null;
    }
}

bool field_equal(const field *f, const void *x, const void *y)
{
    for (int k = 0; k < field_columns(f); k++) {
        val a = field_column(f, x, k), b = field_column(f, y, k);
        if (a.null != b.null) return false;
        if (a.null) continue;
        if (a.kind == VAL_TEXT ? !str_eq(a.s, b.s) : a.kind == VAL_REAL ? a.r != b.r : a.i != b.i) return false;
    }
    return true;
}

void field_copy(const field *f, void *to, const void *from)
{
    static const size_t sizes[] = {
        [KIND_TEXT] = sizeof(str),    [KIND_INTEGER] = sizeof(i64),     [KIND_NUMBER] = sizeof(number),
        [KIND_FLAG] = sizeof(bool),   [KIND_DATE] = sizeof(date),       [KIND_MOMENT] = sizeof(moment),
        [KIND_MONEY] = sizeof(money), [KIND_CHOICE] = sizeof(unsigned), [KIND_REF] = sizeof(ref),
        [KIND_ANY] = sizeof(any),     [KIND_SECRET] = sizeof(secret),
    };
    memcpy(field_at(f, to), field_at(f, from), sizes[f->kind]);
}

static bool parse_money(ctx *c, const field *f, money *out, str in)
{
    money x = {0};
    str amount = in;
    if (in.n > 4 && in.p[in.n - 4] == ' ') {
        for (int i = 0; i < 3; i++) {
            char k = in.p[in.n - 3 + i];
            if (k >= 'a' && k <= 'z') k = (char)(k - 32);
            if (k < 'A' || k > 'Z')
                return fail_as(c, NO_INPUT, f->name, "$1: \"$2\" is no currency code of three letters, like EUR.",
                               v(f->label), v(str_from(in, in.n - 3)));
            x.currency[i] = k;
        }
        amount = str_trim(str_sub(in, 0, in.n - 4));
    } else {
        if (c->currency.n != 3)
            return fail_as(c, NO_INPUT, f->name, "$1: \"$2\" names no currency; write 180000.00 EUR.", v(f->label),
                           v(in));
        memcpy(x.currency, c->currency.p, 3);
    }
    text plain = {.a = c->a};
    bool thousands = true; // a comma stands before three digits, or it may have meant the decimal point
    for (ptrdiff_t i = 0; i < amount.n; i++) {
        if (amount.p[i] != ',') {
            put_char(&plain, amount.p[i]);
            continue;
        }
        ptrdiff_t digits = 0;
        while (i + 1 + digits < amount.n && amount.p[i + 1 + digits] >= '0' && amount.p[i + 1 + digits] <= '9')
            digits++;
        thousands = thousands && i > 0 && digits == 3;
    }
    if (thousands && money_read(text_str(&plain), str_of(x.currency), out)) return true;
    return fail_as(c, NO_INPUT, f->name, "$1: \"$2\" is no amount; write 180000.00 EUR.", v(f->label), v(in));
}

// "today", "today+30", "today-7" or an ISO date.
static bool parse_date(ctx *c, str in, date *out)
{
    i64 days = 0;
    if (!str_starts(in, S("today"))) return date_read(in, out);
    str rest = str_from(in, 5);
    if (rest.n && (rest.p[0] == '+' || rest.p[0] == '-')) {
        bool minus = rest.p[0] == '-';
        if (!str_int(str_from(rest, 1), &days) || days < 0 || days > 36500) return false;
        if (minus) days = -days;
    } else if (rest.n) {
        return false;
    }
    out->day = c->today.day + days;
    return true;
}

// How many records have that title or handle (2: several); the last one's id.
static i64 find_named(ctx *c, const entity *e, const field *f, str in, i64 *id)
{
    i64 n = 0;
    bool keyed = field_keyed(e, f);
    rows r = query_built(c,
                         format(c->a, "SELECT x.id FROM {$1 x} WHERE $2x.$3$4 = $$1 LIMIT 2", v(e->name),
                                v(keyed ? "" : "lower("), v(f->name), v(keyed ? "_key" : ")")),
                         VALS(v(text_fold(c->a, in))), 1);
    while (db_next(&r)) *id = db_int(&r, 0), n++;
    return n;
}

static bool parse_ref(ctx *c, const field *f, ref *out, str in)
{
    i64 id = 0, n = 0;
    const entity *e = entity_of_code(in, &id);
    if (e == f->to || (e && !f->to->title)) {
        if (e != f->to)
            return fail_as(c, NO_INPUT, f->name, "$1: $2 is a $3, not a $4.", v(f->label), v(in), v(e->label),
                           v(f->to->label));
        if (!record_visible(c, f->to, id))
            return fail_as(c, NO_INPUT, f->name, "$1: there is no $2.", v(f->label), v(in));
        out->id = id;
        return true;
    }
    if (strcmp(f->to->name, "person") == 0 && str_eq(in, S("me")) && c->person) {
        out->id = c->person;
        return true;
    }
    const field *named[2] = {entity_title(f->to), f->to->handle ? field_find(f->to, str_of(f->to->handle)) : NULL};
    for (int i = 0; i < countof(named) && n == 0; i++)
        if (named[i]) n = find_named(c, f->to, named[i], in, &id);
    if (n == 0) return fail_as(c, NO_INPUT, f->name, "$1: there is no $2 \"$3\".", v(f->label), v(f->to->label), v(in));
    if (n > 1)
        return fail_as(c, NO_INPUT, f->name, "$1: more than one $2 is called \"$3\"; use its code.", v(f->label),
                       v(f->to->label), v(in));
    out->id = id;
    return true;
}

static bool parse_flag(str in, bool *out)
{
    static const char *const yes[] = {"1", "yes", "true", "on", "y", "x", "Yes", "TRUE", "True", "YES", NULL};
    static const char *const no[] = {"", "0", "no", "false", "off", "n", "No", "FALSE", "False", "NO", NULL};
    if (str_in(in, yes))
        *out = true;
    else if (str_in(in, no))
        *out = false;
    else
        return false;
    return true;
}

static bool parse_choice(ctx *c, const field *f, unsigned *out, str in)
{
    str folded = text_fold(c->a, in);
    for (unsigned i = 0; f->choices[i].name; i++) {
        if (str_eq(in, str_of(f->choices[i].name)) || str_eq(folded, text_fold(c->a, str_of(f->choices[i].label))) ||
            str_eq(folded, str_of(f->choices[i].name))) {
            *out = i;
            return true;
        }
    }
    text t = {.a = c->a};
    for (unsigned i = 0; f->choices[i].name; i++) {
        if (!f->choices[i].name[0]) continue;
        if (t.n) put(&t, S(", "));
        put_z(&t, f->choices[i].name);
    }
    if (in.n == 0) return fail_as(c, NO_INPUT, f->name, "$1 must be one of $2.", v(f->label), v(text_str(&t)));
    return fail_as(c, NO_INPUT, f->name, "$1: there is no choice \"$2\"; choose one of $3.", v(f->label), v(in),
                   v(text_str(&t)));
}

bool field_parse(ctx *c, const field *f, void *rec, str in)
{
    void *m = field_at(f, rec);
    if (!str_utf8(in) && in.n)
        return fail_as(c, NO_INPUT, f->name, "$1 holds bytes that are no text (UTF-8).", v(f->label));
    if (f->kind != KIND_TEXT && f->kind != KIND_SECRET) in = str_trim(in);
    switch (f->kind) {
    case KIND_TEXT: *(str *)m = f->flags & LONG ? in : str_trim(in); return true;
    case KIND_SECRET: ((secret *)m)->s = in; return true;
    case KIND_CHOICE: return parse_choice(c, f, m, in);
    case KIND_FLAG:
        if (parse_flag(in, m)) return true;
        return fail_as(c, NO_INPUT, f->name, "$1: \"$2\" is neither yes nor no.", v(f->label), v(in));
    case KIND_INTEGER:
        if (in.n && str_int(in, m)) return true;
        if (!in.n) {
            *(i64 *)m = 0;
            return true;
        }
        return fail_as(c, NO_INPUT, f->name, "$1: \"$2\" is no whole number.", v(f->label), v(in));
    default: break;
    }
    if (in.n == 0) {
        memset(m, 0,
               f->kind == KIND_ANY      ? sizeof(any)
               : f->kind == KIND_NUMBER ? sizeof(number)
               : f->kind == KIND_MONEY  ? sizeof(money)
                                        : sizeof(i64));
        return true;
    }
    switch (f->kind) {
    case KIND_NUMBER: {
        number *x = m;
        if ((x->is = str_double(in, &x->x))) return true;
        return fail_as(c, NO_INPUT, f->name, "$1: \"$2\" is no number.", v(f->label), v(in));
    }
    case KIND_DATE:
        if (parse_date(c, in, m)) return true;
        return fail_as(c, NO_INPUT, f->name, "$1: \"$2\" is no date; write 2027-03-01.", v(f->label), v(in));
    case KIND_MOMENT:
        if (moment_read(in, m)) return true;
        return fail_as(c, NO_INPUT, f->name, "$1: \"$2\" is no time; write 2027-03-01T10:00:00Z.", v(f->label), v(in));
    case KIND_MONEY: return parse_money(c, f, m, in);
    case KIND_REF: return parse_ref(c, f, m, in);
    case KIND_ANY: {
        i64 id = 0;
        const entity *e = entity_of_code(in, &id);
        if (!e || !record_visible(c, e, id))
            return fail_as(c, NO_INPUT, f->name, "$1: there is no record $2.", v(f->label), v(in));
        *(any *)m = (any){str_of(e->name), id};
        return true;
    }
    default: return true;
    }
}

void field_text(ctx *c, text *t, const field *f, const void *rec)
{
    const void *m = field_at(f, rec);
    switch (f->kind) {
    case KIND_FLAG: put(t, *(const bool *)m ? S("yes") : S("no")); break;
    case KIND_REF:
        if (((const ref *)m)->id) put(t, record_code(c->a, f->to, ((const ref *)m)->id));
        break;
    case KIND_ANY: put(t, any_code(c->a, *(const any *)m)); break;
    case KIND_MONEY: {
        const money *x = m;
        if (!x->currency[0]) break;
        put_money_amount(t, *x);
        put_char(t, ' ');
        put_z(t, x->currency);
        break;
    }
    case KIND_SECRET: break;
    default: put_plain(t, field_column(f, rec, 0));
    }
}

str field_words(ctx *c, const field *f, const void *rec)
{
    text t = {.a = c->a};
    const void *m = field_at(f, rec);
    switch (f->kind) {
    case KIND_CHOICE: return str_of(f->choices[*(const unsigned *)m].label);
    case KIND_REF: return ((const ref *)m)->id ? record_title(c, f->to, ((const ref *)m)->id) : (str){0};
    case KIND_ANY: {
        const any *x = m;
        return x->id ? record_title(c, entity_find(x->entity), x->id) : (str){0};
    }
    case KIND_DATE: put_date_short(&t, *(const date *)m, (date){0}); break;
    case KIND_MONEY: put_plain(&t, v(*(const money *)m)); break;
    default: field_text(c, &t, f, rec);
    }
    return text_str(&t);
}

void field_json(ctx *c, text *t, const field *f, const void *rec)
{
    const void *m = field_at(f, rec);
    val x = field_column(f, rec, 0);
    if (f->kind == KIND_TEXT || f->kind == KIND_CHOICE) {
        put_json(t, x.s);
    } else if (f->kind == KIND_FLAG) {
        put(t, x.i ? S("true") : S("false"));
    } else if (f->kind == KIND_ANY ? ((const any *)m)->id == 0 : x.null) {
        put(t, S("null"));
    } else if (f->kind == KIND_INTEGER || f->kind == KIND_NUMBER) {
        put_plain(t, x);
    } else if (f->kind == KIND_MONEY) {
        put(t, S("{\"amount\":\""));
        put_money_amount(t, *(const money *)m);
        put(t, S("\",\"currency\":"));
        put_json(t, str_of(((const money *)m)->currency));
        put_char(t, '}');
    } else {
        put_char(t, '"');
        field_text(c, t, f, rec);
        put_char(t, '"');
    }
}

static void put_record(ctx *c, text *t, const entity *e, const void *rec, unsigned without)
{
    const record *r = rec;
    put(t, S("{\"code\":\""));
    put_z(t, e->prefix);
    put_char(t, '-');
    put_int(t, r->id);
    put(t, S("\",\"version\":"));
    put_int(t, r->version);
    for (int i = 0; i < e->nfields; i++) {
        const field *f = &e->fields[i];
        if (f->kind == KIND_SECRET || (f->flags & without)) continue;
        put(t, S(",\""));
        put_z(t, f->name);
        put(t, S("\":"));
        field_json(c, t, f, rec);
    }
    put_char(t, '}');
}

void record_json(ctx *c, text *t, const entity *e, const void *rec)
{
    put_record(c, t, e, rec, 0);
}

void record_image(ctx *c, text *t, const entity *e, const void *rec)
{
    put_record(c, t, e, rec, DERIVED);
}

bool record_read(ctx *c, const entity *e, void *rec, field_source *source, void *from)
{
    bool ok = true;
    for (int i = 0; i < e->nfields; i++) {
        const field *f = &e->fields[i];
        str value;
        if ((f->flags & (READONLY | DERIVED)) || !source(from, f->name, &value)) continue;
        ok = field_parse(c, f, rec, value) && ok;
    }
    return ok;
}
