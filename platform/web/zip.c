// zip.c: answers in gzip, for those who ask.
// SPDX-License-Identifier: Apache-2.0
#include "platform/web/zip.h"

#include <pthread.h>
#include <zlib.h>

enum { LEAST = 1024, MOST = 8 << 20, LEVEL = 3, GZIP = 16 };

bool zip_accepted(str accept)
{
    for (str rest = accept; rest.p;) {
        str params = str_cut(&rest, ',');
        str coding = str_trim(str_cut(&params, ';'));
        double q;
        if (!str_eq(coding, S("gzip")) && !str_eq(coding, S("*"))) continue;
        params = str_trim(params);
        if (str_starts(params, S("q=")) && str_double(str_from(params, 2), &q) && q == 0) return false;
        return true;
    }
    return false;
}

bool zip_fits(const char *type, ptrdiff_t n)
{
    str t = str_of(type);
    return n > LEAST && n < MOST &&
           (str_starts(t, S("text/")) || str_search(t, S("json")) >= 0 || str_search(t, S("xml")) >= 0);
}

// One stream a thread: making one costs more than packing a page.
static _Thread_local z_stream *stream;
static pthread_key_t stream_key;

static void stream_drop(void *s)
{
    deflateEnd(s);
}

static void stream_key_make(void)
{
    pthread_key_create(&stream_key, stream_drop);
}

static z_stream *stream_ready(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    static _Thread_local z_stream room;
    pthread_once(&once, stream_key_make);
    if (!stream) {
        if (deflateInit2(&room, LEVEL, Z_DEFLATED, MAX_WBITS + GZIP, 8, Z_DEFAULT_STRATEGY) != Z_OK) return NULL;
        stream = &room;
        pthread_setspecific(stream_key, stream);
    } else if (deflateReset(stream) != Z_OK)
        return NULL;
    return stream;
}

str zip(arena *a, str s)
{
    z_stream *z = stream_ready();
    if (!z) return (str){0};
    char *to = arena_take(a, s.n);
    z->next_in = (Bytef *)(uintptr_t)s.p;
    z->avail_in = (uInt)s.n;
    z->next_out = (Bytef *)to;
    z->avail_out = (uInt)s.n;
    if (deflate(z, Z_FINISH) != Z_STREAM_END) return (str){0};
    return (str){to, s.n - (ptrdiff_t)z->avail_out};
}
