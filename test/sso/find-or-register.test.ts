import { beforeEach, expect, test } from 'vitest';
import { decide, openDemoPortal } from '../kit/admins.ts';
import { comparable } from '../kit/graphql.ts';
import { startInstallation } from '../kit/installation.ts';
import { startIssuer } from '../kit/issuer.ts';
import { succeed } from '../kit/mutate.ts';
import {
  approvedPerson,
  confirmSso,
  developerId,
  findToken,
  logIn,
  mailedToken,
  mailsTo,
  registeredPerson,
  setPassword,
  signUp,
  statusOf,
  tokenIn,
  verifyEmail,
  whoAmI,
} from '../kit/people.ts';
import { present } from '../kit/present.ts';
import { comeIn, connect, failure, goToProvider, sessionOf, whoIs } from '../kit/sso.ts';

const issuer = await startIssuer();
const another = await startIssuer();
const gatehouse = await startInstallation({ SSO_ALLOWED_PRIVATE_HOSTS: 'localhost' });
const admin = await openDemoPortal(gatehouse);
const connection = await connect(gatehouse, issuer);

/** The next person who logs in at the provider. */
const person = (sub: string, more: object = {}) =>
  issuer.behave({ person: { sub, name: 'Ada Lovelace', email: `${sub}@people.test`, email_verified: true, ...more } });

beforeEach(async () => {
  await gatehouse.drain();
  gatehouse.inbox.mails.length = 0;
});

test('R40: the same address under another sub is not the first one, and gets no session', async () => {
  person('first');
  const first = await comeIn(connection);
  expect(await whoIs(gatehouse, first.browser)).toBe('first@people.test');
  person('second', { email: 'first@people.test' });
  const second = await comeIn(connection);
  expect([second.end.location?.pathname, sessionOf(second.browser)]).toEqual(['/p/demo/sso-confirm-sent', '']);
  // Nor by a mailed link: at this provider the account is somebody else's.
  await gatehouse.drain();
  const mail = present(mailsTo(gatehouse, 'first@people.test')[0]);
  expect([mail.subject, findToken(mail)]).toEqual(['Your registration at demo portal: Approved', null]);
  person('second', { email: 'first@people.test' });
  expect(sessionOf((await comeIn(connection)).browser)).toBe('');
});

test('R40: a new address under the same sub is the same account', async () => {
  person('moving');
  await comeIn(connection);
  const id = await developerId(gatehouse, 'moving@people.test');
  person('moving', { email: 'moved@people.test', name: 'Ada King' });
  const { browser } = await comeIn(connection);
  expect(await whoIs(gatehouse, browser)).toBe('moved@people.test');
  expect(await developerId(gatehouse, 'moved@people.test')).toBe(id);
  // An address that nobody vouches for changes nothing, and locks nobody out.
  person('moving', { email: 'elsewhere@people.test', email_verified: false });
  expect(await whoIs(gatehouse, (await comeIn(connection)).browser)).toBe('moved@people.test');
  person('moving', { email: undefined });
  expect(await whoIs(gatehouse, (await comeIn(connection)).browser)).toBe('moved@people.test');
});

test('R40: the same sub at another provider is another person', async () => {
  person('shared');
  await comeIn(connection);
  const other = await connect(gatehouse, another);
  another.behave({ person: { sub: 'shared', email: 'not-shared@people.test', email_verified: true } });
  expect(await whoIs(gatehouse, (await comeIn(other)).browser)).toBe('not-shared@people.test');
});

test('R41: an account with a password is joined by a mailed link, and by nothing else', async () => {
  const { id, email } = await approvedPerson(gatehouse, 'with-password@people.test', admin);
  gatehouse.inbox.mails.length = 0;
  person('with-password');
  for (let time = 1; time <= 2; time++) {
    const { end, browser } = await comeIn(connection);
    expect([end.location?.pathname, end.location?.search, sessionOf(browser)]).toEqual(['/p/demo/sso-confirm-sent', '', '']);
  }
  await gatehouse.drain();
  const [mail] = mailsTo(gatehouse, email);
  // It names the account at the provider that would be joined.
  expect(mail?.text).toContain('with-password');
  expect(mail?.text).toContain(new URL(issuer.url).host);
  const token = tokenIn(mail);
  expect(await confirmSso(gatehouse, token)).toMatchObject({ __typename: 'ConfirmSsoSuccess', email, status: 'APPROVED' });
  expect(await whoIs(gatehouse, (await comeIn(connection)).browser)).toBe(email);
  expect(await developerId(gatehouse, email)).toBe(id);
  expect(await logIn(gatehouse, email)).toMatchObject({ __typename: 'LogInSuccess' });
  // The link is of this account at the provider: another one is not joined by it.
  person('impostor', { email });
  expect(await confirmSso(gatehouse, token)).toMatchObject({ __typename: 'ConfirmSsoSuccess' });
  expect(sessionOf((await comeIn(connection)).browser)).toBe('');
});

