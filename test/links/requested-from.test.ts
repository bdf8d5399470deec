import { beforeEach, expect, test } from 'vitest';
import {
  AdminRequestPasswordResetDocument,
  RequestEmailChangeDocument,
  RequestPasswordResetDocument,
  RequestRegistrationLinkDocument,
  ResendVerificationDocument,
  SignUpDocument,
} from '../generated/operations.ts';
import { openDemoPortal } from '../kit/admins.ts';
import { rowsAtRest } from '../kit/at-rest.ts';
import type { RequestOptions } from '../kit/graphql.ts';
import { ADMIN, startInstallation } from '../kit/installation.ts';
import { startIssuer } from '../kit/issuer.ts';
import { endLink, findLink } from '../kit/links.ts';
import { mutate } from '../kit/mutate.ts';
import { confirmEmailChange } from '../kit/own-account.ts';
import { loggedInPerson, mailedToken, PASSWORD, registeredPerson } from '../kit/people.ts';
import { present } from '../kit/present.ts';
import { comeIn, connect } from '../kit/sso.ts';
import { openBrowser } from '../kit/web-browser.ts';

const issuer = await startIssuer();
const gatehouse = await startInstallation({
  SSO_ALLOWED_PRIVATE_HOSTS: new URL(issuer.url).host,
  TRUSTED_PROXIES: '1',
});
const admin = await openDemoPortal(gatehouse);
const connection = await connect(gatehouse, issuer);

const FIREFOX = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:130.0) Gecko/20100101 Firefox/130.0';
const stranger = (host: number): RequestOptions => ({
  headers: { 'user-agent': FIREFOX, 'x-forwarded-for': `203.0.113.${host}` },
});
const from = (host: number) => ({ device: 'Firefox on Windows', address: `203.0.113.${host}` });

beforeEach(async () => {
  await gatehouse.drain();
  gatehouse.inbox.mails.length = 0;
});

/** The requester of the last link that was mailed to an address, which was asked for in the last moments. */
async function requesterOf(email: string) {
  const link = await findLink(gatehouse, await mailedToken(gatehouse, email));
  const [clock] = await gatehouse.sql<{ now: Date }>('SELECT now()');
  const age = (clock?.now.getTime() ?? 0) - Date.parse(present(link?.requestedAt));
  expect([age >= 0, age < 60_000]).toEqual([true, true]);
  return link?.requestedFrom;
}

test('S7: a link says when and from where it was asked for, whoever asked last', async () => {
  const email = 'vera@from.test';
  await mutate(gatehouse, SignUpDocument, { portal: 'demo', email, fullName: 'Mallory' }, stranger(1));
  expect(await requesterOf(email)).toEqual(from(1));
  const first = await mailedToken(gatehouse, email);
  await mutate(gatehouse, ResendVerificationDocument, { portal: 'demo', email }, stranger(2));
  expect(await requesterOf(email)).toEqual(from(2));
  expect((await findLink(gatehouse, first))?.requestedFrom).toEqual(from(1));
});

test('S7: so do links that reset a password, for developers and admins', async () => {
  const { email } = await registeredPerson(gatehouse, 'reset@from.test');
  await mutate(gatehouse, RequestPasswordResetDocument, { portal: 'demo', email }, stranger(3));
  expect(await requesterOf(email)).toEqual(from(3));
  await mutate(gatehouse, AdminRequestPasswordResetDocument, { email: ADMIN.email }, stranger(4));
  expect(await requesterOf(ADMIN.email)).toEqual(from(4));
});

test('S7: so do links to the own registration', async () => {
  const { email } = await registeredPerson(gatehouse, 'own@from.test');
  await mutate(gatehouse, RequestRegistrationLinkDocument, { portal: 'demo', email }, stranger(5));
  expect(await requesterOf(email)).toEqual(from(5));
});

test('S7: so do links about a change of address; the undo link tells where the change was requested', async () => {
  const { email, token } = await loggedInPerson(gatehouse, 'old@from.test', admin);
  const input = { portal: 'demo', email: 'new@from.test', password: PASSWORD };
  await mutate(gatehouse, RequestEmailChangeDocument, input, { token, ...stranger(5) });
  expect(await requesterOf('new@from.test')).toEqual(from(5));
  await confirmEmailChange(gatehouse, await mailedToken(gatehouse, 'new@from.test'));
  expect(await requesterOf(email)).toEqual(from(5));
});

test('S7: so do links that confirm a log-in with SSO', async () => {
  issuer.behave({ person: { sub: 'mallory', name: 'Mallory', email: 'sso@from.test', email_verified: false } });
  await comeIn(connection, {}, openBrowser());
  expect(await requesterOf('sso@from.test')).toMatchObject({ address: expect.stringMatching(/^(127\.0\.0\.1|::1)$/) });
});

test('nobody asked for a reminder', async () => {
  const email = 'reminded@from.test';
  await mutate(gatehouse, SignUpDocument, { portal: 'demo', email, fullName: 'Vera' }, stranger(6));
  await gatehouse.drain();
  await gatehouse.sql("UPDATE developers SET asked_at = now() - interval '4 days' WHERE email = $1", [email]);
  const stop = await gatehouse.startWorker();
  await expect.poll(() => gatehouse.inbox.mails.length, { timeout: 60_000 }).toBe(2);
  await stop();
  expect(await findLink(gatehouse, await mailedToken(gatehouse, email))).toMatchObject({
    works: true,
    requestedAt: null,
    requestedFrom: null,
    form: { fullName: 'Vera' },
  });
});

test('the IP of a stranger is kept with the link only, and deleted with it', async () => {
  const email = 'gone@from.test';
  await mutate(gatehouse, SignUpDocument, { portal: 'demo', email, fullName: 'Mallory' }, stranger(77));
  const token = await mailedToken(gatehouse, email);
  expect(await rowsAtRest(gatehouse)).toContain('203.0.113.77');
  await endLink(gatehouse, token);
  expect(await rowsAtRest(gatehouse)).not.toContain('203.0.113.77');
});
