// oscal_read.c: a catalogue's tree from its JSON.
// SPDX-License-Identifier: Apache-2.0
#include "exchange/oscal/oscal.h"

#include <string.h>

enum { DEPTH = 32 };

typedef struct {
    ctx *c;
    const oscal_document *d;
    oscal_catalog *k;
    int nameless; // groups without an id
} reader;

oscal_node *oscal_append(oscal_node *parent, oscal_node *n)
{
    n->parent = parent;
    n->next = NULL;
    if (parent->last)
        parent->last->next = n;
    else
        parent->first = n;
    return parent->last = n;
}

oscal_node *oscal_next(const oscal_node *root, const oscal_node *n)
{
    if (n->first) return n->first;
    while (n != root && !n->next) n = n->parent;
    return n == root ? NULL : n->next;
}

bool oscal_open(ctx *c, str file, str source, oscal_document *out)
{
    json_fault fault = {0};
    const json *all = json_read(c->a, source, &fault);
    *out = (oscal_document){.file = file, .source = source};
    if (!all && str_starts(str_trim(source), S("<")))
        return fail_as(c, NO_INPUT, NULL, "$1 is XML; OSCAL is read as JSON.", v(file));
    if (!all)
        return fail_as(c, NO_INPUT, NULL, "$1 is no JSON: line $2, column $3: $4.", v(file), v(fault.line),
                       v(fault.column), v(fault.reason));
    out->model = json_get(all, "catalog");
    if (!out->model) out->model = json_get(all, "profile"), out->profile = true;
    if (json_is(out->model, JSON_OBJECT)) return true;
    const json *other = json_first(all);
    while (other && str_starts(json_name(other), S("$"))) other = json_next(other);
    if (json_name(other).n)
        return fail_as(c, NO_INPUT, NULL, "$1 holds a $2; an OSCAL catalog or profile is asked for.", v(file),
                       v(json_name(other)));
    return fail_as(c, NO_INPUT, NULL, "$1 holds no OSCAL catalog or profile.", v(file));
}

static bool wrong(reader *r, const json *at, const char *what)
{
    int line = 0, column = 0;
    json_place(r->d->source, at, &line, &column);
    return fail_as(r->c, NO_INPUT, NULL, "$1: line $2, column $3: $4", v(r->d->file), v(line), v(column), v(what));
}

// The value of a property of OSCAL's own; another namespace's property of that name means something else.
static str own_prop(const json *object, const char *name)
{
    for (const json *p = json_first(json_get(object, "props")); p; p = json_next(p)) {
        str ns = json_get_str(p, "ns");
        if (str_eq(json_get_str(p, "name"), str_of(name)) && (!ns.n || str_search(ns, S("nist.gov/ns/oscal")) >= 0))
            return json_get_str(p, "value");
    }
    return (str){0};
}

static bool same_word(str s, const char *lower)
{
    if (s.n != (ptrdiff_t)strlen(lower)) return false;
    for (ptrdiff_t i = 0; i < s.n; i++)
        if ((s.p[i] | 32) != lower[i]) return false;
    return true;
}

static requirement_kind kind_of(str class, const oscal_node *parent)
{
    if (same_word(class, "category")) return REQUIREMENT_GROUP; // of the CSF: controls that only hold others
    if (same_word(class, "subcategory")) return REQUIREMENT_CONTROL;
    return parent->kind == REQUIREMENT_CONTROL || parent->kind == REQUIREMENT_ENHANCEMENT ? REQUIREMENT_ENHANCEMENT
                                                                                          : REQUIREMENT_CONTROL;
}

static bool read_controls(reader *r, const json *list, oscal_node *parent, int depth);

static bool read_control(reader *r, const json *x, oscal_node *parent, int depth)
{
    str source = r->d->source;
    oscal_node *n = oscal_append(parent, new (r->c->a, oscal_node));
    n->id = json_get_str(x, "id"), n->title = str_trim(json_get_str(x, "title")), n->class = json_get_str(x, "class");
    if (!n->id.n) return wrong(r, x, "a control has no id.");
    if (!n->title.n) return wrong(r, x, "a control has no title.");
    n->kind = kind_of(n->class, parent);
    n->control = true;
    n->withdrawn = same_word(own_prop(x, "status"), "withdrawn");
    n->params_at = json_get(x, "params"), n->parts_at = json_get(x, "parts");
    n->params = json_raw(source, n->params_at), n->parts = json_raw(source, n->parts_at);
    return read_controls(r, json_get(x, "controls"), n, depth + 1);
}

