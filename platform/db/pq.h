// pq.h: libpq, loaded when the first database of PostgreSQL is opened.
// SPDX-License-Identifier: Apache-2.0
//
// With Kerberos, LDAP and TLS behind it, it is a third of what a command would cost to start (doc/decisions/0011).
#ifndef DB_PQ_H
#define DB_PQ_H

#include "platform/base/library.h"

#include <libpq-fe.h>

// What is used of it, without its PQ: PQclear is pq.clear.
#define PQ_FUNCTIONS(X)                                                                                                \
    X(clear)                                                                                                           \
    X(cmdStatus)                                                                                                       \
    X(connectdbParams)                                                                                                 \
    X(errorMessage)                                                                                                    \
    X(escapeIdentifier)                                                                                                \
    X(exec)                                                                                                            \
    X(execPrepared)                                                                                                    \
    X(finish)                                                                                                          \
    X(freemem)                                                                                                         \
    X(ftype)                                                                                                           \
    X(getisnull)                                                                                                       \
    X(getlength)                                                                                                       \
    X(getvalue)                                                                                                        \
    X(host)                                                                                                            \
    X(ntuples)                                                                                                         \
    X(prepare)                                                                                                         \
    X(reset)                                                                                                           \
    X(resultErrorField)                                                                                                \
    X(resultStatus)                                                                                                    \
    X(sendQuery)                                                                                                       \
    X(setNoticeProcessor)                                                                                              \
    X(status)
#define PQ_MEMBER(name) __typeof__(PQ##name) *name;

extern const library pq_library;
extern LIBRARY_TABLE(pq_functions, PQ_FUNCTIONS(PQ_MEMBER)) pq; // after library_load(&pq_library)

#endif