const UNVERIFIED: [string, unknown][] = [
  ['false', false],
  ['absent', undefined],
  ['the text "true"', 'true'],
  ['the number 1', 1],
  ['null', null],
  ['a list', [true]],
];

test.each(UNVERIFIED)('R41: email_verified that is %s joins no account and takes no address', async (name, email_verified) => {
  const sub = `unverified-${UNVERIFIED.findIndex(([known]) => known === name)}`;
  const { email } = await approvedPerson(gatehouse, `${sub}@people.test`, admin);
  gatehouse.inbox.mails.length = 0;
  person(sub, { email_verified });
  const known = await comeIn(connection);
  await gatehouse.drain();
  expect(mailsTo(gatehouse, email).map(findToken)).toEqual([null]);
  // With an address that nobody has, the answer is the same, and the mailed link registers.
  person(`new-${sub}`, { email_verified });
  const unknown = await comeIn(connection);
  expect(unknown.end.location?.href).toBe(`${gatehouse.url}/p/demo/sso-confirm-sent`);
  const shape = ({ status, headers, text }: typeof known.end) => comparable({ status, headers, text, data: null, errors: [] });
  expect([shape(known.end), known.end.location?.href]).toEqual([shape(unknown.end), unknown.end.location?.href]);
  expect([sessionOf(known.browser), sessionOf(unknown.browser), await statusOf(gatehouse, `new-${sub}@people.test`)]).toEqual([
    '',
    '',
    null,
  ]);
  const token = await mailedToken(gatehouse, `new-${sub}@people.test`);
  expect(await confirmSso(gatehouse, token)).toMatchObject({ email: `new-${sub}@people.test`, status: 'APPROVED' });
  expect(await whoIs(gatehouse, (await comeIn(connection)).browser)).toBe(`new-${sub}@people.test`);
});

test('R41: an address from the userinfo endpoint does not verify another address', async () => {
  issuer.behave({
    person: { sub: 'two-faced', name: 'Eve', email: 'victim@people.test' },
    onlyInIdToken: ['sub', 'email'],
    userinfo: { email: 'eve@people.test', email_verified: true },
  });
  expect((await comeIn(connection)).end.location?.pathname).toBe('/p/demo/sso-confirm-sent');
  issuer.behave({
    person: { sub: 'two-faced', name: 'Eve', email: 'victim@people.test', email_verified: true },
    onlyInIdToken: ['sub', 'email_verified'],
    userinfo: { email_verified: false },
  });
  expect((await comeIn(connection)).end.location?.pathname).toBe('/p/demo/sso-confirm-sent');
  expect(await statusOf(gatehouse, 'victim@people.test')).toBeNull();
});

test('claims that stand at the userinfo endpoint alone are taken from there, of the same sub only', async () => {
  issuer.behave({
    person: { sub: 'by-userinfo', name: 'Grace', email: 'by-userinfo@people.test', email_verified: true, groups: ['makers'] },
    onlyInIdToken: ['sub'],
    userinfo: { sub: 'somebody-else' },
  });
  const before = await comeIn(connection);
  expect([failure(before.end), sessionOf(before.browser)]).toEqual(['INVALID_ANSWER', '']);
  issuer.behave({ ...issuer.behaviour, userinfo: {} });
  expect(await whoIs(gatehouse, (await comeIn(connection)).browser)).toBe('by-userinfo@people.test');
  expect(await gatehouse.sql("SELECT full_name, groups FROM sso_identities WHERE subject = 'by-userinfo'")).toEqual([
    { full_name: 'Grace', groups: ['makers'] },
  ]);
});

test('a signed userinfo answer is refused, since nobody checks that signature', async () => {
  issuer.behave({
    person: { sub: 'signed', email: 'signed@people.test', email_verified: true },
    onlyInIdToken: ['sub'],
    signsUserinfo: true,
  });
  const { end, browser } = await comeIn(connection);
  expect([failure(end), sessionOf(browser)]).toEqual(['INVALID_ANSWER', '']);
});

