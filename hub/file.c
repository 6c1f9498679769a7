// file.c: files, attached to a record, in chunks addressed by their content.
// SPDX-License-Identifier: Apache-2.0
#include "hub/file.h"
#include "hub/file_page.h"
#include "platform/ledger/ledger.h"

#include <string.h>

enum { CHUNKS_AT_ONCE = 8, DAY = 86400 };

static const field file_fields[] = {
    FIELD(file, name, "Name", .flags = REQUIRED | LISTED | SEARCHED, .max = 200),
    FIELD(file, about, "About", .flags = REQUIRED | LISTED),
    FIELD(file, type, "Type", .flags = READONLY, .max = 120),
    FIELD(file, size, "Bytes", .flags = READONLY | LISTED),
    FIELD(file, hash, "SHA-256", .flags = READONLY | SORTED, .max = 64),
    FIELD(file, person, "Brought by", .flags = READONLY | LISTED, .to = &person_entity),
};

static bool stored_whole(ctx *c, str hash)
{
    return db_one(query(c, "SELECT whole FROM {content!} WHERE hash = $1", v(hash))) == 1;
}

static bool file_check(ctx *c, void *rec, const void *before)
{
    file *f = rec;
    const file *old = before;
    if (old && (!str_eq(old->hash, f->hash) || !about_same(old->about, f->about)))
        return fail(c, NULL, "A file never changes: attach another one.");
    if (!old && (!f->hash.n || !stored_whole(c, f->hash)))
        return fail(c, NULL, "A file comes with its content: attach it on the page of the record it belongs to.");
    if (!old) f->person.id = c->person;
    return true;
}

const entity file_entity = {ENTITY(file, "FL", "File", "Files", MANAGER | MANAGEMENT | OWNER | AUDITOR | STAFF | OWN,
                                   MANAGER | MANAGEMENT | OWNER | AUDITOR | STAFF, MANAGER | OWN, MANAGER | OWN),
                            .icon = "paperclip",
                            .scope = SCOPE_WITHIN,
                            .within = "about",
                            .title = "name",
                            .owner = "person",
                            .plain = true,
                            .help = "Files are attached on the page of the record they belong to.",
                            .check = file_check};

// ---- content

typedef struct {
    str content, hash;
    i64 from, chunks;
    bool known;
} storing;

// Announces the content; what is there already is kept from the next sweep.
static bool announce(ctx *c, void *arg)
{
    storing *s = arg;
    s->known = stored_whole(c, s->hash);
    return exec(c,
                "INSERT INTO {content!} (hash, size, whole, at) VALUES ($1, $2, 0, $3) ON CONFLICT (hash) DO UPDATE "
                "SET at = excluded.at",
                v(s->hash), v((i64)s->content.n), v(c->now));
}

static bool store_some(ctx *c, void *arg)
{
    storing *s = arg;
    for (i64 n = s->from; n < s->chunks && n < s->from + CHUNKS_AT_ONCE; n++) {
        str part = str_sub(s->content, (ptrdiff_t)(n * FILE_CHUNK), FILE_CHUNK);
        if (!exec(c, "INSERT INTO {chunk!} (hash, n, bytes) VALUES ($1, $2, $3) ON CONFLICT (hash, n) DO NOTHING",
                  v(s->hash), v(n), v(((bytes){part.p, part.n}))))
            return false;
    }
    return s->from + CHUNKS_AT_ONCE < s->chunks ||
           exec(c, "UPDATE {content!} SET whole = 1 WHERE hash = $1", v(s->hash));
}

bool file_store(ctx *c, str content, str *hash)
{
    if (!content.n) return fail_as(c, NO_INPUT, "file", "The file is empty.");
    if (content.n > FILE_MOST)
        return fail_as(c, NO_ROOM, "file", "A file may have $1 MB at most.", v(FILE_MOST / 1024 / 1024));
    *hash = hash_hex(c->a, hash_of(content));
    storing s = {.content = content, .hash = *hash, .chunks = (content.n + FILE_CHUNK - 1) / FILE_CHUNK};
    if (!operate_with(c, announce, &s)) return false;
    for (; !s.known && s.from < s.chunks; s.from += CHUNKS_AT_ONCE)
        if (!operate_with(c, store_some, &s)) return false;
    return true;
}

// Browsers of old send a whole path; control characters have no place in a name.
static str clean_name(arena *a, str name)
{
    for (ptrdiff_t i = name.n - 1; i >= 0; i--)
        if (name.p[i] == '/' || name.p[i] == '\\') {
            name = str_from(name, i + 1);
            break;
        }
    text t = {.a = a};
    for (ptrdiff_t i = 0; i < name.n; i++)
        put_char(&t, (unsigned char)name.p[i] < ' ' || name.p[i] == 127 ? ' ' : name.p[i]);
    str clean = str_trim(text_str(&t));
    return clean.n ? clean : S("file");
}

static str clean_type(str type)
{
    for (ptrdiff_t i = 0; i < type.n; i++)
        if (type.p[i] <= ' ' || type.p[i] > '~' || strchr("\",;<>", type.p[i])) return S("application/octet-stream");
    return type.n && type.n <= 120 && str_find(type, '/') > 0 ? type : S("application/octet-stream");
}

