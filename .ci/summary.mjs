// Reads the results that Vitest wrote as JSON. `failed FILE` prints the test files that failed. `print FOLDER SCRIPT...` prints each
// failure and the totals, and fails if a run left no results, a test failed in its last run, or a test was skipped. `bench` has no
// tests, only an exit code.
import { existsSync, readFileSync } from 'node:fs';
import { relative } from 'node:path';

const print = (line) => process.stdout.write(`${line}\n`);
const read = (file) => (existsSync(file) ? readFileSync(file, 'utf8') : '');
const filesIn = (results) => (read(results) ? JSON.parse(read(results)).testResults : []);
const hasFailed = ({ status }) => status === 'failed';

function tell(heading, file) {
  print(`${heading} ${relative('.', file.name)}\n${file.message ?? ''}`);
  for (const test of file.assertionResults.filter(hasFailed)) print(`  ${test.fullName}\n${test.failureMessages.join('\n')}`);
}

/** Adds what one npm script came to: for a file that had a second run, that of the second. */
function add(sum, folder, script) {
  const files = filesIn(`${folder}/${script}.json`);
  const again = new Map(filesIn(`${folder}/${script}.again.json`).map((file) => [file.name, file]));
  for (const file of files) {
    const last = again.get(file.name) ?? file;
    if (hasFailed(file)) tell(hasFailed(last) ? 'FAILED' : 'FAILED ONCE, then passed by itself:', file);
    if (hasFailed(last) && last !== file) tell('FAILED AGAIN', last);
    if (hasFailed(last) && !last.assertionResults.some(hasFailed)) sum.failed += 1;
    for (const { status } of last.assertionResults) sum[status in sum ? status : 'skipped'] += 1;
  }
  // An error outside of any test, a run that was ended, or none at all.
  const runs = again.size > 0 ? [script, `${script}.again`] : [script];
  for (const run of runs) {
    const status = read(`${folder}/${run}.status`).trim();
    if (status === '0' || (status === '1' && filesIn(`${folder}/${run}.json`).some(hasFailed))) continue;
    print(`FAILED npm run ${script}: exit code ${status || 'unknown'}`);
    sum.failed += 1;
  }
}

const [command, ...args] = process.argv.slice(2);
if (command === 'failed') {
  for (const file of filesIn(args[0]).filter(hasFailed)) print(relative('.', file.name));
} else {
  const [folder, ...scripts] = args;
  const sum = { passed: 0, failed: 0, skipped: 0 };
  for (const script of scripts) add(sum, folder, script);
  print(`${sum.passed} passed, ${sum.failed} failed, ${sum.skipped} skipped`);
  process.exitCode = sum.failed + sum.skipped > 0 || sum.passed === 0 ? 1 : 0;
}
