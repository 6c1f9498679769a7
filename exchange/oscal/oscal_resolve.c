// oscal_resolve.c: a profile becomes a catalogue: what it imports, selects and merges.
// SPDX-License-Identifier: Apache-2.0
#include "exchange/oscal/oscal.h"
#include "exchange/oscal/oscal_modify.h"
#include "platform/record/search.h"

#include <string.h>

enum { CHAIN = 8, NAMED = 12 }; // profiles that import profiles; ids named in a refusal

typedef struct {
    ctx *c;
    const oscal_document *profile;
    const oscal_document *sources;
    int nsources, depth;
    oscal_catalog *out;
    bool as_is;
} resolver;

static bool resolve(ctx *c, const oscal_document *profile, const oscal_document *sources, int nsources, int depth,
                    oscal_catalog *out);

// --- selection ------------------------------------------------------------------------------------------------------

// * is any text, ? any character; case does not count.
static bool pattern_fits(str p, str s)
{
    while (p.n) {
        if (*p.p == '*') {
            for (ptrdiff_t i = 0; i <= s.n; i++)
                if (pattern_fits(str_from(p, 1), str_from(s, i))) return true;
            return false;
        }
        if (!s.n || (*p.p != '?' && !oscal_same_id(str_sub(p, 0, 1), str_sub(s, 0, 1)))) return false;
        p = str_from(p, 1), s = str_from(s, 1);
    }
    return s.n == 0;
}

static bool item_names(const json *item, str id)
{
    for (const json *x = json_first(json_get(item, "with-ids")); x; x = json_next(x))
        if (oscal_same_id(json_str(x), id)) return true;
    for (const json *x = json_first(json_get(item, "matching")); x; x = json_next(x))
        if (pattern_fits(str_sub(json_get_str(x, "pattern"), 0, 80), id)) return true;
    return false;
}

// Does a list of include-controls or exclude-controls name it, or a control above it with its children?
static bool list_names(const json *list, const oscal_node *n)
{
    for (const json *item = json_first(list); item; item = json_next(item)) {
        bool children = str_eq(json_get_str(item, "with-child-controls"), S("yes"));
        for (const oscal_node *at = n; at && at->parent; at = children ? at->parent : NULL)
            if (item_names(item, at->id)) return true;
    }
    return false;
}

static bool selects(const json *from, const oscal_node *n)
{
    const json *includes = json_get(from, "include-controls");
    bool all = json_get(from, "include-all") || !includes;
    return (all || list_names(includes, n)) && !list_names(json_get(from, "exclude-controls"), n);
}

// Every id that an import asks for, in order.
static int wanted_ids(ctx *c, const json *import, str **ids)
{
    int n = 0, room = 0;
    for (const json *item = json_first(json_get(import, "include-controls")); item; item = json_next(item))
        room += json_size(json_get(item, "with-ids"));
    *ids = news(c->a, str, room + 1);
    for (const json *item = json_first(json_get(import, "include-controls")); item; item = json_next(item))
        for (const json *x = json_first(json_get(item, "with-ids")); x; x = json_next(x)) (*ids)[n++] = json_str(x);
    return n;
}

static const oscal_node *node_named(const oscal_node *root, str id)
{
    for (const oscal_node *n = oscal_next(root, root); n; n = oscal_next(root, n))
        if (oscal_same_id(n->id, id)) return n;
    return NULL;
}

// Ids that the source does not hold are named: a baseline with a hole in it is no baseline.
static bool holds_all(resolver *r, const json *import, const oscal_catalog *from)
{
    str *ids;
    int n = wanted_ids(r->c, import, &ids), missing = 0;
    text names = {.a = r->c->a};
    for (int i = 0; i < n; i++) {
        if (node_named(from->root, ids[i])) continue;
        if (missing++ >= NAMED) continue;
        if (names.n) put(&names, S(", "));
        put(&names, ids[i]);
    }
    if (!missing) return true;
    return fail_as(r->c, NO_INPUT, NULL, "$1 asks for $2 controls that $3 does not hold: $4$5.", v(r->profile->file),
                   v(missing), v(from->file), v(text_str(&names)), v(missing > NAMED ? " …" : ""));
}

// --- where an import leads ------------------------------------------------------------------------------------------

static str base_name(str path)
{
    for (ptrdiff_t i = path.n - 1; i >= 0; i--)
        if (path.p[i] == '/' || path.p[i] == '\\') return str_from(path, i + 1);
    return path;
}

static const json *resource_of(resolver *r, str uuid)
{
    const json *list = json_get(json_get(r->profile->model, "back-matter"), "resources");
    for (const json *x = json_first(list); x; x = json_next(x))
        if (oscal_same_id(json_get_str(x, "uuid"), uuid)) return x;
    return NULL;
}

