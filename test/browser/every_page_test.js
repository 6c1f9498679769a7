// every_page_test.js: every page of the program in Chromium, in both themes: axe finds nothing, the browser has nothing to say.
// SPDX-License-Identifier: Apache-2.0
'use strict';
const assert = require('node:assert');
const { test } = require('./rig.js');
const { furnish, pages } = require('./routes.js');

// In parts, so that a part can be run alone: by the first letter of the address.
for (const part of ['/[a-b]', '/c', '/[d-l]', '/m', '/[n-o]', '/[p-r]', '/[s-z]']) {
    test(`every page is clean for axe in both themes, ${part}`, async (rig) => {
        rig.allow(/status of (403|404|422)/);
        const head = rig.server.people.manager; // who is administrator as well
        await furnish(rig);
        rig.server.people.manager = head;
        const page = await rig.signIn('manager'), wrong = [];
        let n = 0;
        for (const { target } of await pages(rig, 'manager')) {
            if (!new RegExp(`^${part}`).test(target)) continue;
            await page.emulateMedia({ colorScheme: 'light' });
            await page.goto(target, { waitUntil: 'load' });
            n++;
            for (const colorScheme of ['light', 'dark']) {
                await page.emulateMedia({ colorScheme });
                await rig.settled(page);
                await rig.axe(page, colorScheme === 'dark' ? ['color-contrast'] : undefined).catch((e) => wrong.push(`${colorScheme}: ${e.message}`));
            }
            if (await page.locator('h1').count() !== 1) wrong.push(`${target} has not one h1`);
        }
        assert.ok(n > 0, 'no page begins so');
        assert.deepEqual(wrong, []);
    });
}
