// boundary.c: the boundaries of scopes and the assets inside them.
// SPDX-License-Identifier: Apache-2.0
#include "plan/asset/asset_part.h"
#include "platform/record/pick.h"

#include <string.h>

static const choice sides[] = {
    {"in", "Inside", TONE_GOOD}, {"out", "Outside", TONE_OFF}, {"across", "Crosses the boundary", TONE_NOW}, {0}};
static const choice kinds[] = {{"rule", "Rule over assets", 0},
                               {"asset", "One asset", 0},
                               {"unit", "Unit", 0},
                               {"site", "Site", 0},
                               {"country", "Country", 0},
                               {"process", "Process", 0},
                               {"system", "System", 0},
                               {"other", "Other", 0},
                               {0}};

static const field boundary_fields[] = {
    FIELD(boundary, scope, "Scope", .flags = REQUIRED | LISTED, .to = &scope_entity),
    FIELD(boundary, name, "Boundary", .flags = REQUIRED | LISTED | SEARCHED, .max = 300,
          .help = "In words: \"Assets that handle data of patients\", \"Clinic Hamburg\"."),
    FIELD(boundary, side, "Side", .flags = LISTED | CHIPS, .choices = sides),
    FIELD(boundary, kind, "Kind", .flags = LISTED | CHIPS, .choices = kinds),
    FIELD(boundary, rule, "Rule", .flags = LONG, .max = 2000,
          .help =
              "Which assets, as in the address of their list: patients=yes, or customers=yes region=APAC. Each line "
              "adds to what the others pick out; \"all\" picks out every asset."),
    FIELD(boundary, asset, "Asset", .to = &asset_entity, .help = "Of the kind \"One asset\"."),
    FIELD(boundary, unit, "Unit", .to = &unit_entity, .help = "Of the kind \"Unit\"."),
    FIELD(boundary, reason, "Reason", .flags = LONG, .max = 2000,
          .help = "Why what is outside may be outside (4.3); or where our side ends."),
};

static bool check_draft(ctx *c, i64 scope_id)
{
    const scope *s = record_load(c, &scope_entity, scope_id);
    if (!s) return false;
    return s->state == SCOPE_DRAFT ||
           fail(c, NULL, "The approved text of $1 cannot change. Make version $2 of it first (Open a new version).",
                v(s->name), v(s->number + 1));
}

static bool boundary_check(ctx *c, void *rec, const void *before)
{
    boundary *b = rec;
    const boundary *old = before;
    if (!check_draft(c, b->scope.id) || (old && old->scope.id != b->scope.id && !check_draft(c, old->scope.id)))
        return false;
    if (b->kind != BOUNDARY_RULE) b->rule = (str){0};
    if (b->kind != BOUNDARY_ASSET) b->asset.id = 0;
    if (b->kind != BOUNDARY_UNIT) b->unit.id = 0;
    if (b->kind == BOUNDARY_RULE && !str_trim(b->rule).n)
        return fail(c, "rule", "A rule says which assets it picks out, such as patients=yes; \"all\" for every asset.");
    if (b->kind == BOUNDARY_ASSET && !b->asset.id) return fail(c, "asset", "Name the asset.");
    if (b->kind == BOUNDARY_UNIT && !b->unit.id) return fail(c, "unit", "Name the unit.");
    if (b->side == SIDE_OUT && !b->reason.n)
        return fail(c, "reason", "Say why $1 may be outside: an exclusion has a reason.", v(b->name));
    return pick_check(c, &asset_entity, "rule", b->rule);
}

static bool boundary_saved(ctx *c, const void *rec, const void *before)
{
    const boundary *now = rec, *old = before;
    if (!now && !check_draft(c, old->scope.id)) return false;
    if (old && (!now || old->scope.id != now->scope.id) && !boundary_settle_scope(c, old->scope.id)) return false;
    return !now || boundary_settle_scope(c, now->scope.id);
}

