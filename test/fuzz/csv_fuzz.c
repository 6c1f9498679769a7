// csv_fuzz.c: any bytes as a CSV file.
// SPDX-License-Identifier: Apache-2.0
#include "platform/paper/csv.h"

#include <assert.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static arena whole;
    if (!whole.beg) whole = arena_make((ptrdiff_t)1 << 30);
    arena a = whole;
    csv c = csv_open((str){(const char *)data, (ptrdiff_t)size}, 0);
    int n, before = 0;
    for (const str *cells; (cells = csv_next(&a, &c, &n));) {
        assert(n > 0 && n <= CSV_COLUMNS && c.row > before);
        before = c.row;
        for (int i = 0; i < n; i++) assert(str_utf8(cells[i]));
    }
    assert(c.reason ? c.fault_row > 0 : c.p == c.end);
    return 0;
}
