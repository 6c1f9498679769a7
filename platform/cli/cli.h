// cli.h: the command line, made from the descriptors.
// SPDX-License-Identifier: Apache-2.0
//
// A command becomes a request to the API, and the answer a table, a page of labels and values, or a line. Who carries
// the request is not known here: the program itself, holding the lock on the database, or the server that holds it,
// through its Unix socket (app/carry.h). So both give the same answers, and `--json` prints them as they came.
//
//     isms NOUN list [FIELD=VALUE …]      isms NOUN show CODE          isms NOUN add FIELD=VALUE …
//     isms NOUN set CODE FIELD=VALUE …    isms NOUN end CODE           isms NOUN ACTION CODE FIELD=VALUE …
//     isms NOUN help
//
// Exit status: 0 done, 1 refused, 2 wrong usage.
#ifndef CLI_CLI_H
#define CLI_CLI_H

#include "platform/record/entity.h"

enum { EXIT_DONE = 0, EXIT_REFUSED = 1, EXIT_USAGE = 2 };

// A request to the API and its answer.
typedef struct {
    str verb, target; // "PATCH", "/api/v1/risk/R-1?reason=…"
    str body, type;
    str if_match;
} call;
typedef struct {
    int status;
    str type, body;
} reply;

typedef struct cli cli;

// A command that is no noun: "init", "serve".
typedef struct {
    const char *name, *usage, *help; // "log", "log list|verify", "What happened, and whether it is unchanged"
    int (*run)(cli *x, int argc, const char *const *argv); // argv[0] is the name
} command;                                                 // a list ends with {0}

struct cli {
    arena *a;
    text out, err; // what was said, until cli_flush
    bool json;     // print what the API answers
    str as;        // --as: for whom; empty: the operator
    str database;  // -d, else $ISMS_DB
    bool terminal; // standard output is one
    int width;     // of the terminal, in columns; 0: no limit
    const command *commands;
    // Carries a request. False when nobody could be reached; said in err by then.
    bool (*send)(cli *x, const call *q, reply *out);
    void *carrier;
};

// The command in argv (the program's own name and global options taken away). Returns the exit status.
int cli_run(cli *x, int argc, const char *const *argv);
void cli_flush(cli *x); // writes out and err to where they belong, and forgets them

// For commands of other modules.
#define cli_say(x, lit, ...) fill(&(x)->out, S(lit), VALS(__VA_ARGS__), NVALS(__VA_ARGS__))
// One line on standard error: "isms: …". Returns EXIT_USAGE.
#define cli_usage(x, lit, ...) cli_error_((x), S(lit), VALS(__VA_ARGS__), NVALS(__VA_ARGS__), EXIT_USAGE)
#define cli_refuse(x, lit, ...) cli_error_((x), S(lit), VALS(__VA_ARGS__), NVALS(__VA_ARGS__), EXIT_REFUSED)
int cli_error_(cli *x, str template, const val *vals, int nvals, int status);
// Sends, and tells what was refused: true only when the answer's status is below 400. Under --json the answer is
// printed either way.
bool cli_ask(cli *x, const call *q, reply *out);
bool cli_fetch(cli *x, const call *q, reply *out); // the same for a file: a good answer is not printed
// Appends "?name=value" or "&name=value", percent-encoded.
void cli_query(text *target, str name, str value);
// Splits FIELD=VALUE. False, with a message, when there is no '='.
bool cli_pair(cli *x, const char *argument, str *name, str *value);
// The name in the list (NULL at its end) that is nearest to a misspelt one, or NULL when none is near.
const char *cli_nearest(str word, const char *const *names);
// Asks on the terminal without showing what is typed; false when there is no terminal or nothing was typed.
bool cli_secret(cli *x, const char *prompt, str *out);

#endif
