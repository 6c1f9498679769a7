// routes.js: every address of the program (test/golden/routes.txt) with real codes of the demonstration organisation, and who asks it.
// SPDX-License-Identifier: Apache-2.0
'use strict';
const fs = require('node:fs');
const http = require('node:http');
const path = require('node:path');
const { root } = require('./rig.js');

const golden = (name) => path.join(root, 'test', 'golden', name);
const routes = () => fs.readFileSync(golden('routes.txt'), 'utf8').trimEnd().split('\n').map((line) => {
    const [verb, pattern, name, permit] = line.split(' ');
    return { verb, pattern, name, permit };
});

// One after the other over a connection that stays; redirects are answers like any other.
class Client {
    constructor(where) { // {socketPath} or {host, port}
        this.where = { ...where, agent: new http.Agent({ keepAlive: true, maxSockets: 1 }) };
        this.cookies = {};
    }
    send(verb, target, { body, type, headers = {} } = {}) {
        return new Promise((done, broken) => {
            const cookie = Object.entries(this.cookies).map(([k, v]) => `${k}=${v}`).join('; ');
            const sent = { ...headers, ...(cookie && { cookie }), ...(body !== undefined && { 'content-type': type, 'content-length': Buffer.byteLength(body) }) };
            const r = http.request({ ...this.where, method: verb, path: target, headers: sent }, (answer) => {
                const parts = [];
                answer.on('data', (d) => parts.push(d));
                answer.on('error', broken);
                answer.on('end', () => {
                    for (const c of answer.headers['set-cookie'] ?? []) {
                        const [, name, value] = c.match(/^([^=]+)=([^;]*)/);
                        if (value) this.cookies[name] = value;
                        else delete this.cookies[name];
                    }
                    done({ status: answer.statusCode, headers: answer.headers, body: Buffer.concat(parts) });
                });
            });
            r.on('error', broken);
            r.end(body);
        });
    }
    get(target) { return this.send('GET', target); }
    async json(target) {
        const r = await this.get(target);
        if (r.status !== 200) throw new Error(`${target}: ${r.status} ${r.body}`);
        return JSON.parse(r.body);
    }
    // Through the API; the answer, or an error with what the problem says.
    async put(target, fields) {
        const r = await this.send('POST', target, { body: JSON.stringify(fields), type: 'application/json' });
        if (r.status >= 300) throw new Error(`${target}: ${r.status} ${r.body}`);
        return r.body.length ? JSON.parse(r.body) : null;
    }
    form(target, fields) {
        return this.send('POST', target, { body: new URLSearchParams(fields).toString(), type: 'application/x-www-form-urlencoded' });
    }
    // A form that must do.
    async posted(target, fields) {
        const r = await this.form(target, { token: this.token, ...fields });
        if (r.status !== 303) throw new Error(`${target}: ${r.status} ${r.body}`);
        return r.headers.location;
    }
    async upload(target, fields, name, file, type, content) {
        const b = 'a-line-that-no-file-holds', part = (head, body) => `--${b}\r\ncontent-disposition: form-data; ${head}\r\n\r\n${body}\r\n`;
        let body = '';
        for (const [k, v] of Object.entries({ token: this.token, ...fields })) body += part(`name="${k}"`, v);
        body += part(`name="${name}"; filename="${file}"\r\ncontent-type: ${type}`, content) + `--${b}--\r\n`;
        const r = await this.send('POST', target, { body, type: `multipart/form-data; boundary=${b}` });
        if (r.status >= 400) throw new Error(`${target}: ${r.status} ${r.body}`);
        return r;
    }
    async signIn({ email, password }) {
        const r = await this.form('/sign-in', { email, password });
        if (r.status !== 303) throw new Error(`${email} cannot sign in: ${r.status}`);
        const page = (await this.get('/account')).body.toString();
        this.token = page.match(/name='token' value='([^']+)'/)[1];
        return this;
    }
    close() { this.where.agent.destroy(); }
}

// Whoever may use the program's own socket is its operator.
const operator = (rig) => new Client({ socketPath: `${rig.server.database}.sock` });
const stranger = (rig) => new Client({ host: '127.0.0.1', port: new URL(rig.server.url).port });
const visitor = async (rig, role) => stranger(rig).signIn(rig.server.people[role]);

async function all(client, noun, query = '') {
    const items = [];
    for (let after = ''; after !== null;) {
        const page = await client.json(`/api/v1/${noun}?sort=code&limit=500${query}${after && `&after=${after}`}`);
        items.push(...page.items);
        after = page.next;
    }
    return items;
}
const nouns = () => routes().filter((r) => r.verb === 'PATCH').map((r) => r.pattern.split('/')[3]);

const day = (n) => new Date(Date.now() + n * 86400000).toISOString().slice(0, 10);

const password = 'correct horse battery staple';
// A person who holds that one role and no other; an owner holds it in one clinic, and owns something there.
async function hire(by, role) {
    const unit = role === 'owner' ? 'Boston clinic' : 'U-1', email = `${role}@marlowbay.example`;
    const person = await by.put('/api/v1/person', { name: `Alex ${role}`, email, post: 'On trial', unit, account: true });
    await by.put('/api/v1/role', { person: person.code, role, unit, ...(role === 'external' && { until: day(90) }) });
    await by.put(`/api/v1/person/${person.code}/password`, { password });
    return { email, password, code: person.code };
}
const cast = ['administrator', 'manager', 'management', 'owner', 'auditor', 'external', 'staff'];

