// form.c: what a request says: path, query, forms, files.
// SPDX-License-Identifier: Apache-2.0
#include "platform/web/form.h"

#include "platform/web/gate.h"

#include <string.h>

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

// %xx decoded; + too when it stands for a space. The input itself when there is nothing to decode.
static bool unescape(arena *a, str s, bool plus, str *out)
{
    *out = s;
    if (str_find(s, '%') < 0 && (!plus || str_find(s, '+') < 0)) return true;
    char *to = arena_take(a, s.n);
    ptrdiff_t n = 0;
    for (ptrdiff_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        if (c == '%') {
            int high = i + 2 < s.n ? hex_digit(s.p[i + 1]) : -1, low = i + 2 < s.n ? hex_digit(s.p[i + 2]) : -1;
            if (high < 0 || low < 0) return false;
            c = (char)(high * 16 + low);
            i += 2;
        } else if (c == '+' && plus)
            c = ' ';
        to[n++] = c;
    }
    *out = (str){to, n};
    return true;
}

bool path_read(arena *a, str path, str *out)
{
    if (!unescape(a, path, false, out) || !str_utf8(*out)) return false;
    ptrdiff_t slashes[2] = {0, 0};
    for (ptrdiff_t i = 0; i < path.n; i++) slashes[0] += path.p[i] == '/';
    for (ptrdiff_t i = 0; i < out->n; i++) {
        unsigned char c = (unsigned char)out->p[i];
        if (c < 0x20 || c == 0x7F || c == '\\') return false;
        slashes[1] += c == '/';
    }
    if (slashes[0] != slashes[1]) return false;
    for (str rest = *out; rest.p;) {
        str part = str_cut(&rest, '/');
        if (str_eq(part, S(".")) || str_eq(part, S(".."))) return false;
    }
    return true;
}

static bool add(arena *a, parameters *l, parameter p)
{
    if (l->n == FORM_MOST) return false;
    if (l->n == l->cap) {
        int cap = l->cap ? l->cap * 2 : 16;
        parameter *grown = news(a, parameter, cap);
        if (l->n) memcpy(grown, l->p, sizeof *grown * (size_t)l->n);
        l->p = grown;
        l->cap = cap;
    }
    l->p[l->n++] = p;
    return true;
}

// Browsers send line ends as CR LF; a lone CR is a line end too.
static str lines_plain(arena *a, str s)
{
    if (str_find(s, '\r') < 0) return s;
    char *to = arena_take(a, s.n);
    ptrdiff_t n = 0;
    for (ptrdiff_t i = 0; i < s.n; i++) {
        if (s.p[i] != '\r')
            to[n++] = s.p[i];
        else if (i + 1 == s.n || s.p[i + 1] != '\n')
            to[n++] = '\n';
    }
    return (str){to, n};
}

static bool add_text(arena *a, parameters *l, str name, str value)
{
    if (!str_utf8(name) || !str_utf8(value) || name.n > 200) return false;
    return add(a, l, (parameter){.name = name, .value = lines_plain(a, value)});
}

bool form_read(arena *a, str s, parameters *out)
{
    for (str rest = s; rest.p;) {
        str value = str_cut(&rest, '&');
        if (value.n == 0) continue;
        str name = str_cut(&value, '=');
        if (!unescape(a, name, true, &name) || !unescape(a, value, true, &value)) return false;
        if (!add_text(a, out, name, value)) return false;
    }
    return true;
}

