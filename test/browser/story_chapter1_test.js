// story_chapter1_test.js: chapter 1 of the story, from an empty database: why, who and where, with every figure and every refusal.
// SPDX-License-Identifier: Apache-2.0
'use strict';
const path = require('node:path');
const { test } = require('./rig.js');
const { assert, chapter, fixtures, of } = require('./steps.js');

const rafael = 'rafael.duarte@marlowbay.example', ingrid = 'ingrid.sommer@marlowbay.example', priya = 'priya.raman@marlowbay.example',
    jonas = 'jonas.feld@marlowbay.example';

// Step 1. Nothing is there; every empty page says what to begin with.
async function start(story) {
    assert.match(await story.text(rafael, '/journey'), /0 of 12 steps done/);
    for (const noun of ['obligation', 'issue', 'objective', 'proposal', 'scope', 'asset', 'risk', 'treatment', 'soa', 'control']) {
        const first = story.ask(noun, 'help').split('\n')[1].slice(0, 40), said = await story.text(rafael, `/${noun}`);
        assert.ok(said.includes(first), `the empty page of ${noun} says not "${first}" but ${said}`);
    }
    await story.set(rafael, 'ORG-1', of('organisation', 'set')[0].fields);
    await story.set(rafael, 'U-1', of('unit', 'set')[0].fields);
    assert.equal(story.show('ORG-1').separation, 'strict');
    assert.equal(story.show('U-1').region, 'EMEA');
    await story.enrol(rafael);
}

// Step 2. The list of the people office: seen first, applied, undone as one step, applied again.
async function people(story) {
    const look = (said) => {
        assert.match(said, /59 to add, 1 to change, 0 as they are/); // Rafael is there already
        assert.match(said, /8 units come with them: Group office, /);
    };
    const once = await story.import(rafael, 'person', 'people.csv', look);
    await story.act(rafael, once, 'undo');
    assert.deepEqual([story.count('unit'), story.count('person')], [1, 1]);
    await story.import(rafael, 'person', 'people.csv', look);
    assert.deepEqual([story.count('unit'), story.count('person')], [9, 60]); // the organisation itself is a unit
    assert.equal(story.count('person', 'account=yes'), 58);
    await story.import(rafael, 'unit', 'units.csv', (said) => assert.match(said, /0 to add, 8 to change/)); // country, region and site
    assert.deepEqual(['EMEA', 'Americas', 'APAC'].map((r) => story.count('unit', `region=${r}`)), [6, 1, 2]);
    await story.import(rafael, 'role', 'roles.csv');
    for (const s of of('role', 'add').filter((s) => s.fields.until)) await story.add(rafael, 'role', s.fields);
    assert.equal(story.count('role'), 63);
    assert.equal(story.count('role', 'until.after=today'), 2); // Nadia and Sofia
    story.learnCodes();
    for (const who of [ingrid, priya, jonas, ...new Set(of('risk', 'accept').map((s) => s.who))]) story.givePassword(who);
}

// Step 3.
async function obligations(story) {
    const csf = story.list('framework', 'short_name=csf2')[0].code;
    await story.set(rafael, csf, { use: 'library' });
    assert.deepEqual(story.list('framework', 'use=in-use').map((f) => f.short_name).sort(), ['gdpr', 'hipaa', 'iso27001']);
    for (const s of of('obligation', 'add')) await story.play({ ...s, who: priya });
    assert.equal(story.count('obligation'), 5);
    assert.equal(story.count('obligation', 'owner.empty=1') + story.count('obligation', 'review_on.empty=1'), 0);
    const page = await story.as(priya);
    const book = await page.request.get('/obligation.xlsx');
    assert.equal((await book.body()).subarray(0, 2).toString(), 'PK');
    const paper = await story.paper(priya, '/report/obligations.pdf');
    for (const s of of('obligation', 'add')) assert.ok(paper.text.includes(s.fields.title), s.fields.title);
}

