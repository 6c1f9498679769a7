// totp.js: the code of an authenticator app: RFC 6238 as an app does it, independent of ours.
// SPDX-License-Identifier: Apache-2.0
'use strict';
const { createHmac } = require('node:crypto');

// The code that the secret (base 32, as the page writes it) gives now, or so many steps of 30 seconds from now.
function code(secret, steps = 0) {
    const bits = [...secret.replace(/\s/g, '')].map((c) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(c).toString(2).padStart(5, '0')).join('');
    const key = Buffer.from(bits.match(/.{8}/g).map((b) => parseInt(b, 2)));
    const counter = Buffer.alloc(8);
    counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30000) + steps));
    const h = createHmac('sha1', key).update(counter).digest();
    const at = h[19] & 15;
    return String((h.readUInt32BE(at) & 0x7fffffff) % 1000000).padStart(6, '0');
}

module.exports = { code };
