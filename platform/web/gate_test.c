// gate_test.c: what two programs could read in two ways.
// SPDX-License-Identifier: Apache-2.0
#include "test/check.h"

#include "platform/web/gate.h"

// "GET /x HTTP/1.1" and header lines, as the server hands them over.
static verdict judge(str request)
{
    static header headers[100];
    envelope e = {.headers = headers};
    str line = str_cut(&request, '\n');
    e.verb = str_cut(&line, ' ');
    e.target = str_cut(&line, ' ');
    e.version = line;
    while (request.p) {
        str value = str_cut(&request, '\n');
        str name = str_cut(&value, ':');
        headers[e.nheaders++] = (header){name, str_trim(value)};
    }
    return gate(&e);
}

#define check_gate(request, wanted) check_int(judge(S(request)).status, (wanted))

TEST(a_plain_request_passes)
{
    check_gate("GET /risk?level=high HTTP/1.1\nHost: example.org", 0);
    check_gate("HEAD / HTTP/1.0\nHost: example.org:8080", 0);
    check_gate("DELETE /api/v1/risk/R-1 HTTP/1.1\nHost: [::1]:8080\nIf-Match: \"7\"", 0);
    verdict v = judge(S("POST /risk HTTP/1.1\nHost: x\nContent-Length: 12\nContent-Type: text/csv"));
    check_int(v.status, 0);
    check_int(v.length, 12);
    v = judge(S("POST /risk HTTP/1.1\nHost: x\nTransfer-Encoding: chunked"));
    check_int(v.length, -1);
}

TEST(an_ambiguous_request_is_refused)
{
    check_gate("GET / HTTP/1.1", 400);
    check_gate("GET / HTTP/1.1\nHost: a\nHost: a", 400);
    check_gate("GET / HTTP/1.1\nHost: a b", 400);
    check_gate("GET / HTTP/1.1\nHost: a/b", 400);
    check_gate("GET / HTTP/1.1\nHost: ", 400);
    check_gate("POST / HTTP/1.1\nHost: a\nContent-Length: 5\nTransfer-Encoding: chunked", 400);
    check_gate("POST / HTTP/1.1\nHost: a\nContent-Length: 5\nContent-Length: 5", 400);
    check_gate("POST / HTTP/1.1\nHost: a\nContent-Length: 5\nContent-Length: 6", 400);
    check_gate("POST / HTTP/1.1\nHost: a\nContent-Length: +5", 400);
    check_gate("POST / HTTP/1.1\nHost: a\nContent-Length: 5, 5", 400);
    check_gate("POST / HTTP/1.1\nHost: a\nContent-Length: 0x5", 400);
    check_gate("POST / HTTP/1.1\nHost: a\nContent-Length: -1", 400);
    check_gate("POST / HTTP/1.1\nHost: a\nTransfer-Encoding: xchunked", 400);
    check_gate("POST / HTTP/1.1\nHost: a\nTransfer-Encoding: chunked, identity", 400);
    check_gate("POST / HTTP/1.1\nHost: a\nTransfer-Encoding: chunked\nTransfer-Encoding: chunked", 400);
    check_gate("POST / HTTP/1.0\nHost: a\nTransfer-Encoding: chunked", 400);
    check_gate("GET / HTTP/1.1\nHost: a\nContent-Length: 5", 400);
    check_gate("GET / HTTP/1.1\nHost : a", 400);
    check_gate("GET / HTTP/1.1\nHost: a\nX Y: a", 400);
    check_gate("GET / HTTP/1.1\nHost: a\nX\x01: a", 400);
    check_gate("GET / HTTP/1.1\nHost: a\nX: a\rb", 400);
    check_gate("GET / HTTP/1.1\nHost: a\nX: a\0b", 400);
    check_gate("GET / HTTP/1.1\nHost: a\nCookie: a=1\nCookie: a=2", 400);
    check_gate("GET http://a/ HTTP/1.1\nHost: a", 400);
    check_gate("GET * HTTP/1.1\nHost: a", 400);
    check_gate("GET /\x7f HTTP/1.1\nHost: a", 400);
    check_gate("GET /\xc3\xbc HTTP/1.1\nHost: a", 400);
    check_gate("GET /#x HTTP/1.1\nHost: a", 400);
}

TEST(what_does_not_exist_here_is_said_so)
{
    check_gate("OPTIONS / HTTP/1.1\nHost: a", 405);
    check_gate("PUT / HTTP/1.1\nHost: a", 405);
    check_gate("TRACE / HTTP/1.1\nHost: a", 405);
    check_gate("CONNECT a:443 HTTP/1.1\nHost: a", 405);
    check_gate("get / HTTP/1.1\nHost: a", 405);
    check_gate("GET / HTTP/2.0\nHost: a", 505);
    check_gate("POST / HTTP/1.1\nHost: a\nContent-Length: 99999999", 413);
    check_gate("POST / HTTP/1.1\nHost: a\nContent-Length: 9999999999999999999999", 400);
}
