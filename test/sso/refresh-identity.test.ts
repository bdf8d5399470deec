import { beforeEach, expect, test } from 'vitest';
import { MySsoIdentitiesDocument } from '../generated/operations.ts';
import { openDemoPortal } from '../kit/admins.ts';
import { startInstallation } from '../kit/installation.ts';
import { startIssuer } from '../kit/issuer.ts';
import { undoEmailChange, updateProfile } from '../kit/own-account.ts';
import { approvedPerson, lastMailTo, tokenIn } from '../kit/people.ts';
import { comeIn, connect, failure, sessionOf, whoIs } from '../kit/sso.ts';

const issuer = await startIssuer();
const gatehouse = await startInstallation({ SSO_ALLOWED_PRIVATE_HOSTS: new URL(issuer.url).host });
const admin = await openDemoPortal(gatehouse);
const connection = await connect(gatehouse, issuer);

beforeEach(() => issuer.behave());

/** Comes in as somebody. @returns what `me` says then, and the browser */
async function comeInAs(sub: string, claims: object) {
  issuer.behave({ person: { sub, email_verified: true, ...claims } });
  const { end, browser } = await comeIn(connection);
  const { data } = await gatehouse.graphql(MySsoIdentitiesDocument, { portal: 'demo' }, { cookie: sessionOf(browser) });
  return { end, browser, me: data.me };
}

test('name and groups follow the provider', async () => {
  await comeInAs('follows', { name: 'Ada Byron', email: 'follows@again.test', groups: ['a', 'b'] });
  const { me } = await comeInAs('follows', { name: 'Ada Lovelace', email: 'follows@again.test', groups: ['c'] });
  expect(me).toMatchObject({ fullName: 'Ada Lovelace', ssoIdentities: [{ groups: ['c'] }] });
});

test('a name that the person chose here stays', async () => {
  const { browser } = await comeInAs('chose', { name: 'Ada Byron', email: 'chose@again.test' });
  await updateProfile(gatehouse, { cookie: sessionOf(browser) }, 'Countess Ada');
  const { me } = await comeInAs('chose', { name: 'Ada Lovelace', email: 'chose@again.test' });
  expect(me?.fullName).toBe('Countess Ada');
});

test('claims that are no name and no groups change nothing and stop nobody', async () => {
  await comeInAs('odd', { name: 'Ada Byron', email: 'odd@again.test' });
  for (const odd of [{ name: 42, groups: 'one' }, { name: '\u200b\n', groups: [1, null, ''] }, { groups: { a: 'b' } }]) {
    const { me } = await comeInAs('odd', { email: 'odd@again.test', ...odd });
    expect(me?.fullName).toBe('Ada Byron');
    expect(me?.ssoIdentities[0]?.groups).toEqual(odd.groups === 'one' ? ['one'] : []);
  }
});

test('R40: an address that changed at the provider moves the account along, announced at the old one, which can undo it', async () => {
  await comeInAs('moves', { name: 'Ada', email: 'before@again.test' });
  // An undo also ends what was linked in the 72 hours before.
  await gatehouse.sql("UPDATE sso_identities SET created_at = now() - interval '73 hours' WHERE subject = 'moves'");
  const { me, browser } = await comeInAs('moves', { name: 'Ada', email: 'After@Again.test' });
  expect(me).toMatchObject({ email: 'after@again.test', ssoIdentities: [{ email: 'after@again.test' }] });
  await gatehouse.drain();
  const token = tokenIn(lastMailTo(gatehouse, 'before@again.test'));
  expect(await undoEmailChange(gatehouse, token)).toMatchObject({ email: 'before@again.test' });
  expect(await whoIs(gatehouse, browser)).toBeNull();
  // It was undone, so it does not move a second time.
  expect((await comeInAs('moves', { name: 'Ada', email: 'after@again.test' })).me?.email).toBe('before@again.test');
});

test('R40: it is the same account where the new address is not vouched for, taken, or none; nothing moves then', async () => {
  await approvedPerson(gatehouse, 'taken@again.test', admin);
  await comeInAs('stays', { name: 'Ada', email: 'stays@again.test' });
  for (const claims of [
    { email: 'other@again.test', email_verified: false },
    { email: 'other@again.test', email_verified: 'true' },
    { email: 'taken@again.test' },
    { email: 'no address' },
    { email: undefined },
  ]) {
    const { me } = await comeInAs('stays', { name: 'Ada', ...claims });
    expect(me?.email).toBe('stays@again.test');
  }
});

test('when one person logs in for the first time 20 times at once, all succeed, as one developer', async () => {
  issuer.behave({ person: { sub: 'many', name: 'Ada', email: 'many@again.test', email_verified: true } });
  const ways = await Promise.all(Array.from({ length: 20 }, () => comeIn(connection)));
  expect(ways.map(({ end }) => failure(end))).toEqual(Array(20).fill(null));
  const people = await Promise.all(ways.map(({ browser }) => whoIs(gatehouse, browser)));
  expect(new Set(people)).toEqual(new Set(['many@again.test']));
  expect(await gatehouse.sql("SELECT 1 FROM developers WHERE email = 'many@again.test'")).toHaveLength(1);
  expect(
    await gatehouse.sql(
      `SELECT "to", "by" FROM decisions d JOIN developers p ON p.id = d.developer_id WHERE p.email = 'many@again.test'`,
    ),
  ).toEqual([{ to: 'APPROVED', by: 'IDENTITY_PROVIDER' }]);
});

test('an address that could not be moved follows at the next log-in', async () => {
  await comeInAs('held', { name: 'Ada', email: 'held@again.test' });
  await gatehouse.sql(`CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'full disk'; END $$`);
  await gatehouse.sql('CREATE TRIGGER broken BEFORE UPDATE OF email ON developers EXECUTE FUNCTION full_disk()');
  const { end } = await comeInAs('held', { name: 'Ada', email: 'held-no-more@again.test' });
  await gatehouse.sql('DROP FUNCTION full_disk CASCADE');
  expect(failure(end)).toBe('UNEXPECTED');
  expect((await comeInAs('held', { name: 'Ada', email: 'held-no-more@again.test' })).me?.email).toBe('held-no-more@again.test');
});

test('a person who waits and gets another address at the provider waits under that address', async () => {
  const rules = await connect(gatehouse, issuer, { approval: 'RULES' });
  for (const email of ['waits@again.test', 'waits-elsewhere@again.test']) {
    issuer.behave({ person: { sub: 'waits', name: 'Ada', email, email_verified: true } });
    expect(failure((await comeIn(rules)).end)).toBe('PENDING');
    await gatehouse.drain();
  }
  expect(await gatehouse.sql("SELECT status FROM developers WHERE email = 'waits-elsewhere@again.test'")).toEqual([
    { status: 'PENDING' },
  ]);
});
