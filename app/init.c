// init.c: isms init: a new organisation.
// SPDX-License-Identifier: Apache-2.0
#include "app/commands.h"
#include "app/demo.h"
#include "app/place.h"
#include "plan/criteria.h"
#include "plan/framework.h"
#include "plan/template.h"
#include "plan/threat.h"
#include "platform/base/time.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef struct {
    str name, zone, admin, password;
    i64 person;
    bool demo, small; // small: for some eight people
} beginning;

static str demo_script(const beginning *b)
{
    return b->small ? S("demo/small.txt") : S("demo/steps.txt");
}

// The zone of this machine, as far as it says.
static str machine_zone(arena *a)
{
    const char *tz = getenv("TZ");
    str zone = str_of(tz && *tz == ':' ? tz + 1 : tz);
    return zone.n && zone_known(zone) ? str_dup(a, zone) : S("UTC");
}

// "anna.meier@example.org" → "Anna Meier", until somebody writes it better.
static str name_of_address(arena *a, str address)
{
    text t = {.a = a};
    str rest = address, local = str_cut(&rest, '@');
    bool first = true;
    for (ptrdiff_t i = 0; i < local.n; i++) {
        char c = local.p[i];
        if (c == '.' || c == '_' || c == '-' || c == '+') {
            if (!first) put_char(&t, ' ');
            first = true;
            continue;
        }
        put_char(&t, first && c >= 'a' && c <= 'z' ? (char)(c - 32) : c);
        first = false;
    }
    return text_str(&t);
}

static bool begin(ctx *c, void *arg)
{
    beginning *b = arg;
    organisation o = {.name = b->name, .zone = b->zone, .currency = S("EUR")};
    unit root = {.name = b->name};
    if (b->small) o.separation = SEPARATION_SMALL;
    if (!record_save(c, &organisation_entity, &o) || !record_save(c, &unit_entity, &root)) return false;
    if (!framework_load(c) || !threat_load(c) || !(b->small ? criteria_load_small(c) : criteria_load(c)) ||
        !template_load(c))
        return false;
    if (!b->admin.n) return true;
    person p = {.name = name_of_address(c->a, b->admin), .email = b->admin, .unit = {1}, .account = true};
    if (!record_save(c, &person_entity, &p)) return false;
    b->person = p.rec.id;
    role all = {.person = {b->person}, .role = ROLE_ADMINISTRATOR, .unit = {1}};
    role system = {.person = {b->person}, .role = ROLE_MANAGER, .unit = {1}};
    return record_save(c, &role_entity, &all) && record_save(c, &role_entity, &system);
}

static int tell_failures(cli *x, const ctx *c)
{
    for (const failure *f = c->failures; f; f = f->next) cli_refuse(x, "$1", v(f->sentence));
    if (!c->failures) cli_refuse(x, "It could not be done.");
    return EXIT_REFUSED;
}

static int fill_place(cli *x, const place *p, beginning *b)
{
    ctx c;
    place_begin(p, x->a, &c);
    if (b->demo) {
        c.now = demo_begins(demo_script(b), c.zone);
        c.reason = S("A demonstration: the times of these entries are those of its script.");
    }
    bool ok = operate_with(&c, begin, b);
    place_end(&c);
    if (ok && b->person) {
        place_begin(p, x->a, &c);
        b->password = str_sub(random_token(x->a), 0, 20);
        ok = person_set_password(&c, b->person, b->password);
        place_end(&c);
    }
    if (!ok) return tell_failures(x, &c);
    cli_say(x, "$1: $2\n", v(x->database), v(b->name));
    if (b->person) cli_say(x, "Sign in as $1 with the password $2\n", v(b->admin), v(b->password));
    return EXIT_DONE;
}

// The sign-ins are printed, and kept beside the database for who comes later: in a file that only its owner reads.
static bool keep_sign_ins(cli *x, const demo_sign_in *people, int n)
{
    text t = {.a = x->a};
    for (int i = 0; i < n; i++)
        fill(&t, S("$1  $2  $3\n"), VALS(v(people[i].role), v(people[i].email), v(people[i].password)), 3);
    cli_say(x, "Sign in as one of these (role, address, password):\n$1", v(text_str(&t)));
    if (str_search(x->database, S("://")) >= 0) return true;
    int f =
        open(str_z(x->a, str_join(x->a, x->database, S("-sign-in"))), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    bool ok = f >= 0 && write(f, t.p, (size_t)t.n) == t.n;
    if (f >= 0) close(f);
    return ok;
}

static int fill_demo(cli *x, place *p, const beginning *b)
{
    str error = {0};
    demo_sign_in people[8];
    cli_say(x, "Carrying out the steps of the demonstration …\n");
    if (!demo_run(p, x->a, demo_script(b), &error)) return cli_refuse(x, "$1", v(error));
    int n = demo_sign_ins(p, x->a, people, &error);
    if (error.n) return cli_refuse(x, "$1", v(error));
    return keep_sign_ins(x, people, n) ? EXIT_DONE
                                       : cli_refuse(x, "The sign-ins could not be kept beside $1.", v(x->database));
}

int command_init(cli *x, int argc, const char *const *argv)
{
    arguments g;
    place p;
    str error = {0};
    if (!arguments_take(x, &g, argc - 1, argv + 1)) return EXIT_USAGE;
    bool demo = arguments_flag(&g, "--demo");
    const char *name = arguments_value(&g, "--name"), *admin = arguments_value(&g, "--admin");
    const char *size = arguments_value(&g, "--size");
    bool small = size && !strcmp(size, "small");
    if (g.argc > 1 || (g.argc && g.argv[0][0] == '-') || (size && *size && !small))
        return cli_usage(x, "isms init DB [--demo] [--size small] [--name NAME] [--admin EMAIL]");
    if (g.argc) x->database = str_of(g.argv[0]);
    beginning b = {.name = name && *name   ? str_of(name)
                           : demo && small ? S("Lantern Dental")
                           : demo          ? S("Marlow Bay Health Group")
                                           : S("New organisation"),
                   .zone = machine_zone(x->a)};
    b.admin = str_of(admin), b.demo = demo, b.small = small;
    place_answer answer = place_create(&p, x->a, x->database, (database_options){.alone = !demo}, &error);
    if (answer == PLACE_BUSY) return cli_refuse(x, "Another process holds $1.", v(x->database));
    if (answer == PLACE_REFUSED) return cli_refuse(x, "$1", v(error));
    int status = fill_place(x, &p, &b);
    if (status == EXIT_DONE && demo) status = fill_demo(x, &p, &b);
    place_close(&p);
    return status;
}
