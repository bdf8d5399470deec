// Examines an installation, with the environment of its processes. Usage: npm run doctor [-- --json] [-- --send you@example.com]
import { parseArgs } from 'node:util';
import { parseAddress } from '../domain/addresses/parse-address.ts';
import { examine } from './doctor/examine.ts';
import { count } from './doctor/finding.ts';
import type { Told } from './doctor/run-checks.ts';

const { values, positionals } = parseArgs({ options: { json: { type: 'boolean' }, send: { type: 'string' } }, strict: false });
const { json, send, ...unknown } = values;
const sendTo = send === undefined ? undefined : parseAddress(String(send))?.typed;
if (Object.keys(unknown).length + positionals.length > 0 || (send !== undefined && !sendTo)) {
  console.error(
    'Usage, with the variables of the server and the worker set: npm run doctor [-- --json] [-- --send you@example.com]\nIt prints one line for each check, changes nothing, and ends with 1 if it found a fault. --send sends one test email.',
  );
  process.exit(1);
}

const line = ({ check, result, said, todo }: Told): string =>
  `${result.padEnd(8)} ${check}: ${said}.${todo ? ` To do: ${todo}${/[.;]$/.test(todo) ? '' : '.'}` : ''}`;

const all = await examine(process.env, sendTo, (told) => {
  if (!json) console.info(line(told));
});
const faults = all.filter(({ result }) => result === 'FAULT');
const named = faults.length > 0 ? ` (${faults.map(({ check }) => check).join(', ')})` : '';
const warnings = all.filter(({ result }) => result === 'warning').length;
if (json) console.info(JSON.stringify(all, null, 2));
else console.info(`\n${count(faults.length, 'fault')}${named}, ${count(warnings, 'warning')}, ${all.length} checks.`);
process.exit(faults.length > 0 ? 1 : 0);