const entity boundary_entity = {
    ENTITY(boundary, "SB", "Boundary", "Boundaries", SEE_REGISTER, MANAGER, MANAGER, MANAGER),
    .icon = "frame",
    .scope = SCOPE_EVERYONE,
    .title = "name",
    .sort = "code",
    .plain = true,
    .help = "Boundaries are added on the page of their scope.",
    .check = boundary_check,
    .saved = boundary_saved};

static const field asset_scope_fields[] = {
    FIELD(asset_scope, asset, "Asset", .flags = REQUIRED | LISTED, .to = &asset_entity),
    FIELD(asset_scope, scope, "Scope", .flags = REQUIRED | LISTED, .to = &scope_entity),
};
const entity asset_scope_entity = {
    ENTITY(asset_scope, "SA", "Member of a scope", "Members of scopes", SEE_REGISTER, NOBODY, NOBODY, NOBODY),
    .scope = SCOPE_WITHIN, .within = "asset", .plain = true};

// ---- which assets are inside

enum { BOUNDARIES = 512, ASSETS = 100000 };

typedef struct {
    i64 scope, asset;
    bool out;
    str rule;
} drawn;

static int read_drawn(ctx *c, i64 scope_id, drawn *out)
{
    int n = 0;
    rows r = query(c,
                   "SELECT b.scope, b.asset, b.side, b.rule FROM {boundary! b} WHERE b.kind IN ('rule', 'asset') AND "
                   "b.side <> 'across' AND (b.scope = $1 OR $1 = 0) ORDER BY b.scope, b.id LIMIT 512",
                   v(scope_id));
    while (db_next(&r))
        out[n++] = (drawn){db_int(&r, 0), db_int(&r, 1), str_eq(db_view(&r, 2), S("out")), db_text(&r, 3)};
    return n;
}

bool boundary_rules_name(ctx *c, str word)
{
    return db_one(query(c, "SELECT count(*) FROM {boundary! b} WHERE b.rule LIKE $1",
                        v(format(c->a, "%$1%", v(word))))) > 0;
}

// The last word is that of what is outside.
static bool inside(ctx *c, const drawn *all, int n, i64 scope_id, i64 asset_id)
{
    bool in = false, out = false;
    for (int i = 0; i < n; i++) {
        const drawn *d = &all[i];
        if (d->scope != scope_id || (d->out ? out : in)) continue;
        bool taken = d->asset ? d->asset == asset_id : pick_has(c, &asset_entity, d->rule, asset_id);
        if (d->out)
            out = taken;
        else
            in = taken;
    }
    return in && !out;
}

static bool enter(ctx *c, i64 scope_id, i64 asset_id)
{
    asset_scope m = {.asset = {asset_id}, .scope = {scope_id}};
    return record_save_as(c, &asset_scope_entity, &m, "enter");
}

static bool leave(ctx *c, i64 scope_id, i64 asset_id)
{
    i64 id = db_one(
        query(c, "SELECT x.id FROM {asset_scope! x} WHERE x.scope = $1 AND x.asset = $2", v(scope_id), v(asset_id)));
    asset_scope *m = record_load(c, &asset_scope_entity, id);
    return m && record_end(c, &asset_scope_entity, m);
}

// Who writes may not reach all assets of a scope; its members are the same for everybody.
static bool settle_one(ctx *c, i64 asset_id)
{
    drawn *all = news(c->a, drawn, BOUNDARIES);
    int n = read_drawn(c, 0, all);
    bool there = n && db_one(query(c, "SELECT count(*) FROM {asset! x} WHERE x.id = $1", v(asset_id))) > 0;
    for (int i = 0; i < n; i++) {
        if (i && all[i].scope == all[i - 1].scope) continue;
        i64 scope_id = all[i].scope;
        bool is = db_one(query(c, "SELECT count(*) FROM {asset_scope! x} WHERE x.scope = $1 AND x.asset = $2",
                               v(scope_id), v(asset_id))) > 0;
        bool wanted = there && inside(c, all, n, scope_id, asset_id);
        if (there && is == wanted) continue; // what ended took its memberships with it: they are counted anew
        if (wanted && !enter(c, scope_id, asset_id)) return false;
        if (is && !wanted && !leave(c, scope_id, asset_id)) return false;
        if (!boundary_count(c, scope_id)) return false;
    }
    return true;
}

