// asset_report.c: the register of assets and the statement of a scope as papers.
// SPDX-License-Identifier: Apache-2.0
#include "plan/asset/asset_part.h"
#include "platform/base/time.h"
#include "platform/paper/paper.h"

// ---- the register

typedef struct {
    i64 asset;
    str code;
} need;

typedef struct {
    const asset **all;
    str *needs; // codes of what each depends on
    int n;
} assets_read;

static assets_read read_assets(ctx *c, const scope *of)
{
    assets_read x = {0};
    text sql = {.a = c->a};
    i64 most = db_one(query(c, "SELECT count(*) FROM {asset x}")), last = 0, *at = NULL;
    x.all = (const asset **)news(c->a, asset *, most + 1);
    x.needs = news(c->a, str, most + 1);
    put(&sql, S("SELECT "));
    put(&sql, record_columns(c, &asset_entity, S("x")));
    put(&sql,
        S(" FROM {asset x} WHERE $1 = 0 OR EXISTS (SELECT 1 FROM {asset_scope m} WHERE m.asset = x.id AND m.scope "
          "= $1) ORDER BY x.kind, x.name_key, x.id"));
    rows r = query_built(c, text_str(&sql), VALS(v(of ? of->rec.id : (i64)0)), 1);
    while (db_next(&r))
        if (x.n < most) x.all[x.n++] = record_row(c, &asset_entity, &r, 0);
    for (int i = 0; i < x.n; i++)
        if (x.all[i]->rec.id > last) last = x.all[i]->rec.id;
    at = news(c->a, i64, last + 1);
    for (int i = 0; i < x.n; i++) at[x.all[i]->rec.id] = i + 1;
    rows d = query(c, "SELECT d.asset, d.needs FROM {dependency d} ORDER BY d.asset, d.needs");
    while (db_next(&d)) {
        i64 id = db_int(&d, 0);
        if (id > last || !at[id]) continue;
        str *list = &x.needs[at[id] - 1], code = record_code(c->a, &asset_entity, db_int(&d, 1));
        *list = list->n ? format(c->a, "$1, $2", v(*list), v(code)) : code;
    }
    return x;
}

static paper_tone worth_tone(i64 worth)
{
    return worth >= 5 ? PAPER_CRITICAL : worth == 4 ? PAPER_HIGH : worth == 3 ? PAPER_MEDIUM : PAPER_LOW;
}

static void asset_line(ctx *c, paper *p, const asset *a, str needs)
{
    const field *class = field_find(&asset_entity, S("classification"));
    str code = record_code(c->a, &asset_entity, a->rec.id);
    paper_row(p, code);
    paper_cell_as(p, v(code), PAPER_STRONG, S(""));
    paper_cell(p, v(a->number > 1 ? format(c->a, "$1 ($2)", v(a->name), v(a->number)) : a->name));
    paper_cell(p, v(record_title(c, &person_entity, a->owner.id)));
    paper_cell(p, v(record_title(c, &unit_entity, a->unit.id)));
    paper_cell(p, v(a->country));
    paper_cell(p, v(a->classification ? class->choices[a->classification].label : ""));
    paper_cell(p, v(format(c->a, "$1 / $2 / $3", v(a->worth_c), v(a->worth_i), v(a->worth_a))));
    if (a->worth)
        paper_cell_as(p, v(a->worth), worth_tone(a->worth), S(""));
    else
        paper_cell(p, v(""));
    paper_cell(p, v(needs));
}

static void asset_table(ctx *c, paper *p, const assets_read *x)
{
    static const paper_column columns[] = {
        {STR("Code"), 0.7, PAPER_LEFT},       {STR("Asset"), 2.2, PAPER_LEFT},   {STR("Owner"), 1.3, PAPER_LEFT},
        {STR("Unit"), 1.4, PAPER_LEFT},       {STR("Country"), 1, PAPER_LEFT},   {STR("Class"), 1, PAPER_LEFT},
        {STR("C / I / A"), 0.8, PAPER_RIGHT}, {STR("Worth"), 0.6, PAPER_CENTRE}, {STR("Depends on"), 1.3, PAPER_LEFT}};
    const field *kind = field_find(&asset_entity, S("kind"));
    for (unsigned k = 0; kind->choices[k].name; k++) {
        bool any = false;
        for (int i = 0; i < x->n; i++) {
            if (x->all[i]->kind != (asset_kind)k) continue;
            if (!any) {
                paper_heading(p, 2, str_of(kind->choices[k].label), str_of(kind->choices[k].name));
                paper_table(p, columns, countof(columns));
            }
            any = true;
            asset_line(c, p, x->all[i], x->needs[i]);
        }
    }
}

