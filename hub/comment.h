// comment.h: what people say about a record, and whom they mention.
// SPDX-License-Identifier: Apache-2.0
//
// A comment stands below its record for all who see that. Its writer may mend it for 15 minutes. @Name or @P-3 mentions a person:
// that waits in their work until they answer there or say that they have seen it. Nobody is mentioned who does not see the record.
#ifndef HUB_COMMENT_H
#define HUB_COMMENT_H

#include "hub/about.h"

enum { COMMENT_MINUTES = 15, COMMENT_MENTIONS = 20 };

typedef struct {
    record rec;
    any about;
    str body;   // Markdown
    ref person; // who wrote it; empty: the program
    moment at;
} comment;

typedef struct {
    record rec;
    ref comment, person;
    moment seen; // empty: it waits for them
} mention;

extern const entity comment_entity, mention_entity;
extern const module comment_module;

// Who may talk: all who work here; not an auditor from outside.
enum { COMMENT_TALKS = ADMINISTRATOR | MANAGER | MANAGEMENT | OWNER | AUDITOR | STAFF };

typedef struct {
    i64 id, person;
    str name, body;
    moment at;
    bool mended;
    i64 mention; // of the reader, not yet seen; else 0
} comment_line;
// The comments about a record that the caller has loaded in its reach, oldest first; at most `most`, the newest.
int comment_list(ctx *c, any about, comment_line **out, int most);
any comment_about(ctx *c, i64 id); // what it is about, whoever asks; id 0 when there is no such comment
// The persons that a text mentions, each once, at most COMMENT_MENTIONS; the number of them.
int comment_mentions(ctx *c, str body, i64 *persons);
// Inside an operation: the mentions of this person about that record are seen.
bool comment_seen(ctx *c, any about, i64 person);

#endif
