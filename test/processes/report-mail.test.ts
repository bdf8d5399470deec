import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { openDemoPortal } from '../kit/admins.ts';
import { startInstallation } from '../kit/installation.ts';
import { stateOf } from '../kit/mail-reports.ts';
import { approvedPerson, lastMailTo } from '../kit/people.ts';
import { deliveryReport } from '../kit/report-mails.ts';

const gatehouse = await startInstallation();
const admin = await openDemoPortal(gatehouse);
const { DATABASE_URL = '', SECRET_KEY = '' } = gatehouse.environment;

async function mailedPerson(name: string) {
  const person = await approvedPerson(gatehouse, `${name}@piped.test`, admin);
  return { ...person, messageId: lastMailTo(gatehouse, person.email).messageId, recipient: person.email };
}

/** Runs the built command, as a mail server does. */
async function pipe(message: string, environment: Record<string, string> = { DATABASE_URL, SECRET_KEY }) {
  const child = spawn(process.execPath, ['dist/report-mail.js'], { env: { PATH: process.env['PATH'], ...environment } });
  child.stdin.on('error', () => undefined);
  child.stdin.end(message);
  const [out, err, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
  return { code, said: `${out}${err}`.trim() };
}

test('a report that is piped to the command counts', async () => {
  const person = await mailedPerson('ada');
  expect(await pipe(deliveryReport(person))).toEqual({ code: 0, said: 'Reports: 1. Of these, 1 changed something.' });
  expect(await stateOf(gatehouse, person.id, admin)).toBe('BOUNCED');
  expect(await pipe(deliveryReport(person))).toEqual({ code: 0, said: 'Reports: 1. Of these, 0 changed something.' });
});

test('R180: a piped report with a code that somebody made up changes nothing, nor does one of 10 MB', async () => {
  const person = await mailedPerson('bob');
  const forged = person.messageId.replace(/.(?=@)/, (last) => (last === 'A' ? 'B' : 'A'));
  expect(await pipe(deliveryReport({ ...person, messageId: forged }))).toEqual({
    code: 0,
    said: 'Reports: 1. Of these, 0 changed something.',
  });
  expect(await pipe(deliveryReport({ ...person, text: 'x'.repeat(10 * 1024 * 1024) }))).toEqual({
    code: 0,
    said: 'The message has more than 262144 bytes, so it is no report.',
  });
  expect(await pipe('')).toEqual({ code: 0, said: 'Reports: 0. Of these, 0 changed something.' });
  expect(await stateOf(gatehouse, person.id, admin)).toBe('OK');
});

test('the mail server tries again where the database is away or a variable is missing', async () => {
  const person = await mailedPerson('eve');
  const away = DATABASE_URL.replace(/:\d+\//, ':1/');
  const unreachable = await pipe(deliveryReport(person), { DATABASE_URL: away, SECRET_KEY });
  expect([unreachable.code, unreachable.said]).toEqual([75, 'database unreachable: connection refused']);
  expect((await pipe(deliveryReport(person), { DATABASE_URL })).code).toBe(75);
  expect((await pipe(deliveryReport(person), { DATABASE_URL, SECRET_KEY: 'short' })).code).toBe(75);
});
