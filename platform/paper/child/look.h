// look.h: colours and faces of a document: those of app.css in its light theme, on paper.
// SPDX-License-Identifier: Apache-2.0
#ifndef CHILD_LOOK_H
#define CHILD_LOOK_H

#include "platform/base/str.h"

enum {
    INK = 0x15171C,
    INK_2 = 0x474C59,
    INK_3 = 0x636876,
    LINE = 0xE7E8EC,
    LINE_2 = 0xC9CCD5, // the axis of charts, the rule below a table's head
    EDGE = 0x868B98,
    PAGE = 0xFFFFFF,
    SUNK = 0xF4F5F7,
    ACCENT = 0x2B4BD0,
    ACCENT_FILL = 0x2F50D8,
    ACCENT_MID = 0x778CE8,
    ACCENT_SOFT = 0xEEF1FE,
    GOOD = 0x17653C,
    WARN = 0x855000,
    BAD = 0xAD231B,
    GOOD_MARK = 0x2C9A62,
    WARN_MARK = 0xC47D00,
    BAD_MARK = 0xCC382E,
    LOW = 0x155C4A,
    LOW_BG = 0xDDF1EA,
    MEDIUM = 0x6B4D00,
    MEDIUM_BG = 0xFBEEC4,
    HIGH = 0x8A3604,
    HIGH_BG = 0xFCD9BF,
    CRITICAL = 0xFFFFFF,
    CRITICAL_BG = 0xB3261E,
    NO_COLOUR = -1
};

typedef enum {
    FACE_TITLE,
    FACE_SUBTITLE,
    FACE_ORGANISATION,
    FACE_LABEL,
    FACE_FACT,
    FACE_HEADING_1,
    FACE_HEADING_2,
    FACE_HEADING_3,
    FACE_BODY,
    FACE_LEDE,
    FACE_SMALL,
    FACE_CODE,
    FACE_CELL,
    FACE_CELL_STRONG,
    FACE_CELL_NUMBER,
    FACE_COLUMN,
    FACE_FOOT,
    FACE_FOOT_CODE,
    FACE_CONTENTS_1,
    FACE_CONTENTS_2,
    FACE_CHART,
    FACE_CHART_2,
    FACE_CHART_1,
    FACE_CHART_KEY,
    FACE_CHART_VALUE,
    FACES
} face;

typedef struct {
    const char *family;
    double size;     // points
    int weight;      // as in CSS
    double leading;  // of a line, relative to what the font asks for
    double tracking; // between letters, in thousandths of the size
    bool tabular;    // figures of one width
    int colour;
} face_look;

extern const face_look faces[FACES];

// What the classes of a shape in a chart say together.
typedef struct {
    int fill, stroke; // NO_COLOUR: none
    double fill_alpha, width;
    double dash, gap; // 0: solid
    bool round;       // caps and joins
    int hatch;        // colour of hatching, NO_COLOUR: none
    double hatch_alpha, hatch_width, hatch_step;
    face face;
    int words;  // colour of text
    int anchor; // 0 start, 1 middle, 2 end
} shape_look;

shape_look look_of(str classes);

#endif
