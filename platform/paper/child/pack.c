// pack.c: ZIP packages, from anybody.
// SPDX-License-Identifier: Apache-2.0
#include "platform/paper/child/pack.h"

#include <string.h>
#include <zip.h>

static bool leads_out(str name)
{
    if (!name.n || name.p[0] == '/' || str_find(name, '\\') >= 0 || str_find(name, ':') >= 0) return true;
    for (str rest = name; rest.p;)
        if (str_eq(str_cut(&rest, '/'), S(".."))) return true;
    return false;
}

static bool too_dense(const zip_stat_t *st)
{
    return (i64)st->size > PACK_RATIO_FROM && st->size / PACK_RATIO > st->comp_size;
}

// What the directory says of each entry; what is unpacked in truth is counted later.
static bool check_entries(zip_t *zip, str *error)
{
    i64 total = 0, n = zip_get_num_entries(zip, 0);
    *error = S("The workbook holds more parts than it may.");
    if (n > PACK_ENTRIES) return false;
    for (i64 i = 0; i < n; i++) {
        zip_stat_t st;
        *error = S("The workbook is damaged: its directory cannot be read.");
        if (zip_stat_index(zip, (zip_uint64_t)i, ZIP_FL_ENC_RAW, &st) || !st.name) return false;
        *error = S("The workbook holds a name that leads out of it.");
        if (leads_out(str_of(st.name))) return false;
        *error = S("The workbook is encrypted. Save it without a password.");
        if (st.encryption_method != ZIP_EM_NONE) return false;
        *error = S("The workbook is far larger unpacked than packed and was not opened.");
        if (st.size > (zip_uint64_t)PACK_ENTRY_BYTES || too_dense(&st)) return false;
        if ((total += (i64)st.size) > PACK_BYTES) return false;
    }
    *error = (str){0};
    return true;
}

bool pack_open(arena *a, str in, pack *p, str *error)
{
    zip_error_t why;
    zip_error_init(&why);
    if (str_starts(in, S("\xD0\xCF\x11\xE0"))) {
        *error = S("The file is an old or encrypted workbook. Save it as .xlsx without a password.");
        return false;
    }
    *error = S("The file is no workbook: .xlsx was expected.");
    zip_source_t *source = zip_source_buffer_create(in.p, (zip_uint64_t)in.n, 0, &why);
    zip_t *zip = source ? zip_open_from_source(source, ZIP_RDONLY | ZIP_CHECKCONS, &why) : NULL;
    if (!zip) {
        if (source) zip_source_free(source);
        if (str_starts(in, S("PK"))) *error = S("The workbook is damaged or cut off.");
        zip_error_fini(&why);
        return false;
    }
    *p = (pack){.a = a, .zip = zip, .left = PACK_BYTES};
    if (check_entries(zip, error)) return true;
    pack_close(p);
    return false;
}

void pack_close(pack *p)
{
    zip_discard(p->zip);
    p->zip = NULL;
}

bool pack_has(pack *p, const char *name)
{
    return zip_name_locate(p->zip, name, ZIP_FL_ENC_RAW) >= 0;
}

static bool feed_all(pack *p, zip_file_t *file, xml *x)
{
    char piece[1 << 15];
    for (;;) {
        zip_int64_t n = zip_fread(file, piece, sizeof piece);
        if (n < 0) return x->error = S("it is damaged"), false;
        if ((p->left -= n) < 0) return x->error = S("it is too large unpacked"), false;
        if (!xml_feed(x, (str){piece, n}, n == 0)) return false;
        if (n == 0) return true;
    }
}

bool pack_xml(pack *p, const char *name, xml *x, str *error)
{
    zip_file_t *file = zip_fopen(p->zip, name, ZIP_FL_ENC_RAW);
    if (!file) {
        *error = format(p->a, "The workbook is damaged: its part $1 cannot be read.", v(name));
        return false;
    }
    xml_begin(x);
    bool ok = feed_all(p, file, x);
    xml_end(x);
    zip_fclose(file);
    if (ok) return true;
    // A handler's own sentence stands by itself; what the parser says needs its place.
    *error = str_ends(x->error, S(".")) ? x->error
                                        : format(p->a, "The workbook's part $1 cannot be read: $2, line $3.", v(name),
                                                 v(x->error), v(x->line));
    return false;
}