bool asset_report(ctx *c, paper *p, str code)
{
    const scope *of = code.n ? scope_find(c, code) : NULL;
    if (code.n && !of) return false;
    assets_read x = read_assets(c, of);
    int critical = 0, personal = 0, judged = 0;
    if (!x.n) return fail(c, NULL, "There is no asset to report yet: list them first, under Plan, Assets.");
    for (int i = 0; i < x.n; i++) {
        critical += x.all[i]->worth >= 5;
        personal += x.all[i]->personal;
        judged += x.all[i]->worth > 0;
    }
    paper_fact(p, S("Scope"), of ? of->name : S("The whole organisation"));
    paper_fact(p, S("Assets"), format(c->a, "$1", v(x.n)));
    paper_heading(p, 1, S("Summary"), S("summary"));
    paper_paragraph_as(p, PAPER_LEDE,
                       "$1 assets, of which $2 are judged; $3 are worth 5, the most; $4 hold or handle personal data.",
                       v(x.n), v(judged), v(critical), v(personal));
    paper_paragraph(p, "Confidentiality, integrity and availability (C / I / A) are judged from 1 to 5. What an asset "
                       "depends on is worth at least as much as the asset itself: the values shown are those with what "
                       "is inherited along dependencies. <i>Worth</i> is the greatest of the three.");
    paper_heading(p, 1, S("Assets"), S("assets"));
    asset_table(c, p, &x);
    return true;
}

// ---- the statement of a scope

static const char *const side_titles[] = {"Inside", "Outside", "Across the boundary"};

static void boundary_tables(ctx *c, paper *p, i64 scope_id)
{
    static const paper_column columns[] = {
        {STR("Kind"), 0.8, PAPER_LEFT}, {STR("Boundary"), 2.4, PAPER_LEFT}, {STR("Rule or reason"), 2.4, PAPER_LEFT}};
    const field *kind = field_find(&boundary_entity, S("kind")), *side = field_find(&boundary_entity, S("side"));
    for (int s = 0; s < countof(side_titles); s++) {
        bool any = false;
        rows r = query(c,
                       "SELECT b.kind, b.name, b.rule, b.reason FROM {boundary b} WHERE b.scope = $1 AND b.side = $2 "
                       "ORDER BY b.id",
                       v(scope_id), v(side->choices[s].name));
        while (db_next(&r)) {
            const char *label = "";
            if (!any) {
                paper_heading(p, 2, str_of(side_titles[s]), str_of(side->choices[s].name));
                paper_table(p, columns, countof(columns));
            }
            any = true;
            for (const choice *k = kind->choices; k->name; k++)
                if (str_eq(db_view(&r, 0), str_of(k->name))) label = k->label;
            str rule = db_text(&r, 2), reason = db_text(&r, 3);
            paper_row(p, S(""));
            paper_cell(p, v(label));
            paper_cell(p, v(db_text(&r, 1)));
            paper_cell(p, v(rule.n && reason.n ? format(c->a, "$1. $2", v(rule), v(reason)) : rule.n ? rule : reason));
        }
    }
}

static void member_table(ctx *c, paper *p, const asset *const *all, int n)
{
    static const paper_column columns[] = {{STR("Code"), 0.7, PAPER_LEFT},
                                           {STR("Asset"), 2.4, PAPER_LEFT},
                                           {STR("Kind"), 1, PAPER_LEFT},
                                           {STR("Owner"), 1.4, PAPER_LEFT},
                                           {STR("Site"), 1, PAPER_LEFT}};
    const field *kind = field_find(&asset_entity, S("kind"));
    paper_table(p, columns, countof(columns));
    for (int i = 0; i < n; i++) {
        str code = record_code(c->a, &asset_entity, all[i]->rec.id);
        paper_row(p, code);
        paper_cell_as(p, v(code), PAPER_STRONG, S(""));
        paper_cell(p, v(all[i]->name));
        paper_cell(p, v(kind->choices[all[i]->kind].label));
        paper_cell(p, v(record_title(c, &person_entity, all[i]->owner.id)));
        paper_cell(p, v(all[i]->site));
    }
}

static void write_scope(ctx *c, paper *p, const scope *s)
{
    const asset **all;
    int n = scope_members(c, s->rec.id, &all);
    paper_heading(p, 1, S("Statement"), S("statement"));
    paper_paragraph_as(p, PAPER_LEDE, "$1", v(s->statement));
    paper_heading(p, 1, S("Boundaries"), S("boundaries"));
    boundary_tables(c, p, s->rec.id);
    if (s->excluded.n) {
        paper_heading(p, 2, S("Exclusions"), S("exclusions"));
        paper_paragraph(p, "$1", v(s->excluded));
    }
    if (s->interfaces.n) {
        paper_heading(p, 2, S("Interfaces and dependencies"), S("interfaces"));
        paper_paragraph(p, "$1", v(s->interfaces));
    }
    paper_heading(p, 1, S("Members"), S("members"));
    paper_paragraph(p, "$1 assets lie inside these boundaries.", v(n));
    if (n) member_table(c, p, all, n);
}

bool scope_report(ctx *c, paper *p, str code)
{
    const scope *s = scope_find(c, code);
    moment asked = c->moment;
    if (!s) return false;
    // What was approved, not what is being written.
    if (s->approved_at.us && !asked.us) c->moment = s->approved_at;
    s = record_load(c, &scope_entity, s->rec.id);
    const approval *given =
        s && s->state == SCOPE_APPROVED ? approval_of(c, &scope_entity, s->rec.id, "approve") : NULL;
    if (s) {
        paper_fact(p, S("Scope"), s->name);
        paper_fact(p, S("Scope version"), format(c->a, "$1", v(s->number)));
        paper_fact(p, S("State"),
                   given ? format(c->a, "Approved $1 by $2", v(moment_date(given->given, c->zone)),
                                  v(record_title(c, &person_entity, given->person.id)))
                         : S("Draft, not approved"));
        write_scope(c, p, s);
    }
    c->moment = asked;
    return s != NULL;
}