file *file_new(ctx *c, any about, str name, str type, str content, str hash)
{
    file *f = record_new(c, &file_entity);
    f->name = clean_name(c->a, name), f->type = clean_type(type);
    f->size = content.n, f->hash = hash, f->about = about;
    return f;
}

bool file_attach(ctx *c, any about, str name, str type, str content, i64 *id)
{
    str hash;
    if (!permit(c, file_entity.add, "file", "add") || !file_store(c, content, &hash)) return false;
    file *f = file_new(c, about, name, type, content, hash);
    if (!operate_add(c, &file_entity, f, NULL, 0)) return false;
    *id = f->rec.id;
    return true;
}

const file *file_load(ctx *c, i64 id)
{
    file *f = NULL;
    text t = {.a = c->a};
    put(&t, S("SELECT "));
    put(&t, record_columns(c, &file_entity, S("x")));
    put(&t, S(" FROM {file! x} WHERE x.id = $1"));
    rows r = query_built(c, text_str(&t), VALS(v(id)), 1);
    while (db_next(&r)) f = record_row(c, &file_entity, &r, 0);
    if (f && (about_seen(c, f->about) || record_visible(c, &file_entity, id))) return f;
    fail_as(c, NO_RECORD, NULL, "There is no File $1, or it is out of your reach.",
            v(record_code(c->a, &file_entity, id)));
    return NULL;
}

bool file_read(ctx *c, const file *f, str *content)
{
    text t = {.a = c->a};
    put_room(&t, (ptrdiff_t)f->size);
    for (i64 n = 0; t.n < f->size; n++) {
        arena scratch = *c->a; // one chunk at a time: a file is in memory once
        ctx reader = *c;
        reader.a = &scratch;
        ptrdiff_t before = t.n;
        rows r = query(&reader, "SELECT bytes FROM {chunk!} WHERE hash = $1 AND n = $2", v(f->hash), v(n));
        while (db_next(&r)) {
            bytes b = db_blob(&r, 0);
            put(&t, (str){b.p, b.n});
        }
        if (t.n == before) break;
    }
    *content = text_str(&t);
    if (str_eq(hash_hex(c->a, hash_of(*content)), f->hash)) return true;
    return fail_as(c, NO_WORLD, NULL,
                   "The content of $1 is damaged: it does not have its hash any more. Restore it from a backup.",
                   v(record_code(c->a, &file_entity, f->rec.id)));
}

static bool sweep(ctx *c, void *arg)
{
    i64 *n = arg;
    str hashes[FILE_SWEPT];
    *n = 0;
    rows r =
        query(c,
              "SELECT x.hash FROM {content! x} WHERE x.at < $1 AND NOT EXISTS (SELECT 1 FROM {file! f} WHERE "
              "f.hash = x.hash) AND NOT EXISTS (SELECT 1 FROM {file_past! p} WHERE p.hash = x.hash) ORDER BY x.at, "
              "x.hash LIMIT $2",
              v(c->now.us - (i64)DAY * 1000000), v(FILE_SWEPT));
    while (db_next(&r)) hashes[(*n)++] = db_text(&r, 0);
    for (i64 i = 0; i < *n; i++)
        if (!exec(c, "DELETE FROM {chunk!} WHERE hash = $1", v(hashes[i])) ||
            !exec(c, "DELETE FROM {content!} WHERE hash = $1", v(hashes[i])))
            return false;
    return !*n || ledger_append(c, &(entry){.verb = S("file.sweep"),
                                            .result = S("done"),
                                            .note = format(c->a, "$1 contents that no file names.", v(*n))});
}

i64 file_sweep(ctx *c)
{
    i64 n = 0;
    return operate_with(c, sweep, &n) ? n : 0;
}

static bool sweep_all(ctx *c, job_progress *progress, void *to)
{
    bool go_on = true;
    for (i64 n = FILE_SWEPT, all = 0; go_on && n == FILE_SWEPT;) {
        n = file_sweep(c);
        all += n;
        go_on = progress(to, all, 0, format(c->a, "$1 contents that no file names.", v(all)));
    }
    return !failed(c);
}

static const job file_jobs[] = {{"file-sweep", "Forget content that no file names", DAY, sweep_all}, {0}};

static const table file_tables[] = {
    {"CREATE TABLE content (hash {text} PRIMARY KEY, size {int} NOT NULL, whole {int} NOT NULL, at {int} NOT "
     "NULL){end};\n"},
    {"CREATE TABLE chunk (hash {text} NOT NULL, n {int} NOT NULL, bytes {blob} NOT NULL, PRIMARY KEY (hash, "
     "n)){end};\n"},
    {NULL},
};

const module file_module = {
    .name = "file",
    .room = ROOM_NONE,
    .entities = (const entity *const[]){&file_entity, NULL},
    .routes = file_routes,
    .tables = file_tables,
    .parts = file_parts,
    .jobs = file_jobs,
};
