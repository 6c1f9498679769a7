// step.c: an import as one step: its record, the reason that all its entries carry, and what it touched, for undo.
// SPDX-License-Identifier: Apache-2.0
#include "exchange/register/step.h"
#include "platform/record/record.h"

bool step_begin(ctx *c, step *s, import m)
{
    *s = (step){.channel = c->channel, .reason = c->reason};
    c->channel = S("import");
    bool ok = record_save(c, &import_entity, &m);
    s->import = m.rec.id;
    c->reason = format(c->a, "$1 $2$3$4", v(record_code(c->a, &import_entity, s->import)), v(m.file),
                       v(s->reason.n ? ": " : ""), v(s->reason));
    return ok;
}

bool step_note(ctx *c, step *s, const entity *e, i64 id, i64 before, i64 after, str links_before, str links_after)
{
    return exec(c,
                "INSERT INTO {import_row!} (import, n, entity, record, version_before, version_after, links_before, "
                "links_after) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
                v(s->import), v(++s->done), v(e->name), v(id), v(before), v(after), v(links_before), v(links_after));
}

void step_end(ctx *c, const step *s)
{
    c->channel = s->channel, c->reason = s->reason;
}
