// token.c: bearer tokens: a person's rights cut down to nouns and verbs, until a date.
// SPDX-License-Identifier: Apache-2.0
#include "platform/base/time.h"
#include "platform/people/people.h"

#include <string.h>

typedef struct {
    record rec;
    ref person;
    str name, scope;
    date until;
} token;

static const field token_fields[] = {
    FIELD(token, person, "Person", .flags = REQUIRED | LISTED, .to = &person_entity,
          .help = "Acts with this person's rights, never with more."),
    FIELD(token, name, "Name", .flags = REQUIRED | LISTED, .max = 80, .help = "What uses it: \"backup script\"."),
    FIELD(token, scope, "Scope", .flags = REQUIRED | LISTED, .max = 500,
          .help = "Nouns and verbs with spaces between: risk.list asset.* *.show"),
    FIELD(token, until, "Until", .flags = REQUIRED | LISTED, .help = "The last day it works."),
};

static bool token_check(ctx *c, void *rec, const void *before)
{
    token *t = rec;
    const token *old = before;
    if (c->token_scope.p) return fail(c, NULL, "A token cannot make or change tokens: sign in.");
    if (!old && c->person && t->person.id != c->person)
        return fail(c, "person",
                    "A token carries its person's rights: only they make one, or the operator of this machine.");
    if (old && (t->person.id != old->person.id || !str_eq(t->scope, old->scope)))
        return fail(c, "scope", "What a token may do stays as it is; end it and make another.");
    if (!before && t->until.day < c->today.day) return fail(c, "until", "That day is over.");
    if (t->until.day > c->today.day + 400) return fail(c, "until", "A token lives for 400 days at most.");
    for (str rest = t->scope; rest.p;) {
        str part = str_cut(&rest, ' ');
        if (part.n && str_find(part, '.') < 1)
            return fail(c, "scope", "\"$1\" is no noun and verb, such as risk.list.", v(part));
    }
    return true;
}

const entity token_entity = {
    ENTITY(token, "TN", "Token", "Tokens", ADMINISTRATOR | OWN, SIGNED_IN, ADMINISTRATOR | OWN, ADMINISTRATOR | OWN),
    .icon = "key",
    .scope = SCOPE_PERSON,
    .within = "person",
    .owner = "person",
    .title = "name",
    .plain = true,
    .check = token_check};

typedef struct {
    token t;
    hash h;
} making;

static bool make_token(ctx *c, void *arg)
{
    making *m = arg;
    return record_save(c, &token_entity, &m->t) &&
           exec(c, "INSERT INTO {token_hash!} (hash, token) VALUES ($1, $2)", v(hash_hex(c->a, m->h)), v(m->t.rec.id));
}

bool token_make(ctx *c, i64 id, str name, str scope, date until, str *out)
{
    making m = {.t = {.person = {id}, .name = name, .scope = scope, .until = until}};
    if (!permit(c, token_entity.add, "token", "add")) return false;
    *out = str_join(c->a, S("isms_"), random_token(c->a));
    m.h = hash_of(*out);
    return operate_with(c, make_token, &m);
}

bool token_find(ctx *c, str text_token)
{
    if (text_token.n != 48 || !str_starts(text_token, S("isms_"))) return false;
    i64 id = 0, until = 0;
    str scope = {0};
    rows r = query(
        c, "SELECT x.person, x.scope, x.until FROM {token_hash! h} JOIN {token! x} ON x.id = h.token WHERE h.hash = $1",
        v(hash_hex(c->a, hash_of(text_token))));
    while (db_next(&r)) id = db_int(&r, 0), scope = db_text(&r, 1), until = db_int(&r, 2);
    if (!id || until < moment_date(c->now, c->zone).day || !ctx_become(c, id)) return false;
    c->token_scope = scope.n ? scope : S("-");
    return true;
}
