// rig.js: what a browser test stands on: a server with the demonstration organisation, Chromium, and a page that tolerates no complaint.
// SPDX-License-Identifier: Apache-2.0
'use strict';
const { spawn, spawnSync } = require('node:child_process');
const fs = require('node:fs');
const net = require('node:net');
const os = require('node:os');
const path = require('node:path');
const { chromium } = require('playwright-core');

const root = path.resolve(__dirname, '../..');
const axe = fs.readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const flags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync'];

const tests = [];
// test(sentence, run): run gets a rig (below). A test that throws has failed; skip(reason) ends it as skipped. It finds the demonstration
// organisation, or one in which nothing is but its administrator (begins 'empty').
function test(sentence, run, begins = 'demo') { tests.push({ sentence, run, begins }); }
class Skipped extends Error {}
function skip(reason) { throw new Skipped(reason); }

function freePort() {
    return new Promise((done, broken) => {
        const s = net.createServer();
        s.once('error', broken);
        s.listen(0, '127.0.0.1', () => { const { port } = s.address(); s.close(() => done(port)); });
    });
}

// One organisation for a whole run, made once; each server works on a copy of its own.
class Organisation {
    constructor(tree) {
        this.program = path.join(path.resolve(tree), 'isms');
        this.dir = fs.mkdtempSync(path.join(os.tmpdir(), 'isms-browser-'));
        this.copies = 0;
    }
    make() {
        const r = spawnSync(this.program, ['init', path.join(this.dir, 'demo.db'), '--demo'], { encoding: 'utf8', cwd: this.dir });
        if (r.status !== 0) throw new Error(`isms init --demo: ${r.stdout}${r.stderr}`);
        this.said = r.stdout + r.stderr;
    }
    copy(begins) {
        const to = path.join(this.dir, `copy-${++this.copies}`);
        fs.mkdirSync(to);
        if (begins !== 'demo') return this.found(path.join(to, 'story.db'), begins);
        for (const f of fs.readdirSync(this.dir)) if (f.startsWith('demo.db')) fs.copyFileSync(path.join(this.dir, f), path.join(to, f));
        return path.join(to, 'demo.db');
    }
    kept(chapter) { return path.join(this.dir, `${chapter}.db`); }
    // A new organisation with its administrator, or what a chapter left; with everybody's password anew.
    found(database, begins) {
        const { STORY_KEEP: keep, STORY_FROM: from } = process.env;
        const left = from ? path.join(keep, `${from}.db`) : this.kept(begins);
        const run = (words, input) => {
            const r = spawnSync(this.program, ['-d', database, ...words], { encoding: 'utf8', input, env: { ...process.env, TZ: 'Europe/Berlin' } });
            if (r.status !== 0) throw new Error(`isms ${words[0]}: ${r.stdout}${r.stderr}`);
            return r.stdout;
        };
        if (fs.existsSync(left)) run(['restore', left]);
        else if (begins !== 'empty') throw new Skipped(`it goes on from ${begins}, which was not played`);
        else this.password = run(['init', '--name', 'Marlow Bay Health Group', '--admin', 'rafael.duarte@marlowbay.example']).match(/password (\S+)/)[1];
        if (!fs.existsSync(left)) return database;
        if (fs.existsSync(`${left}-key`)) {
            fs.copyFileSync(`${left}-key`, `${database}-key`);
            this.secret = fs.readFileSync(`${left}-secret`, 'utf8');
        }
        this.password ??= 'a password for a chapter alone';
        for (const email of ['rafael.duarte', 'ingrid.sommer', 'priya.raman', 'jonas.feld', 'amara.nwosu', 'mei.tan', 'helen.park', 'henrik.vogel']) {
            const found = JSON.parse(run(['--json', 'person', 'list', `email=${email}@marlowbay.example`])).items[0];
            if (from && found) run(['person', 'password', found.code, '--stdin'], this.password);
        }
        return database;
    }
    drop() { fs.rmSync(this.dir, { recursive: true, force: true }); }
}

class Server {
    static async start(organisation, begins) {
        const s = new Server();
        s.organisation = organisation;
        s.database = organisation.copy(begins);
        const port = await freePort();
        s.url = `http://127.0.0.1:${port}`;
        s.log = '';
        s.child = spawn(organisation.program, ['-d', s.database, 'serve', '--listen', `127.0.0.1:${port}`], { stdio: ['ignore', 'pipe', 'pipe'] });
        for (const stream of [s.child.stdout, s.child.stderr]) stream.on('data', (d) => { s.log += d; });
        s.ended = new Promise((done) => s.child.once('exit', done));
        for (let tries = 0; tries < 200; tries++) {
            if (s.child.exitCode !== null) break;
            try {
                await fetch(`${s.url}/sign-in`, { redirect: 'manual' });
                s.people = signIns(organisation.said + s.log, s.database);
                return s;
            } catch { await new Promise((done) => setTimeout(done, 50)); }
        }
        throw new Error(`the server does not answer:\n${s.log}`);
    }
    async stop() {
        if (this.child.exitCode === null) this.child.kill('SIGTERM');
        await this.ended;
    }
}

