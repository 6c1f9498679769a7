// forms_test.js: every form of every page works with scripts off: it has an address, and what it sends there is answered by a page.
// SPDX-License-Identifier: Apache-2.0
'use strict';
const assert = require('node:assert');
const { test } = require('./rig.js');
const { allCodes, day, furnish, pages, routes, visitor } = require('./routes.js');

const plain = (s) => s.replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&quot;/g, '"').replace(/&#39;/g, '\'').replace(/&amp;/g, '&');
const attribute = (tag, name) => {
    const m = tag.match(new RegExp(`\\s${name}(?:='([^']*)'|="([^"]*)")?(?=[\\s>/]|$)`));
    return m ? plain(m[1] ?? m[2] ?? '') : null;
};

// What a browser without scripts reads of a page: {method, action, multipart, inputs: [{kind, name, value, …}]}.
function formsOf(body) {
    return [...body.matchAll(/<form\b([^>]*)>([\s\S]*?)<\/form>/g)].map(([, head, inner]) => {
        const inputs = [];
        for (const [tag, name, content] of inner.matchAll(/<(input|textarea|select|button)\b[^>]*>(?:([\s\S]*?)<\/\2>)?/g)) {
            const open = tag.match(/^<[^>]*>/)[0], x = { tag: name, open, name: attribute(open, 'name'), kind: attribute(open, 'type') ?? name, required: attribute(open, 'required') !== null };
            x.value = attribute(open, 'value') ?? '';
            if (name === 'textarea') x.value = plain((content ?? '').replace(/^\n/, ''));
            x.suggest = attribute(open, 'data-hx-get')?.match(/^\/(\w+)\/suggest/)?.[1];
            x.checked = attribute(open, 'checked') !== null;
            inputs.push(x);
        }
        // A select holds options, an input holds nothing: read apart.
        for (const x of inputs.filter((i) => i.tag === 'select')) {
            const from = inner.indexOf(x.open), content = inner.slice(from, inner.indexOf('</select>', from));
            x.options = [...content.matchAll(/<option\b[^>]*>/g)].map(([o]) => ({ value: attribute(o, 'value'), chosen: attribute(o, 'selected') !== null }));
            x.value = (x.options.find((o) => o.chosen) ?? x.options[0])?.value ?? '';
        }
        return { method: attribute(` ${head}`, 'method'), action: attribute(` ${head}`, 'action')?.split('#')[0], multipart: attribute(` ${head}`, 'enctype') === 'multipart/form-data', inputs };
    });
}

// A sensible value for a field that is still empty, by what kind of field it is.
function sensible(x, codes) {
    if (x.options) return x.options.find((o) => o.value)?.value ?? '';
    if (x.suggest) return codes[x.suggest]?.[0] ?? '';
    if (['about', 'source'].includes(x.name)) return 'R-1';
    if (x.kind === 'date') return day(30);
    if (x.kind === 'datetime-local') return `${day(30)}T10:00`;
    if (x.kind === 'email' || x.name === 'email') return 'somebody@marlowbay.example';
    if (/inputmode='(numeric|decimal)'/.test(x.open)) return '1';
    return x.name.endsWith('.currency') ? 'EUR' : 'Something sensible';
}

function filledIn(form, codes, whole) {
    const sent = [], radios = new Map();
    for (const x of form.inputs) {
        if (!x.name || x.kind === 'file' || (x.tag === 'button' && !x.value)) continue;
        if (x.kind === 'checkbox') { if (x.checked) sent.push([x.name, x.value]); continue; }
        if (x.kind === 'radio') { if (!radios.has(x.name) || x.checked) radios.set(x.name, x.value); continue; }
        sent.push([x.name, x.value === '' && x.kind !== 'hidden' && (whole || x.required) ? sensible(x, codes) : x.value]);
    }
    return [...sent, ...radios];
}

const known = routes().map((r) => ({ verb: r.verb, pattern: new RegExp(`^${r.pattern.replace(/:code/g, '[A-Z]+-\\d+').replace(/:\w+/g, '[^/%]+').replace(/\./g, '\\.')}$`) }));
const leads = (method, action) => known.some((k) => k.verb === method && k.pattern.test(action.split(/[?#]/)[0]));
const whole = (body) => /^<!doctype html>/i.test(body) && /<h1\b/.test(body);

function post(client, form) {
    const fields = form.fields.map(([k, v]) => [k, k === 'token' ? client.token : v]);
    if (!form.multipart) return client.send('POST', form.action, { body: new URLSearchParams(fields).toString(), type: 'application/x-www-form-urlencoded' });
    const b = 'a-line-that-no-file-holds';
    const body = fields.map(([k, v]) => `--${b}\r\ncontent-disposition: form-data; name="${k}"\r\n\r\n${v}\r\n`).join('') + `--${b}--\r\n`;
    return client.send('POST', form.action, { body, type: `multipart/form-data; boundary=${b}` });
}

// In this order a form does not lose what it is about: ends last, and what ends the session is not sent at all.
const rank = (p) => /\/end$/.test(p.shown) ? 2 : /\/:code\//.test(p.shown) ? 1 : 0;
const leaving = /^\/(sign-out|account\/)/;

async function walk(rig, wanted, check, each = () => {}) {
    const head = rig.server.people.manager; // who is administrator as well
    await furnish(rig);
    rig.server.people.manager = head;
    const client = await visitor(rig, 'manager'), codes = await allCodes(rig), wrong = [];
    const list = (await pages(rig, 'manager')).filter((p) => p.status === 200 && wanted(p)).sort((a, b) => rank(a) - rank(b));
    for (const p of list) each(p, wrong);
    for (const p of list) for (const form of formsOf(p.body)) await check({ client, codes, page: p, form, wrong });
    client.close();
    assert.ok(list.length, 'there is such a page');
    assert.deepEqual(wrong, []);
}

test('every form says where it goes and how, and carries its token', (rig) => walk(rig, () => true, async ({ page, form, wrong }) => {
    const method = form.method?.toUpperCase(), at = `${page.target}: ${form.method} ${form.action}`;
    if (method !== 'GET' && method !== 'POST') wrong.push(`${at}: no method`);
    else if (!form.action?.startsWith('/') || !leads(method, form.action)) wrong.push(`${at}: leads nowhere`);
    else if (method === 'POST' && !form.inputs.some((i) => i.name === 'token' && i.value)) wrong.push(`${at}: no token`);
    else if (!form.inputs.some((i) => i.tag === 'button') && form.inputs.filter((i) => !['hidden', 'checkbox', 'radio'].includes(i.kind)).length !== 1)
        wrong.push(`${at}: no button, and more than one field for the key Enter`);
}));

test('every link leads to an address that there is', (rig) => walk(rig, () => true, () => 0, (page, wrong) => {
    for (const [, href] of page.body.matchAll(/<a\b[^>]*?\shref='(\/[^']*)'/g))
        if (!leads('GET', plain(href))) wrong.push(`${page.target}: ${href}`);
}));

test('every form that is sent without scripts is answered by a page', (rig) => walk(rig, (p) => !p.shown.endsWith('/new'), async ({ client, codes, page, form, wrong }) => {
    if (leaving.test(form.action)) return;
    form.fields = filledIn(form, codes, false);
    const query = new URLSearchParams(form.fields).toString(), at = `${page.target}: ${form.method} ${form.action}`;
    const r = form.method === 'get' ? await client.get(`${form.action}?${query}`) : await post(client, form);
    if (r.status === 303) return;
    // 409 and 404: a form sent before has changed or ended what this one is about.
    if (![200, 403, 404, 409, 422].includes(r.status) || !whole(r.body.toString())) wrong.push(`${at}: ${r.status} ${r.body.toString().slice(0, 60)}`);
    else if (r.status === 422 && !/role='alert'|class='err'/.test(r.body)) wrong.push(`${at}: refused without a sentence`);
}));

for (const fill of ['empty', 'sensible']) {
    test(`every form of a new record takes ${fill} values, or says at the field why not`, (rig) => walk(rig, (p) => p.shown.endsWith('/new'), async ({ client, codes, page, form, wrong }) => {
        if (form.method !== 'post' || leaving.test(form.action)) return;
        form.fields = fill === 'empty' ? form.inputs.filter((i) => i.kind === 'hidden').map((i) => [i.name, i.value]) : filledIn(form, codes, true);
        const r = await post(client, form), body = r.body.toString();
        if (r.status === 303 || (r.status === 200 && whole(body))) return;
        if (r.status !== 422 || !whole(body)) wrong.push(`${page.target}: ${r.status} ${body.match(/role='alert'[\s\S]{0,300}/)?.[0] ?? body.slice(0, 60)}`);
        else if (!/id='f-[\w.]+-e'|class='err'|href='#f-/.test(body) && !/role='alert'/.test(body)) wrong.push(`${page.target}: refused without a sentence`);
    }));
}
