// qr.c: QR codes as SVG, by libqrencode (doc/decisions/0005): the only file that knows it.
// SPDX-License-Identifier: Apache-2.0
#include "platform/web/qr.h"
#include "platform/web/html.h"

#include <qrencode.h>

enum { QUIET = 4 };

// Each run of dark modules in a row is a rectangle one module high.
static str dark_path(arena *a, const QRcode *code)
{
    text t = {.a = a};
    put_room(&t, (ptrdiff_t)code->width * code->width * 24); // at once: memory that runs out jumps out of here
    for (int y = 0; y < code->width; y++) {
        const unsigned char *row = code->data + y * code->width;
        for (int x = 0, n; x < code->width; x += n) {
            for (n = 1; x + n < code->width && (row[x + n] & 1) == (row[x] & 1);) n++;
            if (row[x] & 1) fill(&t, S("M$1 $2h$3v1h-$3z"), VALS(v((i64)x + QUIET), v((i64)y + QUIET), v((i64)n)), 3);
        }
    }
    return text_str(&t);
}

bool html_qr(request *q, str said, str label)
{
    QRcode *code = QRcode_encodeString8bit(str_z(q->c->a, said), 0, QR_ECLEVEL_M);
    if (!code) return false;
    i64 side = code->width + 2 * QUIET;
    str path = dark_path(q->c->a, code);
    QRcode_free(code);
    html(q,
         "<svg class='qr' viewBox='0 0 $1 $1' role='img' aria-label='$3' shape-rendering='crispEdges'>"
         "<rect width='$1' height='$1' fill='#fff'/><path fill='#000' d='$2'/></svg>\n",
         v(side), v(path), v(label));
    return true;
}
