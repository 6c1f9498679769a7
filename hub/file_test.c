// file_test.c: files come back as they went in, are seen with their record, and are swept when nothing names them.
// SPDX-License-Identifier: Apache-2.0
#include "hub/file.h"
#include "hub/task.h"
#include "test/fixture.h"

#include <string.h>

#define PAIRS(...) ((const char *const[]){__VA_ARGS__, NULL})
static const i64 DAY = (i64)86400 * 1000000;

static any task_in(const char *owner, const char *unit)
{
    ctx *c = fixture_operator();
    i64 id = fixture_add(c, &task_entity, PAIRS("title", "Subject", "assignee", owner, "unit", unit));
    check_done(c, id > 0);
    return (any){S("task"), id};
}

static str content_of(ptrdiff_t n, unsigned seed)
{
    char *p = news(test_arena, char, n);
    for (ptrdiff_t i = 0; i < n; i++) p[i] = (char)((seed = seed * 1103515245u + 12345u) >> 16);
    return (str){p, n};
}

static i64 chunks(ctx *c)
{
    return db_one(query(c, "SELECT count(*) FROM {chunk!}"));
}

TEST(a_file_comes_back_byte_for_byte)
{
    fixture();
    any about = task_in("P-5", "U-2");
    ptrdiff_t sizes[] = {1, FILE_CHUNK - 1, FILE_CHUNK, FILE_CHUNK + 1, 20 * FILE_CHUNK + 7};
    for (int i = 0; i < countof(sizes); i++) {
        str in = content_of(sizes[i], (unsigned)i + 1), out;
        i64 id = 0;
        ctx *c = fixture_as(OLIVE);
        check_done(c, file_attach(c, about, S("scan.pdf"), S("application/pdf"), in, &id));
        c = fixture_again(c);
        const file *f = file_load(c, id);
        check(f);
        check_int(f->size, sizes[i]);
        check_int(f->person.id, OLIVE);
        check_str(f->hash, hash_hex(test_arena, hash_of(in)));
        check_done(c, file_read(c, f, &out));
        check(str_eq(in, out));
    }
    check_int(chunks(fixture_operator()), 1 + 1 + 1 + 2 + 21);
    fixture_verify();
}

TEST(the_same_content_is_stored_once)
{
    fixture();
    any about = task_in("P-5", "U-2");
    str in = content_of(3 * FILE_CHUNK, 5);
    i64 one, two;
    ctx *c = fixture_as(MAX);
    check_done(c, file_attach(c, about, S("a"), S("text/plain"), in, &one));
    c = fixture_again(c);
    check_done(c, file_attach(c, about, S("b"), S("text/plain"), in, &two));
    check(one != two);
    check_int(chunks(fixture_again(c)), 3);
}

TEST(names_lose_their_folders_and_types_that_are_none_become_octets)
{
    fixture();
    any about = task_in("P-5", "U-2");
    static const char *const names[][2] = {{"C:\\temp\\plan.docx", "plan.docx"},
                                           {"../../etc/passwd", "passwd"},
                                           {"a\r\nb.txt", "a  b.txt"},
                                           {"", "file"},
                                           {"dir/", "file"}};
    for (int i = 0; i < countof(names); i++) {
        i64 id;
        ctx *c = fixture_as(MAX);
        check_done(c, file_attach(c, about, str_of(names[i][0]), S("text/html\r\nX: y"), S("x"), &id));
        c = fixture_again(c);
        check_str(file_load(c, id)->name, names[i][1]);
        check_str(file_load(c, id)->type, "application/octet-stream");
    }
}

TEST(an_empty_file_and_one_too_long_are_refused)
{
    fixture();
    any about = task_in("P-5", "U-2");
    i64 id = 0;
    ctx *c = fixture_as(MAX);
    check_refused(c, file_attach(c, about, S("a"), S("text/plain"), S(""), &id), "empty");
    c = fixture_again(c);
    check_refused(c, file_attach(c, about, S("a"), S("text/plain"), (str){"x", FILE_MOST + 1}, &id), "32 MB");
    check_int(id, 0);
}