test('R41: an unverified registration that waits for its owner gives nothing to the stranger who made it', async () => {
  const email = 'prepared@people.test';
  await signUp(gatehouse, email, { fullName: 'Mallory' });
  const token = await mailedToken(gatehouse, email);
  person('prepared');
  const { browser } = await comeIn(connection);
  expect(await whoIs(gatehouse, browser)).toBe(email);
  expect(await verifyEmail(gatehouse, token)).toMatchObject({ __typename: 'InvalidToken' });
  expect(await setPassword(gatehouse, token)).toMatchObject({ __typename: 'InvalidToken' });
  expect(await gatehouse.sql('SELECT full_name FROM developers WHERE email = $1', [email])).toEqual([
    { full_name: 'Ada Lovelace' },
  ]);
});

test('R41: an address without verification counts where the connection vouches for its domain', async () => {
  const vouching = await connect(gatehouse, issuer, { verifiedDomains: ['vouched.test'] });
  person('vouched', { email: 'Vouched@VOUCHED.test', email_verified: undefined });
  expect(await whoIs(gatehouse, (await comeIn(vouching)).browser)).toBe('vouched@vouched.test');
  for (const email of ['x@sub.vouched.test', 'x@vouched.test.evil.test', 'x@notvouched.test', '"x@vouched.test"@evil.test']) {
    person(`not-vouched ${email}`, { email, email_verified: undefined });
    expect([email, sessionOf((await comeIn(vouching)).browser)]).toEqual([email, '']);
  }
  // The provider knows better.
  for (const email_verified of [false, 'false', 'no', 1]) {
    person(`not-vouched ${email_verified}`, { email: 'unverified@vouched.test', email_verified });
    expect([email_verified, sessionOf((await comeIn(vouching)).browser)]).toEqual([email_verified, '']);
  }
  person('null', { email: 'null@vouched.test', email_verified: null });
  expect(await whoIs(gatehouse, (await comeIn(vouching)).browser)).toBe('null@vouched.test');
});

test('R41: email_verified says nothing about a claim other than email', async () => {
  const mapped = await connect(gatehouse, issuer, { claims: { email: 'upn' } });
  person('mapped', { upn: 'upn@people.test' });
  const { end, browser } = await comeIn(mapped);
  expect([end.location?.pathname, sessionOf(browser)]).toEqual(['/p/demo/sso-confirm-sent', '']);
});

test('R42: a person who was rejected or revoked does not get in, in any way', async () => {
  for (const [verb, status] of [
    ['reject', 'REJECTED'],
    ['revoke', 'REVOKED'],
  ] as const) {
    const sub = `sso-${verb}`;
    const rules = await connect(gatehouse, issuer, { approval: verb === 'reject' ? 'RULES' : 'TRUST' });
    person(sub);
    const before = await comeIn(rules);
    const id = await developerId(gatehouse, `${sub}@people.test`);
    const [result] = (await succeed(decide(gatehouse, verb, [id], admin))).results;
    expect([verb, result?.developer?.status]).toEqual([verb, status]);
    expect(await whoIs(gatehouse, before.browser)).toBeNull();
    for (const way of [rules, connection]) {
      const { end, browser } = await comeIn(way);
      expect([failure(end), sessionOf(browser)]).toEqual([status, '']);
    }
    // And under another account at the provider.
    person(`${sub}-again`, { email: `${sub}@people.test` });
    expect(sessionOf((await comeIn(connection)).browser)).toBe('');
    await gatehouse.drain();
    expect(mailsTo(gatehouse, `${sub}@people.test`).map(findToken).filter(Boolean)).toEqual([]);
    expect(await statusOf(gatehouse, `${sub}@people.test`)).toBe(status);
  }
});

test('R42: in a portal that approves by hand, the first log-in waits, and an approval lets the person in', async () => {
  const rules = await connect(gatehouse, issuer, { approval: 'RULES' });
  person('waiting');
  for (let time = 1; time <= 2; time++) {
    const { end, browser } = await comeIn(rules);
    expect([failure(end), sessionOf(browser), await statusOf(gatehouse, 'waiting@people.test')]).toEqual([
      'PENDING',
      '',
      'PENDING',
    ]);
    await gatehouse.drain();
  }
  await decide(gatehouse, 'approve', [await developerId(gatehouse, 'waiting@people.test')], admin);
  expect(await whoIs(gatehouse, (await comeIn(rules)).browser)).toBe('waiting@people.test');
});

