// framework.c: what is asked of us: frameworks, their requirements and mappings, and the loading of those that ship.
// SPDX-License-Identifier: Apache-2.0
#include "plan/framework.h"
#include "platform/base/content.h"
#include "platform/paper/csv_table.h"
#include "platform/record/search.h"

#include <string.h>

static const choice uses[] = {{"in-use", "In use", TONE_GOOD}, {"library", "In the library", TONE_OFF}, {0}};
static const field framework_fields[] = {
    FIELD(framework, short_name, "Short name", .flags = REQUIRED | LISTED | UNIQUE, .max = 60),
    FIELD(framework, name, "Name", .flags = REQUIRED | LISTED | SEARCHED, .max = 200),
    FIELD(framework, publisher, "Publisher", .flags = LISTED, .max = 120),
    FIELD(framework, edition, "Edition", .flags = LISTED, .max = 60),
    FIELD(framework, use, "Use", .flags = LISTED | CHIPS, .choices = uses,
          .help = "In use: its requirements count for this organisation."),
    FIELD(framework, uuid, "UUID", .max = 60, .flags = HIDDEN),
    FIELD(framework, source, "Read from", .max = 200, .flags = HIDDEN),
    FIELD(framework, base, "Selected from", .to = &framework_entity),
};
const entity framework_entity = {
    ENTITY(framework, "F", "Framework", "Frameworks", SIGNED_IN, MANAGER, MANAGER, MANAGER),
    .icon = "library",
    .scope = SCOPE_EVERYONE,
    .title = "name",
    .handle = "short_name",
    .sort = "code",
    .help = "Import a catalogue (OSCAL, CSV or XLSX), or use those that ship."};

static const choice kinds[] = {
    {"group", "Group", 0}, {"clause", "Clause", 0}, {"control", "Control", 0}, {"enhancement", "Enhancement", 0}, {0}};
static const field requirement_fields[] = {
    FIELD(requirement, framework, "Framework", .flags = REQUIRED | LISTED, .to = &framework_entity),
    FIELD(requirement, ident, "Identifier", .flags = REQUIRED | LISTED | SEARCHED, .max = 80),
    FIELD(requirement, title, "Title", .flags = REQUIRED | LISTED | SEARCHED, .max = 300),
    FIELD(requirement, kind, "Kind", .flags = LISTED | CHIPS, .choices = kinds),
    FIELD(requirement, theme, "Theme", .flags = LISTED, .max = 120),
    FIELD(requirement, summary, "What it asks", .flags = LONG | SEARCHED, .help = "In your own words."),
    FIELD(requirement, text, "Licensed text", .flags = LONG,
          .help = "The wording of a standard you hold a licence for; it does not ship."),
    FIELD(requirement, designation, "Designation", .max = 40),
    FIELD(requirement, parent, "Part of", .to = &requirement_entity),
    FIELD(requirement, withdrawn, "Withdrawn"),
    FIELD(requirement, params, "Parameters", .flags = LONG | HIDDEN, .max = 65000),
    FIELD(requirement, parts, "Parts", .flags = LONG | HIDDEN, .max = 400000),
    FIELD(requirement, position, "Position", .flags = HIDDEN | SORTED),
};

static bool requirement_check(ctx *c, void *rec, const void *before)
{
    const requirement *r = rec, *old = before;
    if (old && str_eq(old->ident, r->ident) && old->framework.id == r->framework.id) return true;
    i64 other = requirement_named(c, r->framework.id, r->ident);
    if (other && other != r->rec.id)
        return fail(c, "ident", "The framework has a requirement $1 already.", v(r->ident));
    return true;
}

const entity requirement_entity = {
    ENTITY(requirement, "RQ", "Requirement", "Requirements", SIGNED_IN, MANAGER, MANAGER, MANAGER),
    .icon = "list-checks",
    .scope = SCOPE_EVERYONE,
    .title = "title",
    .key = "framework,ident",
    .sort = "position",
    .handle = "ident",
    .help = "Requirements come with their framework.",
    .check = requirement_check};

static const choice relations[] = {{"equal", "Equal", 0},
                                   {"subset", "Part of it", 0},
                                   {"superset", "More than it", 0},
                                   {"intersect", "Overlaps", 0},
                                   {0}};
static const field mapping_fields[] = {
    FIELD(mapping, source, "Requirement", .flags = REQUIRED | LISTED, .to = &requirement_entity),
    FIELD(mapping, target, "Maps to", .flags = REQUIRED | LISTED, .to = &requirement_entity),
    FIELD(mapping, relation, "Relation", .flags = LISTED | CHIPS, .choices = relations),
};
const entity mapping_entity = {ENTITY(mapping, "M", "Mapping", "Mappings", SIGNED_IN, MANAGER, MANAGER, MANAGER),
                               .icon = "git-compare-arrows",
                               .scope = SCOPE_EVERYONE,
                               .plain = true,
                               .sort = "code",
                               .help = "A mapping lets one control answer the requirements of several frameworks."};

