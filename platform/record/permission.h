// permission.h: who may do what: roles, and masks of roles.
// SPDX-License-Identifier: Apache-2.0
//
// A permission is a mask of roles plus OWN. A person holds a role for the whole organisation or for a unit and all
// below it, until a date or for good. A permission on a record is held where the role is held at the record's unit; OWN
// is held by the record's owner (entity.owner) and by the deputy of an absent owner, whatever their roles. No mask may
// be 0: ENTITY, ACTION and ROUTE do not compile with it.
#ifndef RECORD_PERMISSION_H
#define RECORD_PERMISSION_H

enum {
    ADMINISTRATOR = 1, // people and settings
    MANAGER = 2,       // runs the management system: edits all in reach
    MANAGEMENT = 4,    // top management: approves and accepts
    OWNER = 8,         // owns risks, controls, assets, documents: adds, and edits what is theirs
    AUDITOR = 16,      // reads all in reach, writes audits, tests and findings
    EXTERNAL = 32,     // an outside auditor: the audit room, until a date
    STAFF = 64,        // their own tasks
    OWN = 128,         // the record's owner or their deputy
    SIGNED_IN = 256,   // anybody who is signed in
    PUBLIC = 512,      // anybody at all: sign-in, static files, a supplier's link
    NOBODY = 1024,     // no person, whatever their roles: records that only the program writes
    ROLES = 127,
    // The usual masks.
    SEE_REGISTER = MANAGER | MANAGEMENT | OWNER | AUDITOR | OWN,
    ADD_REGISTER = MANAGER | OWNER,
    SET_REGISTER = MANAGER | OWN,
    PROPOSE = MANAGER | OWN,
    SEE_PEOPLE = ADMINISTRATOR | MANAGER | MANAGEMENT | OWNER | AUDITOR | OWN,
    SET_PEOPLE = ADMINISTRATOR,
    // Roles that bring sight of the registers of their unit.
    SEEING = MANAGER | MANAGEMENT | OWNER | AUDITOR,
};

#endif
