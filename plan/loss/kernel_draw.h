// kernel_draw.h: the events of a block of years, and counting them.
// SPDX-License-Identifier: Apache-2.0
#ifndef LOSS_KERNEL_DRAW_H
#define LOSS_KERNEL_DRAW_H

#include "plan/loss/kernel_math.h"

inner vu turn_u(vu x, int k)
{
    return (x << k) | (x >> (32 - k));
}

inner vu next_u(vu s[4]) // xoshiro128++
{
    vu r = turn_u(s[0] + s[3], 7) + s[0], t = s[1] << 9;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= t;
    s[3] = turn_u(s[3], 11);
    return r;
}

// `steps` words for every lane: first[16*t + lane], second[...] likewise. Lanes are taken a register at a time, which keeps
// the state in registers and gives each lane the same words at any width.
inner void words(carlo_stream *st, uint32_t *first, uint32_t *second, int steps)
{
    for (int h = 0; h < CARLO_LANES; h += FL) {
        vu s[4];
        for (int i = 0; i < 4; i++) s[i] = *(const vuu *)(st->s[i] + h);
        for (int t = 0; t < steps; t++) {
            if (first) *(vuu *)(first + CARLO_LANES * t + h) = next_u(s);
            *(vuu *)(second + CARLO_LANES * t + h) = next_u(s) >> 20;
        }
        for (int i = 0; i < 4; i++) *(vuu *)(st->s[i] + h) = s[i];
    }
}

enum { CHUNK = 1024 };

static void table_events(carlo_stream *s, const float *table, float *buf, uint32_t n)
{
    uint32_t a[CHUNK], year[CHUNK];
    while (n) {
        uint32_t k = n < CHUNK ? n : CHUNK;
        words(s, a, year, (int)((k + CARLO_LANES - 1) / CARLO_LANES));
        for (uint32_t j = 0; j < k; j++) {
            const float *cell = table + (a[j] >> 20);
            float t = (float)(int32_t)(a[j] & 0xfffff) * 0x1p-20f;
            buf[year[j]] += cell[0] + (cell[1] - cell[0]) * t;
        }
        n -= k;
    }
}

static void fixed_events(carlo_stream *s, float amount, float *buf, uint32_t n)
{
    uint32_t year[CHUNK];
    while (n) {
        uint32_t k = n < CHUNK ? n : CHUNK;
        words(s, NULL, year, (int)((k + CARLO_LANES - 1) / CARLO_LANES));
        for (uint32_t j = 0; j < k; j++) buf[year[j]] += amount;
        n -= k;
    }
}

static double gather(const float *buf, float *tot, uint32_t *bins, int n)
{
    float lane[CARLO_LANES] = {0};
    for (int h = 0; h < CARLO_LANES; h += FL) {
        vf sum = {0};
        for (int i = h; i < n; i += CARLO_LANES) { // both arrays are padded to whole rows
            vf x = *(const vfu *)(buf + i);
            sum += x;
            *(vfu *)(tot + i) += x;
        }
        *(vfu *)(lane + h) = sum;
    }
    for (int i = 0; bins && i < n; i++) {
        uint32_t u;
        memcpy(&u, buf + i, sizeof u);
        bins[u >> 16]++;
    }
    double all = 0;
    for (int l = 0; l < CARLO_LANES; l++) all += (double)lane[l];
    return all;
}

#endif
