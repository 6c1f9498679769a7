// making.h: papers made beside the pages: asked for, watched while they grow, fetched when they are done.
// SPDX-License-Identifier: Apache-2.0
//
// A long report is better not waited for in front of an empty page. Whoever asks for it in the background gets a page of its own that
// shows how far it is; the job "paper" makes one after the other as the person who asked would see it. What was made is kept for a
// day, for that person alone.
#ifndef WEB_MAKING_H
#define WEB_MAKING_H

#include "platform/web/route.h"

extern const module making_module; // POST /report/NAME.pdf/make?scope=…, GET /report/made/ID[/file]

#endif
