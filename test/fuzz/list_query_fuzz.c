// list_query_fuzz.c: any bytes as the query of a list, which is then read.
// SPDX-License-Identifier: Apache-2.0
#include "plan/asset.h"
#include "plan/risk.h"
#include "platform/record/list.h"
#include "platform/web/form.h"
#include "test/fuzz/fuzz_place.h"

#include <assert.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const entity *const kinds[] = {&unit_entity, &person_entity, &asset_entity, &risk_entity};
    arena *a;
    ctx *c = fuzz_ctx(&a);
    parameters p = {0};
    if (size < 1 || !form_read(a, (str){(const char *)data + 1, (ptrdiff_t)size - 1}, &p)) return 0;
    list l = list_of(kinds[data[0] % countof(kinds)]);
    bool ok = true;
    for (int i = 0; i < p.n; i++) ok = list_set(c, &l, p.p[i].name, p.p[i].value) && ok;
    assert(ok || c->failures);
    if (!ok) return 0;
    page found = list_page(c, &l);
    assert(found.n <= l.limit);
    i64 total = list_total(c, &l);
    assert(total >= 0 || c->failures);
    assert(!db_error(c->db).n); // what a person types never makes a statement that the database refuses
    return 0;
}
