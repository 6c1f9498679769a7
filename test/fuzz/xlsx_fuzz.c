// xlsx_fuzz.c: any bytes as a workbook, read without the walls of isms-paper.
// SPDX-License-Identifier: Apache-2.0
#include "platform/paper/child/job.h"
#include "platform/paper/frame.h"
#include "platform/paper/paper.h"

#include <assert.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

// What the reader answers must be whole frames of well-formed text, as paper_sheet_read asks.
static void check_answer(str answer)
{
    char kind;
    str content;
    while (frame_next(&answer, &kind, &content)) {
        assert(kind == FRAME_SHEET || kind == FRAME_ROW);
        assert(str_utf8(content));
    }
    assert(answer.n == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static arena work, answer;
    if (!work.beg) {
        work = arena_make((ptrdiff_t)1 << 30);
        answer = arena_make((ptrdiff_t)1 << 30);
    }
    arena a = work, b = answer;
    text out = {.a = &b};
    str error = {0};
    if (sheet_read(&a, (str){(const char *)data, (ptrdiff_t)size}, &out, &error))
        check_answer(text_str(&out));
    else
        assert(error.n && str_ends(error, S(".")));
    return 0;
}