// Step 4. The climate question left empty blocks the report of the context, at every door, and nothing else.
async function context(story) {
    for (const noun of ['issue', 'party', 'need', 'opportunity']) await story.importSteps(of(noun, 'add'));
    assert.deepEqual(['issue', 'party', 'opportunity'].map((n) => story.count(n)), [6, 7, 3]);
    assert.deepEqual([story.count('opportunity', 'kind=risk'), story.count('opportunity', 'kind=opportunity')], [2, 1]);
    await story.refuse({
        who: rafael, verb: 'report.context', says: /climate question/, same: () => story.list('issue').length,
        page: () => story.attempt(rafael, '/report/context.pdf'),
        api: ['GET', '/report/context.pdf'], cli: ['report', 'context', '-o', '/dev/null'],
    });
    await story.play(of('climate', 'add')[0]);
    const paper = await story.paper(rafael, '/report/context.pdf');
    assert.match(paper.text, /flood zones/);
}

// Step 5.
async function objectives(story) {
    await story.importSteps(of('measure', 'add').slice(0, 3));
    for (const s of of('objective', 'add')) await story.play(s);
    assert.deepEqual(story.list('objective', 'sort=code').map((o) => o.status), ['no-reading', 'no-reading', 'no-reading', 'ahead']);
    assert.match(await story.text(rafael, '/objective/O-1'), /No reading yet/);
    assert.match(await story.text(rafael, '/objective/O-4'), /a share of it says nothing/);
}

// Step 6. Who writes the business case does not approve it.
async function businessCase(story) {
    for (const s of of('risk', 'add').slice(0, 6)) await story.play(s);
    for (const s of of('objective', 'set')) await story.play(s);
    await story.play(of('proposal', 'add')[0]);
    await story.importSteps(of('resource', 'add'));
    await story.act(rafael, 'BC-1', 'propose');
    await story.refuse({
        who: rafael, verb: 'proposal.approve', says: /Your roles do not allow that/, same: () => story.show('BC-1'),
        page: () => story.attempt(rafael, '/proposal/BC-1/approve'), api: ['POST', '/proposal/BC-1/approve'], cli: ['proposal', 'approve', 'BC-1'],
    });
    await story.act(ingrid, 'BC-1', 'approve');
    const paper = await story.paper(ingrid, '/report/business-case.pdf?case=BC-1');
    assert.equal(paper.pages, 2);
    assert.match(paper.text, /180,000/);
    const objectives = await story.paper(rafael, '/report/objectives.pdf');
    assert.match(objectives.text, /No reading yet/);
}

// Step 7.
async function leadership(story) {
    for (const noun of ['sponsor', 'committee']) await story.play(of(noun, 'add')[0]);
    for (const noun of ['member', 'duty', 'team', 'crew']) await story.importSteps(of(noun, 'add'));
    for (const s of of('duty', 'appoint').slice(0, 2)) await story.play(s); // both duties of 5.3
    for (const noun of ['meeting', 'resolution']) for (const s of of(noun, 'add')) await story.play(s);
    await story.importSteps(of('task', 'add').filter((s) => /^RS-/.test(s.fields.about)));
    await story.act(rafael, 'MT-1', 'propose');
    await story.act(ingrid, 'MT-1', 'approve');
    assert.deepEqual([story.count('member'), story.count('resolution'), story.count('task', 'status=open')], [5, 2, 3]);
    const minutes = await story.paper(rafael, '/report/minutes.pdf?meeting=MT-1');
    assert.match(minutes.text, /line at 10/);
    const letter = await story.paper(rafael, '/report/letter.pdf?duty=DU-1');
    assert.match(letter.text, /Rafael Duarte/);
}

// Step 8. No asset exists: the lists of members are empty, and say so.
async function scope(story) {
    for (const s of of('scope', 'add')) await story.play(s);
    for (const s of of('boundary', 'add').filter((s) => s.fields.rule)) await story.play(s);
    await story.importSteps(of('boundary', 'add').filter((s) => !s.fields.rule));
    for (const code of ['SC-1', 'SC-2']) {
        const said = await story.text(rafael, `/scope/${code}`);
        assert.match(said, /No asset is inside yet/);
        assert.equal(story.show(code).state, 'draft');
    }
    assert.match(await story.text(rafael, '/scope/SC-1'), /Tills of the cafeterias/);
}

