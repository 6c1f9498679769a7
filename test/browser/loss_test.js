// loss_test.js: the workbench of losses as an estimator uses it: a slider that redraws the curve, a number, no scripts at all.
// SPDX-License-Identifier: Apache-2.0
'use strict';
const assert = require('node:assert');
const { test } = require('./rig.js');

const pages = ['/loss', '/loss?engine=montecarlo&years=5000', '/loss?move=R-2:rate=0.4&move=R-2:effect=50&edit=R-7', '/loss?edit=R-7', '/risk/R-7', '/risk/R-15', '/estimate/LE-1', '/estimate/new?risk=R-13', '/control/C-1', '/control/C-1/edit'];

for (const colorScheme of ['light', 'dark']) {
    test(`every page about losses is clean for axe, ${colorScheme}`, async (rig) => {
        const page = await rig.signIn('manager', { colorScheme });
        for (const path of pages) {
            await page.goto(path);
            await page.waitForLoadState('networkidle');
            await rig.axe(page);
        }
    });
}

for (const width of [320, 390]) {
    test(`every page about losses fits a window of ${width} px`, async (rig) => {
        const page = await rig.signIn('manager', { viewport: { width, height: 720 } });
        for (const path of pages) {
            await page.goto(path);
            const wide = await page.evaluate(() => document.documentElement.scrollWidth);
            assert.ok(wide <= width, `${path} is ${wide} px wide`);
        }
    });
}

const expected = (page) => page.locator('#picture dd').first().innerText();
const curve = (page) => page.locator('#picture svg.ch path.l-acc').getAttribute('d');

test('a slider that is moved redraws the curve, and its number follows', async (rig) => {
    const page = await rig.signIn('manager');
    await page.goto('/loss?edit=R-7');
    const before = await curve(page), said = await expected(page);
    for (let step = 0; step < 3; step++) { // the parts that came back must go on working
        const d = await curve(page);
        await page.locator('#k-rate_at').focus();
        for (let i = 0; i < 15; i++) await page.keyboard.press('ArrowRight');
        await page.waitForFunction((was) => document.querySelector('#picture path.l-acc')?.getAttribute('d') !== was, d);
    }
    await page.waitForFunction(() => Number(document.querySelector('#k-rate').value) > 0.9);
    assert.notEqual(await curve(page), before);
    assert.notEqual(await expected(page), said);
    await page.fill('#k-rate', '0.25');
    await page.waitForFunction(() => document.querySelector('#k-rate_at').value === '100');
    await page.waitForFunction((was) => document.querySelector('#picture path.l-acc')?.getAttribute('d') === was, before);
    await page.locator('#k-effect').focus();
    for (let i = 0; i < 10; i++) await page.keyboard.press('ArrowRight');
    await page.waitForFunction(() => document.querySelector('#k-effect-out').textContent === '50 %');
    await page.fill('#k-low', '99000000');
    await page.waitForSelector('#picture [role=alert]:has-text("5th percentile is above the 95th")');
});

test('without scripts the form draws again', async (rig) => {
    const page = await rig.signIn('manager', { javaScriptEnabled: false });
    await page.goto('/loss?edit=R-7');
    const before = await curve(page);
    await page.fill('#k-rate', '2');
    await page.click('button:has-text("Draw again")');
    assert.equal(await page.inputValue('#k-rate'), '2');
    assert.notEqual(await curve(page), before);
    await page.click('a:has-text("As estimated")');
    assert.equal(await page.inputValue('#k-rate'), '0.25');
});

test('without scripts a list of losses is refused with its place, saved, and tried otherwise', async (rig) => {
    const page = await rig.signIn('manager', { javaScriptEnabled: false });
    rig.allow(/status of 422/);
    await page.goto('/estimate/LE-9/edit');
    await page.check('input[name=severity][value=empirical]');
    for (const name of ['low', 'likely', 'high']) await page.fill(`input[name=${name}]`, '');
    await page.fill('textarea[name=losses]', '1800; 2400\n9,500');
    await page.click('button:has-text("Save")');
    assert.match(await page.innerText('main'), /Loss 3 \(line 2\), "9,500", is no amount in EUR/);
    await page.fill('textarea[name=losses]', '1800; 2400\n9500');
    await page.click('button:has-text("Save")');
    assert.match(await page.innerText('main'), /An event costs one of 3 losses, from 1.8k to 9.5k EUR/);
    await page.goto('/loss?edit=R-14');
    await page.fill('#k-losses', '100 200');
    await page.click('button:has-text("Draw again")');
    assert.match(await page.innerText('#try'), /one of 2 losses, from 100 to 200 EUR/);
});

test('a list of losses is clean for axe and fits a narrow window', async (rig) => {
    const page = await rig.signIn('manager', { viewport: { width: 320, height: 720 } });
    await page.goto('/estimate/LE-16');
    await page.click('button:has-text("Take the losses on record")');
    await page.waitForSelector('text=One of a list of losses');
    for (const path of ['/estimate/LE-16', '/estimate/LE-16/edit', '/loss?edit=R-15', '/risk/R-15']) {
        await page.goto(path);
        await rig.axe(page);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth);
        assert.ok(wide <= 320, `${path} is ${wide} px wide`);
    }
});

test('without scripts several risks are tried together, exactly and by simulation', async (rig) => {
    const page = await rig.signIn('manager', { javaScriptEnabled: false });
    await page.goto('/loss?edit=R-7');
    await page.fill('#k-rate', '1');
    await page.selectOption('#l-next', 'R-2');
    await page.click('button:has-text("Keep this and try that")');
    assert.equal(await page.inputValue('#l-edit'), 'R-2');
    assert.match(await page.innerText('#try'), /Moved with it\s+R-7 .*\s*Events a year, or chance 1/);
    const with7 = await expected(page);
    await page.fill('#k-rate', '3');
    await page.click('button:has-text("Draw again")');
    assert.notEqual(await expected(page), with7);
    await page.selectOption('#l-engine', 'montecarlo');
    await page.click('button:has-text("Show")');
    assert.match(await page.innerText('#try'), /Simulation \(Monte Carlo\) of \d+ years from seed 1/);
    assert.equal(await page.inputValue('#k-rate'), '3'); // what was tried goes along
    await page.fill('#l-years', '4000');
    await page.click('button:has-text("Show")');
    assert.match(await page.innerText('#try'), /of 4000 years from seed 1/);
    await page.click('a[aria-label="As estimated R-7"]');
    assert.doesNotMatch(await page.innerText('#try'), /Moved with it/);
});

test('more years than a page draws become a paper in the background', async (rig) => {
    const page = await rig.signIn('manager');
    await page.goto('/loss?engine=montecarlo&years=1000000&seed=2');
    await page.click('button:has-text("Draw them in the background")');
    await page.waitForURL(/\/report\/made\/\d+/);
    await rig.axe(page);
    await page.waitForSelector('a:has-text("Open the PDF")', { timeout: 60000 });
    assert.match(await page.innerText('main'), /years 1000000 seed 2/);
});