bool boundary_settle_asset(ctx *c, i64 asset_id)
{
    reach held = c->reach;
    c->reach = REACH_WHOLE;
    bool ok = settle_one(c, asset_id);
    c->reach = held;
    return ok;
}

static bool has(const i64 *ids, int n, i64 id)
{
    int low = 0, high = n;
    while (low < high) {
        int middle = (low + high) / 2;
        if (ids[middle] < id)
            low = middle + 1;
        else
            high = middle;
    }
    return low < n && ids[low] == id;
}

// All that the boundaries take in, in order.
static int taken_in(ctx *c, i64 scope_id, i64 *ids)
{
    drawn *all = news(c->a, drawn, BOUNDARIES);
    int n = read_drawn(c, scope_id, all), count = 0;
    bool *in = news(c->a, bool, ASSETS + 1);
    for (int out = 0; out < 2; out++)
        for (int i = 0; i < n; i++) {
            i64 *picked = &all[i].asset;
            if (all[i].out != (out == 1)) continue;
            int npicked = all[i].asset ? 1 : pick_ids(c, &asset_entity, all[i].rule, &picked, ASSETS);
            for (int k = 0; k < npicked; k++)
                if (picked[k] <= ASSETS) in[picked[k]] = !out;
        }
    for (i64 id = 1; id <= ASSETS; id++)
        if (in[id]) ids[count++] = id;
    return count;
}

static bool settle_all(ctx *c, i64 scope_id)
{
    i64 *wanted = news(c->a, i64, ASSETS + 1), *now;
    int nwanted = taken_in(c, scope_id, wanted), nnow = boundary_members(c, scope_id, (moment){0}, &now);
    for (int i = 0; i < nnow; i++)
        if (!has(wanted, nwanted, now[i]) && !leave(c, scope_id, now[i])) return false;
    for (int i = 0; i < nwanted; i++)
        if (!has(now, nnow, wanted[i]) && !enter(c, scope_id, wanted[i])) return false;
    return boundary_count(c, scope_id);
}

bool boundary_settle_scope(ctx *c, i64 scope_id)
{
    reach held = c->reach;
    c->reach = REACH_WHOLE;
    bool ok = settle_all(c, scope_id);
    c->reach = held;
    return ok;
}

// ---- members, then and now

int boundary_members(ctx *c, i64 scope_id, moment at, i64 **ids)
{
    ctx then = *c;
    int n = 0;
    then.moment = at;
    i64 count = db_one(query(&then, "SELECT count(*) FROM {asset_scope! x} WHERE x.scope = $1", v(scope_id)));
    *ids = news(c->a, i64, count + 1);
    rows r =
        query(&then, "SELECT DISTINCT x.asset FROM {asset_scope! x} WHERE x.scope = $1 ORDER BY x.asset", v(scope_id));
    while (db_next(&r))
        if (n < count) (*ids)[n++] = db_int(&r, 0);
    return n;
}

bool boundary_count(ctx *c, i64 scope_id)
{
    const scope *s = record_seek(c, &scope_entity, scope_id);
    i64 *now, *then, entered = 0, departed = 0;
    if (!s) return true;
    int nnow = boundary_members(c, scope_id, (moment){0}, &now);
    int nthen = s->noted_at.us ? boundary_members(c, scope_id, s->noted_at, &then) : 0;
    for (int i = 0; s->noted_at.us && i < nnow; i++) entered += !has(then, nthen, now[i]);
    for (int i = 0; i < nthen; i++) departed += !has(now, nnow, then[i]);
    return record_derive(c, &scope_entity, scope_id, "members", v(nnow)) &&
           record_derive(c, &scope_entity, scope_id, "entered", v(entered)) &&
           record_derive(c, &scope_entity, scope_id, "departed", v(departed));
}

