// embed.c: reads the files that the program carries, and notes what was read.
// SPDX-License-Identifier: Apache-2.0
#include "script/embed/embed.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { MOST_FILES = 2000 };

_Noreturn void embed_stop_(embedding *e, str template, const val *vals, int nvals)
{
    str s = format_(e->a, template, vals, nvals);
    fprintf(stderr, "embed: %.*s\n", STRF(s));
    exit(1);
}

void embed_add(embed_list *list, str name, str data)
{
    if (list->n == list->most) abort();
    list->files[list->n++] = (embed_file){name, data};
}

static const char *at_root(embedding *e, str path)
{
    const char *full = str_z(e->a, format(e->a, "$1/$2", v(e->root), v(path)));
    put_char(&e->read, ' ');
    put_z(&e->read, full);
    return full;
}

str embed_read(embedding *e, str path)
{
    const char *full = at_root(e, path);
    FILE *f = fopen(full, "rbe");
    if (!f)
        embed_stop(e, "$1 cannot be read: $2. Has script/deps been run?", v(path), v((const char *)strerror(errno)));
    text t = {.a = e->a};
    for (size_t n = 1; n;) {
        char *room = put_room(&t, 65536);
        n = fread(room, 1, 65536, f);
        t.n += (ptrdiff_t)n;
    }
    if (ferror(f)) embed_stop(e, "$1 cannot be read", v(path));
    fclose(f);
    return text_str(&t);
}

static int by_name(const void *x, const void *y)
{
    return str_cmp(*(const str *)x, *(const str *)y);
}

void embed_folder(embedding *e, embed_list *list, str path, str prefix)
{
    const char *full = at_root(e, path); // the folder itself: its time changes when a file comes or goes
    DIR *d = opendir(full);
    if (!d) {
        if (errno != ENOENT) embed_stop(e, "$1 cannot be listed", v(path));
        e->read.n -=
            (ptrdiff_t)strlen(full) + 1; // ninja asks for what it depends on, so depend on where it would appear
        put_char(&e->read, ' ');
        put_z(&e->read, e->root);
        return;
    }
    str *names = news(e->a, str, MOST_FILES);
    int n = 0;
    for (struct dirent *entry; (entry = readdir(d));) {
        str name = str_of(entry->d_name);
        if (name.p[0] == '.' || str_ends(name, S(".po"))) continue;
        if (n == MOST_FILES) embed_stop(e, "$1 holds more than $2 files", v(path), v(n));
        names[n++] = str_dup(e->a, name);
    }
    closedir(d);
    qsort(names, (size_t)n, sizeof *names, by_name);
    for (int i = 0; i < n; i++) {
        str below = format(e->a, "$1/$2", v(path), v(names[i]));
        str name = str_join(e->a, prefix, names[i]);
        struct stat st;
        if (stat(str_z(e->a, format(e->a, "$1/$2", v(e->root), v(below))), &st)) embed_stop(e, "$1 is gone", v(below));
        if (S_ISDIR(st.st_mode))
            embed_folder(e, list, below, str_join(e->a, name, S("/")));
        else
            embed_add(list, name, embed_read(e, below));
    }
}
