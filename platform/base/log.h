// log.h: lines on standard error, one per event.
// SPDX-License-Identifier: Apache-2.0
#ifndef BASE_LOG_H
#define BASE_LOG_H

#include "platform/base/val.h"

// One line: time, then the literal with its values; control characters of values are replaced. Never pass a secret, a query
// string or what a person typed.
#define log_line(lit, ...) log_line_(S(lit), VALS(__VA_ARGS__), NVALS(__VA_ARGS__))
void log_line_(str template, const val *vals, int nvals);

#endif
