// oscal_store.c: a tree of controls written as a framework with its requirements.
// SPDX-License-Identifier: Apache-2.0
#include "exchange/oscal/oscal.h"
#include "exchange/register/step.h"
#include "platform/record/bulk.h"
#include "platform/record/operate.h"
#include "platform/record/search.h"

#include <string.h>

typedef struct {
    const oscal_catalog *k;
    framework f;
    requirement *wanted; // in the order of the tree
    int *parents;        // index of the parent in wanted, -1: none
    int n;
    bool dry;
    bool fresh; // the framework was not there before
    step s;
    oscal_outcome *out;
    bulk b; // of new requirements: read from a document without a double, parents first, so nothing is left to be asked
} storing;

// --- what is wanted -------------------------------------------------------------------------------------------------

// At most n bytes, cut between characters.
static str cut(arena *a, str s, ptrdiff_t n)
{
    if (s.n <= n) return s;
    n -= 3; // "…"
    while (n > 0 && ((unsigned char)s.p[n] & 0xC0) == 0x80) n--;
    return str_join(a, str_sub(s, 0, n), S("…"));
}

static str theme_of(arena *a, const oscal_node *n)
{
    for (n = n->parent; n && n->parent; n = n->parent)
        if (n->kind == REQUIREMENT_GROUP) return cut(a, n->title, 120);
    return (str){0};
}

static const json *parsed(ctx *c, const json *at, str s)
{
    return at || !s.n ? at : json_read(c->a, s, NULL);
}

static void make_wanted(ctx *c, storing *j)
{
    const oscal_node *root = j->k->root;
    const oscal_node **order = news(c->a, const oscal_node *, j->k->controls + j->k->groups + 1);
    for (const oscal_node *n = oscal_next(root, root); n; n = oscal_next(root, n)) order[j->n++] = n;
    j->wanted = news(c->a, requirement, j->n);
    j->parents = news(c->a, int, j->n);
    int depth_of[64], depth = 0;
    for (int i = 0; i < j->n; i++) {
        const oscal_node *n = order[i];
        while (depth > 0 && order[depth_of[depth - 1]] != n->parent) depth--;
        j->parents[i] = depth ? depth_of[depth - 1] : -1;
        if (depth < countof(depth_of)) depth_of[depth++] = i;
        requirement *r = &j->wanted[i];
        *r = (requirement){.ident = n->id, .title = cut(c->a, n->title, 300), .kind = n->kind, .position = i + 1};
        r->withdrawn = n->withdrawn;
        r->theme = theme_of(c->a, n);
        r->params = n->params, r->parts = n->parts;
        r->text = oscal_statement(c->a, parsed(c, n->params_at, n->params), parsed(c, n->parts_at, n->parts));
        // Of the CSF: a title that only repeats the id says nothing.
        if (str_eq(r->title, r->ident) && r->text.n && str_find(r->text, '\n') < 0) r->title = cut(c->a, r->text, 300);
    }
}

static str slug(arena *a, str s)
{
    text t = {.a = a};
    str folded = text_fold(a, s);
    for (ptrdiff_t i = 0; i < folded.n && t.n < 56; i++) {
        char c = folded.p[i];
        bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        if (plain)
            put_char(&t, c);
        else if (t.n && t.p[t.n - 1] != '-')
            put_char(&t, '-');
    }
    while (t.n && t.p[t.n - 1] == '-') t.n--;
    return t.n ? text_str(&t) : S("framework");
}

// Free, and fit to be typed. Mappings that ship know SP 800-53's catalogue as nist80053.
static str short_name(ctx *c, const oscal_catalog *k)
{
    str base = slug(c->a, k->title);
    if (!k->profile && str_search(k->title, S("800-53")) >= 0 && !framework_named(c, S("nist80053")))
        return S("nist80053");
    str name = base;
    for (int i = 2; framework_named(c, name); i++) name = format(c->a, "$1-$2", v(base), v(i));
    return name;
}

