// frame.h: how the program and isms-paper write to each other: kind, length, content.
// SPDX-License-Identifier: Apache-2.0
//
// A frame is one byte of kind, four of length (little endian) and so many bytes of content: UTF-8 text, whose fields
// are parted by FRAME_FIELD, except FRAME_FILE, which is the bytes of a file. No text holds FRAME_FIELD or other
// control characters than tab and line feed: frame_text sees to it.
#ifndef PAPER_FRAME_H
#define PAPER_FRAME_H

#include "platform/base/text.h"

#include <string.h>

#define FRAME_FIELD '\x1F'
#define FRAME_OUTPUT_MAX (192 << 20) // bytes a job may answer with

// What the child is asked for: the datagram that accompanies the input and the pipe for the answer.
enum { JOB_PDF = 'p', JOB_SHEET_READ = 'r', JOB_SHEET_WRITE = 'w' };

enum {
    // Answers. FRAME_STARTED comes first: without it the job never began and may be asked for again.
    FRAME_STARTED = 's',
    FRAME_ERROR = 'e', // a sentence; nothing follows
    FRAME_FILE = 'f',  // PDF or XLSX
    FRAME_PAGES = 'n', // how many
    FRAME_TOLD = 'k',  // how far the job is, in per cent: three digits; between the others
    FRAME_SHEET = 'S', // name, 1 when hidden
    FRAME_ROW = 'R',   // row number, cells …
    FRAME_END = '.',   // all is there

    // A document, in its order.
    FRAME_HEAD = 'H',  // organisation, title, subtitle, version, date, classification, checkpoint, created, landscape,
                       // brief
    FRAME_WORDS = 'W', // contents, version, date, classification, checkpoint, page
    FRAME_FACT = 'F',  // label, value
    FRAME_HEADING = 'h',   // level, anchor, text
    FRAME_PARAGRAPH = 'P', // kind, level; its spans follow
    FRAME_SPAN = 'x',      // style, link, text
    FRAME_BREAK = 'b',     // the next block starts a page
    FRAME_TABLE = 'T',     // per column: width, alignment, title
    FRAME_GROUP = 'G',     // text across the table
    FRAME_RECORD = 'r',    // anchor; its cells follow
    FRAME_CELL = 'c',      // tone, link, text
    FRAME_CHART = 'C',     // width, height, title
    FRAME_SHAPE = 'd',     // class, shape, numbers …, text
    FRAME_CHART_END = 'D',

    // A workbook: FRAME_SHEET, then these.
    FRAME_COLUMN = 'K', // width, title
    FRAME_LINE = 'L',   // cells: a letter for the kind, then the value
};

static inline ptrdiff_t frame_begin(text *t, char kind)
{
    put_char(t, kind);
    memset(put_room(t, 4), 0, 4);
    t->n += 4;
    return t->n;
}

// `at` is what frame_begin returned.
static inline void frame_end(text *t, ptrdiff_t at)
{
    ptrdiff_t n = t->n - at;
    for (int i = 0; i < 4; i++) t->p[at - 4 + i] = (char)(n >> (8 * i) & 0xFF);
}

static inline void frame_put(text *t, char kind, str content)
{
    ptrdiff_t at = frame_begin(t, kind);
    put(t, content);
    frame_end(t, at);
}

// Text of anybody as the content or a field of a frame.
static inline void frame_text(text *t, str s)
{
    char *to = put_room(t, s.n);
    ptrdiff_t n = 0;
    for (ptrdiff_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if (c == '\r') continue;
        to[n++] = c < 0x20 && c != '\n' && c != '\t' ? ' ' : (char)c;
    }
    t->n += n;
}

// Cuts the next frame off *rest; false at the end, and where the rest is no whole frame.
static inline bool frame_next(str *rest, char *kind, str *content)
{
    if (rest->n < 5) return false;
    uint32_t n = 0;
    for (int i = 0; i < 4; i++) n |= (uint32_t)(unsigned char)rest->p[1 + i] << (8 * i);
    if ((ptrdiff_t)n > rest->n - 5) return false;
    *kind = rest->p[0];
    *content = str_sub(*rest, 5, (ptrdiff_t)n);
    *rest = str_from(*rest, 5 + (ptrdiff_t)n);
    return true;
}

// The next field of a content; empty when there are no more.
static inline str frame_field(str *content)
{
    return content->p ? str_cut(content, FRAME_FIELD) : (str){0};
}

#endif
