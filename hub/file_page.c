// file_page.c: files on the pages of records: attaching, listing, downloading.
// SPDX-License-Identifier: Apache-2.0
#include "hub/file_page.h"

#include "hub/file.h"
#include "hub/section.h"
#include "platform/web/form_html.h"
#include "platform/web/generic.h"

enum { SHOWN = 50 };

str file_size_words(arena *a, i64 n)
{
    if (n < 1000) return format(a, "$1 B", v(n));
    if (n < 1000000) return format(a, "$1 kB", v((n + 500) / 1000));
    return format(a, "$1.$2 MB", v((n + 50000) / 1000000), v((n + 50000) / 100000 % 10));
}

i64 file_received(request *q, const char *name, any about)
{
    const parameter *sent = request_file(q, name);
    i64 id = 0;
    if (!sent || !sent->file.n) return 0;
    return file_attach(q->c, about, sent->file, sent->type, sent->value, &id) ? id : 0;
}

// ---- the files of a record

static void files_form(request *q, any about)
{
    html(q, "<details><summary>{Attach a file}</summary><form class='stack' method='post' action='/file/new' "
            "enctype='multipart/form-data' data-free>");
    html_form_token(q);
    html(q,
         "<input type='hidden' name='about' value='$1'><div class='field'><label for='attach'>{File}</label><span "
         "class='hint' "
         "id='attach-h'>{At most $2 MB.}</span><input class='in' type='file' id='attach' name='file' "
         "aria-describedby='attach-h' "
         "required></div><button class='btn'>{Attach}</button></form></details>",
         v(any_code(q->c->a, about)), v(FILE_MOST >> 20));
}

static void files_write(request *q, const entity *e, const void *rec)
{
    if (!section_fits(e)) return;
    any about = about_of(e, ((const record *)rec)->id);
    bool may_add = section_add(q, &file_entity, about).n > 0;
    int n = 0;
    rows r = query(q->c,
                   "SELECT x.id, x.name, x.size FROM {file! x} WHERE x.about_entity = $1 AND x.about_id = $2 ORDER BY "
                   "x.id DESC LIMIT 50",
                   v(about.entity), v(about.id));
    typedef struct {
        i64 id, size;
        str name;
    } line;
    line *lines = news(q->c->a, line, SHOWN);
    while (db_next(&r)) lines[n++] = (line){db_int(&r, 0), db_int(&r, 2), db_text(&r, 1)};
    if (!n && !may_add) return;
    html(q, "<section id='files'><h2>{Files} <span class='n'>$1</span></h2>", v(n));
    if (n) html(q, "<ul class='rows'>");
    for (int i = 0; i < n; i++) {
        html(q, "<li id='$1'>", v(record_code(q->c->a, &file_entity, lines[i].id)));
        html_icon(q, "paperclip");
        html(q,
             "<a class='grow' href='/file/$1/content' download>$2</a><span class='muted small nowrap'>$3</span></li>",
             v(record_code(q->c->a, &file_entity, lines[i].id)), v(lines[i].name),
             v(file_size_words(q->c->a, lines[i].size)));
    }
    if (n) html(q, "</ul>");
    if (may_add) files_form(q, about);
    html(q, "</section>");
}

static void content_write(request *q, const entity *e, const void *rec)
{
    const file *f = rec;
    html(q, "<p><a class='btn' href='/$1/$2/content' download>", v(e->name), v(record_code(q->c->a, e, f->rec.id)));
    html_icon(q, "download");
    html(q, "{Download, $1}</a></p>", v(file_size_words(q->c->a, f->size)));
}

// ---- routes

static void new_page(request *q)
{
    any about = section_about(q);
    if (failed(q->c)) q->status = 422;
    page_open(q, words(q, "Attach a file"));
    html(q, "<div class='head'><div><h1>{Attach a file}</h1>");
    section_names(q, about);
    html(q, "</div></div>");
    form_errors(q, &file_entity);
    html(q, "<form class='form stack' method='post' action='/file/new' enctype='multipart/form-data'>");
    html_form_token(q);
    form fm = {.q = q, .e = &file_entity, .rec = record_new(q->c, &file_entity)};
    form_field(&fm, field_find(&file_entity, S("about")));
    html(q,
         "<div class='field'><label for='f-file'>{File}</label><span class='hint' id='f-file-h'>{At most $1 "
         "MB.}</span><input "
         "class='in' type='file' id='f-file' name='file' aria-describedby='f-file-h' required></div><div "
         "class='row'><button class='btn "
         "main-act'>{Attach}</button></div></form>",
         v(FILE_MOST >> 20));
    page_close(q);
}

static void file_new_post(request *q)
{
    any about = section_about(q);
    const parameter *sent = request_file(q, "file");
    i64 id = 0;
    if (!about.id)
        fail_as(q->c, NO_INPUT, "about", "Say which record it belongs to, by its code.");
    else if (!sent || !sent->file.n)
        fail_as(q->c, NO_INPUT, "file", "Choose a file.");
    else
        id = file_received(q, "file", about);
    if (id) {
        reply_done(q, format(q->c->a, "$1#files", v(record_address(q->c->a, entity_find(about.entity), about.id))),
                   format(q->c->a, "$1 $2", v(sent->file), v(words(q, "is attached."))));
    } else if (q->c->failures->kind == NO_RULE || q->c->failures->kind == NO_INPUT) {
        new_page(q);
    } else {
        reply_refused(q);
    }
}

static void content_get(request *q)
{
    i64 id = 0;
    str content;
    if (entity_of_code(request_part(q, "code"), &id) != &file_entity) id = 0;
    const file *f = file_load(q->c, id);
    if (f && file_read(q->c, f, &content))
        reply_file(q, str_z(q->c->a, f->type), f->name, (bytes){content.p, content.n});
    else
        reply_refused(q);
}

const part file_parts[] = {{NULL, true, files_write}, {&file_entity, false, content_write}, {0}};
const route file_routes[] = {
    ROUTE(GET, "/file/new", "file.add", FILE_BRINGS, new_page),
    ROUTE(POST, "/file/new", "file.add", FILE_BRINGS, file_new_post),
    ROUTE(GET, "/file/:code/content", "file.content", FILE_BRINGS | OWN, content_get),
    {0},
};