// The program prints one sign-in for each role (and keeps them beside the database): lines that hold a role, an address, a password.
function signIns(said, database) {
    const people = {};
    const folder = path.dirname(database);
    for (const f of fs.readdirSync(folder)) if (/sign-?in/.test(f)) said += `\n${fs.readFileSync(path.join(folder, f), 'utf8')}`;
    for (const line of said.split('\n')) {
        const m = line.match(/\b(administrator|manager|management|owner|auditor|external|staff)\b.*?([^\s<>"']+@[^\s<>"',]+)\s+(\S+)\s*$/);
        if (m && !people[m[1]]) people[m[1]] = { email: m[2], password: m[3] };
    }
    return people;
}

// A rig: server, browser and the complaints of every page it opened. check() throws them; the runner does so after each test.
class Rig {
    constructor(server, browser) {
        this.server = server;
        this.browser = browser;
        this.contexts = [];
        this.complaints = [];
        this.allowed = [];
    }
    // A new page with cookies of its own, without motion: what moves cannot be pressed. Options are playwright's: viewport, colorScheme, javaScriptEnabled, …
    async page(options = {}) {
        const context = await this.browser.newContext({ baseURL: this.server.url, viewport: { width: 1280, height: 900 }, reducedMotion: 'reduce', ...options });
        this.contexts.push(context);
        const page = await context.newPage();
        page.setDefaultTimeout(10000);
        page.on('console', (m) => this.complaints.push(`console ${m.type()}: ${m.text()} (${m.location().url})`));
        page.on('pageerror', (e) => this.complaints.push(`script: ${e.message}`));
        page.on('requestfailed', (r) => { if (r.failure()?.errorText !== 'net::ERR_ABORTED') this.complaints.push(`request: ${r.url()} ${r.failure()?.errorText}`); });
        page.on('request', (r) => { if (!r.url().startsWith(this.server.url) && !/^(data|blob|about):/.test(r.url())) this.complaints.push(`outside request: ${r.url()}`); });
        const cdp = await context.newCDPSession(page);
        await cdp.send('Audits.enable');
        cdp.on('Audits.issueAdded', ({ issue }) => {
            if (issue.code === 'ContentSecurityPolicyIssue') this.complaints.push(`policy: ${JSON.stringify(issue.details.contentSecurityPolicyIssueDetails)}`);
        });
        page.cdp = cdp;
        return page;
    }
    // A page signed in as a person of that role, at My work.
    async signIn(role, options = {}) {
        const person = this.server.people[role];
        if (!person) throw new Error(`the program printed no sign-in for ${role}`);
        const page = await this.page(options);
        await page.goto('/sign-in');
        await page.fill('input[name=email]', person.email);
        await page.fill('input[name=password]', person.password);
        await Promise.all([page.waitForURL((u) => new URL(u).pathname !== '/sign-in'), page.click('form button[type=submit]')]);
        return page;
    }
    // Complaints that a test provokes on purpose.
    allow(pattern) { this.allowed.push(pattern); }
    check() {
        const left = this.complaints.filter((c) => !this.allowed.some((a) => a.test(c)));
        if (left.length) throw new Error(`the browser complains:\n  ${left.join('\n  ')}`);
    }
    // Colours that change with the theme do so in a moment: now they have.
    async settled(page) {
        await page.cdp.send('Runtime.evaluate', { expression: 'document.getAnimations().forEach(a => a.finish())' });
    }
    // What axe finds on the page, as it is now, by all its rules or those named. Evaluated from outside, so the policy of the page
    // stays as strict as it is.
    async axe(page, rules) {
        const evaluate = async (expression) => {
            const r = await page.cdp.send('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true });
            if (r.exceptionDetails) throw new Error(r.exceptionDetails.exception?.description ?? r.exceptionDetails.text);
            return r.result.value;
        };
        const only = rules ? { type: 'rule', values: rules } : ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
        if (!await evaluate('typeof axe === "object"')) await evaluate(`${axe};0`);
        const found = await evaluate(`axe.run(document, { runOnly: ${JSON.stringify(only)},
            resultTypes: ['violations'] }).then(r => r.violations.map(v => v.id + ': ' + v.help + '\\n    ' + v.nodes.slice(0, 3).map(n => n.html.slice(0, 200)).join('\\n    ')))`);
        if (found.length) throw new Error(`axe finds on ${page.url()}:\n  ${found.join('\n  ')}`);
    }
    // A picture for people, build/shots/NAME.png.
    async shot(page, name) {
        const folder = path.join(root, 'build', 'shots');
        fs.mkdirSync(folder, { recursive: true });
        await page.screenshot({ path: path.join(folder, `${name}.png`), fullPage: true });
    }
    async close() { for (const c of this.contexts) await c.close(); }
}

function launch() { return chromium.launch({ executablePath: process.env.CHROMIUM || '/usr/bin/chromium', headless: true, args: flags }); }

module.exports = { Organisation, Server, Rig, Skipped, launch, root, skip, test, tests };
