// other_unit_test.js: over HTTP, an owner in one clinic reads no word of what lies in another: on no page, in no list, count, search or file.
// SPDX-License-Identifier: Apache-2.0
'use strict';
const assert = require('node:assert');
const { test } = require('./rig.js');
const { addresses, all, day, furnish, names, nouns, operator, routes, visitor } = require('./routes.js');

const words = (r) => ['title', 'name', 'note', 'body'].map((f) => r[f]).filter((s) => typeof s === 'string' && s.length >= 12);

// What the owner may see of each register, and the words that stand only in what she may not.
async function divide(by, owner) {
    const codes = {}, hidden = new Map();
    let seen = '';
    for (const noun of nouns()) {
        const first = await owner.get(`/api/v1/${noun}?limit=1`);
        const visible = first.status === 200 ? await all(owner, noun) : [];
        if (first.status === 200) assert.equal(JSON.parse(first.body).total, visible.length, `the total of ${noun}`);
        codes[noun] = visible.map((r) => r.code);
        seen += JSON.stringify(visible);
        for (const r of await all(by, noun)) if (!codes[noun].includes(r.code)) for (const s of words(r)) hidden.set(s, noun);
    }
    // Not hidden: what the program itself is made of, and the title of a row of a statement, which is a paper of the whole organisation.
    for (const own of ['/api/v1/openapi.json', '/report']) seen += (await owner.get(own)).body;
    for (const row of (await all(by, 'soa_row')).filter((r) => r.control)) hidden.delete((await by.json(`/api/v1/control/${row.control}`)).name);
    for (const s of hidden.keys()) if (seen.includes(JSON.stringify(s).slice(1, -1))) hidden.delete(s);
    return { codes, hidden };
}

test('an owner reads no word of another unit, today and as of last month', async (rig) => {
    await furnish(rig);
    const by = operator(rig), owner = await visitor(rig, 'owner'), { codes, hidden } = await divide(by, owner), other = await names(rig), told = [];
    assert.ok(hidden.size > 50 && [...hidden.values()].includes('risk') && [...hidden.values()].includes('asset'), `${hidden.size} texts are hidden from her`);
    const look = async (address) => {
        const body = (await owner.get(address)).body.toString();
        for (const [s, noun] of hidden) if (body.includes(s)) told.push(`${address}: "${s}" of ${noun}`);
    };
    for (const route of routes().filter((r) => r.verb === 'GET' && !/\.xlsx$|:file|:name|\/log/.test(r.pattern)))
        for (const { target } of addresses(route, codes, other)) {
            if (!target) continue;
            await look(target);
            await look(`${target}?as_of=${day(-30)}`);
        }
    for (const [s, noun] of [...hidden].filter(([, n]) => ['risk', 'asset', 'control'].includes(n)).slice(0, 30)) {
        const q = encodeURIComponent(s);
        assert.equal((await owner.json(`/api/v1/${noun}?q=${q}&limit=1`)).total, 0, s);
        for (const then of ['', `&as_of=${day(-30)}`]) await owner.json(`/api/v1/${noun}?q=${q}${then}`).then((r) => assert.deepEqual(r.items, [], s));
        assert.ok(!(await owner.get(`/search.json?q=${q}`)).body.toString().includes(JSON.stringify(s)), s);
    }
    assert.deepEqual(told, []);
    owner.close();
    by.close();
});
