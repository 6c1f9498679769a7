// paper_canvas.h: charts in papers: a canvas that sends shapes to the paper child.
// SPDX-License-Identifier: Apache-2.0
#ifndef WEB_PAPER_CANVAS_H
#define WEB_PAPER_CANVAS_H

#include "platform/paper/paper.h"
#include "platform/web/chart.h"

// A chart of its own in the paper; close it before anything else is written there. Links lead to "#anchor" of the same paper.
canvas *paper_canvas_open(arena *a, paper *p, double width, double height, str title);
void paper_canvas_close(canvas *k);

#endif