static i64 framework_of_uuid(ctx *c, str uuid)
{
    return db_one(query(c, "SELECT x.id FROM {framework x} WHERE lower(x.uuid) = $1", v(text_fold(c->a, uuid))));
}

// --- what is there --------------------------------------------------------------------------------------------------

static bool same(const requirement *x, const requirement *y)
{
    return str_eq(x->ident, y->ident) && str_eq(x->title, y->title) && x->kind == y->kind &&
           x->withdrawn == y->withdrawn && str_eq(x->theme, y->theme) && str_eq(x->text, y->text) &&
           str_eq(x->params, y->params) && str_eq(x->parts, y->parts) && x->position == y->position &&
           x->parent.id == y->parent.id;
}

typedef struct {
    requirement **slots;
    uint64_t mask;
    requirement **all;
    int n;
} present;

static requirement **slot_of(ctx *c, const present *p, str ident)
{
    str folded = text_fold(c->a, ident);
    for (uint64_t i = str_hash(folded);; i++) {
        requirement **s = &p->slots[i & p->mask];
        if (!*s || str_eq(text_fold(c->a, (*s)->ident), folded)) return s;
    }
}

static present load_present(ctx *c, i64 framework_id)
{
    present p = {0};
    i64 n = db_one(query(c, "SELECT count(*) FROM {requirement x} WHERE x.framework = $1", v(framework_id)));
    uint64_t size = 64;
    while (size < (uint64_t)n * 2) size *= 2;
    p.slots = news(c->a, requirement *, (ptrdiff_t)size);
    p.mask = size - 1;
    p.all = news(c->a, requirement *, (ptrdiff_t)n + 1);
    text t = {.a = c->a};
    fill(&t, S("SELECT $1 FROM {requirement x} WHERE x.framework = $$1"),
         VALS(v(record_columns(c, &requirement_entity, S("x")))), 1);
    rows r = query_built(c, text_str(&t), VALS(v(framework_id)), 1);
    while (db_next(&r)) {
        requirement *x = record_row(c, &requirement_entity, &r, 0);
        *slot_of(c, &p, x->ident) = x;
        if (p.n < n) p.all[p.n++] = x;
    }
    return p;
}

static void take_over(requirement *to, const requirement *from)
{
    to->ident = from->ident, to->title = from->title, to->kind = from->kind, to->withdrawn = from->withdrawn;
    to->theme = from->theme, to->text = from->text, to->params = from->params, to->parts = from->parts;
    to->position = from->position, to->parent = from->parent;
}

// --- writing --------------------------------------------------------------------------------------------------------

static bool change(ctx *c, storing *j, requirement *r)
{
    i64 before = r->rec.version;
    j->out->changed++;
    return j->dry || (record_save(c, &requirement_entity, r) &&
                      step_note(c, &j->s, &requirement_entity, r->rec.id, before, r->rec.version, S(""), S("")));
}

static bool add(ctx *c, storing *j, requirement *r)
{
    j->out->added++;
    return j->dry || (bulk_add(&j->b, r) && (j->fresh || step_note(c, &j->s, &requirement_entity, r->rec.id, 0,
                                                                   r->rec.version, S(""), S(""))));
}

static bool store_one(ctx *c, storing *j, int i, const present *p)
{
    requirement *r = &j->wanted[i], *there = p->n ? *slot_of(c, p, r->ident) : NULL;
    r->rec = (record){0};
    r->framework.id = j->f.rec.id;
    if (j->parents[i] >= 0) r->parent.id = j->wanted[j->parents[i]].rec.id;
    if (there) {
        r->rec = there->rec;
        if (same(r, there)) return ++j->out->same;
        take_over(there, r);
        return change(c, j, there);
    }
    return add(c, j, r);
}

