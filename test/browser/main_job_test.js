// main_job_test.js: the main job in the browser, from an empty database: risks in, judged, treated, approved and accepted by their owner;
// a Statement of Applicability with 93 rows, defended, approved and frozen; its paper read again.
// SPDX-License-Identifier: Apache-2.0
'use strict';
const assert = require('node:assert');
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const { root, test } = require('./rig.js');

const day = (n) => new Date(Date.now() + n * 86400000).toISOString().slice(0, 10);
const password = 'four plain words here';

async function enter(rig, email, secret) {
    const page = await rig.page();
    await page.goto('/sign-in');
    await page.fill('input[name=email]', email);
    await page.fill('input[name=password]', secret);
    await Promise.all([page.waitForURL((u) => u.pathname !== '/sign-in'), page.click('form button[type=submit]')]);
    return page;
}

// A field by its label, as a person finds it; a choice by the words of its option.
async function fill(page, fields) {
    for (const [label, value] of Object.entries(fields)) {
        const group = page.locator('main form.form fieldset', { has: page.locator('legend', { hasText: new RegExp(`^${label}`) }) });
        if (await group.count()) {
            await group.first().getByLabel(value, { exact: true }).check();
            continue;
        }
        const field = page.locator('main form.form').getByLabel(new RegExp(`^${label}`)).first();
        const tag = await field.evaluate((e) => (e.tagName === 'SELECT' ? 'select' : e.type));
        if (tag === 'select') await field.selectOption({ label: value });
        else if (tag === 'checkbox') await field.setChecked(value);
        else await field.fill(value);
    }
}

async function press(page, name) {
    await Promise.all([page.waitForNavigation({ waitUntil: 'load' }).catch(() => 0), page.locator('main').getByRole('button', { name, exact: true }).first().click()]);
}

// Fills a form and sends it; the code of the record it leads to.
async function send(page, address, fields) {
    await page.goto(address);
    await fill(page, fields);
    await Promise.all([page.waitForNavigation({ waitUntil: 'load' }), page.click('main form.form .main-act')]);
    const errors = await page.locator('#errors').allTextContents();
    assert.deepEqual(errors, [], address);
    return new URL(page.url()).pathname.split('/').pop();
}

// The action of a record, as its page offers it: a button, or a link to a form.
async function act(page, address, label, fields = {}) {
    await page.goto(address);
    const offered = page.locator('main .acts, main dialog').getByText(label, { exact: true }).first();
    const direct = await offered.evaluate((e) => e.tagName === 'BUTTON');
    await Promise.all([page.waitForNavigation({ waitUntil: 'load' }), offered.click()]);
    if (direct) return;
    await fill(page, fields);
    await press(page, label);
    assert.deepEqual(await page.locator('#errors').allTextContents(), [], `${address}: ${label}`);
}

async function hire(admin, name, role) {
    const email = `${role}@mill.example`;
    const code = await send(admin, '/person/new', { Name: name, 'E-mail': email, 'Has an account': true });
    await admin.locator('aside').getByText('Set a password').click();
    await admin.waitForURL(/\/password$/);
    await admin.fill('[name=password]', password);
    await press(admin, 'Set the password');
    await admin.goto(`/person/${code}`);
    await admin.goto(`/role/new?person=${code}`);
    await admin.selectOption('[name=role]', role);
    await press(admin, 'Add role');
    return { email, code };
}

// The rows of somebody's own register, with their own words for its columns.
const register = 'What could happen;Who bears it;Part of the house;How often\n'
    + 'Opened with a stolen account;Olive Oak;Marlow Bay Health Group;4\n'
    + 'Read from a lost laptop;Olive Oak;Marlow Bay Health Group;2\n';

async function bringIn(page, dir) {
    const file = path.join(dir, 'our risks.csv');
    fs.writeFileSync(file, register);
    await page.goto('/import/new');
    await page.selectOption('[name=noun]', 'risk');
    await page.setInputFiles('[name=file]', file);
    await press(page, 'Look at it');
    assert.match(page.url(), /\/import\/preview/);
    const column = { 'What could happen': 'Risk', 'Who bears it': 'Risk owner', 'Part of the house': 'Unit' }; // the last is left out
    for (const [of, field] of Object.entries(column)) await page.getByLabel(`Field of column ${of}`).selectOption({ label: field });
    await press(page, 'Look again');
    assert.match(await page.textContent('main'), /2 to add, 0 to change/);
    await page.goto('/risk');
    assert.equal(await page.locator('tbody tr').count(), 0, 'looking writes nothing');
    await page.goBack();
    await press(page, 'Import');
    assert.match(await page.textContent('main'), /2 added/);
}

async function judgeAndTreat(manager, owner) {
    await send(owner, '/risk/R-1/edit', { Likelihood: '4', Financial: '3', Reputation: '4', 'Why so': 'Two were stolen last year' });
    assert.match(await owner.textContent('main'), /Critical/);
    await send(owner, '/risk/R-2/edit', { Likelihood: '2', Financial: '2', 'Why so': 'Disks are encrypted' });
    await send(manager, '/control/new?requirements=A.8.5&risks=R-1', { Name: 'Second factor', Owner: 'Olive Oak', Status: 'Planned', 'Planned for': day(60) });
    const plan = await send(manager, '/treatment/new?risk=R-1&controls=C-1', { Option: 'Treat', Responsible: 'Olive Oak', Due: day(90),
        'Target likelihood': '2', 'Target consequence': '4', 'What is done': 'Roll it out' });
    await act(manager, `/treatment/${plan}`, 'Send for approval');
    await act(owner, `/treatment/${plan}`, 'Approve the plan');
    await act(owner, '/risk/R-1', 'Accept the residual risk');
    await owner.goto('/risk/R-1');
    assert.match(await owner.textContent('main'), /Accepted/);
}

