// oscal_fuzz.c: any bytes as a catalogue or profile, with what follows a record separator as its source.
// SPDX-License-Identifier: Apache-2.0
#include "exchange/oscal/oscal.h"
#include "test/fuzz/fuzz_place.h"

#include <assert.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    arena *a;
    ctx *c = fuzz_ctx(&a);
    str rest = {(const char *)data, (ptrdiff_t)size}, first = str_cut(&rest, '\x1e');
    oscal_document d, source;
    oscal_catalog k;
    oscal_outcome o = {0};
    bool ok = oscal_open(c, S("fuzz"), first, &d);
    bool second = ok && rest.p && oscal_open(c, S("source"), rest, &source);
    source.given = true;
    if (ok) ok = d.profile ? oscal_resolve(c, &d, &source, second, &k) : oscal_read(c, &d, &k);
    if (!ok) {
        assert(c->failures);
        return 0;
    }
    int n = 0;
    for (const oscal_node *x = oscal_next(k.root, k.root); x; x = oscal_next(k.root, x)) n++;
    assert(n == k.controls + k.groups && k.controls > 0);
    c->failures = NULL, c->failures_end = NULL;
    assert(oscal_store(c, &k, true, &o) && o.added == n);
    return 0;
}
