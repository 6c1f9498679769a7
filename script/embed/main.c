// main.c: writes the files that the program carries as constants of a C file.
// SPDX-License-Identifier: Apache-2.0
#include "script/embed/embed.h"

#include <stdio.h>
#include <zlib.h>

enum { LINE = 110, MOST_FILES = 2000 };

static str packed(embedding *e, str data)
{
    z_stream z = {0};
    if (deflateInit2(&z, 9, Z_DEFLATED, 15 + 16, 9, Z_DEFAULT_STRATEGY) != Z_OK) embed_stop(e, "zlib does not start");
    uLong most = deflateBound(&z, (uLong)data.n);
    char *p = news(e->a, char, (ptrdiff_t)most);
    z.next_in = (Bytef *)(uintptr_t)data.p;
    z.avail_in = (uInt)data.n;
    z.next_out = (Bytef *)p;
    z.avail_out = (uInt)most;
    if (deflate(&z, Z_FINISH) != Z_STREAM_END) embed_stop(e, "zlib does not finish");
    str out = {p, (ptrdiff_t)z.total_out};
    deflateEnd(&z);
    return out;
}

// "static const char NAME[] = …;" with three octal digits for all that is not plain ASCII, and for ? because of
// trigraphs.
static void put_bytes(text *t, str name, str data)
{
    put(t, S("\nstatic const char "));
    put(t, name);
    put(t, S("[] = \""));
    ptrdiff_t line = t->n;
    for (ptrdiff_t i = 0; i < data.n; i++) {
        unsigned char c = (unsigned char)data.p[i];
        if (t->n - line > LINE) {
            put(t, S("\"\n\""));
            line = t->n;
        }
        if (c >= 0x20 && c < 0x7F && c != '"' && c != '\\' && c != '?') {
            put_char(t, (char)c);
        } else {
            char octal[4] = {'\\', (char)('0' + (c >> 6)), (char)('0' + (c >> 3 & 7)), (char)('0' + (c & 7))};
            put(t, (str){octal, 4});
        }
    }
    put(t, S("\";\n"));
}

static str type_of(embedding *e, str name)
{
    static const struct {
        str ending, type;
    } types[] = {{STR(".js"), STR("text/javascript; charset=utf-8")},
                 {STR(".css"), STR("text/css; charset=utf-8")},
                 {STR(".svg"), STR("image/svg+xml")},
                 {STR(".woff2"), STR("font/woff2")}};
    for (int i = 0; i < countof(types); i++)
        if (str_ends(name, types[i].ending)) return types[i].type;
    embed_stop(e, "$1: which type is that?", v(name));
}

static void put_assets(embedding *e, text *t, const embed_list *list)
{
    text table = {.a = e->a};
    for (int i = 0; i < list->n; i++) {
        embed_file f = list->files[i];
        str hash = pages_hash(e->a, f.data), gzip = packed(e, f.data), type = type_of(e, f.name);
        bool gains = gzip.n < f.data.n * 95 / 100;
        put_bytes(t, format(e->a, "asset_$1", v(i)), f.data);
        if (gains) put_bytes(t, format(e->a, "asset_gzip_$1", v(i)), gzip);
        put(&table, format(e->a,
                           "    {STR(\"$1\"), STR(\"$2\"), STR(\"$3\"), STR(\"/-/$3/$1\"), STR(\"\\\"$3\\\"\"),\n     "
                           "{asset_$4, sizeof asset_$4 - 1}, ",
                           v(f.name), v(type), v(hash), v(i)));
        if (gains)
            put(&table, format(e->a, "{asset_gzip_$1, sizeof asset_gzip_$1 - 1}},\n", v(i)));
        else
            put(&table, S("{0}},\n"));
    }
    put(t, S("\nconst asset_file asset_files[] = {\n"));
    put(t, text_str(&table));
    put(t, format(e->a, "};\nconst int asset_count = $1;\n", v(list->n)));
}

static void put_content(embedding *e, text *t, const embed_list *list)
{
    for (int i = 0; i < list->n; i++) put_bytes(t, format(e->a, "content_$1", v(i)), list->files[i].data);
    put(t, S("\nconst content_file content_files[] = {\n"));
    for (int i = 0; i < list->n; i++)
        put(t, format(e->a, "    {STR(\"$1\"), {content_$2, sizeof content_$2 - 1}},\n", v(list->files[i].name), v(i)));
    put(t, format(e->a, "    {{0}, {0}}};\nconst int content_count = $1;\n", v(list->n)));
}

static void write_file(embedding *e, const char *path, str data)
{
    FILE *f = fopen(path, "wbe");
    if (!f || fwrite(data.p, 1, (size_t)data.n, f) != (size_t)data.n || fclose(f))
        embed_stop(e, "$1 cannot be written", v(path));
}

int main(int argc, char **argv)
{
    arena a = arena_make((ptrdiff_t)1 << 30);
    if (argc != 4) return fputs("usage: embed OUT.c OUT.d ROOT\n", stderr), 2;
    embedding e = {.a = &a, .root = argv[3], .read = {.a = &a}};
    embed_list assets = {news(&a, embed_file, MOST_FILES), 0, MOST_FILES},
               content = {news(&a, embed_file, MOST_FILES), 0, MOST_FILES};
    embed_pages(&e, &assets);
    embed_folder(&e, &content, S("content"), S(""));
    embed_folder(&e, &content, S("demo"), S("demo/"));
    text t = {.a = &a};
    put(&t, S("// Made by script/embed: the files that the program carries.\n#include \"platform/base/content.h\"\n"
              "#include \"platform/web/assets.h\"\n\nextern const asset_file asset_files[];\nextern const int "
              "asset_count;\n"
              "extern const content_file content_files[];\nextern const int content_count;\n"));
    put_assets(&e, &t, &assets);
    put_content(&e, &t, &content);
    write_file(&e, argv[1], text_str(&t));
    write_file(&e, argv[2], format(&a, "$1:$2\n", v(argv[1]), v(text_str(&e.read))));
    return 0;
}