static bool read_controls(reader *r, const json *list, oscal_node *parent, int depth)
{
    if (list && !json_is(list, JSON_ARRAY)) return wrong(r, list, "controls must be an array.");
    if (depth > DEPTH) return wrong(r, list, "the controls are nested too deep.");
    for (const json *x = json_first(list); x; x = json_next(x))
        if (!read_control(r, x, parent, depth)) return false;
    return true;
}

static bool read_groups(reader *r, const json *list, oscal_node *parent, int depth)
{
    if (list && !json_is(list, JSON_ARRAY)) return wrong(r, list, "groups must be an array.");
    if (depth > DEPTH) return wrong(r, list, "the groups are nested too deep.");
    for (const json *x = json_first(list); x; x = json_next(x)) {
        oscal_node *n = oscal_append(parent, new (r->c->a, oscal_node));
        n->kind = REQUIREMENT_GROUP;
        n->id = json_get_str(x, "id"), n->title = str_trim(json_get_str(x, "title")),
        n->class = json_get_str(x, "class");
        r->nameless++;
        if (!n->id.n) n->id = format(r->c->a, "group-$1", v(r->nameless)); // the format asks for none
        if (!n->title.n) n->title = n->id;
        n->params_at = json_get(x, "params"), n->parts_at = json_get(x, "parts");
        n->params = json_raw(r->d->source, n->params_at), n->parts = json_raw(r->d->source, n->parts_at);
        if (!read_groups(r, json_get(x, "groups"), n, depth + 1) ||
            !read_controls(r, json_get(x, "controls"), n, depth + 1))
            return false;
    }
    return true;
}

// --- what the CSF leaves unsaid -------------------------------------------------------------------------------------

static bool has_example(const oscal_node *n)
{
    return str_search(n->parts, S("\"example\"")) >= 0;
}

// The CSF's catalogue carries the subcategories of its former version without saying so: those in force have examples.
// A category whose subcategories are all withdrawn is so too.
static void mark_former(oscal_node *root)
{
    bool examples = false;
    for (oscal_node *n = root; n; n = oscal_next(root, n))
        examples = examples || (same_word(n->class, "subcategory") && has_example(n));
    for (oscal_node *n = root; examples && n; n = oscal_next(root, n)) {
        if (same_word(n->class, "subcategory") && !has_example(n)) n->withdrawn = true;
        if (!same_word(n->class, "category") || !n->first) continue;
        n->withdrawn = true;
        for (oscal_node *child = n->first; child; child = child->next)
            if (has_example(child)) n->withdrawn = false;
    }
}

static void count(oscal_catalog *k)
{
    k->controls = k->groups = k->withdrawn = 0;
    for (oscal_node *n = oscal_next(k->root, k->root); n; n = oscal_next(k->root, n)) {
        if (n->kind == REQUIREMENT_GROUP)
            k->groups++;
        else
            k->controls++;
        if (n->kind != REQUIREMENT_GROUP && n->withdrawn) k->withdrawn++;
    }
}

// --- the document ---------------------------------------------------------------------------------------------------

// Who answers for it: the party in the role of publisher, else creator or author, else the first organisation.
static str publisher_of(const json *metadata)
{
    static const char *const roles[] = {"publisher", "creator", "author", "prepared-by"};
    const json *responsible = json_get(metadata, "responsible-parties"), *parties = json_get(metadata, "parties");
    for (int i = 0; i < countof(roles); i++)
        for (const json *x = json_first(responsible); x; x = json_next(x)) {
            if (!str_eq(json_get_str(x, "role-id"), str_of(roles[i]))) continue;
            str uuid = json_str(json_first(json_get(x, "party-uuids")));
            for (const json *p = json_first(parties); p; p = json_next(p))
                if (str_eq(json_get_str(p, "uuid"), uuid) && json_get_str(p, "name").n) return json_get_str(p, "name");
        }
    for (const json *p = json_first(parties); p; p = json_next(p))
        if (str_eq(json_get_str(p, "type"), S("organization"))) return json_get_str(p, "name");
    return (str){0};
}