i64 framework_named(ctx *c, str short_name)
{
    return db_one(
        query(c, "SELECT x.id FROM {framework x} WHERE x.short_name_key = $1", v(text_fold(c->a, short_name))));
}

i64 requirement_named(ctx *c, i64 framework_id, str ident)
{
    return db_one(query(c, "SELECT x.id FROM {requirement x} WHERE x.framework = $1 AND lower(x.ident) = $2",
                        v(framework_id), v(text_fold(c->a, ident))));
}

// ---- what ships

typedef struct {
    const char *file, *short_name, *name, *publisher, *edition;
} shipped;

static const shipped frameworks[] = {
    {"clauses.csv", "iso27001", "ISO/IEC 27001", "ISO and IEC", "2022"},
    {"annex_a.csv", "iso27001", "ISO/IEC 27001", "ISO and IEC", "2022"},
    {"hipaa.csv", "hipaa", "HIPAA Security Rule", "US Department of Health and Human Services", "2013"},
    {"gdpr.csv", "gdpr", "General Data Protection Regulation", "European Union", "2016/679"},
    {"csf.csv", "csf2", "Cybersecurity Framework", "NIST", "2.0"},
};
static const char *const mapping_files[] = {"mapping_hipaa.csv", "mapping_gdpr.csv", "mapping_csf2.csv"};

// Identifiers met so far, so that the thousand rows of a load ask the database nothing.
typedef struct {
    uint64_t key;
    i64 id;
} known;
typedef struct {
    known *slots;
    int size;
} known_idents;

static uint64_t key_of(ctx *c, i64 framework_id, str ident)
{
    return str_hash(text_fold(c->a, ident)) ^ (uint64_t)framework_id * 0x9E3779B97F4A7C15u;
}

static known *slot_of(known_idents *k, uint64_t key)
{
    for (uint64_t i = key;; i++) {
        known *s = &k->slots[i % (uint64_t)k->size];
        if (!s->id || s->key == key) return s;
    }
}

static i64 ensure_framework(ctx *c, const shipped *s)
{
    i64 id = framework_named(c, str_of(s->short_name));
    if (id) return id;
    framework f = {.short_name = str_of(s->short_name),
                   .name = str_of(s->name),
                   .publisher = str_of(s->publisher),
                   .edition = str_of(s->edition),
                   .source = S("shipped")};
    return record_save(c, &framework_entity, &f) ? f.rec.id : 0;
}

static requirement_kind kind_of(str name, bool annex)
{
    if (str_eq(name, S("function")) || str_eq(name, S("category")) || str_eq(name, S("general")))
        return REQUIREMENT_GROUP;
    if (str_eq(name, S("subcategory")) || annex) return REQUIREMENT_CONTROL;
    return REQUIREMENT_CLAUSE;
}

static bool add_requirement(ctx *c, const csv_table *t, i64 framework_id, bool annex, i64 position, known_idents *k)
{
    str ident = csv_table_cell(t, "id"), parent = csv_table_cell(t, "parent");
    requirement r = {.framework = {framework_id},
                     .ident = ident,
                     .title = csv_table_cell(t, "title"),
                     .summary = csv_table_cell(t, "summary"),
                     .kind = kind_of(csv_table_cell(t, "kind"), annex),
                     .theme = csv_table_cell(t, "theme"),
                     .designation = csv_table_cell(t, "designation"),
                     .position = position};
    if (!r.summary.n) r.summary = csv_table_cell(t, "text");
    if (!r.theme.n) r.theme = csv_table_cell(t, "chapter");
    if (!r.theme.n) r.theme = csv_table_cell(t, "category");
    if (parent.n) r.parent.id = slot_of(k, key_of(c, framework_id, parent))->id;
    known *s = slot_of(k, key_of(c, framework_id, ident));
    if (s->id) return true;
    if (!record_save(c, &requirement_entity, &r)) return false;
    *s = (known){key_of(c, framework_id, ident), r.rec.id};
    return true;
}

static bool load_requirements(ctx *c, const shipped *s, known_idents *k, i64 *position)
{
    csv_table t = csv_table_open(c->a, content_find(str_of(s->file)));
    i64 id = ensure_framework(c, s);
    while (id && csv_table_next(&t))
        if (!add_requirement(c, &t, id, strcmp(s->file, "annex_a.csv") == 0, ++*position, k)) return false;
    return id != 0;
}

static mapping_relation relation_of(str name)
{
    for (unsigned i = 0; relations[i].name; i++)
        if (str_eq(name, str_of(relations[i].name))) return (mapping_relation)i;
    return MAPPING_INTERSECT;
}

