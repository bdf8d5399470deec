// Examines an installation, with the environment of its processes. Usage: npm run doctor [-- --json] [-- --send you@example.com] [-- --wait 3m]
import { parseArgs } from 'node:util';
import { readDuration } from '../config/durations.ts';
import { parseAddress } from '../domain/addresses/parse-address.ts';
import { DAY_MS, MINUTE_MS } from '../domain/durations.ts';
import { examine } from './doctor/examine.ts';
import { count } from './doctor/finding.ts';
import type { Told } from './doctor/run-checks.ts';

const LONGEST_WAIT_DAYS = (10 * MINUTE_MS) / DAY_MS;

const { values, positionals } = parseArgs({
  // Without npm, `--` may stand there or not.
  args: process.argv.slice(2).filter((arg) => arg !== '--'),
  options: { json: { type: 'boolean' }, send: { type: 'string' }, wait: { type: 'string' } },
  strict: false,
});
const { json, send, wait, ...unknown } = values;
const sendTo = send === undefined ? undefined : parseAddress(String(send))?.typed;
const waitMs = wait === undefined ? undefined : readWait(String(wait));
if (Object.keys(unknown).length + positionals.length > 0 || (send !== undefined && !sendTo) || waitMs === null) {
  console.error(
    [
      'Usage, with the variables of the server and the worker set:',
      '  npm run doctor [-- --json] [-- --send you@example.com] [-- --wait 3m]',
      '  node dist/doctor.js [--json] [--send you@example.com] [--wait 3m]',
      'It prints one line for each check, and ends with 1 if it found a fault. --send sends one test email. It changes nothing else, but for',
      'the newest refresh token of SMTP_OAUTH_TOKEN_URL, if that endpoint gives another one with each use.',
      '--wait says how long it tries to connect while PostgreSQL is full: 10s unless given, 10m at most.',
    ].join('\n'),
  );
  process.exit(1);
}

function readWait(text: string): number | null {
  try {
    return readDuration(text, LONGEST_WAIT_DAYS);
  } catch {
    return null;
  }
}

const line = ({ check, result, said, todo }: Told): string =>
  `${result.padEnd(8)} ${check}: ${said}.${todo ? ` To do: ${todo}${/[.;]$/.test(todo) ? '' : '.'}` : ''}`;

const all = await examine(process.env, { sendTo, waitMs }, (told) => {
  if (!json) console.info(line(told));
});
const faults = all.filter(({ result }) => result === 'FAULT');
const named = faults.length > 0 ? ` (${faults.map(({ check }) => check).join(', ')})` : '';
const warnings = all.filter(({ result }) => result === 'warning').length;
if (json) console.info(JSON.stringify(all, null, 2));
else console.info(`\n${count(faults.length, 'fault')}${named}, ${count(warnings, 'warning')}, ${all.length} checks.`);
process.exit(faults.length > 0 ? 1 : 0);