int scope_members(ctx *c, i64 scope_id, const asset ***out)
{
    text sql = {.a = c->a};
    int n = 0;
    i64 most = db_one(query(c, "SELECT count(*) FROM {asset_scope x} WHERE x.scope = $1", v(scope_id)));
    put(&sql, S("SELECT "));
    put(&sql, record_columns(c, &asset_entity, S("x")));
    put(&sql, S(" FROM {asset_scope m} JOIN {asset x} ON x.id = m.asset WHERE m.scope = $1 ORDER BY x.name_key, x.id"));
    const asset **all = (const asset **)news(c->a, asset *, most + 1);
    rows r = query_built(c, text_str(&sql), VALS(v(scope_id)), 1);
    while (db_next(&r))
        if (n < most) all[n++] = record_row(c, &asset_entity, &r, 0);
    *out = all;
    return n;
}

// ---- what an approval binds

void boundary_lines(ctx *c, frozen *f, const scope *s)
{
    scope_lines(f, s);
    rows r = query(c,
                   "SELECT b.id, b.side, b.kind, b.name, b.rule, coalesce(b.asset, 0), coalesce(b.unit, 0), b.reason "
                   "FROM {boundary! b} WHERE b.scope = $1 ORDER BY b.id LIMIT 1000",
                   v(s->rec.id));
    while (db_next(&r)) {
        str code = record_code(c->a, &boundary_entity, db_int(&r, 0));
        str line = format(c->a, "$1; $2; $3; $4; $5; $6; $7", v(db_view(&r, 1)), v(db_view(&r, 2)), v(db_view(&r, 3)),
                          v(db_view(&r, 4)), v(db_int(&r, 5)), v(db_int(&r, 6)), v(db_view(&r, 7)));
        frozen_add(f, str_z(c->a, format(c->a, "boundary.$1", v(code))), v(line));
    }
}

typedef void found_rule(void *to, const char *entity, i64 id, const char *state, str what);

static int all_scopes(ctx *c, i64 *ids, int most)
{
    int n = 0;
    rows r = query(c, "SELECT x.id FROM {scope x} ORDER BY x.id");
    while (db_next(&r))
        if (n < most) ids[n++] = db_int(&r, 0);
    return n;
}

bool boundary_rule_approved(ctx *c, found_rule *found, void *to)
{
    i64 ids[256];
    int n = all_scopes(c, ids, countof(ids));
    for (int i = 0; i < n; i++) {
        const scope *s = record_seek(c, &scope_entity, ids[i]);
        if (!s || s->state != SCOPE_APPROVED) continue;
        const approval *given = approval_of(c, &scope_entity, ids[i], "approve");
        if (!given) {
            found(to, "scope", ids[i], "broken", S("It reads approved, and no approval is there."));
            continue;
        }
        // The members that it names may move; its text may not.
        frozen now = {.a = c->a}, kept = {.a = c->a};
        boundary_lines(c, &now, s);
        for (str rest = given->frozen; rest.p;) {
            str line = str_cut(&rest, '\n');
            if (!str_starts(line, S("members"))) kept.line[kept.n++] = line;
        }
        str differs = approval_stale(c, &(approval){.frozen = frozen_text(&kept)}, frozen_text(&now));
        if (differs.n) found(to, "scope", ids[i], "broken", differs);
    }
    return true;
}

bool boundary_rule_members(ctx *c, found_rule *found, void *to)
{
    i64 ids[256];
    int n = all_scopes(c, ids, countof(ids));
    for (int i = 0; i < n; i++) {
        i64 *wanted = news(c->a, i64, ASSETS + 1), *now;
        int nwanted = taken_in(c, ids[i], wanted), nnow = boundary_members(c, ids[i], (moment){0}, &now);
        if (nwanted == nnow && !memcmp(wanted, now, sizeof(i64) * (size_t)nnow)) continue;
        found(to, "scope", ids[i], "broken",
              format(c->a, "Its boundaries take in $1 assets, $2 are its members.", v(nwanted), v(nnow)));
    }
    return true;
}