// One parameter of a header: name=value or name="value", where \" and \\ stand for the character.
static bool header_parameter(arena *a, str s, str wanted, str *value)
{
    str rest = s;
    str_cut(&rest, ';');
    while (rest.p) {
        rest = str_trim(rest);
        ptrdiff_t equals = str_find(rest, '=');
        if (equals < 0) return false;
        str name = str_sub(rest, 0, equals), found;
        rest = str_from(rest, equals + 1);
        if (rest.n && rest.p[0] == '"') {
            char *to = arena_take(a, rest.n);
            ptrdiff_t n = 0, i = 1;
            while (i < rest.n && rest.p[i] != '"') {
                if (rest.p[i] == '\\' && i + 1 < rest.n && (rest.p[i + 1] == '"' || rest.p[i + 1] == '\\')) i++;
                to[n++] = rest.p[i++];
            }
            if (i == rest.n) return false;
            found = (str){to, n};
            rest = str_from(rest, i + 1);
            str_cut(&rest, ';');
        } else
            found = str_trim(str_cut(&rest, ';'));
        if (!header_same(name, wanted)) continue;
        *value = found;
        return true;
    }
    return false;
}

// The last part of a file's name as the browser sent it: no folders, no control characters.
static str file_name(str s)
{
    for (ptrdiff_t i = s.n; i > 0; i--)
        if (s.p[i - 1] == '/' || s.p[i - 1] == '\\') return str_from(s, i);
    return s;
}

static bool part_read(arena *a, str head, str content, parameters *out)
{
    str disposition = {0}, type = {0}, name, file;
    for (str rest = head; rest.p;) {
        str value = str_cut(&rest, '\n');
        if (value.n == 0 || value.p[value.n - 1] != '\r') return false;
        value.n--;
        str field = str_cut(&value, ':');
        if (header_same(field, S("content-disposition"))) disposition = str_trim(value);
        if (header_same(field, S("content-type"))) type = str_trim(value);
    }
    if (!str_starts(disposition, S("form-data")) || !header_parameter(a, disposition, S("name"), &name)) return false;
    if (!header_parameter(a, disposition, S("filename"), &file)) return add_text(a, out, name, content);
    file = file_name(file);
    if (!str_utf8(name) || !str_utf8(file) || !str_utf8(type) || name.n > 200 || file.n > 255) return false;
    for (ptrdiff_t i = 0; i < file.n; i++)
        if ((unsigned char)file.p[i] < 0x20 || file.p[i] == 0x7F) return false;
    return add(a, out, (parameter){.name = name, .value = content, .file = file, .type = type});
}

// As str_search, in time that does not depend on what is searched: bodies are large and hostile.
static ptrdiff_t place_of(str s, str needle)
{
    const char *p = s.n ? memmem(s.p, (size_t)s.n, needle.p, (size_t)needle.n) : NULL;
    return p ? p - s.p : -1;
}

bool multipart_read(arena *a, str body, str content_type, parameters *out)
{
    str boundary;
    if (!header_parameter(a, content_type, S("boundary"), &boundary)) return false;
    if (boundary.n < 1 || boundary.n > 70 || !str_utf8(boundary)) return false;
    str mark = str_join(a, S("\r\n--"), boundary);
    str first = str_from(mark, 2);
    if (!str_starts(body, first)) return false;
    body = str_from(body, first.n);
    while (!str_starts(body, S("--"))) {
        if (!str_starts(body, S("\r\n"))) return false;
        body = str_from(body, 2);
        ptrdiff_t head = place_of(body, S("\r\n\r\n"));
        if (head < 0 || head > 4096) return false;
        str fields = str_sub(body, 0, head + 1);
        body = str_from(body, head + 4);
        ptrdiff_t end = place_of(body, mark);
        if (end < 0 || !part_read(a, fields, str_sub(body, 0, end), out)) return false;
        body = str_from(body, end + mark.n);
    }
    return true;
}

bool path_ours(str s)
{
    if (s.n < 1 || s.n > 2000 || s.p[0] != '/') return false;
    if (s.n > 1 && s.p[1] == '/') return false;
    for (ptrdiff_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] <= 0x20 || (unsigned char)s.p[i] >= 0x7F || s.p[i] == '\\') return false;
    // Some clients decode before they resolve: an encoded slash or backslash at the beginning is not ours either.
    return !str_starts(s, S("/%2f")) && !str_starts(s, S("/%2F")) && !str_starts(s, S("/%5c")) &&
           !str_starts(s, S("/%5C"));
}