test('R42: a person who waits is approved by a provider that is trusted', async () => {
  const { email } = await registeredPerson(gatehouse, 'trusted@people.test');
  person('trusted');
  await comeIn(connection);
  expect(await confirmSso(gatehouse, await mailedToken(gatehouse, email))).toMatchObject({ status: 'APPROVED' });
  expect(await whoIs(gatehouse, (await comeIn(connection)).browser)).toBe(email);
});

test('R42: a connection with EXISTING_ONLY registers nobody', async () => {
  const existing = await connect(gatehouse, issuer, { approval: 'EXISTING_ONLY' });
  person('stranger');
  const { end, browser } = await comeIn(existing);
  expect([failure(end), sessionOf(browser), await statusOf(gatehouse, 'stranger@people.test')]).toEqual([
    'NOT_REGISTERED',
    '',
    null,
  ]);
});

test('R42: a connection that is switched off lets nobody in, not even a person who is already at the provider', async () => {
  const off = await connect(gatehouse, issuer);
  person('late');
  const { browser, callback } = await goToProvider(off);
  await gatehouse.sql('UPDATE sso_connections SET enabled = false WHERE id = $1', [off.id]);
  const before = issuer.count('token');
  expect([failure(await browser.visit(callback)), sessionOf(browser), issuer.count('token')]).toEqual(['OFF', '', before]);
  expect(failure(await browser.visit(off.startUrl))).toBe('OFF');
  await gatehouse.sql('DELETE FROM sso_connections WHERE id = $1', [off.id]);
  expect(failure(await browser.visit(off.startUrl))).toBe('OFF');
  expect(await statusOf(gatehouse, 'late@people.test')).toBeNull();
});

test('a person without an address is told so, and one whose name is nonsense is let in', async () => {
  for (const email of [undefined, '', 'nonsense', 7, [7, 'nonsense'], 'a@people.test\0', 'a@people.test, b@people.test']) {
    person('no-address', { email });
    expect([email, failure((await comeIn(connection)).end)]).toEqual([email, 'NO_ADDRESS']);
  }
  for (const [at, name] of [undefined, 7, '', 'x'.repeat(10_000), '\0', '\ud800'].entries()) {
    person(`nameless-${at}`, { name, groups: [name, { a: 1 }, 'good'] });
    const { browser, end } = await comeIn(connection);
    expect([name, failure(end), await whoIs(gatehouse, browser)]).toEqual([name, null, `nameless-${at}@people.test`]);
  }
});

test('the session that the browser held ends with the next log-in', async () => {
  person('again');
  const { browser } = await comeIn(connection);
  const first = sessionOf(browser);
  await comeIn(connection, {}, browser);
  expect(sessionOf(browser)).not.toBe(first);
  expect([await whoAmI(gatehouse, { cookie: first }), await whoIs(gatehouse, browser)]).toEqual([null, 'again@people.test']);
});

test('a new person who arrives several times at once becomes one developer, and each log-in succeeds', async () => {
  person('many-ways');
  const ways = await Promise.all(Array.from({ length: 20 }, () => goToProvider(connection)));
  const ends = await Promise.all(ways.map(({ browser, callback }) => browser.visit(callback)));
  expect(ends.map(failure)).toEqual(ways.map(() => null));
  const who = await Promise.all(ways.map(({ browser }) => whoIs(gatehouse, browser)));
  expect(new Set(who)).toEqual(new Set(['many-ways@people.test']));
  const [count] = await gatehouse.sql<{ count: number }>(
    "SELECT count(*)::int AS count FROM decisions WHERE developer_id = (SELECT id FROM developers WHERE email = 'many-ways@people.test')",
  );
  expect(count).toEqual({ count: 1 });
});

test('when two new people claim one address at once, one gets it, and the other gets no session', async () => {
  const ways = [];
  for (let at = 0; at < 10; at++) {
    person(`rival-${at}`, { email: 'rivals@people.test' });
    ways.push(await goToProvider(connection));
  }
  const ends = await Promise.all(ways.map(({ browser, callback }) => browser.visit(callback)));
  expect(ends.filter(({ location }) => location?.pathname === '/p/demo/catalog')).toHaveLength(1);
  expect(ends.filter(({ location }) => location?.pathname === '/p/demo/sso-confirm-sent')).toHaveLength(9);
  expect(ways.filter(({ browser }) => sessionOf(browser))).toHaveLength(1);
});
