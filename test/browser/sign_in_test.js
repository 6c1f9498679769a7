// sign_in_test.js: signing in, and what a first visit weighs.
// SPDX-License-Identifier: Apache-2.0
'use strict';
const assert = require('node:assert');
const { test } = require('./rig.js');

for (const colorScheme of ['light', 'dark']) {
    test(`a manager signs in and sees where the system stands, ${colorScheme}`, async (rig) => {
        const page = await rig.signIn('manager', { colorScheme });
        assert.equal(new URL(page.url()).pathname, '/overview');
        await rig.axe(page);
        await rig.shot(page, `overview-${colorScheme}`);
    });
}

test('signing in works with scripts off and at 320 px', async (rig) => {
    const page = await rig.signIn('manager', { javaScriptEnabled: false, viewport: { width: 320, height: 700 } });
    assert.equal(new URL(page.url()).pathname, '/overview');
});

test('a wrong password is refused with a sentence, and the address stays typed', async (rig) => {
    rig.allow(/status of (401|403|422)/);
    const page = await rig.page();
    await page.goto('/sign-in');
    await page.fill('input[name=email]', rig.server.people.manager.email);
    await page.fill('input[name=password]', 'not the password');
    await page.click('form button[type=submit]');
    await page.waitForSelector('main [role=alert], main .error, main [aria-invalid=true]');
    assert.equal(await page.inputValue('input[name=email]'), rig.server.people.manager.email);
});

test('a first visit stays within its budget', async (rig) => {
    const page = await rig.page();
    let bytes = 0, script = 0, requests = 0;
    const kinds = new Map();
    page.cdp.on('Network.responseReceived', (e) => kinds.set(e.requestId, e.response.mimeType));
    page.cdp.on('Network.loadingFinished', (e) => {
        requests++;
        bytes += e.encodedDataLength;
        if (/javascript/.test(kinds.get(e.requestId) ?? '')) script += e.encodedDataLength;
    });
    await page.cdp.send('Network.enable');
    await page.goto('/sign-in', { waitUntil: 'networkidle' });
    assert.ok(requests <= 6, `${requests} requests`);
    assert.ok(bytes <= 100 * 1024, `${bytes} bytes`);
    assert.ok(script <= 24 * 1024, `${script} bytes of script`);
});
