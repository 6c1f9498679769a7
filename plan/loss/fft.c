// fft.c: tables of roots of unity, tilts and logarithms.
// SPDX-License-Identifier: Apache-2.0
#include "plan/loss/fft.h"

#include "plan/loss/special.h"

#include <assert.h>
#include <math.h>
#include <pthread.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static arena store; // for tables only: they never change once published under the lock
static const fft_plan *plans[32];
static double *logs_of, *inverses_of;
static int filled;

static arena *table_room(void)
{
    if (!store.beg) store = arena_make(64 << 20);
    return &store;
}

static const double *roots(arena *a, int count, int order, int power, bool sine)
{
    double *w = news(a, double, count);
    for (int i = 0; i < count; i++) {
        int k = (int)((i64)i * power % order);
        double angle = 6.283185307179586476925 * k / order;
        w[i] = sine ? -sin(angle) : cos(angle);
    }
    return w;
}

static const fft_plan *plan_make(arena *a, int n)
{
    fft_plan *p = new (a, fft_plan);
    int h = n / 2;
    double *tilt = news(a, double, h), *back = news(a, double, h);
    for (int k = 0; k < h; k++) {
        tilt[k] = own_exp(-TILT * 2 * k / n);
        back[k] = own_exp(TILT * 2 * k / n);
    }
    *p = (fft_plan){.n = n, .half = h, .tilt = tilt, .back = back};
    p->w1r = roots(a, h / 4, h, 1, false), p->w1i = roots(a, h / 4, h, 1, true);
    p->w2r = roots(a, h / 4, h, 2, false), p->w2i = roots(a, h / 4, h, 2, true);
    p->w3r = roots(a, h / 4, h, 3, false), p->w3i = roots(a, h / 4, h, 3, true);
    p->wr = roots(a, h + 1, n, 1, false), p->wi = roots(a, h + 1, n, 1, true);
    return p;
}

const fft_plan *fft_plan_for(int n)
{
    assert(n >= FFT_LEAST && n <= FFT_MOST && (n & (n - 1)) == 0);
    int i = __builtin_ctz((unsigned)n);
    pthread_mutex_lock(&lock);
    if (!plans[i]) plans[i] = plan_make(table_room(), n);
    const fft_plan *p = plans[i];
    pthread_mutex_unlock(&lock);
    return p;
}

void lattice_tables(int n, const double **logs, const double **inverses)
{
    assert(n >= 1 && n <= FFT_MOST);
    pthread_mutex_lock(&lock);
    if (!logs_of) {
        // Reserved, not touched: pages come as the tables grow.
        arena a = arena_make(2 * (ptrdiff_t)sizeof(double) * FFT_MOST);
        logs_of = (double *)a.beg;
        inverses_of = logs_of + FFT_MOST;
        filled = 1;
    }
    for (; filled < n; filled++) {
        logs_of[filled] = log((double)filled);
        inverses_of[filled] = 1.0 / filled;
    }
    *logs = logs_of;
    *inverses = inverses_of;
    pthread_mutex_unlock(&lock);
}
