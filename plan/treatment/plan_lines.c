// plan_lines.c: the treatment plan as lines.
// SPDX-License-Identifier: Apache-2.0
#include "plan/treatment/plan_lines.h"

enum { CONTROLS = 64 };

static bool is_late(const ctx *c, const treatment *t)
{
    return t->state != TREATMENT_DONE && t->option != OPTION_ACCEPT && t->due.day && t->due.day < c->today.day;
}

static void read_controls(ctx *c, plan_line *l)
{
    plan_control *all = news(c->a, plan_control, CONTROLS);
    rows r = query(c,
                   "SELECT x.id, x.name, x.status, x.planned_on, x.implemented_on FROM {treatment_control k} JOIN "
                   "{control x} ON x.id = k.control WHERE k.treatment = $1 ORDER BY x.id LIMIT 64",
                   v(l->t->rec.id));
    while (db_next(&r))
        all[l->ncontrols++] =
            (plan_control){db_int(&r, 0), db_text(&r, 1), db_text(&r, 2), {db_int(&r, 3)}, {db_int(&r, 4)}};
    l->controls = all;
}

int plan_lines_read(ctx *c, i64 scope, plan_line **out)
{
    text sql = {.a = c->a};
    int n = 0, columns = record_ncolumns(&treatment_entity);
    i64 most = db_one(query(c, "SELECT count(*) FROM {treatment t}"));
    plan_line *all = news(c->a, plan_line, most + 1);
    put(&sql, S("SELECT "));
    put(&sql, record_columns(c, &treatment_entity, S("t")));
    put(&sql, S(", "));
    put(&sql, record_columns(c, &risk_entity, S("r")));
    put(&sql,
        S(" FROM {treatment t} JOIN {risk r} ON r.id = t.risk WHERE t.state <> 'withdrawn' AND ($1 = 0 OR EXISTS "
          "(SELECT 1 FROM {risk_asset k} JOIN {asset_scope m} ON m.asset = k.asset WHERE k.risk = r.id AND m.scope "
          "= $1)) ORDER BY r.score DESC, r.id, t.id"));
    rows r = query_built(c, text_str(&sql), VALS(v(scope)), 1);
    while (db_next(&r)) {
        if (n == most) continue;
        all[n].t = record_row(c, &treatment_entity, &r, 0);
        all[n].r = record_row(c, &risk_entity, &r, columns);
        n++;
    }
    for (int i = 0; i < n; i++) {
        all[i].late = is_late(c, all[i].t);
        read_controls(c, &all[i]);
    }
    *out = all;
    return n;
}