static bool read_head(reader *r)
{
    const json *model = r->d->model, *metadata = json_get(model, "metadata");
    str version = json_get_str(metadata, "oscal-version");
    *r->k = (oscal_catalog){.uuid = json_get_str(model, "uuid"),
                            .title = str_trim(json_get_str(metadata, "title")),
                            .version = json_get_str(metadata, "version"),
                            .publisher = publisher_of(metadata),
                            .file = r->d->file,
                            .profile = r->d->profile,
                            .root = new (r->c->a, oscal_node)};
    if (!r->k->uuid.n) return wrong(r, model, "the document has no uuid.");
    if (!r->k->title.n) return wrong(r, model, "the document has no title.");
    if (str_starts(version, S("v"))) version = str_from(version, 1);
    if (version.n && !str_starts(version, S("1."))) return wrong(r, metadata, "OSCAL of version 1 is read, no other.");
    return true;
}

static bool unique(ctx *c, const oscal_catalog *k)
{
    uint64_t mask = 64;
    while (mask < (uint64_t)(k->controls + k->groups) * 2) mask *= 2;
    const oscal_node **seen = news(c->a, const oscal_node *, (ptrdiff_t)mask--);
    for (const oscal_node *n = oscal_next(k->root, k->root); n; n = oscal_next(k->root, n)) {
        uint64_t i = str_hash(n->id);
        while (seen[i & mask] && !str_eq(seen[i & mask]->id, n->id)) i++;
        if (seen[i & mask])
            return fail_as(c, NO_INPUT, NULL, "$1: the id \"$2\" is given twice.", v(k->file), v(n->id));
        seen[i & mask] = n;
    }
    return true;
}

bool oscal_read(ctx *c, const oscal_document *d, oscal_catalog *out)
{
    reader r = {.c = c, .d = d, .k = out};
    if (!read_head(&r)) return false;
    if (d->profile) return true; // its tree is made by resolving it
    if (!read_groups(&r, json_get(d->model, "groups"), out->root, 0) ||
        !read_controls(&r, json_get(d->model, "controls"), out->root, 0))
        return false;
    mark_former(out->root);
    count(out);
    if (!out->controls) return fail_as(c, NO_INPUT, NULL, "$1 holds no control.", v(d->file));
    return unique(c, out);
}

bool oscal_load(ctx *c, i64 framework_id, oscal_catalog *out)
{
    const framework *f = record_load(c, &framework_entity, framework_id);
    i64 most = 0;
    if (!f) return false;
    *out = (oscal_catalog){.uuid = f->uuid, .title = f->name, .version = f->edition, .publisher = f->publisher};
    out->file = f->short_name;
    out->root = new (c->a, oscal_node);
    rows r = query(c, "SELECT max(x.id) FROM {requirement x} WHERE x.framework = $1", v(framework_id));
    most = db_one(r);
    oscal_node **by_id = news(c->a, oscal_node *, (ptrdiff_t)most + 1);
    r = query(
        c,
        "SELECT x.id, x.ident, x.title, x.kind, x.withdrawn, x.params, x.parts, x.parent FROM {requirement x} WHERE "
        "x.framework = $1 ORDER BY x.position, x.id",
        v(framework_id));
    static const char *const kinds[] = {"group", "clause", "control", "enhancement"};
    while (db_next(&r)) {
        oscal_node *n = new (c->a, oscal_node);
        *n = (oscal_node){.id = db_text(&r, 1), .title = db_text(&r, 2), .withdrawn = db_int(&r, 4) != 0};
        for (int i = 0; i < countof(kinds); i++)
            if (str_eq(db_view(&r, 3), str_of(kinds[i]))) n->kind = (requirement_kind)i;
        n->params = db_text(&r, 5), n->parts = db_text(&r, 6);
        n->control = n->kind != REQUIREMENT_GROUP;
        i64 parent = db_int(&r, 7);
        by_id[db_int(&r, 0)] = n;
        oscal_append(parent > 0 && parent <= most && by_id[parent] ? by_id[parent] : out->root, n);
    }
    count(out);
    return true;
}
