// qr.h: QR codes as SVG.
// SPDX-License-Identifier: Apache-2.0
#ifndef WEB_QR_H
#define WEB_QR_H

#include "platform/web/route.h"

// Draws `said` as a QR code (error correction M, with the quiet zone of four modules), dark on light in both themes, as cameras want it.
// `label` says what it is to who does not see it. False, and nothing is drawn, when it is too long for one.
bool html_qr(request *q, str said, str label);

#endif
