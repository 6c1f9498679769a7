// help.c: what the command line can do, told from the descriptors.
// SPDX-License-Identifier: Apache-2.0
#include "platform/cli/help.h"
#include "platform/cli/table.h"

static int width_of(const cli *x)
{
    return x->width ? x->width : 100;
}

static const char *const rooms[] = {"Platform", "Plan", "Do", "Check", "Act", "Library", "Administration"};

static void put_nouns(cli *x, room at)
{
    text t = {.a = x->a};
    for
        each_module(m)
        {
            if ((*m)->room != at) continue;
            for (const entity *const *e = (*m)->entities; e && *e; e++) {
                if (t.n) put_char(&t, ' ');
                put_z(&t, (*e)->name);
            }
        }
    if (!t.n) return;
    cli_say(x, "  $1\n", v(rooms[at]));
    put_wrapped(&x->out, text_str(&t), 6, width_of(x));
}

int help_all(cli *x)
{
    put(&x->out, S("isms: information security management\n\n"
                   "  isms NOUN list [FIELD=VALUE …]        isms NOUN show CODE\n"
                   "  isms NOUN add FIELD=VALUE …           isms NOUN set CODE FIELD=VALUE …\n"
                   "  isms NOUN ACTION CODE FIELD=VALUE …   isms NOUN end CODE\n"
                   "  isms NOUN help                        what its fields and actions are\n\n"
                   "Commands\n"));
    for (const command *k = x->commands; k && k->name; k++)
        cli_say(x, "  isms $1\n      $2\n", v(k->usage), v(k->help));
    put(&x->out, S("\nNouns\n"));
    for (int i = ROOM_PLAN; i < countof(rooms); i++) put_nouns(x, (room)i);
    put_nouns(x, ROOM_NONE);
    put(&x->out, S("\nOptions\n"
                   "  -d DB          the database: a file, or postgres://…; else $ISMS_DB\n"
                   "  --json         print what the API answers\n"
                   "  --as PERSON    act as this person (code or e-mail address), not as the operator\n\n"
                   "Exit status: 0 done, 1 refused or rules broken, 2 wrong usage.\n"));
    return EXIT_DONE;
}

static void put_choices(text *t, const field *f)
{
    bool first = true;
    for (const choice *c = f->choices; c->name; c++) {
        if (!c->name[0]) continue;
        if (!first) put_char(t, '|');
        put_z(t, c->name);
        first = false;
    }
}

static str kind_words(arena *a, const field *f)
{
    text t = {.a = a};
    switch (f->kind) {
    case KIND_TEXT: put(&t, f->flags & LONG ? S("text, several lines") : S("text")); break;
    case KIND_INTEGER:
    case KIND_NUMBER:
        put(&t, S("number"));
        if (f->max) fill(&t, S(" $1 to $2"), VALS(v(f->min), v(f->max)), 2);
        break;
    case KIND_FLAG: put(&t, S("yes|no")); break;
    case KIND_DATE: put(&t, S("date: 2027-03-01, today, today+30")); break;
    case KIND_MOMENT: put(&t, S("time: 2027-03-01T10:00:00Z")); break;
    case KIND_MONEY: put(&t, S("money: 180000.00 EUR")); break;
    case KIND_CHOICE: put_choices(&t, f); break;
    case KIND_REF:
        fill(&t, S("a $1: $2-1$3"), VALS(v(f->to->name), v(f->to->prefix), v(f->to->title ? ", or its title" : "")), 3);
        break;
    case KIND_ANY: put(&t, S("any record: R-1")); break;
    case KIND_SECRET: put(&t, S("secret")); break;
    }
    if (f->flags & REQUIRED) put(&t, S(" (required)"));
    return text_str(&t);
}

static void put_fields(cli *x, const entity *e)
{
    static const table_column columns[] = {{STR("Field"), false}, {STR("Label"), false}, {STR("Value"), false}};
    str *cells = news(x->a, str, 3 * (e->nfields + 64));
    int n = 0;
    for (int i = 0; i < e->nfields; i++) {
        const field *f = &e->fields[i];
        if (f->flags & (READONLY | DERIVED)) continue;
        cells[n++] = str_of(f->name);
        cells[n++] = str_of(f->label);
        cells[n++] = kind_words(x->a, f);
    }
    for (const link_field *l = e->links; l && l->name; l++) {
        if (l->flags & READONLY) continue;
        cells[n++] = str_of(l->name);
        cells[n++] = str_of(l->label);
        cells[n++] = S("codes with ; between");
    }
    if (n) table_put(&x->out, columns, 3, cells, n / 3, x->width);
}

int help_noun(cli *x, const entity *e)
{
    cli_say(x, "isms $1: $2\n", v(e->name), v(e->plural));
    if (e->help) put_wrapped(&x->out, str_of(e->help), 0, width_of(x));
    put_char(&x->out, '\n');
    put_fields(x, e);
    put(&x->out, S("\nFilled by the program:"));
    for (int i = 0; i < e->nfields; i++)
        if (e->fields[i].flags & (READONLY | DERIVED)) cli_say(x, " $1", v(e->fields[i].name));
    put(&x->out, S(" code version\n"));
    for
        each_module(m) for (const action *act = (*m)->actions; act && act->name; act++)
        {
            if (act->on != e) continue;
            cli_say(x, "\nisms $1 $2 $3-1$4\n", v(e->name), v(act->name), v(e->prefix),
                    v(act->input ? " FIELD=VALUE …" : ""));
            cli_say(x, "$1.$2$3\n", v(act->label), v(act->help ? " " : ""), v(act->help ? act->help : ""));
            if (act->input) put_fields(x, act->input);
        }
    put_wrapped(
        &x->out,
        S("\nA list takes FIELD=VALUE, FIELD.not=, .has= (texts), .before= and .after= (dates), .min= and .max= "
          "(numbers), .empty=1, and q=WORDS sort=-FIELD,FIELD columns=FIELD,FIELD limit=N after=CURSOR "
          "as_of=DATE. A name given twice means either."),
        0, width_of(x));
    return EXIT_DONE;
}
