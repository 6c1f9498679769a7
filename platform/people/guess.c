// guess.c: wrong guesses at passwords and codes, slowed by account and by address.
// SPDX-License-Identifier: Apache-2.0
#include "platform/people/guess.h"
#include "platform/record/operate.h"

enum { FREE_GUESSES = 4, LONGEST_WAIT_S = 300 };
#define SECOND ((i64)1000000)

static i64 waiting_until(ctx *c, str who)
{
    return db_one(query(c, "SELECT until FROM {guess!} WHERE who = $1", v(who)));
}

bool guess_free(ctx *c, str account, str address)
{
    i64 wait = waiting_until(c, account), wait_here = waiting_until(c, address);
    if (wait_here > wait) wait = wait_here;
    if (wait <= c->now.us) return true;
    return fail_as(c, NO_SIGN_IN, NULL, "Too many wrong tries. Wait $1 seconds and try again.",
                   v((wait - c->now.us) / SECOND + 1));
}

static bool count_one(ctx *c, str who)
{
    i64 times = db_one(query(c, "SELECT times FROM {guess!} WHERE who = $1", v(who))) + 1, wait = 0;
    if (times > FREE_GUESSES) {
        i64 step = times - FREE_GUESSES - 1;
        wait = step > 8 ? LONGEST_WAIT_S : (i64)1 << step;
        if (wait > LONGEST_WAIT_S) wait = LONGEST_WAIT_S;
    }
    return exec(c,
                "INSERT INTO {guess!} (who, times, until) VALUES ($1, $2, $3) ON CONFLICT (who) DO UPDATE SET times = "
                "excluded.times, until = excluded.until",
                v(who), v(times), v(c->now.us + wait * SECOND));
}

bool guess_count(ctx *c, str account, str address)
{
    return count_one(c, account) && count_one(c, address) && guess_sweep(c);
}

bool guess_forget(ctx *c, str account, str address)
{
    return exec(c, "DELETE FROM {guess!} WHERE who = $1 OR who = $2", v(account), v(address));
}

bool guess_sweep(ctx *c)
{
    return exec(c, "DELETE FROM {guess!} WHERE until < $1", v(c->now.us - 86400 * SECOND));
}
