// commands.c: the commands that are no nouns.
// SPDX-License-Identifier: Apache-2.0
#include "app/commands.h"

const command commands[] = {
    {"init", "init DB [--demo] [--size small] [--name NAME] [--admin EMAIL]",
     "Makes a new organisation in a new database", command_init},
    {"serve", "serve [--listen ADDRESS:PORT] [--url https://NAME] [--proxy]", "Serves the pages and the API",
     command_serve},
    {"log", "log list|verify [actor=P-3] [verb=risk.accept] [record=R-12] [result=denied] [from=DATE] [until=DATE]",
     "What happened, newest first; and whether it is unchanged", command_log},
    {"check", "check [--late]", "Holds the rules against the data; fails on broken ones, with --late on late ones too",
     command_check},
    {"journey", "journey", "The twelve steps from the first decision to the certificate, and what is missing on them",
     command_journey},
    {"compare", "compare A-1 A-2", "Which risks are new, gone, up or down between two risk assessments",
     command_compare},
    {"report", "report [NAME] [scope=CODE] [-o FILE]", "A paper as PDF; without a name: which there are",
     command_report},
    {"export", "export NOUN --format csv|xlsx|json [FIELD=VALUE …] [-o FILE]", "A register as a file", command_export},
    {"import",
     "import NOUN FILE [--dry-run] [--map COLUMN=FIELD …]   import oscal FILE [--source FILE]   import undo CODE",
     "A register from CSV or XLSX, or an OSCAL catalogue or profile: all of it or nothing", command_import},
    {"loss",
     "loss curve|controls [--scope SC-1] [--unit U-2] [--risk R-1 …] [--csv]   loss what-if RISK:FIELD=VALUE …   loss "
     "curve --from FILE.csv",
     "What a year may cost, what a risk otherwise estimated would do to it, what each control is worth; from a file "
     "without a database",
     command_loss},
    {"backup", "backup FILE", "A consistent copy of the database, while people work", command_backup},
    {"restore", "restore FILE [--overwrite]", "Makes the database of a backup", command_restore},
    {"job", "job list|run NAME", "What the server does beside the pages; and a run of it now", command_job},
    {"token", "token add person=PERSON name=NAME scope='risk.list asset.*' until=DATE", "A bearer token for the API",
     command_token},
    {"person", "person password CODE [--stdin]", "Sets a password", command_person},
    {0},
};
