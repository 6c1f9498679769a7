// demo.h: the demonstration organisation: a script of steps, carried out by the operations a person would use.
// SPDX-License-Identifier: Apache-2.0
//
// A script (demo/steps.txt, and demo/small.txt for a practice of eight people) holds a step a line; # begins a remark. A value with spaces stands in quotation marks, "" in it for one, \n for
// a new line.
//
//     @-75 09:00                               it is that many days before today, at that time in the organisation's zone; only forward
//     as rafael.duarte@marlowbay.example       who acts from here on; `as operator`
//     asset add name="Patient records" …       as on the command line: NOUN add|set|end|ACTION [CODE or "Title"] FIELD=VALUE …
#ifndef APP_DEMO_H
#define APP_DEMO_H

#include "app/place.h"

moment demo_begins(str script, str zone); // when its first day begins; "demo/steps.txt"
// Carries the steps out in a database that has just been made. False with *error naming the line.
bool demo_run(place *p, arena *a, str script, str *error);

typedef struct {
    str role, email, password;
} demo_sign_in;
// Gives one person of each role a random password; at most 8.
int demo_sign_ins(place *p, arena *a, demo_sign_in out[8], str *error);

#endif
