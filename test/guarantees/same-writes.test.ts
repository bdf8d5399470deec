import { expect, test } from 'vitest';
import { freePort } from '../../dev/ports.ts';
import { ADMIN_KINDS, addressOf, insertKinds, KINDS } from '../kit/address-kinds.ts';
import { openDemoPortal, setSignUpFields } from '../kit/admins.ts';
import { query } from '../kit/database.ts';
import { startInstallation } from '../kit/installation.ts';
import { invitationLink } from '../kit/invitations.ts';
import { startIssuer } from '../kit/issuer.ts';
import { type AddressAct, addressActs } from '../kit/operations.ts';
import { requestEmailChange } from '../kit/own-account.ts';
import { approvedPerson, loggedInPerson, requestPasswordReset, signUp } from '../kit/people.ts';
import { startSlowDisk } from '../kit/slow-disk.ts';
import { connect, goToProvider } from '../kit/sso.ts';

/** A row has its odd bytes; another record of its own has fifty, with the flush behind it. */
const LARGEST_DIFFERENCE_BYTES = 40;
const CALLS = 9;

const issuer = await startIssuer();
const disk = await startSlowDisk();
const gatehouse = await startInstallation({
  DATABASE_URL: disk.databaseUrl,
  // A queue that is away writes no rings, so that what is measured are the acts.
  REDIS_URL: `redis://127.0.0.1:${await freePort()}`,
  SSO_ALLOWED_PRIVATE_HOSTS: new URL(issuer.url).host,
});
const admin = await openDemoPortal(gatehouse);
const connection = await connect(gatehouse, issuer);
await approvedPerson(gatehouse, 'pattern@slow.test', admin);
await setSignUpFields(gatehouse, [{ key: 'demo', label: 'Demo', kind: 'TEXT' }], admin);
await insertKinds(gatehouse, CALLS);

const kindsOf = ({ name }: AddressAct) => (name.startsWith('admin') ? ADMIN_KINDS : KINDS);
const acts = await addressActs(gatehouse);
const each = acts.map((act) => [act.name, act] as const);

/** What an act writes for each kind of what it is about: the least of several calls, because now and then PostgreSQL tidies a page. */
async function bytesWritten(kinds: string[], call: (kind: string, at: number) => Promise<unknown>) {
  const bytes: Record<string, number[]> = Object.fromEntries(kinds.map((kind) => [kind, []]));
  for (let at = 0; at < CALLS; at++) {
    for (const kind of kinds) {
      const before = await disk.written();
      await call(kind, at);
      bytes[kind]?.push((await disk.written()) - before);
    }
  }
  return Object.fromEntries(Object.entries(bytes).map(([kind, values]) => [kind, Math.min(...values)]));
}

const spread = (bytes: Record<string, number>) => Math.max(...Object.values(bytes)) - Math.min(...Object.values(bytes));

const call = ({ document, variables }: AddressAct, email: string) =>
  gatehouse.graphql(document, { input: { ...variables.input, email } });

test.each(each)('S11: %s runs the same statements for every kind of address', async (_, act) => {
  const texts = [];
  for (const kind of kindsOf(act)) texts.push(await disk.statementsOf(() => call(act, addressOf(kind, 0))));
  expect(texts[0]?.length).toBeGreaterThan(0);
  for (const text of texts) expect(text).toEqual(texts[0]);
});

test('S11: signUp with an invitation runs the same statements for every kind of address', async () => {
  const { invite } = await invitationLink(gatehouse, admin);
  const texts = [];
  for (const kind of KINDS) texts.push(await disk.statementsOf(() => signUp(gatehouse, addressOf(kind, 0), { invite })));
  expect(texts[0]?.length).toBeGreaterThan(0);
  for (const text of texts) expect(text).toEqual(texts[0]);
});

test.each(each)('S11: %s writes the same for every kind of address', async (_, act) => {
  const bytes = await bytesWritten(kindsOf(act), (kind, at) => call(act, addressOf(kind, at + 1)));
  expect([bytes, spread(bytes) <= LARGEST_DIFFERENCE_BYTES]).toEqual([bytes, true]);
});

test('S11: a mail to an address whose allowance is used up writes the same as one that goes out', async () => {
  const [usedUp, known, unknown] = [addressOf('approved', 1), addressOf('approved', 2), addressOf('unknown', 900)];
  for (let time = 0; time < 4; time++) await requestPasswordReset(gatehouse, usedUp);
  await gatehouse.drain();
  const bytes = await bytesWritten([usedUp, known, unknown], (email) => requestPasswordReset(gatehouse, email));
  expect([bytes, spread(bytes) <= LARGEST_DIFFERENCE_BYTES]).toEqual([bytes, true]);
  const signedUp = await bytesWritten([usedUp, known, unknown], (email) => signUp(gatehouse, email));
  expect([signedUp, spread(signedUp) <= LARGEST_DIFFERENCE_BYTES]).toEqual([signedUp, true]);
});

test('S11: a change of address writes the same for a taken, a free and a used-up address', async () => {
  const { token } = await loggedInPerson(gatehouse, 'mover@slow.test', admin);
  const change = (email: string) => requestEmailChange(gatehouse, { token }, email);
  const usedUp = addressOf('used-up', 0);
  for (let time = 0; time < 4; time++) await change(usedUp);
  await gatehouse.drain();
  const kinds = ['approved', 'unverified', 'free', 'used-up'];
  const bytes = await bytesWritten(kinds, (kind, at) => change(kind === 'used-up' ? usedUp : addressOf(kind, at + 1)));
  expect([bytes, spread(bytes) <= LARGEST_DIFFERENCE_BYTES]).toEqual([bytes, true]);
});

test('S11: SSO with an unproved address writes the same for a known, an unknown and a used-up address', async () => {
  const come = async (email: string) => {
    issuer.behave({ person: { sub: 'a'.repeat(20), name: 'Ada Lovelace', email, email_verified: false } });
    const { browser, callback } = await goToProvider(connection);
    return async () => await browser.visit(callback);
  };
  const usedUp = addressOf('used-up', 1);
  for (let time = 0; time < 4; time++) await (await come(usedUp))();
  await gatehouse.drain();
  const bytes: Record<string, number[]> = { approved: [], unverified: [], unknown: [], 'used-up': [] };
  for (let at = 0; at < CALLS; at++) {
    for (const [kind, values] of Object.entries(bytes)) {
      const arrive = await come(kind === 'used-up' ? usedUp : addressOf(kind, at + 1));
      const before = await disk.written();
      await arrive();
      values.push((await disk.written()) - before);
    }
  }
  const least = Object.fromEntries(Object.entries(bytes).map(([kind, values]) => [kind, Math.min(...values)]));
  expect([least, spread(least) <= LARGEST_DIFFERENCE_BYTES]).toEqual([least, true]);
});

test('no other connection writes: the measure is of the acts alone', async () => {
  const before = await disk.written();
  await query(disk.databaseUrl, 'SELECT 1');
  expect((await disk.written()) - before).toBeLessThan(LARGEST_DIFFERENCE_BYTES);
});
