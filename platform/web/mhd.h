// mhd.h: libmicrohttpd, loaded when the server begins.
// SPDX-License-Identifier: Apache-2.0
//
// With TLS behind it, which we leave to a proxy, it is a quarter of what a command would cost to start (doc/decisions/0011).
#ifndef WEB_MHD_H
#define WEB_MHD_H

#include "platform/base/library.h"

#include <microhttpd.h>

// What is used of it, without its MHD_: MHD_start_daemon is mhd.start_daemon.
#define MHD_FUNCTIONS(X)                                                                                               \
    X(add_connection)                                                                                                  \
    X(add_response_header)                                                                                             \
    X(create_response_from_buffer)                                                                                     \
    X(destroy_response)                                                                                                \
    X(get_connection_info)                                                                                             \
    X(get_connection_values_n)                                                                                         \
    X(queue_response)                                                                                                  \
    X(start_daemon)                                                                                                    \
    X(stop_daemon)
#define MHD_MEMBER(name) __typeof__(MHD_##name) *name;

extern const library mhd_library;
extern LIBRARY_TABLE(mhd_functions, MHD_FUNCTIONS(MHD_MEMBER)) mhd; // after library_load(&mhd_library)

#endif
