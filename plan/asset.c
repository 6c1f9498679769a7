// asset.c: the register of assets.
// SPDX-License-Identifier: Apache-2.0
#include "plan/asset/asset_part.h"

static const choice kinds[] = {
    {"information", "Information", 0}, {"process", "Process", 0}, {"software", "Software", 0},
    {"hardware", "Hardware", 0},       {"network", "Network", 0}, {"site", "Site", 0},
    {"person", "People", 0},           {"service", "Service", 0}, {0}};
static const choice classes[] = {{"", "Not classified", 0},       {"public", "Public", 0},
                                 {"internal", "Internal", 0},     {"confidential", "Confidential", 0},
                                 {"restricted", "Restricted", 0}, {0}};

static const link_field asset_links[] = {{"depends_on", "Depends on",
                                          "What this asset cannot do without; it inherits this asset's values.",
                                          &dependency_entity, "asset", "needs", 0},
                                         {"scopes", "Scopes", "Which scopes it is inside, by their boundaries.",
                                          &asset_scope_entity, "asset", "scope", READONLY},
                                         {0}};

static const field asset_fields[] = {
    FIELD(asset, name, "Name", .flags = REQUIRED | LISTED | SEARCHED | SORTED, .max = 200),
    FIELD(asset, kind, "Kind", .flags = LISTED | CHIPS | SORTED, .choices = kinds),
    FIELD(asset, description, "Description", .flags = LONG | SEARCHED),
    FIELD(asset, owner, "Owner", .flags = REQUIRED | LISTED, .to = &person_entity),
    FIELD(asset, custodian, "Custodian", .to = &person_entity, .help = "Who looks after it day by day."),
    FIELD(asset, unit, "Unit", .flags = REQUIRED | LISTED, .to = &unit_entity),
    FIELD(asset, site, "Site", .max = 120),
    FIELD(asset, country, "Country", .max = 60),
    FIELD(asset, region, "Region", .max = 60),
    FIELD(asset, number, "Number alike", .min = 1, .max = 1000000,
          .help = "One row may stand for many, such as 58 laptops."),
    FIELD(asset, classification, "Classification", .flags = LISTED | CHIPS, .choices = classes, .group = "Worth"),
    FIELD(asset, confidentiality, "Confidentiality", .min = 1, .max = 5,
          .help = "1 little harm if disclosed, 5 grave."),
    FIELD(asset, integrity, "Integrity", .min = 1, .max = 5, .help = "1 little harm if wrong, 5 grave."),
    FIELD(asset, availability, "Availability", .min = 1, .max = 5, .help = "1 little harm if missing, 5 grave."),
    FIELD(asset, fixed_c, "Own confidentiality stands",
          .help = "It is not raised by what depends on this asset; say why."),
    FIELD(asset, fixed_i, "Own integrity stands"),
    FIELD(asset, fixed_a, "Own availability stands"),
    FIELD(asset, fixed_reason, "Why", .max = 400),
    FIELD(asset, worth_c, "C with inherited", .flags = DERIVED),
    FIELD(asset, worth_i, "I with inherited", .flags = DERIVED),
    FIELD(asset, worth_a, "A with inherited", .flags = DERIVED),
    FIELD(asset, worth, "Worth", .flags = DERIVED | LISTED | SORTED,
          .help = "The greatest of the three, with what is inherited."),
    FIELD(asset, patients, "Data of patients", .group = "Data"),
    FIELD(asset, customers, "Data of customers"),
    FIELD(asset, personal, "Personal data"),
    FIELD(asset, store, "Is a store of data"),
};

static bool asset_check(ctx *c, void *rec, const void *before)
{
    asset *x = rec;
    const asset *old = before;
    if (!x->number) x->number = 1;
    if ((x->fixed_c || x->fixed_i || x->fixed_a) && !x->fixed_reason.n)
        return fail(c, "fixed_reason", "Say why a value of $1 is not raised by what depends on it.", v(x->name));
    if (old)
        x->worth_c = old->worth_c, x->worth_i = old->worth_i, x->worth_a = old->worth_a, x->worth = old->worth;
    else
        worth_begin(x);
    return true;
}

