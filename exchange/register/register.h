// register.h: whole registers in: CSV and XLSX files become records of any entity, in one step that can be undone.
// SPDX-License-Identifier: Apache-2.0
//
// The first row names the columns: names or labels of fields and links, or `code`; others are mapped (COLUMN=FIELD) or left
// out (COLUMN=-). Columns that the program fills itself are passed over, so an export comes in again as it is. A row is held to
// be an existing record when its code says so, or else its unique field, its key within a parent, or its title; else it is new.
// A cell may name a record by code, title or address, also one that another row of the file brings. Links hold several with
// `;` between. A list of people brings the units that it names and that are not there yet, where its reader may add units.
//
// A plan is made first, reading only: every cell, reference and rule is looked at, and all that is wrong is named by file, row
// and column, one sentence per wrong cell. Only a plan without faults is carried out, in one transaction, as one record
// `import`, which remembers what it touched: undo ends what it added and puts back what it changed, unless somebody has
// touched it since.
#ifndef EXCHANGE_REGISTER_REGISTER_H
#define EXCHANGE_REGISTER_REGISTER_H

#include "platform/people/people.h"
#include "platform/web/route.h"

enum { REGISTER_ROWS = 200000, REGISTER_COLUMNS = 200 };

typedef struct {
    record rec;
    str noun, file, hash; // of the file: SHA-256, 64 digits
    ref person;           // who; empty: the operator
    i64 added, changed, unchanged;
    bool undone;
} import;

extern const entity import_entity;
extern const module register_module;

typedef struct {
    str column, field; // field "-": left out
} register_mapping;

// What a file is and how it is to be read.
typedef struct {
    const entity *e;
    str file; // its name, for messages
    str content;
    const register_mapping *mappings;
    int nmappings;
} register_order;

typedef enum { COLUMN_OUT, COLUMN_CODE, COLUMN_FIELD, COLUMN_LINK } register_column_kind;
typedef struct {
    str title;  // as the file says
    int number; // in the file, from 1
    register_column_kind kind;
    const field *field;
    const link_field *link;
} register_column;

typedef enum { ROW_SAME, ROW_ADD, ROW_CHANGE } register_act;
typedef struct {
    const link_field *link;
    i64 *to; // ids, or -(row + 1) for a row of this file
    int n;
} register_link;
typedef struct {
    int number; // as the spreadsheet shows it
    register_act act;
    i64 id, version;      // of the record that is there; id is set when a new one was saved
    void *rec;            // the cells, read
    void *before;         // what is there; NULL for a new one
    int *rows;            // per column: the row of this file that its reference means, + 1; 0: none
    int *brings;          // per column: the unit of the plan that its reference means, + 1; 0: none
    register_link *links; // per link column, in the order of columns
    i64 **links_before;
    int *nlinks_before;
    bool saved, saving;
} register_row;

typedef struct register_fault {
    int row, column; // from 1; 0: of the file as a whole
    str title;       // of the column
    str sentence;
    struct register_fault *next;
} register_fault;

typedef struct {
    const entity *e;
    str file, hash;
    register_column *columns;
    int ncolumns, nlinks;
    register_row *rows;
    int nrows;
    int added, changed, same;
    str *units; // by name: those that come with a list of people
    i64 *unit_ids;
    int nunits;
    register_fault *faults, **faults_end;
    int nfaults;
} register_plan;

// Reads the file's columns only: for the page that maps them. False with failures when it cannot be read.
bool register_read(ctx *c, const register_order *o, register_plan *p);
// The whole plan. False: it has faults (p->faults), or the person may not (failures). Writes nothing.
bool register_prepare(ctx *c, const register_order *o, register_plan *p);
// Carries it out. False with failures, nothing written then. *id is the import's.
bool register_apply(ctx *c, register_plan *p, i64 *id);
// "risks.xlsx, row 5, column \"Owner\": there is no Person \"x\"."
str register_fault_text(arena *a, const register_plan *p, const register_fault *f);
// Does this row change that column?
bool register_differs(const register_plan *p, const register_row *r, int column);
// The names of the units that come with a list of people, ", " between them.
str register_units_text(arena *a, const register_plan *p);
// A cell's value as text before and after.
void register_values(ctx *c, const register_plan *p, const register_row *r, int column, str *before, str *after);

extern const route register_routes[]; // POST /api/v1/import, and the pages at /import; ends with {0}

#endif