// Step 9. A file with two wrong cells is refused whole, and both are named.
async function assets(story) {
    const file = path.join(fixtures, 'assets_wrong.csv');
    const says = /row 13, column \\*"confidentiality\\*"[^]*row 43, column \\*"owner\\*"/;
    await story.refuse({
        who: rafael, verb: 'asset.import', denied: false, says, same: () => story.count('asset'),
        page: () => story.import(rafael, 'asset', 'assets_wrong.csv'),
        api: ['IMPORT', 'asset', file], cli: ['import', 'asset', file],
    });
    await story.import(rafael, 'asset', 'assets.csv', (said) => assert.match(said, /60 to add, 0 to change/));
    assert.equal(story.count('asset'), 60);
    const system = story.list('asset', 'name=Patient record system')[0].code;
    await story.set(rafael, system, { depends_on: 'Patient record server; Patient record database; Patient record backup store' });
    const worth = (name) => { const a = story.list('asset', `name=${name}`)[0]; return [a.worth_c, a.worth_a]; };
    for (const name of ['server', 'database', 'backup store']) assert.deepEqual(worth(`Patient record ${name}`), [5, 5], name);
    const fixed = of('asset', 'set').find((s) => s.fields.fixed_a);
    await story.set(rafael, story.list('asset', `name=${fixed.on}`)[0].code, fixed.fields);
    assert.deepEqual(worth(fixed.on), [5, 3]);
    await members(story);
}

// An asset that starts to handle data of patients is flagged, and no approved text changes.
async function laterMember(story) {
    const vault = story.list('asset', 'name=Key vault')[0].code;
    const text = () => ['SC-1', 'SC-2'].map((s) => story.show(s)).map((s) => [s.state, s.number, s.statement, s.version]);
    const before = text();
    await story.set(jonas, vault, { patients: 'yes' });
    assert.match(await story.text(ingrid, '/scope/SC-1'), /Since approval[^]*1 entered, 0 left[^]*Key vault/);
    assert.deepEqual(text(), before);
    await story.set(jonas, vault, { patients: 'no' });
}

async function members(story) {
    const inside = ['SC-1', 'SC-2'].map((s) => new Set(story.list('asset', `scopes=${s}`).map((a) => a.code)));
    assert.deepEqual([inside[0].size, inside[1].size, [...inside[0]].filter((a) => inside[1].has(a)).length], [26, 14, 4]);
    assert.equal(story.count('asset', 'worth=5'), 9); // the critical list
    for (const code of ['SC-1', 'SC-2']) {
        const said = await story.text(ingrid, `/scope/${code}`);
        assert.match(said, code === 'SC-1' ? /26 assets are inside now/ : /14 assets are inside now/);
        await story.act(ingrid, code, 'approve');
    }
    await story.refuse({
        who: rafael, verb: 'scope.set', says: /Make version 2 of it first/, same: () => story.show('SC-1'),
        page: () => story.attempt(rafael, '/scope/SC-1/edit', { statement: 'Everything' }),
        api: ['PATCH', '/scope/SC-1', { statement: 'Everything' }], cli: ['scope', 'set', 'SC-1', 'statement=Everything'],
    });
    await laterMember(story);
    const statement = await story.paper(ingrid, '/report/scope.pdf?scope=SC-1');
    assert.match(statement.text, /Tills of the cafeterias/);
    const register = await story.paper(rafael, '/report/assets.pdf');
    for (const s of of('asset', 'add')) assert.ok(register.text.includes(s.fields.name), s.fields.name);
    assert.match(await story.text(rafael, '/journey'), /3 of 12 steps done/); // objectives and obligations, support, scope
}

test('chapter 1 of the story: why, who and where', (rig) => chapter(rig, 'chapter 1',
    [start, people, obligations, context, objectives, businessCase, leadership, scope, assets]), 'empty');
