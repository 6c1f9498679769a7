// as_of.c: pages as they stood on an earlier day.
// SPDX-License-Identifier: Apache-2.0
#include "platform/web/as_of.h"

#include "platform/base/time.h"

bool as_of_read(request *q)
{
    ctx *c = q->c;
    str s = str_trim(request_get(q, "as_of"));
    date d;
    moment m;
    if (s.n == 0) return true;
    if (date_read(s, &d))
        m = (moment){date_moment((date){d.day + 1}, c->zone).us - 1};
    else if (!moment_read(s, &m))
        return fail_as(c, NO_INPUT, "as_of", "\"$1\" is no date: write it as 2026-11-01.", v(s));
    if (m.us < c->now.us) c->moment = m;
    return true;
}

void as_of_note(request *q, str now)
{
    ctx *c = q->c;
    if (!c->moment.us) return;
    html(q, "<div class='note warn' role='status'>");
    html_icon(q, "history");
    html(q,
         "<div><b>{As it stood on $1.}</b><p>{Nothing can be changed here: this is the past.}</p></div>"
         "<div class='acts'><a class='btn' href='$2'>{Back to today}</a></div></div>",
         v(moment_date(c->moment, c->zone)), v(now));
}
