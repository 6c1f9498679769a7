// story_chapter2_test.js: chapter 2 of the story, on what chapter 1 left: what could happen, and what we do about it.
// SPDX-License-Identifier: Apache-2.0
'use strict';
const { test } = require('./rig.js');
const { assert, chapter, of } = require('./steps.js');

const rafael = 'rafael.duarte@marlowbay.example', ingrid = 'ingrid.sommer@marlowbay.example', jonas = 'jonas.feld@marlowbay.example',
    amara = 'amara.nwosu@marlowbay.example', mei = 'mei.tan@marlowbay.example';
const kinds = ['financial', 'operational', 'legal', 'reputation', 'people'];

// Step 10.
async function method(story) {
    const k = story.show('CR-1');
    assert.deepEqual([k.likelihood_steps, k.consequence_steps, k.line, k.owner_below], [5, 5, 10, 10]);
    for (const kind of kinds) assert.equal(k[kind], true, kind);
    await story.act(ingrid, 'CR-1', 'approve');
    const paper = await story.paper(ingrid, '/report/risk-method.pdf');
    for (const words of [/Frequent/, /Severe/, /top management/i]) assert.match(paper.text, words);
}

// Step 11. The six of the workshop by their forms, judged by their owners; the others as a file.
async function assessment(story) {
    await story.play(of('assessment', 'add')[0]);
    for (const s of of('risk', 'set').filter((s) => /^R-[1-6]$/.test(s.on) && (s.fields.assets || s.fields.inherent_likelihood)))
        await story.set(s.who, s.on, s.fields);
    await story.import(rafael, 'risk', 'risks.csv', (said) => assert.match(said, /34 to add, 0 to change/));
    const all = story.list('risk');
    assert.equal(all.length, 40);
    assert.equal(all.filter((r) => r.inherent_likelihood === null || r.inherent_likelihood === 0).length, 20);
    assert.equal(all.filter((r) => r.score >= 10).length, 12);
    const six = { 'R-1': [4, 4], 'R-2': [2, 5], 'R-3': [4, 3], 'R-4': [3, 4], 'R-5': [3, 4], 'R-6': [3, 4] };
    for (const [code, [l, q]] of Object.entries(six)) {
        const r = story.show(code);
        assert.deepEqual([r.likelihood, r.consequence], [l, q], code);
    }
    assert.ok(all.some((r) => r.kind === 'event') && all.some((r) => r.kind === 'asset'));
}

// Step 12. What was assessed is kept with the criteria it was assessed by.
async function snapshot(story) {
    await story.act(rafael, 'A-1', 'close');
    await story.act(ingrid, 'A-1', 'approve');
    const page = await story.as(rafael);
    await page.goto('/risk/matrix?as=current', { waitUntil: 'domcontentloaded' });
    const cells = await page.locator('main svg a[href*="/risk?"], main table a[href*="/risk?"]').evaluateAll((all) => all.map((a) => [a.getAttribute('href'), Number(a.textContent.match(/\d+/)?.[0])]));
    assert.equal(cells.reduce((n, [, count]) => n + count, 0), 40);
    for (const [href, count] of cells) {
        const list = await (await page.request.get(href)).text();
        assert.equal(new Set(list.match(/href='\/risk\/R-\d+'/g)).size, count, href);
    }
    await story.refuse({
        who: rafael, verb: 'criteria.set', says: /approved and cannot change[^]*Make a new version/, same: () => story.show('CR-1'),
        page: () => story.attempt(rafael, '/criteria/CR-1/edit', { line: '12' }), api: ['PATCH', '/criteria/CR-1', { line: 12 }],
        cli: ['criteria', 'set', 'CR-1', 'line=12'],
    });
    await story.act(rafael, 'CR-1', 'revise');
    await story.set(rafael, 'CR-2', { line: '12' });
    assert.deepEqual([story.show('CR-2').number, story.show('CR-2').state, story.show('CR-1').state], [2, 'draft', 'approved']);
    const paper = await story.paper(ingrid, '/report/risk-assessment.pdf?assessment=A-1');
    for (const r of story.list('risk')) assert.ok(paper.text.includes(r.title), r.title);
    assert.match(await story.text(ingrid, '/assessment/A-1'), /version 1|CR-1/);
}

// Step 13.
async function plan(story) {
    await story.import(rafael, 'control', 'controls.csv', (said) => assert.match(said, /46 to add, 0 to change/));
    const plans = of('treatment', 'add');
    for (const s of plans.slice(0, 6)) await story.play(s);
    await story.importSteps(plans.slice(6));
    await story.bulk(rafael, '/treatment?state=draft', 'action:propose', 12);
    const decided = (d) => story.count('risk', `decision=${d}`);
    assert.deepEqual(['treat', 'transfer', 'avoid', 'accept', 'retain'].map(decided), [8, 2, 1, 1, 28]);
    assert.equal(story.list('risk', 'decision=treat').filter((r) => r.target_score > 0).length, 8);
}

