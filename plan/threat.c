// threat.c: the catalogue of threats and vulnerabilities.
// SPDX-License-Identifier: Apache-2.0
#include "plan/threat.h"
#include "platform/base/content.h"
#include "platform/paper/csv_table.h"

static const field threat_fields[] = {
    FIELD(threat, name, "Name", .flags = REQUIRED | LISTED | SEARCHED | UNIQUE, .max = 200),
    FIELD(threat, source, "Source", .flags = LISTED, .max = 60, .help = "Human, technical, environmental."),
    FIELD(threat, confidentiality, "Confidentiality", .flags = LISTED),
    FIELD(threat, integrity, "Integrity", .flags = LISTED),
    FIELD(threat, availability, "Availability", .flags = LISTED),
    FIELD(threat, description, "Description", .flags = LONG | SEARCHED),
};
const entity threat_entity = {ENTITY(threat, "T", "Threat", "Threats", SIGNED_IN, MANAGER, MANAGER, MANAGER),
                              .icon = "zap",
                              .scope = SCOPE_EVERYONE,
                              .title = "name",
                              .sort = "name",
                              .help = "What could happen; the catalogue that ships is a start."};

static const field vulnerability_fields[] = {
    FIELD(vulnerability, name, "Name", .flags = REQUIRED | LISTED | SEARCHED | UNIQUE, .max = 200),
    FIELD(vulnerability, kind, "Kind", .flags = LISTED, .max = 60,
          .help = "Technical, organisational, physical, people."),
    FIELD(vulnerability, description, "Description", .flags = LONG | SEARCHED),
};
const entity vulnerability_entity = {
    ENTITY(vulnerability, "V", "Vulnerability", "Vulnerabilities", SIGNED_IN, MANAGER, MANAGER, MANAGER),
    .icon = "unplug",
    .scope = SCOPE_EVERYONE,
    .title = "name",
    .sort = "name",
    .help = "What lets it happen; the catalogue that ships is a start."};

static bool load_threats(ctx *c)
{
    csv_table t = csv_table_open(c->a, content_find(S("threats.csv")));
    while (csv_table_next(&t)) {
        str affects = csv_table_cell(&t, "affects");
        threat x = {.name = csv_table_cell(&t, "name"),
                    .source = csv_table_cell(&t, "source"),
                    .description = csv_table_cell(&t, "description"),
                    .confidentiality = str_find(affects, 'C') >= 0,
                    .integrity = str_find(affects, 'I') >= 0,
                    .availability = str_find(affects, 'A') >= 0};
        if (!record_save(c, &threat_entity, &x)) return false;
    }
    return true;
}

bool threat_load(ctx *c)
{
    if (db_one(query(c, "SELECT count(*) FROM {threat!}"))) return true;
    csv_table t = csv_table_open(c->a, content_find(S("vulnerabilities.csv")));
    while (csv_table_next(&t)) {
        vulnerability x = {.name = csv_table_cell(&t, "name"),
                           .kind = csv_table_cell(&t, "kind"),
                           .description = csv_table_cell(&t, "description")};
        if (!record_save(c, &vulnerability_entity, &x)) return false;
    }
    return load_threats(c);
}

const module threat_module = {
    .name = "threat",
    .room = ROOM_LIBRARY,
    .entities = (const entity *const[]){&threat_entity, &vulnerability_entity, NULL},
};
