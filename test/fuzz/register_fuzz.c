// register_fuzz.c: any bytes as a register of one kind or another: the first byte chooses.
// SPDX-License-Identifier: Apache-2.0
#include "exchange/register/register.h"
#include "plan/asset.h"
#include "plan/risk.h"
#include "plan/framework.h"
#include "test/fuzz/fuzz_place.h"

#include <assert.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const entity *const kinds[] = {&unit_entity, &person_entity, &asset_entity, &risk_entity,
                                          &requirement_entity};
    arena *a;
    ctx *c = fuzz_ctx(&a);
    register_plan p;
    if (size < 1) return 0;
    register_order o = {.e = kinds[data[0] % countof(kinds)], .file = S("fuzz.csv")};
    o.content = (str){(const char *)data + 1, (ptrdiff_t)size - 1};
    if (str_starts(o.content, S("PK\x03\x04"))) return 0; // a workbook is read by the child (xlsx_fuzz.c)
    bool ok = register_prepare(c, &o, &p);
    assert(ok ? !p.nfaults : p.nfaults || c->failures);
    for (const register_fault *f = p.faults; f; f = f->next)
        assert(f->sentence.n && register_fault_text(a, &p, f).n && f->row >= 0 && f->column >= 0);
    for (int i = 0; ok && i < p.nrows; i++)
        for (int k = 0; k < p.ncolumns; k++) {
            str before, after;
            if (p.columns[k].kind < COLUMN_FIELD || !register_differs(&p, &p.rows[i], k)) continue;
            register_values(c, &p, &p.rows[i], k, &before, &after);
        }
    assert(!ok || p.added + p.changed + p.same == p.nrows);
    return 0;
}
