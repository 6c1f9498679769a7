// file.h: files, attached to a record.
// SPDX-License-Identifier: Apache-2.0
//
// Content lies in the database in chunks of 256 KB, addressed by its SHA-256, once however often it is attached. It is written
// before the act that attaches it, in short transactions of its own, so that nobody waits for a long upload; what no file names a day
// later is swept. A file never changes: another content is another file.
#ifndef HUB_FILE_H
#define HUB_FILE_H

#include "hub/about.h"

enum { FILE_CHUNK = 256 * 1024, FILE_MOST = 32 * 1024 * 1024 };
// Who may attach files: all who work here; not an auditor from outside.
enum { FILE_BRINGS = MANAGER | MANAGEMENT | OWNER | AUDITOR | STAFF | ADMINISTRATOR };

typedef struct {
    record rec;
    str name, type; // as the uploader's browser claimed; never trusted: it is served as an attachment in a sandbox
    i64 size;
    str hash; // SHA-256 of the content, 64 hex digits
    any about;
    ref person; // who brought it
} file;

extern const entity file_entity;
extern const module file_module;

// Outside an operation: stores the content; *hash is its 64 digits. Refuses what is empty or longer than FILE_MOST.
bool file_store(ctx *c, str content, str *hash);
// A record for content that file_store stored: fit for operate_add, or record_save inside an operation. The name loses its folders.
file *file_new(ctx *c, any about, str name, str type, str content, str hash);
// Both at once.
bool file_attach(ctx *c, any about, str name, str type, str content, i64 *id);
// The file with that id, when the person sees it or the record it is about; NULL and a failure otherwise.
const file *file_load(ctx *c, i64 id);
// Its content, compared with its hash; false and a failure when the database does not hold it whole.
bool file_read(ctx *c, const file *f, str *content);
// Forgets content that no file, present or past, names and that was stored more than a day ago: at most FILE_SWEPT pieces. How many.
enum { FILE_SWEPT = 16 };
i64 file_sweep(ctx *c);

#endif
