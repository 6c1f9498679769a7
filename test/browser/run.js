// run.js TREE [WORD …]: runs the browser tests test/browser/*_test.js, those whose name holds a WORD, on the program of that tree.
// SPDX-License-Identifier: Apache-2.0
'use strict';
const fs = require('node:fs');
const path = require('node:path');
const { Organisation, Rig, Server, Skipped, launch, tests } = require('./rig.js');

async function main() {
    const [tree = 'build', ...words] = process.argv.slice(2);
    for (const f of fs.readdirSync(__dirname).sort()) if (f.endsWith('_test.js')) require(path.join(__dirname, f));
    const chosen = tests.filter((t) => !words.length || words.some((w) => t.sentence.includes(w)));
    const count = { passed: 0, failed: 0, skipped: 0 };
    const organisation = new Organisation(tree);
    let browser = null;
    try {
        organisation.make();
        browser = await launch();
        for (const t of chosen) {
            const began = Date.now();
            let server = null, rig = null, fault = null;
            try {
                server = await Server.start(organisation, t.begins);
                rig = new Rig(server, browser);
                await t.run(rig);
                rig.check();
            } catch (e) { fault = e; }
            if (fault instanceof Skipped) count.skipped++;
            else if (fault) count.failed++;
            else count.passed++;
            const how = fault instanceof Skipped ? 'skipped' : fault ? 'FAILED' : 'ok';
            console.log(`${how.padEnd(8)}${t.sentence} (${Date.now() - began} ms)`);
            if (fault) console.log(`    ${String(fault instanceof Skipped ? fault.message : fault.stack).replace(/\n/g, '\n    ')}`);
            if (fault && !(fault instanceof Skipped) && server) console.log(`    the server's last lines:\n    ${server.log.split('\n').slice(-8).join('\n    ')}`);
            await rig?.close().catch(() => {});
            await server?.stop();
        }
    } catch (e) {
        console.log(`FAILED  before the first test: ${e.stack}`);
        count.failed += chosen.length || 1;
    } finally {
        await browser?.close();
        organisation.drop();
    }
    if (process.env.ISMS_TALLY) fs.appendFileSync(process.env.ISMS_TALLY, `browser ${count.passed} ${count.failed} ${count.skipped}\n`);
    else console.log(`${count.passed} passed, ${count.failed} failed, ${count.skipped} skipped`);
    process.exitCode = count.failed ? 1 : 0;
}

main();
