// app.js: what the pages do on top of what works without it.
// SPDX-License-Identifier: Apache-2.0
(() => {
})();