// One value for all rows of the statement, seen before it is done.
async function decideAll(page, what, value) {
    await page.goto('/soa/SOA-1');
    await page.getByRole('link', { name: 'Edit many rows' }).click();
    await page.waitForURL(/soa_row/);
    await page.locator('tbody input[type=checkbox]').first().check();
    await press(page, 'All that match');
    await page.check(`[name=what][value=${what}]`);
    await press(page, 'Go on');
    const field = page.locator(`main form [name=${what}]:not([type=hidden])`).first();
    const tag = await field.evaluate((e) => (e.tagName === 'SELECT' ? 'select' : e.type));
    if (tag === 'select') await field.selectOption(value);
    else if (tag === 'radio') await page.check(`[name=${what}][value=${value}]`);
    else await field.check();
    await press(page, 'Preview');
    await press(page, /^Change \d+ records?$/);
    await page.waitForSelector('.note.good');
}

async function exclude(page, ident, fields) {
    await page.goto('/soa/SOA-1');
    await page.locator('tr', { has: page.locator('td.code', { hasText: new RegExp(`^${ident.replace(/\./g, '\\.')}$`) }) }).locator('th a').first().click();
    await page.waitForURL(/soa_row/);
    await fill(page, fields);
    await Promise.all([page.waitForNavigation({ waitUntil: 'load' }), page.click('main form.form .main-act')]);
    return (await page.locator('#errors').allTextContents()).join();
}

async function statement(manager, management) {
    await send(manager, '/scope/new', { Name: 'All', Statement: 'All of the house' });
    await send(manager, '/soa/new?scope=SC-1', {});
    await manager.goto('/soa/SOA-1');
    assert.equal(await manager.locator('tr[id^=SR-]').count(), 93);
    await management.goto('/soa/SOA-1/approve');
    await press(management, 'Approve');
    assert.match(await management.textContent('#errors'), /not decided/);
    await decideAll(manager, 'practice', '1');
    await decideAll(manager, 'applicable', 'yes');
    assert.match(await exclude(manager, 'A.8.5', { Applicable: 'Not applicable', Justification: 'Not wanted' }), /cannot be excluded: the treatment of R-1 relies on it/);
    assert.equal(await exclude(manager, 'A.8.4', { Applicable: 'Not applicable', 'Good practice': false, Justification: 'Nothing is developed here' }), '');
    await act(manager, '/soa/SOA-1', 'Send for approval');
    await act(management, '/soa/SOA-1', 'Approve');
    await manager.goto('/soa/SOA-1');
    assert.match(await manager.textContent('main'), /Approved/);
    const row = await manager.locator('tr[id^=SR-]').first().getAttribute('id');
    await manager.goto(`/soa_row/${row}/edit`);
    await fill(manager, { Justification: 'Other words' });
    await Promise.all([manager.waitForNavigation(), manager.click('main form.form .main-act')]);
    assert.match(await manager.textContent('main'), /is approved and no longer changes/);
}

// All 93 titles stand on the pages of the paper.
async function paper(page, dir) {
    await page.goto('/soa/SOA-1');
    const href = await page.getByRole('link', { name: 'PDF' }).first().getAttribute('href'), r = await page.request.get(href);
    assert.equal(r.status(), 200);
    const file = path.join(dir, 'soa.pdf');
    fs.writeFileSync(file, await r.body());
    const said = spawnSync('pdftotext', ['-raw', file, '-'], { encoding: 'utf8' }).stdout.replace(/\s+/g, ' ');
    const titles = fs.readFileSync(path.join(root, 'content/annex_a.csv'), 'utf8').split('\n')
        .map((l) => l.match(/^iso27001,A\.[0-9.]+,(?:"([^"]*)"|([^",]*)),/)).filter(Boolean).map((m) => m[1] ?? m[2]);
    assert.equal(titles.length, 93);
    assert.deepEqual(titles.filter((t) => !said.includes(t)), []);
    assert.match(said, /Of 93 controls 92 apply and 1 \w+ excluded/);
}

test('the main job is done in the browser, from an empty database to a frozen statement', async (rig) => {
    rig.allow(/status of 422/);
    const { password: first } = rig.server.organisation, dir = path.dirname(rig.server.database);
    const manager = await enter(rig, 'rafael.duarte@marlowbay.example', first);
    const greta = await hire(manager, 'Greta Gale', 'management'), olive = await hire(manager, 'Olive Oak', 'owner');
    const management = await enter(rig, greta.email, password), owner = await enter(rig, olive.email, password);
    await act(management, '/criteria/CR-1', 'Approve');
    await bringIn(manager, dir);
    await judgeAndTreat(manager, owner);
    await statement(manager, management);
    await paper(manager, dir);
}, 'empty');