static bool links_name(resolver *r, str href, str file)
{
    if (!str_starts(href, S("#"))) return str_eq(base_name(href), base_name(file));
    const json *resource = resource_of(r, str_from(href, 1));
    for (const json *x = json_first(json_get(resource, "rlinks")); x; x = json_next(x))
        if (str_eq(base_name(json_get_str(x, "href")), base_name(file))) return true;
    return false;
}

// A source given outright: by its UUID, by its name, else the next of them.
static const oscal_document *given_source(resolver *r, str href, int import)
{
    int given = 0;
    for (int i = 0; i < r->nsources; i++) {
        const oscal_document *d = &r->sources[i];
        bool uuid = str_starts(href, S("#")) && oscal_same_id(json_get_str(d->model, "uuid"), str_from(href, 1));
        if (d->given && (uuid || links_name(r, href, d->file))) return d;
    }
    for (int i = 0; i < r->nsources; i++)
        if (r->sources[i].given && given++ == import) return &r->sources[i];
    return NULL;
}

static const oscal_document *source_beside(resolver *r, str href)
{
    for (int i = 0; i < r->nsources; i++)
        if (links_name(r, href, r->sources[i].file)) return &r->sources[i];
    return NULL;
}

static i64 framework_of_uuid(ctx *c, str uuid)
{
    return db_one(query(c, "SELECT x.id FROM {framework x} WHERE lower(x.uuid) = $1", v(text_fold(c->a, uuid))));
}

// The one catalogue (not itself selected from another) that holds all ids asked for.
static i64 framework_that_holds(resolver *r, const json *import, int *found)
{
    ctx *c = r->c;
    str *ids;
    int n = wanted_ids(c, import, &ids), nframeworks = 0;
    i64 frameworks[256], hit = 0;
    *found = 0;
    rows q =
        query(c, "SELECT x.id FROM {framework x} WHERE x.base IS NULL AND lower(x.uuid) <> $1 ORDER BY x.id LIMIT 256",
              v(text_fold(c->a, json_get_str(r->profile->model, "uuid"))));
    while (db_next(&q)) frameworks[nframeworks++] = db_int(&q, 0);
    for (int i = 0; n && i < nframeworks; i++) {
        oscal_catalog k;
        arena before = *c->a;
        bool all = oscal_load(c, frameworks[i], &k);
        for (int m = 0; all && m < n; m++) all = node_named(k.root, ids[m]) != NULL;
        *c->a = before;
        if (all) hit = frameworks[i], ++*found;
    }
    return hit;
}

static bool open_source(resolver *r, const oscal_document *d, oscal_catalog *out)
{
    if (!d->profile) return oscal_read(r->c, d, out);
    return resolve(r->c, d, r->sources, r->nsources, r->depth + 1, out);
}

static bool find_source(resolver *r, const json *import, int n, oscal_catalog *out)
{
    ctx *c = r->c;
    str href = json_get_str(import, "href");
    const oscal_document *d = given_source(r, href, n);
    int found = 0;
    if (d) return open_source(r, d, out);
    i64 id = str_starts(href, S("#")) ? framework_of_uuid(c, str_from(href, 1)) : 0;
    if (!id && (d = source_beside(r, href))) return open_source(r, d, out);
    if (!id) id = framework_that_holds(r, import, &found);
    if (found > 1)
        return fail_as(c, NO_INPUT, NULL, "$1 frameworks hold the controls that $2 asks for; name one with --source.",
                       v(found), v(r->profile->file));
    if (!id)
        return fail_as(c, NO_INPUT, NULL,
                       "The catalogue that $1 draws on is not here; import it first, or name its file with --source.",
                       v(r->profile->file));
    r->out->base = id;
    return oscal_load(c, id, out);
}

// --- merging --------------------------------------------------------------------------------------------------------

static bool is_group(const oscal_node *n)
{
    return n->kind == REQUIREMENT_GROUP && !n->chosen;
}

static bool holds_chosen(const oscal_node *n)
{
    for (const oscal_node *x = n->first; x; x = x->next)
        if (x->chosen || holds_chosen(x)) return true;
    return false;
}

static oscal_node *copy_node(arena *a, const oscal_node *n, oscal_node *parent)
{
    oscal_node *x = new (a, oscal_node);
    *x = *n;
    x->first = x->last = NULL;
    return oscal_append(parent, x);
}

// The chosen below `from`, under `to`: with their groups as they were, or without. What an earlier import brought stands.
static void merge(resolver *r, const oscal_node *from, oscal_node *to)
{
    for (const oscal_node *n = from->first; n; n = n->next) {
        oscal_node *place = to;
        if (!n->chosen && !holds_chosen(n)) continue;
        if (n->chosen || (r->as_is && is_group(n))) {
            place = (oscal_node *)(uintptr_t)node_named(r->out->root, n->id);
            if (!place) place = copy_node(r->c->a, n, to);
        }
        merge(r, n, place);
    }
}

