// load.h: HTTP clients on keep-alive connections, and how long each answer took.
// SPDX-License-Identifier: Apache-2.0
#ifndef BENCH_LOAD_H
#define BENCH_LOAD_H

#include "platform/base/text.h"

typedef struct {
    int port, clients;
    double seconds;
    str headers;      // whole lines, each with its CRLF
    const str *paths; // GET in turn, each client from another one on; or
    int npaths;
    str method, body; // else this to paths[0]
} load;
typedef struct {
    double median, p99, per_second; // ms
    i64 answers, wrong;             // wrong: a status other than 2xx
} load_result;

load_result load_run(arena *a, const load *l);
int load_get(arena *a, int port, str headers, str path,
             str *body); // one request; the status, 0 when there was no answer
double load_median(double *x, int n);

#endif