// Step 14. Two acts of the risk owner, each its own record; what is above their authority goes to top management.
async function twoActs(story) {
    const acts = of('treatment', 'approve');
    for (const who of new Set(acts.map((s) => s.who))) {
        const approved = acts.filter((s) => s.who === who);
        const code = story.codes.get(who), own = approved.filter((s) => s.on !== 'TP-6').length;
        await story.bulk(who, `/treatment?risk_owner=${code}&state=proposed`, 'action:approve', approved.length);
        await story.bulk(who, `/risk?owner=${code}&decision.not=retain`, 'action:accept', own);
    }
    const records = story.list('approval', `person=${story.codes.get(amara)}`);
    assert.deepEqual(['approve', 'accept'].map((act) => records.filter((r) => r.act === act).length), [5, 5]);
    await story.refuse({
        who: jonas, verb: 'risk.accept', says: /above what the risk owner may accept[^]*top management accepts it/, same: () => story.show('R-6'),
        page: () => story.attempt(jonas, '/risk/R-6/accept', { reason: 'No other way', until: 'today+243' }),
        api: ['POST', '/risk/R-6/accept', { reason: 'No other way', until: '2030-01-01' }],
        cli: ['risk', 'accept', 'R-6', 'reason=No other way', 'until=today+243'],
    });
    await story.play(of('risk', 'accept').find((s) => s.on === 'R-6'));
    const accepted = () => ['accepted', 'stale'].map((a) => story.count('risk', `acceptance=${a}`));
    assert.deepEqual(accepted(), [12, 0]);
    const [word, value] = of('risk', 'set').filter((s) => s.on === 'R-3').slice(-2);
    await story.play(word);
    assert.deepEqual(accepted(), [12, 0]);
    await story.play(value);
    assert.deepEqual(accepted(), [11, 1]);
    assert.match(await story.text(mei, '/work'), /acceptance is stale[^]*R-3|R-3[^]*acceptance is stale/i);
    assert.match(await story.text(rafael, '/journey'), /R-3[^]{0,90}the acceptance is stale/);
    await story.act(mei, 'R-3', 'accept');
    assert.deepEqual(accepted(), [12, 0]);
    const paper = await story.paper(ingrid, '/report/risk-treatment.pdf');
    assert.match(paper.text, /Nordhaven/);
}

// Step 15.
async function statement(story) {
    for (const s of of('soa', 'add')) await story.play(s);
    await story.import(rafael, 'soa_row', 'soa_rows.csv', (said) => assert.match(said, /0 to add, 1\d\d to change/));
    await story.play(of('soa_row', 'add')[0]);
    const rows = (code) => story.list('soa_row', `soa=${code}`);
    assert.deepEqual([rows('SOA-1').length, rows('SOA-2').length], [94, 93]);
    for (const code of ['SOA-1', 'SOA-2']) {
        const listed = rows(code).filter((r) => !r.control);
        assert.deepEqual(['yes', 'no'].map((a) => listed.filter((r) => r.applicable === a).length), [89, 4], code);
    }
    const row = story.list('soa_row', 'soa=SOA-1', 'requirement=A.8.24')[0].code;
    await story.refuse({
        who: rafael, verb: 'soa_row.set', says: /A\.8\.24 cannot be excluded: the treatment of [^]*R-2/, same: () => story.show(row),
        page: () => story.attempt(rafael, `/soa_row/${row}/edit`, { applicable: 'no', justification: 'Too dear' }),
        api: ['PATCH', `/soa_row/${row}`, { applicable: 'no', justification: 'Too dear' }],
        cli: ['soa_row', 'set', row, 'applicable=no', 'justification=Too dear'],
    });
    for (const code of ['SOA-1', 'SOA-2']) {
        await story.act(rafael, code, 'propose');
        await story.act(ingrid, code, 'approve');
        assert.match(await story.text(ingrid, `/soa/${code}`), /No test defined/);
    }
    const paper = await story.paper(ingrid, '/report/soa.pdf?scope=SOA-1');
    for (const r of story.list('requirement', 'framework=ISO/IEC 27001', 'kind=control')) assert.ok(paper.text.includes(r.title), r.title);
    assert.match(paper.text, /Of 93 controls 89 apply and 4 are excluded/);
    assert.match(paper.text, /One control from elsewhere is added/);
    const book = await (await story.as(ingrid)).request.get('/soa_row.xlsx?soa=SOA-1');
    assert.equal((await book.body()).subarray(0, 2).toString(), 'PK');
    assert.match(await story.text(rafael, '/journey'), /5 of 12 steps done/);
    assert.equal(story.isms(['log', 'verify']).status, 0);
}

test('chapter 2 of the story: what could happen, and what we do about it',
    (rig) => chapter(rig, 'chapter 2', [method, assessment, snapshot, plan, twoActs, statement]), 'chapter 1');