static bool take_import(resolver *r, const json *import, int n, oscal_node *chosen)
{
    oscal_catalog from;
    if (!find_source(r, import, n, &from) || !holds_all(r, import, &from)) return false;
    for (oscal_node *x = oscal_next(from.root, from.root); x; x = oscal_next(from.root, x)) {
        // A category read from the database cannot be told from a group, but by being named.
        bool named = x->kind == REQUIREMENT_GROUP && list_names(json_get(import, "include-controls"), x);
        x->chosen = (x->control || named) && selects(import, x);
    }
    merge(r, from.root, chosen);
    return true;
}

// --- custom structure -----------------------------------------------------------------------------------------------

static int by_id(const oscal_node *x, const oscal_node *y)
{
    return str_cmp(x->id, y->id);
}

static oscal_node *detach_first(oscal_node *root, const json *insert, str order)
{
    oscal_node *best = NULL, *before = NULL, *last = NULL;
    for (oscal_node *n = root->first; n; last = n, n = n->next) {
        bool better = !best || (str_eq(order, S("ascending")) && by_id(n, best) < 0) ||
                      (str_eq(order, S("descending")) && by_id(n, best) > 0);
        if (is_group(n) || !selects(insert, n) || !better) continue;
        best = n, before = last;
    }
    if (!best) return NULL;
    if (before)
        before->next = best->next;
    else
        root->first = best->next;
    if (root->last == best) root->last = before;
    return best;
}

static void insert_controls(oscal_node *flat, const json *inserts, oscal_node *to)
{
    for (const json *x = json_first(inserts); x; x = json_next(x))
        for (oscal_node *n; (n = detach_first(flat, x, json_get_str(x, "order")));) oscal_append(to, n);
}

static void build_groups(resolver *r, const json *groups, oscal_node *flat, oscal_node *to, int depth)
{
    str source = r->profile->source;
    for (const json *x = json_first(groups); x && depth < 32; x = json_next(x)) {
        oscal_node *g = oscal_append(to, new (r->c->a, oscal_node));
        g->kind = REQUIREMENT_GROUP;
        g->id = json_get_str(x, "id"), g->title = json_get_str(x, "title");
        if (!g->id.n) g->id = format(r->c->a, "group-$1", v((i64)(x->at)));
        if (!g->title.n) g->title = g->id;
        g->params_at = json_get(x, "params"), g->parts_at = json_get(x, "parts");
        g->params = json_raw(source, g->params_at), g->parts = json_raw(source, g->parts_at);
        build_groups(r, json_get(x, "groups"), flat, g, depth + 1);
        insert_controls(flat, json_get(x, "insert-controls"), g);
    }
}

// --- all ------------------------------------------------------------------------------------------------------------

static void count(oscal_catalog *k)
{
    for (oscal_node *n = oscal_next(k->root, k->root); n; n = oscal_next(k->root, n)) {
        if (n->kind == REQUIREMENT_GROUP)
            k->groups++;
        else
            k->controls++;
        if (n->kind != REQUIREMENT_GROUP && n->withdrawn) k->withdrawn++;
    }
}

static bool resolve(ctx *c, const oscal_document *profile, const oscal_document *sources, int nsources, int depth,
                    oscal_catalog *out)
{
    resolver r = {.c = c, .profile = profile, .sources = sources, .nsources = nsources, .depth = depth, .out = out};
    const json *merge_how = json_get(profile->model, "merge"), *custom = json_get(merge_how, "custom");
    int n = 0;
    if (depth > CHAIN) return fail_as(c, NO_INPUT, NULL, "$1 imports itself, by way of others.", v(profile->file));
    if (!oscal_read(c, profile, out)) return false;
    json_bool(json_get(merge_how, "as-is"), &r.as_is);
    for (const json *x = json_first(json_get(profile->model, "imports")); x; x = json_next(x))
        if (!take_import(&r, x, n++, out->root)) return false;
    if (custom) {
        oscal_node *all = out->root;
        out->root = new (c->a, oscal_node);
        build_groups(&r, json_get(custom, "groups"), all, out->root, 0);
        insert_controls(all, json_get(custom, "insert-controls"), out->root);
    }
    for (oscal_node *x = oscal_next(out->root, out->root); x; x = oscal_next(out->root, x))
        oscal_modify(c->a, json_get(profile->model, "modify"), x);
    count(out);
    return out->controls ? true : fail_as(c, NO_INPUT, NULL, "$1 selects no control.", v(profile->file));
}

bool oscal_resolve(ctx *c, const oscal_document *profile, const oscal_document *sources, int nsources,
                   oscal_catalog *out)
{
    return resolve(c, profile, sources, nsources, 0, out);
}
