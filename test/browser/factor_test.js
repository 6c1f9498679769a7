// factor_test.js: a second factor: set up with a code, asked for at the next sign-in, a recovery code, turned off.
// SPDX-License-Identifier: Apache-2.0
'use strict';
const assert = require('node:assert');
const { test } = require('./rig.js');
const { code } = require('./totp.js');

async function passwordOf(rig, page, role) {
    const person = rig.server.people[role];
    await page.goto('/sign-in');
    await page.fill('input[name=email]', person.email);
    await page.fill('input[name=password]', person.password);
    await Promise.all([page.waitForURL(/\/sign-in\/code/), page.press('form button[type=submit]', 'Enter')]);
}

for (const [scheme, width, javaScriptEnabled] of [['light', 1440, true], ['dark', 390, true], ['light', 320, false]]) {
    test(`a second factor is set up, asked for and turned off, ${scheme} at ${width}${javaScriptEnabled ? '' : ' without script'}`, async (rig) => {
        rig.allow(/status of (401|422)|Autofocus processing|Transition was aborted/);
        const options = { colorScheme: scheme, viewport: { width, height: 800 }, javaScriptEnabled };
        const looks = javaScriptEnabled ? async (page, name) => { await rig.axe(page); await rig.shot(page, `factor-${name}-${scheme}-${width}`); } : async () => {};
        const page = await rig.signIn('owner', options);
        await page.goto('/account');
        await page.click('a[href="/account/factor"]');
        await looks(page, 'none');
        await page.press('form[action="/account/factor/begin"] button', 'Enter');
        await page.waitForSelector('svg.qr');
        const secret = await page.textContent('#secret');
        await looks(page, 'setup');
        await page.fill('#code', '000000');
        await page.press('form[action="/account/factor/confirm"] button', 'Enter');
        await page.waitForSelector('#code-err');
        await page.fill('#code', code(secret, -1));
        await page.press('form[action="/account/factor/confirm"] button', 'Enter');
        await page.waitForSelector('#recovery');
        const recovery = await page.locator('#recovery code').allTextContents();
        assert.equal(recovery.length, 10);
        await looks(page, 'codes');

        const other = await rig.page(options);
        await passwordOf(rig, other, 'owner');
        await looks(other, 'code');
        await other.fill('#code', '111111');
        await other.press('button[type=submit]', 'Enter');
        await other.waitForSelector('[role=alert]');
        await looks(other, 'wrong');
        await other.fill('#code', code(secret));
        await Promise.all([other.waitForURL(/\/work/), other.press('button[type=submit]', 'Enter')]);

        const third = await rig.page(options);
        await passwordOf(rig, third, 'owner');
        await third.fill('#code', recovery[2].toUpperCase());
        await Promise.all([third.waitForURL(/\/account\/factor/), third.press('button[type=submit]', 'Enter')]);
        assert.match(await third.textContent('main'), /9 recovery codes are left/);
        await looks(third, 'on');
        await third.fill('#stop-password', rig.server.people.owner.password);
        await third.press('form[action="/account/factor/stop"] button', 'Enter');
        await third.waitForSelector('form[action="/account/factor/begin"]');
    });
}