// One person of each role, and at least one record of each entity: what the organisation has not yet is added.
async function furnish(rig) {
    const by = operator(rig);
    for (const role of cast) rig.server.people[role] = await hire(by, role);
    const { administrator, manager, owner } = rig.server.people;
    const add = (noun, fields) => by.put(`/api/v1/${noun}`, fields);
    for (const unit of ['Boston clinic', 'Hamburg clinic']) {
        const by_whom = unit === 'Boston clinic' ? owner.code : (await all(by, 'person')).find((p) => p.name === 'Birgit Lorenz').code;
        const asset = await add('asset', { name: `Rooms of ${unit}`, kind: 'site', owner: by_whom, unit });
        const risk = await add('risk', { title: `Water in the cellar of ${unit}`, owner: by_whom, unit, assets: [asset.code] });
        const control = await add('control', { name: `Pump of ${unit}`, owner: by_whom, unit, risks: [risk.code] });
        await add('treatment', { risk: risk.code, option: 'treat', note: `Move the racks of ${unit}`, owner: by_whom, due: day(90),
            target_likelihood: 1, target_consequence: 1, controls: [control.code] });
        await add('task', { title: `Call the plumber of ${unit}`, assignee: by_whom, unit, about: risk.code, due: day(90) });
        await add('finding', { title: `Rust at ${unit}`, kind: 'observation', owner: by_whom, unit, about: asset.code });
        await add('evidence', { title: `Look at the pump of ${unit}`, about: control.code, kind: 'observation', observation: 'It runs.' });
        await add('exception', { title: `No pump in summer at ${unit}`, about: control.code, control: control.code, why: 'It is dry.',
            compensating: 'A bucket.', until: day(90) });
        await add('comment', { about: risk.code, body: `@${manager.email} please look at ${unit}` });
    }
    const person = { administrator: administrator.code };
    await add('token', { person: person.administrator, name: 'Inventory', scope: 'asset.list', until: day(90) });
    await by.put('/api/v1/template/TM-1/use', { owner: owner.code, unit: 'Boston clinic', planned_on: day(30) });
    const m = await visitor(rig, 'manager');
    await m.posted('/view/save', { noun: 'risk', query: 'level=high', name: 'High risks' });
    await m.upload('/file/new?about=R-1', { about: 'R-1' }, 'file', 'note.txt', 'text/plain', 'A note.');
    const looked = await m.upload('/import/new', { noun: 'asset' }, 'file', 'assets.csv', 'text/csv', 'name,kind,owner,unit\nAnnex,site,Birgit Lorenz,Hamburg clinic\n');
    rig.preview = looked.headers.location;
    await m.posted('/import/apply', Object.fromEntries(new URL(rig.preview, rig.server.url).searchParams));
    m.close();
    by.close();
}

// The addresses of a route: {shown, target} for each, target null when there is no such record. codes: noun -> codes, of which the
// first is taken, or the last for what ends a record; names: what stands for the other parts, all of them in turn.
function addresses(route, codes, names) {
    const list = codes[route.pattern.replace('/api/v1', '').split('/')[1]] ?? [];
    const code = route.verb === 'DELETE' ? list[list.length - 1] : list[0];
    let shown = [route.pattern];
    for (const [part, values] of Object.entries(names)) shown = shown.flatMap((p) => p.includes(`:${part}`) ? values.map((v) => p.replace(`:${part}`, v)) : [p]);
    return shown.map((p) => ({ shown: p, target: !p.includes(':code') ? p : code ? p.replace(':code', code) : null }));
}

// What stands for :name and :file: jobs and papers.
async function names(rig) {
    const by = operator(rig), page = await visitor(rig, 'manager');
    const jobs = (await by.json('/api/v1/job')).items.map((j) => j.name);
    const papers = {};
    for (const [, paper, query] of (await page.get('/report')).body.toString().matchAll(/href='\/report\/([a-z-]+\.pdf)([^']*)'/g)) papers[paper] ??= paper + query;
    by.close();
    page.close();
    return { name: jobs, file: Object.values(papers) };
}

async function allCodes(rig) {
    const by = operator(rig), codes = {};
    for (const noun of nouns()) codes[noun] = (await all(by, noun)).map((r) => r.code);
    by.close();
    return codes;
}

// The addresses behind which there is a page for this client: {target, shown, body}, with the codes of records that are there.
async function pages(rig, role) {
    const client = await visitor(rig, role), codes = await allCodes(rig), found = [];
    const other = await names(rig);
    for (const route of routes().filter((r) => r.verb === 'GET' && !r.pattern.startsWith('/api/') && !/\.(csv|xlsx|json)$/.test(r.pattern))) {
        for (const { shown, target } of addresses(route, codes, other)) {
            const at = shown === '/import/preview' ? rig.preview : target;
            if (!at || shown.startsWith('/report/')) continue;
            const r = await client.get(at);
            if (/^text\/html/.test(r.headers['content-type']) && /^<!doctype html>/i.test(r.body.toString('utf8', 0, 20))) found.push({ target: at, shown, status: r.status, body: r.body.toString() });
        }
    }
    client.close();
    return found;
}

module.exports = { Client, addresses, all, allCodes, cast, day, furnish, golden, names, nouns, operator, pages, routes, stranger, visitor };
