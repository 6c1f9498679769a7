// steps.js: what the chapters of the story stand on: the steps of the demonstration as data, people at their pages, and the three doors.
// SPDX-License-Identifier: Apache-2.0
//
// The organisation of the story is that of demo/steps.txt: a chapter takes its records from there, so that the words are written once.
// What a chapter does goes through pages; what must be refused is tried at the page, over the API and on the command line, and each time
// the ledger must hold the denial and the register must be as it was.
'use strict';
const assert = require('node:assert');
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const { root } = require('./rig.js');
const { code } = require('./totp.js');

const zone = 'Europe/Berlin';
const fixtures = path.join(root, 'test/fixture/story');

// 'asset add name="Patient records" …' → { noun, verb, on, fields }
function readStep(line) {
    const words = [];
    for (const m of line.matchAll(/(?:[^\s"]|"(?:[^"]|"")*")+/g))
        words.push(m[0].replace(/"((?:[^"]|"")*)"/g, (_, s) => s.replace(/""/g, '"').replace(/\\n/g, '\n')));
    const step = { noun: words[0], verb: words[1], on: '', fields: {} };
    for (const w of words.slice(2)) {
        const m = w.match(/^([a-z_.]+)=([^]*)$/);
        if (m) step.fields[m[1]] = m[2];
        else step.on = w;
    }
    return step;
}

const steps = [];
{
    let who = '';
    for (const line of fs.readFileSync(path.join(root, 'demo/steps.txt'), 'utf8').split('\n')) {
        if (/^\s*(#|@|$)/.test(line)) continue;
        if (line.startsWith('as ')) who = line.slice(3).trim();
        else steps.push({ who, ...readStep(line) });
    }
}

// The steps of a kind, in their order: of('risk', 'add').
function of(noun, verb) { return steps.filter((s) => s.noun === noun && s.verb === verb); }

// "today+30" as a day of the organisation's calendar.
function day(value) {
    const m = value.match(/^today([+-]\d+)?$/);
    if (!m) return value;
    const d = new Date(Date.now() + Number(m[1] ?? 0) * 86400000);
    return new Intl.DateTimeFormat('sv-SE', { timeZone: zone }).format(d);
}

const scopes = 'risk.* proposal.* asset.* scope.* criteria.* treatment.* soa.* soa_row.* report.* assessment.* import.* person.list';
const names = new Map(of('person', 'add').map((s) => [s.fields.email, s.fields.name]));

class Story {
    static of(rig) {
        const { program, password } = rig.server.organisation;
        const story = new Story(rig, program, password);
        story.learnCodes();
        return story;
    }
    constructor(rig, program, password) {
        Object.assign(this, { rig, program, password, pages: new Map(), tokens: new Map() });
        this.database = rig.server.database;
        this.url = rig.server.url;
    }

    // ---- the command line

    // What `isms …` answers, as the operator or, with as, in the place of a person.
    isms(words, { as, input } = {}) {
        const r = spawnSync(this.program, ['-d', this.database, ...(as ? ['--as', as] : []), ...words], { encoding: 'utf8', input });
        return { status: r.status, out: r.stdout, said: (r.stdout + r.stderr).trim() };
    }
    ask(...words) {
        const r = this.isms(words);
        assert.equal(r.status, 0, `isms ${words.join(' ')}: ${r.said}`);
        return r.out.trim();
    }
    // One record or list as the API writes it.
    show(code) { return JSON.parse(this.ask('--json', this.nounOf(code), 'show', code)); }
    list(noun, ...filters) {
        const items = [];
        for (let next = ''; next !== null;) {
            const part = JSON.parse(this.ask('--json', noun, 'list', 'limit=200', ...filters, ...(next ? [`after=${next}`] : [])));
            items.push(...part.items);
            next = part.next;
        }
        return items;
    }
    // By the rows: the total that others are told may be a second old.
    count(noun, ...filters) { return this.list(noun, ...filters).length; }
    nounOf(code) {
        const nouns = { ORG: 'organisation', U: 'unit', DU: 'duty', R: 'risk', AS: 'asset', TP: 'treatment', SOA: 'soa', SR: 'soa_row', CR: 'criteria', A: 'assessment', F: 'framework', BC: 'proposal', SC: 'scope',
            O: 'objective', P: 'person', IM: 'import', C: 'control', CX: 'climate', MT: 'meeting' };
        const noun = nouns[code.split('-')[0]];
        assert.ok(noun, `which noun is ${code}?`);
        return noun;
    }
    learnCodes() { this.codes = new Map(this.list('person').map((p) => [p.email, p.code])); }
    denials(verb) { return JSON.parse(this.ask('--json', 'log', 'list', 'result=denied', `verb=${verb}`, 'limit=200')).items; }

    // ---- the API

    async api(who, method, at, body) {
        if (!this.tokens.has(who)) {
            const said = this.ask('token', 'add', `person=${who}`, 'name=story', `scope=${scopes}`, `until=${day('today+2')}`);
            this.tokens.set(who, said.match(/isms_\S{43}/)[0]);
        }
        if (method === 'IMPORT') return this.apiImport(who, at, body);
        const code = at.split('/')[2];
        const headers = { authorization: `Bearer ${this.tokens.get(who)}`, 'content-type': 'application/json' };
        if (method === 'PATCH') headers['if-match'] = `"${this.show(code).version}"`;
        const r = await fetch(`${this.url}/api/v1${at}`, { method, headers, body: method === 'GET' ? undefined : JSON.stringify(body ?? {}) });
        return { status: r.status, said: await r.text() };
    }

    async apiImport(who, noun, file) {
        const headers = { authorization: `Bearer ${this.tokens.get(who)}`, 'content-type': 'text/csv' };
        const at = `${this.url}/api/v1/import?noun=${noun}&file=${path.basename(file)}`;
        const r = await fetch(at, { method: 'POST', headers, body: fs.readFileSync(file) });
        return { status: r.status, said: await r.text() };
    }

    // An attempt that each door refuses with the sentence; the ledger holds a denial from each, and what was asked for is as it was.
    //     who, verb ("risk.accept"), same () → anything that must not change, page () → { status, errors }, api [method, path, body],
    //     cli [words …], says; denied false: a malformed file leaves no entry
    async refuse({ who, verb, same, page, api, cli, says, denied = true }) {
        const before = JSON.stringify(same()), there = new Set(this.denials(verb).map((d) => d.n));
        const one = await page();
        assert.ok(one.status >= 400, `the page did not refuse ${verb}`);
        assert.match(one.errors, says, 'at the page');
        const two = await this.api(who, ...api);
        assert.ok(two.status >= 400 && two.status < 500, `the API answered ${two.status} to ${verb}: ${two.said}`);
        assert.match(JSON.parse(two.said).errors?.map((e) => e.detail ?? e.message).join(' ') || two.said, says, 'over the API');
        const three = this.isms(cli, { as: who });
        assert.equal(three.status, 1, `isms ${cli.join(' ')}: ${three.said}`);
        assert.match(three.said, says, 'on the command line');
        assert.equal(JSON.stringify(same()), before, `${verb} was refused, and something changed`);
        const fresh = this.denials(verb).filter((d) => !there.has(d.n));
        const doors = [...new Set(fresh.map((d) => d.channel))].sort();
        assert.deepEqual(doors, denied ? ['api', 'cli', 'web'] : [], `denials of ${verb}`);
        for (const d of fresh) assert.equal(d.actor, this.codes.get(who));
    }
    // A page that shows an act which is not offered to this person: by its address, as one who kept a bookmark would.
    async attempt(who, at, fields) {
        const page = await this.as(who);
        const answer = await page.goto(at, { waitUntil: 'domcontentloaded' });
        if (answer.status() >= 400) return { status: answer.status(), errors: await page.locator('main').innerText() };
        return this.send(page, await this.fill(page, fields ?? {}));
    }

    // A file at the page of imports: look() reads the difference before it is applied; answers the import's code, or the refusal.
    async import(who, noun, file, look) {
        const page = await this.as(who);
        await page.goto(`/import/new?noun=${noun}`, { waitUntil: 'domcontentloaded' });
        await page.setInputFiles('#f-file', typeof file === 'string' ? path.join(fixtures, file) : file);
        const answer = await this.send(page, page.locator('form.form').last());
        if (answer.status >= 400) return answer;
        look?.(await page.locator('main').innerText());
        return this.sent(page, page.locator('form.form').last());
    }

    // Steps that add many of a kind, as one file.
    importSteps(list) {
        const { who, noun } = list[0];
        const columns = [...new Set(list.flatMap((s) => Object.keys(s.fields)))];
        const usual = (c) => (list.some((s) => s.fields[c] === 'yes') ? 'no' : '');
        const cell = (s) => `"${s.replace(/"/g, '""')}"`;
        const lines = list.map((s) => columns.map((c) => cell(s.fields[c] ?? usual(c))).join(','));
        const buffer = Buffer.from([columns.join(','), ...lines, ''].join('\n'));
        return this.import(who, noun, { name: `${noun}.csv`, mimeType: 'text/csv', buffer },
            (said) => assert.match(said, new RegExp(`${list.length} to add, 0 to change`), said));
    }

    // ---- papers

    // A report as PDF: how many pages, and its text.
    async paper(who, address) {
        const page = await this.as(who);
        const r = await page.request.get(address);
        if (!r.ok()) return { status: r.status(), said: await r.text() };
        const pdf = await r.body();
        const text = spawnSync('pdftotext', ['-raw', '-', '-'], { input: pdf, encoding: 'utf8', maxBuffer: 1 << 26 }).stdout;
        assert.doesNotMatch(text, /\{[$a-z]|\bTODO\b|\bundefined\b/, `${address} has something unfilled`);
        return { status: 200, pages: text.split('\f').length - 1, text: text.replace(/\s+/g, ' ') };
    }

    // ---- people at their pages

    givePassword(email) {
        const r = this.isms(['person', 'password', this.codes.get(email), '--stdin'], { input: `${this.password}\n` });
        assert.equal(r.status, 0, r.said);
    }
    async as(email) {
        if (this.pages.has(email)) return this.pages.get(email);
        const page = await this.rig.page();
        await page.goto('/sign-in');
        await page.fill('input[name=email]', email);
        await page.fill('input[name=password]', this.password);
        await Promise.all([page.waitForURL((u) => new URL(u).pathname !== '/sign-in'), page.click('form button[type=submit]')]);
        const { secret } = this.rig.server.organisation;
        for (const later of [0, 1]) { // a code opens once: the one before may just have been used
            if (new URL(page.url()).pathname !== '/sign-in/code') break;
            await page.fill('#code', code(secret, later));
            await Promise.all([page.waitForEvent('domcontentloaded'), page.press('form button[type=submit]', 'Enter')]);
        }
        assert.doesNotMatch(page.url(), /\/sign-in/, `${email} is not signed in`);
        this.pages.set(email, page);
        return page;
    }

    // A second factor: the app on the telephone reads the secret, and its code opens the next session.
    async enrol(email) {
        const page = await this.as(email);
        await page.goto('/account/factor', { waitUntil: 'domcontentloaded' });
        await page.press('form[action="/account/factor/begin"] button', 'Enter');
        await page.waitForSelector('svg.qr');
        const secret = this.rig.server.organisation.secret = await page.textContent('#secret');
        await page.fill('#code', code(secret, -1));
        await page.press('form[action="/account/factor/confirm"] button', 'Enter');
        await page.waitForSelector('#recovery');
        assert.equal(await page.locator('#recovery code').count(), 10);
        await page.context().clearCookies();
        this.pages.delete(email);
        return this.as(email);
    }

    // Fills the form that stands on the page, in one go. A value is what one would write on the command line.
    async fill(page, fields) {
        const form = page.locator('form.form').last();
        const values = Object.fromEntries(Object.entries(fields).map(([n, s]) => [n, s.split(';').map((one) => {
            const v = day(one.trim());
            return names.get(v) ?? v;
        })]));
        const wrong = await form.evaluate((f, { fields, values }) => {
            const wrong = [];
            const set = (x, v) => { x.value = v; x.dispatchEvent(new Event('input', { bubbles: true })); x.dispatchEvent(new Event('change', { bubbles: true })); };
            for (const [name, one] of Object.entries(fields)) {
                const all = [...f.querySelectorAll(`[name="${name}"]`)].filter((x) => x.type !== 'hidden'), x = all[0];
                const currency = f.querySelector(`[name="${name}.currency"]`), money = one.match(/^(\S+) ([A-Z]{3})$/);
                if (!x) wrong.push(`there is no field ${name}`);
                else if (x.tagName === 'SELECT') {
                    const o = [...x.options].find((o) => o.value === values[name][0] || o.label === values[name][0]);
                    if (o) set(x, o.value);
                    else wrong.push(`${name} offers no ${one}`);
                } else if (x.type === 'radio') {
                    const r = all.find((r) => r.value === one);
                    if (r) r.click();
                    else wrong.push(`${name} offers no ${one}`);
                } else if (x.type === 'checkbox' && x.value === '1') {
                    if (x.checked !== (one === 'yes')) x.click();
                } else if (x.type === 'checkbox') {
                    const left = new Set(values[name].filter(Boolean));
                    for (const box of all) {
                        const here = left.delete(box.value) || left.delete(box.closest('label').textContent.trim());
                        if (here !== box.checked) box.click();
                    }
                    for (const v of left) wrong.push(`${name} offers no ${v}`);
                } else if (currency && money) {
                    set(x, money[1]);
                    set(currency, money[2]);
                } else set(x, x.type === 'date' ? values[name][0] : one);
            }
            return wrong;
        }, { fields, values });
        if (wrong.length) throw new Error(`${page.url()}: ${wrong.join('; ')}`);
        return form;
    }
    // Presses the form's button and says where that led: the path, or the sentences of the refusal.
    async send(page, form) {
        const [answer] = await Promise.all([page.waitForResponse((r) => r.request().isNavigationRequest() && r.request().method() === 'POST'),
            page.waitForEvent('domcontentloaded'), form.evaluate((f) => f.querySelector('button.main-act').click())]);
        const errors = answer.status() >= 400 ? (await page.locator('main').innerText()) : '';
        return { status: answer.status(), at: new URL(page.url()).pathname, errors };
    }
    async sent(page, form) {
        const r = await this.send(page, form);
        if (r.status >= 400) throw new Error(`${page.url()} was refused: ${r.errors.slice(0, 600)}`);
        return r.at.split('/').pop();
    }
    async add(who, noun, fields) {
        const page = await this.as(who);
        await page.goto(`/${noun}/new`, { waitUntil: 'domcontentloaded' });
        return this.sent(page, await this.fill(page, fields));
    }
    async set(who, code, fields) {
        const page = await this.as(who);
        await page.goto(`/${this.nounOf(code)}/${code}/edit`, { waitUntil: 'domcontentloaded' });
        return this.sent(page, await this.fill(page, fields));
    }
    // From the record's page, by its button.
    async act(who, code, action, fields = {}) {
        const page = await this.as(who);
        const at = `/${this.nounOf(code)}/${code}`;
        await page.goto(at, { waitUntil: 'domcontentloaded' });
        await page.locator(`main a[href="${at}/${action}"], main form[action="${at}/${action}"] button`).first().click();
        await page.waitForLoadState('domcontentloaded');
        if (new URL(page.url()).pathname !== `${at}/${action}`) return;
        await this.sent(page, await this.fill(page, fields));
    }
    // Many records of a list at once: ticked, previewed, done; so many must be offered.
    async bulk(who, list, what, n, fields = {}) {
        const page = await this.as(who);
        await page.goto(list, { waitUntil: 'domcontentloaded' });
        await page.evaluate(() => document.querySelectorAll('tbody input[type=checkbox]').forEach((x) => x.click()));
        await Promise.all([page.waitForEvent('domcontentloaded'), page.click('.bulk button:has-text("Change")')]);
        await page.check(`[name=what][value="${what}"]`);
        await this.sent(page, page.locator('form.form').last());
        if (await page.locator('button:has-text("Preview")').count()) await this.sent(page, await this.fill(page, fields));
        await Promise.all([page.waitForEvent('domcontentloaded'), page.click(`button:has-text("Change ${n === 1 ? 'one record' : `${n} records`}")`)]);
        await page.waitForSelector('.note.good');
    }
    // A step of the demonstration, by its form.
    play(s) {
        return s.verb === 'add' ? this.add(s.who, s.noun, s.fields) : s.verb === 'set' ? this.set(s.who, s.on, s.fields) : this.act(s.who, s.on, s.verb, s.fields);
    }
    async text(who, at) {
        const page = await this.as(who);
        await page.goto(at);
        return page.locator('main').innerText();
    }
}

// Plays the steps of a chapter and keeps the database that they leave for the next one. For work on a step: STORY_KEEP names a
// folder in which the database after each step stays, STORY_FROM the step (by the name of its function) after which to go on.
async function chapter(rig, name, list) {
    rig.allow(/status of (403|404|409|422)/); // what is refused on purpose
    rig.allow(/Transition was (aborted|skipped)/);
    const story = Story.of(rig), { STORY_KEEP: keep, STORY_FROM: from } = process.env;
    const after = list.findIndex((step) => step.name === from) + 1;
    for (const step of list.slice(after)) {
        const began = Date.now();
        await step(story);
        if (!keep) continue;
        const file = path.join(keep, `${step.name}.db`);
        save(story, file);
        console.log(`        ${step.name} (${Date.now() - began} ms)`);
    }
    save(story, rig.server.organisation.kept(name));
}

// With the key that its second factors are sealed with, and their secret, which the telephone would have.
function save(story, file) {
    const { secret } = story.rig.server.organisation;
    fs.rmSync(file, { force: true });
    story.ask('backup', file);
    if (!secret) return;
    fs.copyFileSync(`${story.database}-key`, `${file}-key`);
    fs.writeFileSync(`${file}-secret`, secret);
}

module.exports = { assert, chapter, fixtures, of };