static bool asset_saved(ctx *c, const void *rec, const void *before)
{
    const asset *now = rec, *old = before;
    if (!boundary_settle_asset(c, (now ? now : old)->rec.id)) return false;
    // Nothing depends yet on what this operation made: its worth is its own and stored already. A check that derives anew goes on.
    bool fresh = now && !old && now->rec.since.us == c->now.us;
    if (!now || fresh ||
        (old && now->confidentiality == old->confidentiality && now->integrity == old->integrity &&
         now->availability == old->availability && now->fixed_c == old->fixed_c && now->fixed_i == old->fixed_i &&
         now->fixed_a == old->fixed_a))
        return true;
    return worth_spread(c, now->rec.id);
}

const entity asset_entity = {ENTITY(asset, "AS", "Asset", "Assets", SEE_REGISTER, ADD_REGISTER, SET_REGISTER, MANAGER),
                             .icon = "box",
                             .scope = SCOPE_UNIT,
                             .title = "name",
                             .owner = "owner",
                             .links = asset_links,
                             .sort = "name",
                             .help = "List what is worth protecting: information first, then what holds and carries "
                                     "it. A CSV or XLSX file is the quickest way.",
                             .check = asset_check,
                             .saved = asset_saved};

static const panel asset_panels[] = {
    {&asset_entity, "Needed by",
     "SELECT 'asset', x.id, x.name, '', 0, NULL FROM {dependency d} JOIN {asset x} ON x.id = d.asset WHERE d.needs = "
     "$1 ORDER BY x.name",
     NULL, NULL},
    {&scope_entity, "Boundaries",
     "SELECT 'boundary', x.id, x.name, CASE x.side WHEN 'in' THEN 'inside' WHEN 'out' THEN 'outside' ELSE 'across' "
     "END, CASE x.side WHEN 'in' THEN 2 WHEN 'out' THEN 5 ELSE 1 END, NULL FROM "
     "{boundary x} WHERE x.scope = $1 ORDER BY CASE x.side WHEN 'in' THEN 1 WHEN 'out' THEN 3 ELSE 2 END, x.id",
     "No boundary is drawn yet: add rules over assets, units, sites, processes, and what is outside.", "boundary"},
    {0}};

static const rule asset_rules[] = {
    {13, "asset-owner", "Every asset has an owner who is still here.",
     "SELECT 'asset', x.id, x.name, 'broken', 'Its owner is gone.' FROM {asset! x} LEFT JOIN {person! p} ON p.id = "
     "x.owner WHERE p.id IS NULL OR p.ends < $1",
     NULL},
    {5, "scope-approved", "The approved text and boundaries of a scope are what its approval binds.", NULL,
     boundary_rule_approved},
    {0, "scope-members", "The members of each scope are the assets that its boundaries take in.", NULL,
     boundary_rule_members},
    {0}};

static const report asset_reports[] = {
    {"assets", "Asset register", SEE_REGISTER,
     "All assets with owner, class, worth and what they depend on; for one scope with scope=SC-1.", asset_report,
     .landscape = true},
    {"scope", "Scope statement", SEE_REGISTER | EXTERNAL,
     "The approved statement of a scope with its boundaries and members.", scope_report},
    {0}};

const module asset_module = {
    .name = "asset",
    .room = ROOM_PLAN,
    .entities = (const entity *const[]){&asset_entity, &dependency_entity, &asset_scope_entity, &boundary_entity, NULL},
    .actions = scope_actions,
    .panels = asset_panels,
    .parts = asset_parts,
    .works = scope_works,
    .rules = asset_rules,
    .reports = asset_reports,
};
