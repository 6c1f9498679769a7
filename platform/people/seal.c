// seal.c: secrets that the database holds, closed by a key that it does not hold.
// SPDX-License-Identifier: Apache-2.0
#include "platform/people/seal.h"
#include "platform/base/hash.h"
#include "platform/db/db.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdlib.h>
#include <unistd.h>

enum {
    KEY = crypto_aead_xchacha20poly1305_ietf_KEYBYTES,
    NONCE = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES,
    TAG = crypto_aead_xchacha20poly1305_ietf_ABYTES,
    LINE = 2 * KEY // in the file: hexadecimal digits, then a line end
};

// Empty: nobody named one, and a PostgreSQL database has no folder.
static str key_path(ctx *c)
{
    str named = str_of(getenv("ISMS_KEY_FILE"));
    if (named.n || database_kind(c->database) != DB_SQLITE) return named;
    return str_join(c->a, database_where(c->database), S("-key"));
}

str seal_key_file(ctx *c)
{
    str path = key_path(c);
    return path.n && access(str_z(c->a, path), F_OK) == 0 ? path : (str){0};
}

static bool folder_on_disk(arena *a, str path)
{
    ptrdiff_t n = path.n;
    while (n && path.p[n - 1] != '/') n--;
    int f = open(n ? str_z(a, str_sub(path, 0, n)) : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool ok = f >= 0 && !fsync(f);
    if (f >= 0) close(f);
    return ok;
}

// Written aside and linked into its place, which fails when another process was quicker: then theirs is the key.
static bool key_make(ctx *c, str path)
{
    unsigned char key[KEY];
    text line = {.a = c->a};
    const char *to = str_z(c->a, path), *aside = str_z(c->a, format(c->a, "$1-$2", v(path), v(random_token(c->a))));
    random_fill(key, sizeof key);
    put_hex(&line, (bytes){key, sizeof key});
    put_char(&line, '\n');
    int f = open(aside, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    bool ok = f >= 0 && write(f, line.p, (size_t)line.n) == line.n && !fsync(f);
    if (f >= 0) close(f);
    ok = ok && (!link(aside, to) || errno == EEXIST);
    if (f >= 0) unlink(aside);
    return ok && folder_on_disk(c->a, path); // the key is there for good before anything is sealed with it
}

typedef enum { KEY_READ, KEY_MISSING, KEY_BROKEN } key_answer;

static key_answer key_read(ctx *c, str path, bytes *key)
{
    char *line = arena_take(c->a, LINE);
    int f = open(str_z(c->a, path), O_RDONLY | O_CLOEXEC);
    if (f < 0) return errno == ENOENT ? KEY_MISSING : KEY_BROKEN;
    ssize_t n = read(f, line, LINE);
    close(f);
    return n == LINE && hex_read(c->a, (str){line, LINE}, key) ? KEY_READ : KEY_BROKEN;
}

static bool key_of(ctx *c, bool make, bytes *key)
{
    str path = key_path(c);
    if (!path.n)
        return fail_as(c, NO_WORLD, NULL,
                       "Secrets need a key file: start the server with $$ISMS_KEY_FILE, the same for all servers of "
                       "this database.");
    key_answer got = key_read(c, path, key);
    if (got == KEY_MISSING && make && key_make(c, path)) got = key_read(c, path, key);
    if (got == KEY_READ) return true;
    return fail_as(
        c, NO_WORLD, NULL,
        "The key file of this database is missing or cannot be read: whoever runs this server puts it back.");
}

bool seal(ctx *c, str label, bytes secret, str *sealed)
{
    bytes key;
    text t = {.a = c->a};
    unsigned long long n = 0;
    unsigned char *out = (unsigned char *)arena_take(c->a, NONCE + secret.n + TAG);
    if (!key_of(c, true, &key)) return false;
    random_fill(out, NONCE);
    crypto_aead_xchacha20poly1305_ietf_encrypt(out + NONCE, &n, secret.p, (unsigned long long)secret.n,
                                               (const unsigned char *)label.p, (unsigned long long)label.n, NULL, out,
                                               key.p);
    put_base64url(&t, (bytes){out, NONCE + (ptrdiff_t)n});
    *sealed = text_str(&t);
    return true;
}

bool unseal(ctx *c, str label, str sealed, bytes *secret)
{
    bytes key, b;
    unsigned long long n = 0;
    if (!key_of(c, false, &key)) return false;
    if (base64url_read(c->a, sealed, &b) && b.n >= NONCE + TAG) {
        const unsigned char *p = b.p;
        unsigned char *out = (unsigned char *)arena_take(c->a, b.n);
        if (!crypto_aead_xchacha20poly1305_ietf_decrypt(out, &n, NULL, p + NONCE, (unsigned long long)(b.n - NONCE),
                                                        (const unsigned char *)label.p, (unsigned long long)label.n, p,
                                                        key.p)) {
            *secret = (bytes){out, (ptrdiff_t)n};
            return true;
        }
    }
    return fail_as(c, NO_WORLD, NULL,
                   "This secret does not open: the key file beside the database is not the one it was sealed with.");
}
