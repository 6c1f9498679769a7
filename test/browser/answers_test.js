// answers_test.js: a person of each role against every address, over HTTP: the answers are those of test/golden/answers.txt.
// SPDX-License-Identifier: Apache-2.0
'use strict';
// Each line of the golden file is an address; each column one person's status there. "-": that person has no such record to try.
// The forms are sent empty. What is refused changes nothing, and nothing is answered by a failure.
const assert = require('node:assert');
const fs = require('node:fs');
const { test } = require('./rig.js');
const { addresses, all, cast, furnish, golden, names, nouns, operator, routes, stranger, visitor } = require('./routes.js');

const columns = [...cast.slice(0, 4), 'foreign', ...cast.slice(4), 'stranger'];
const file = golden('answers.txt');
const width = 72;

// Whose records are tried: an owner's own, or those of another unit (column `foreign`); else the first there are.
async function codes_for(column, by, client, me) {
    const codes = {};
    for (const noun of nouns()) {
        const there = (await all(by, noun)).map((r) => r.code);
        codes[noun] = there;
        if (column !== 'owner' && column !== 'foreign') continue;
        const list = await client.get(`/api/v1/${noun}?limit=1`);
        const seen = list.status === 200 ? new Set((await all(client, noun)).map((r) => r.code)) : new Set();
        codes[noun] = there.filter((c) => seen.has(c) === (column === 'owner'));
        if (column === 'owner' && codes[noun].length === 0) codes[noun] = there.slice(0, 1);
        if (column === 'owner') codes[noun] = await owned(client, noun, codes[noun], me);
    }
    return codes;
}

// Those that are hers first: where nothing is hers, what she may see.
async function owned(client, noun, seen, me) {
    const items = (await client.get(`/api/v1/${noun}?limit=1`)).status === 200 ? await all(client, noun) : [];
    const hers = items.filter((r) => ['owner', 'person', 'assignee', 'risk_owner'].some((f) => r[f] === me)).map((r) => r.code);
    return [...hers, ...seen.filter((c) => !hers.includes(c))];
}

// What ends something comes last, and going out at the very end.
const late = (r) => /^.sign-(in|out)$/.test(r.pattern) ? 4 : r.pattern.startsWith('/account/') ? 3 : r.verb === 'DELETE' ? 2 : r.pattern.endsWith('/end') ? 1 : 0;
const order = (list) => [...list.filter((r) => r.verb === 'GET'),
    ...[0, 1, 2, 3, 4].flatMap((n) => list.filter((r) => r.verb !== 'GET' && late(r) === n))];

function ask(client, route, target) {
    if (route.verb === 'GET') return client.get(target);
    const headers = { 'x-isms-token': client.token ?? '' };
    if (target.startsWith('/api/')) {
        if (route.verb !== 'POST') headers['if-match'] = '*';
        const sent = route.verb === 'DELETE' ? {} : { body: '{}', type: 'application/json' };
        return client.send(route.verb, target, { ...sent, headers });
    }
    return client.form(target, { token: client.token ?? '' });
}

// The newest entry of that person that is no refusal. Papers are made beside the requests, and noted when they are done.
async function last(by, actor) {
    const { items } = await by.json(`/api/v1/log?result=done&actor=${actor}&limit=20`);
    return items.find((x) => !x.verb.startsWith('report.'))?.n ?? 0;
}

async function answers(rig, column) {
    await furnish(rig);
    const by = operator(rig), person = rig.server.people[column === 'foreign' ? 'owner' : column];
    const client = person ? await visitor(rig, column === 'foreign' ? 'owner' : column) : stranger(rig);
    const actor = person ? person.code : 'nobody', codes = await codes_for(column, by, client, actor), other = await names(rig), found = new Map();
    for (const route of order(routes())) {
        for (const { shown, target } of addresses(route, codes, other)) {
            found.set(`${route.verb} ${shown}`, '-');
            if (!target) continue;
            const before = route.verb === 'GET' ? 0 : await last(by, actor), r = await ask(client, route, target);
            found.set(`${route.verb} ${shown}`, String(r.status));
            assert.ok(r.status < 500, `${route.verb} ${target} answers ${r.status} to ${column}: ${r.body.toString().slice(0, 400)}`);
            if (route.verb !== 'GET' && target !== '/sign-in' && r.status >= 400) // who fails to sign in is noted
                assert.equal(await last(by, actor), before, `${route.verb} ${target} is refused to ${column} and changes something`);
        }
    }
    client.close();
    by.close();
    return found;
}

function read() {
    const table = new Map();
    if (!fs.existsSync(file)) return table;
    for (const line of fs.readFileSync(file, 'utf8').trimEnd().split('\n').slice(1)) {
        const [verb, address, ...cells] = line.split(/ +/);
        table.set(`${verb} ${address}`, cells);
    }
    return table;
}

// The column as it is now, the others as they were.
function bless(n, found) {
    const was = read(), line = (head, cells) => `${head.padEnd(width)}${cells.map((c) => ` ${c.padStart(3)}`).join('')}\n`;
    let out = line('#', columns.map((c) => c.slice(0, 3)));
    for (const [at, status] of [...found].sort(([a], [b]) => (a.split(' ')[1] < b.split(' ')[1] ? -1 : a.split(' ')[1] > b.split(' ')[1] ? 1 : a < b ? -1 : 1))) {
        const cells = was.get(at) ?? columns.map(() => '?');
        cells[n] = status;
        out += line(at, cells);
    }
    fs.writeFileSync(file, out);
}

for (const [n, column] of columns.entries()) {
    const who = { foreign: 'an owner who asks for what is another unit\'s', stranger: 'who has not signed in' }[column] ?? `${/^[aeo]/.test(column) ? 'an' : 'a'} ${column}`;
    test(`every address answers ${who} as the golden file says`, async (rig) => {
        const found = await answers(rig, column);
        if (process.env.ISMS_BLESS) return bless(n, found);
        const wanted = read(), wrong = [];
        for (const at of new Set([...found.keys(), ...wanted.keys()])) {
            const now = found.get(at) ?? 'gone', then = wanted.get(at)?.[n] ?? 'not there';
            if (now !== then) wrong.push(`${at}: ${now}, in the golden file ${then}`);
        }
        assert.deepEqual(wrong, [], 'test/golden/answers.txt is another (ISMS_BLESS=1 takes it as it is now)');
    });
}