TEST(a_file_is_seen_with_its_record_and_by_nobody_else)
{
    fixture();
    any north = task_in("P-7", "U-2");
    i64 id, open;
    ctx *c = fixture_as(MAX);
    check_done(c, file_attach(c, north, S("north.txt"), S("text/plain"), S("canary"), &id));
    c = fixture_again(c);
    check_done(c, file_attach(c, (any){S("organisation"), 1}, S("all.txt"), S("text/plain"), S("for all"), &open));
    check(file_load(fixture_as(OLIVE), id));
    check(file_load(fixture_as(STAN), id)); // it is about a task of his, though it does not name him
    c = fixture_as(OSCAR);
    check_refused(c, file_load(c, id) != NULL, "There is no File FL-1");
    check(!record_seek(fixture_as(OSCAR), &file_entity, id));
    // About a record that everyone sees: seen by all who see registers somewhere.
    check(file_load(fixture_as(OSCAR), open) && record_seek(fixture_as(OSCAR), &file_entity, open));
    check(file_load(fixture_as(OLIVE), open) && record_seek(fixture_as(OLIVE), &file_entity, open));
}

TEST(nobody_attaches_a_file_to_what_they_do_not_see)
{
    fixture();
    any south = task_in("P-6", "U-3");
    i64 id = 0;
    ctx *c = fixture_as(OLIVE);
    check_refused(c, file_attach(c, south, S("x"), S("text/plain"), S("x"), &id), "there is no TK-1");
    c = fixture_as(EDITH);
    check_refused(c, file_attach(c, (any){S("organisation"), 1}, S("x"), S("text/plain"), S("x"), &id),
                  "Your roles do not allow that");
}

TEST(a_file_without_content_cannot_be_added_and_none_changes)
{
    fixture();
    any about = task_in("P-5", "U-2");
    i64 id;
    ctx *c = fixture_as(MAX);
    check_refused(c, fixture_add(c, &file_entity, PAIRS("name", "x", "about", "TK-1")) != 0, "comes with its content");
    c = fixture_again(c);
    check_done(c, file_attach(c, about, S("a"), S("text/plain"), S("x"), &id));
    c = fixture_again(c);
    check_done(c, fixture_set(c, &file_entity, id, PAIRS("name", "b")));
    any other = task_in("P-5", "U-2");
    check_int(other.id, 2);
    c = fixture_again(c);
    check_refused(c, fixture_set(c, &file_entity, id, PAIRS("about", "TK-2")), "never changes");
}

TEST(damaged_content_is_noticed)
{
    fixture();
    any about = task_in("P-5", "U-2");
    i64 id;
    str out;
    ctx *c = fixture_as(MAX);
    check_done(c, file_attach(c, about, S("a"), S("text/plain"), S("content"), &id));
    db *w = db_write_begin(c->database);
    check(db_exec(w, "UPDATE chunk SET bytes = $1", v(((bytes){"contend", 7}))));
    check(db_write_end(w, true) == DB_DONE);
    c = fixture_again(c);
    check_refused(c, file_read(c, file_load(c, id), &out), "damaged");
}

TEST(what_no_file_names_is_swept_after_a_day)
{
    fixture();
    any about = task_in("P-5", "U-2");
    str hash;
    i64 kept, ended;
    ctx *c = fixture_as(MAX);
    check_done(c, file_store(c, content_of(2 * FILE_CHUNK, 9), &hash)); // an upload whose act was refused
    check_done(c, file_attach(c, about, S("kept"), S("text/plain"), S("kept"), &kept));
    check_done(c, file_attach(c, about, S("ended"), S("text/plain"), S("ended"), &ended));
    c = fixture_again(c);
    check_done(c, operate_end(c, &file_entity, ended, 0));
    check_int(file_sweep(fixture_operator()), 0); // not yet
    fixture_clock(DAY / 2);
    c = fixture_operator();
    check_done(c, file_store(c, S("again"), &hash));
    fixture_clock(DAY / 2 + 1000000);
    check_int(file_sweep(fixture_operator()), 1);
    c = fixture_as(MAX);
    check_int(chunks(c), 3); // kept, what a page of the past shows, and what came half a day ago
    check(file_load(c, kept));
    fixture_clock(DAY);
    check_int(file_sweep(fixture_operator()), 1);
    check_int(chunks(fixture_operator()), 2);
}

TEST(content_uploaded_again_is_not_swept_under_the_upload)
{
    fixture();
    str hash;
    ctx *c = fixture_operator();
    check_done(c, file_store(c, S("twice"), &hash));
    fixture_clock(2 * DAY);
    c = fixture_operator();
    check_done(c, file_store(c, S("twice"), &hash));
    check_int(file_sweep(fixture_operator()), 0);
}