// A control that a newer document of the same name no longer holds is withdrawn; what refers to it stands.
static bool withdraw_rest(ctx *c, storing *j, const present *p)
{
    for (int i = 0; i < p->n; i++) {
        bool wanted = false;
        for (int k = 0; k < j->n && !wanted; k++) wanted = j->wanted[k].rec.id == p->all[i]->rec.id;
        if (wanted || p->all[i]->withdrawn) continue;
        p->all[i]->withdrawn = true;
        if (!change(c, j, p->all[i])) return false;
    }
    return true;
}

static bool store_framework(ctx *c, storing *j)
{
    const oscal_catalog *k = j->k;
    i64 id = framework_of_uuid(c, k->uuid);
    framework *there = id ? record_load(c, &framework_entity, id) : NULL;
    j->fresh = !there;
    if (there) {
        j->f = *there;
        j->out->framework = id;
        return true;
    }
    j->f = (framework){.short_name = short_name(c, k),
                       .name = cut(c->a, k->title, 200),
                       .publisher = cut(c->a, k->publisher, 120),
                       .edition = cut(c->a, k->version, 60),
                       .uuid = cut(c->a, k->uuid, 60),
                       .use = FRAMEWORK_LIBRARY,
                       .source = cut(c->a, k->file, 200),
                       .base = {k->base}};
    if (!j->dry && !(record_save(c, &framework_entity, &j->f) &&
                     step_note(c, &j->s, &framework_entity, j->f.rec.id, 0, j->f.rec.version, S(""), S(""))))
        return false;
    j->out->framework = j->f.rec.id;
    return true;
}

// A new framework holds nothing but what came with it, at positions from 1 on: one statement instead of a thousand.
static bool note_all(ctx *c, storing *j)
{
    if (j->dry || !j->fresh) return true;
    return exec(
        c,
        "INSERT INTO {import_row!} (import, n, entity, record, version_before, version_after, links_before, "
        "links_after) SELECT $1, $2 + x.position, 'requirement', x.id, 0, x.version, '', '' FROM {requirement! x} "
        "WHERE x.framework = $3",
        v(j->s.import), v(j->s.done), v(j->f.rec.id));
}

static bool write_tree(ctx *c, storing *j)
{
    *j->out = (oscal_outcome){0};
    if (!store_framework(c, j)) return false;
    present p = {0};
    if (!j->fresh) p = load_present(c, j->f.rec.id);
    if (!j->dry) j->b = bulk_begin(c, &requirement_entity);
    for (int i = 0; i < j->n; i++)
        if (!store_one(c, j, i, &p)) return false;
    return withdraw_rest(c, j, &p) && note_all(c, j);
}

static bool count_changes(ctx *c, storing *j)
{
    j->dry = true;
    bool ok = write_tree(c, j);
    j->dry = false;
    return ok;
}

static bool run(ctx *c, void *arg)
{
    storing *j = arg;
    *j->out = (oscal_outcome){.added = j->n};
    if (framework_of_uuid(c, j->k->uuid) && !count_changes(c, j)) return false;
    if (!j->out->added && !j->out->changed) return true; // no import then, either
    bool ok = step_begin(c, &j->s,
                         (import){.noun = str_of(framework_entity.name),
                                  .file = cut(c->a, j->k->file, 250),
                                  .hash = j->k->hash,
                                  .person = {c->person},
                                  .added = j->out->added,
                                  .changed = j->out->changed,
                                  .unchanged = j->out->same}) &&
              write_tree(c, j);
    step_end(c, &j->s);
    j->out->import = j->s.import;
    return ok;
}

bool oscal_store(ctx *c, const oscal_catalog *k, bool dry, oscal_outcome *out)
{
    storing j = {.k = k, .dry = dry, .out = out};
    if (!permit(c, framework_entity.add, "framework", "add") ||
        !permit(c, requirement_entity.add, "requirement", "add"))
        return false;
    make_wanted(c, &j);
    if (dry) return write_tree(c, &j);
    return operate_denied(c, operate_with(c, run, &j), &framework_entity, 0, "import");
}