static bool load_mappings(ctx *c, const char *file, known_idents *k)
{
    csv_table t = csv_table_open(c->a, content_find(str_of(file)));
    while (csv_table_next(&t)) {
        i64 from = framework_named(c, csv_table_cell(&t, "framework_a")),
            to = framework_named(c, csv_table_cell(&t, "framework_b"));
        mapping m = {.source = {slot_of(k, key_of(c, from, csv_table_cell(&t, "id_a")))->id},
                     .target = {slot_of(k, key_of(c, to, csv_table_cell(&t, "id_b")))->id},
                     .relation = relation_of(csv_table_cell(&t, "relation"))};
        if (m.source.id && m.target.id && !record_save(c, &mapping_entity, &m)) return false;
    }
    return true;
}

bool framework_load(ctx *c)
{
    known_idents k = {.size = 4096};
    i64 position = 0;
    k.slots = news(c->a, known, k.size);
    if (framework_named(c, S("iso27001"))) return true;
    for (int i = 0; i < countof(frameworks); i++)
        if (!load_requirements(c, &frameworks[i], &k, &position)) return false;
    for (int i = 0; i < countof(mapping_files); i++)
        if (!load_mappings(c, mapping_files[i], &k)) return false;
    return true;
}

// ---- mappings to what was imported

static const char *const further_files[] = {"mapping_nist80053.csv", "mapping_iso27001_2013.csv", "mapping_hipaa.csv",
                                            "mapping_gdpr.csv", "mapping_csf2.csv"};

static known_idents all_idents(ctx *c)
{
    known_idents k = {.size = (int)db_one(query(c, "SELECT count(*) FROM {requirement x}")) * 2 + 64};
    k.slots = news(c->a, known, k.size);
    rows r = query(c, "SELECT x.id, x.framework, x.ident FROM {requirement x} ORDER BY x.id");
    while (db_next(&r)) {
        uint64_t key = key_of(c, db_int(&r, 1), db_view(&r, 2));
        *slot_of(&k, key) = (known){key, db_int(&r, 0)};
    }
    return k;
}

static bool map_file(ctx *c, const char *file, const framework *f, known_idents *k, int *added)
{
    csv_table t = csv_table_open(c->a, content_find(str_of(file)));
    while (csv_table_next(&t)) {
        str one = csv_table_cell(&t, "framework_a"), other = csv_table_cell(&t, "framework_b");
        if (!str_eq(one, f->short_name) && !str_eq(other, f->short_name)) continue;
        mapping m = {.source = {slot_of(k, key_of(c, framework_named(c, one), csv_table_cell(&t, "id_a")))->id},
                     .target = {slot_of(k, key_of(c, framework_named(c, other), csv_table_cell(&t, "id_b")))->id},
                     .relation = relation_of(csv_table_cell(&t, "relation"))};
        if (!m.source.id || !m.target.id ||
            db_one(query(c, "SELECT count(*) FROM {mapping x} WHERE x.source = $1 AND x.target = $2", v(m.source),
                         v(m.target))))
            continue;
        if (!record_save(c, &mapping_entity, &m)) return false;
        ++*added;
    }
    return true;
}

static bool map_shipped(ctx *c, void *rec, const void *in)
{
    const framework *f = rec;
    known_idents k = all_idents(c);
    int added = 0;
    (void)in;
    for (int i = 0; i < countof(further_files); i++)
        if (!map_file(c, further_files[i], f, &k, &added)) return false;
    return added ||
           fail(c, NULL, "No further mapping that ships with the program knows the framework $1.", v(f->short_name));
}

// A framework that was imported and has none yet.
static bool is_unmapped(ctx *c, const void *rec)
{
    const framework *f = rec;
    return !str_eq(f->source, S("shipped")) &&
           !db_one(query(
               c, "SELECT count(*) FROM {mapping m} JOIN {requirement r} ON r.id = m.source WHERE r.framework = $1",
               v(f->rec.id)));
}

static const action framework_actions[] = {
    ACTION(framework_entity, "map", "Load the mappings that ship", MANAGER, .run = map_shipped, .offered = is_unmapped,
           .help = "Which requirements of other frameworks answer those of this one, as far as the program knows: SP "
                   "800-53 to ISO/IEC 27001."),
    {0}};

static const panel framework_panels[] = {
    {&requirement_entity, "Maps to",
     "SELECT 'requirement', r.id, f.short_name || ' ' || r.ident || ' ' || r.title, m.relation, 0, NULL FROM {mapping "
     "m} JOIN {requirement r} ON r.id = m.target JOIN {framework f} ON f.id = r.framework WHERE m.source = $1 ORDER BY "
     "r.position",
     NULL, NULL},
    {&requirement_entity, "Mapped from",
     "SELECT 'requirement', r.id, f.short_name || ' ' || r.ident || ' ' || r.title, m.relation, 0, NULL FROM {mapping "
     "m} JOIN {requirement r} ON r.id = m.source JOIN {framework f} ON f.id = r.framework WHERE m.target = $1 ORDER BY "
     "r.position",
     NULL, NULL},
    {0}};

const module framework_module = {
    .name = "framework",
    .room = ROOM_LIBRARY,
    .entities = (const entity *const[]){&framework_entity, &requirement_entity, &mapping_entity, NULL},
    .actions = framework_actions,
    .panels = framework_panels,
};
