import { randomUUID } from 'node:crypto';
import { afterEach, expect, test } from 'vitest';
import { SsoTrialDocument } from '../generated/operations.ts';
import { addAdmin, createPortal, openDemoPortal, updatePortal } from '../kit/admins.ts';
import { connected, connectionsOf, testConnection, updateConnection } from '../kit/connections.ts';
import { whileHeld } from '../kit/database.ts';
import { startInstallation } from '../kit/installation.ts';
import { startIssuer } from '../kit/issuer.ts';
import { succeed } from '../kit/mutate.ts';
import { present } from '../kit/present.ts';
import { openBrowser, param } from '../kit/web-browser.ts';

const issuer = await startIssuer();
const gatehouse = await startInstallation({ SSO_ALLOWED_PRIVATE_HOSTS: 'localhost' });
const strict = await startInstallation({ SSO_ALLOWED_PRIVATE_HOSTS: '' }, gatehouse);
const admin = await openDemoPortal(gatehouse);
await createPortal(gatehouse, 'second', admin);
const { url, clientId, clientSecret } = issuer;
const id = await connected(gatehouse, { issuer: url, clientId, clientSecret }, admin);

afterEach(() => issuer.behave());

/** Names of the checks that failed, with what they say. */
async function failures(connectionId = id, site = gatehouse): Promise<[string, string][]> {
  const { checks } = await succeed(testConnection(site, connectionId, admin));
  expect(checks.length).toBeGreaterThan(0);
  for (const { message } of checks) expect(message).toMatch(/^\S.*$/);
  return checks.flatMap(({ name, ok, message }): [string, string][] => (ok ? [] : [[name, message]]));
}

const redirectUriOf = async (site = gatehouse) => {
  const { data } = await site.graphql<{
    portal: { settings: { ssoConnections: { id: string; redirectUri: string | null }[] } | null } | null;
  }>('{ portal(slug: "demo") { settings { ssoConnections { id redirectUri } } } }', {}, { token: admin });
  return data.portal?.settings?.ssoConnections.find((connection) => connection.id === id)?.redirectUri;
};

const trialOf = async (id: string, token: string | undefined) =>
  (await gatehouse.graphql(SsoTrialDocument, { id }, { token })).data.ssoTrial;

test('with a healthy provider every check passes, and a link tries the log-in', async () => {
  const tested = await succeed(testConnection(gatehouse, id, admin));
  expect(tested.checks.map(({ name, ok }) => [name, ok])).toEqual([
    ['discovery', true],
    ['keys', true],
    ['pkce', true],
    ['scopes', true],
    ['client', true],
    ['redirectUri', true],
  ]);
  expect(tested.redirectUri).toBe(`${gatehouse.url}/sso/callback`);
  expect(await redirectUriOf()).toBe(tested.redirectUri);
  expect(tested.trialUrl).toMatch(new RegExp(`^${gatehouse.url}/sso/demo/${id}/start\\?trial=[\\w-]{43}$`));
  expect(tested.trial).toEqual({ id: expect.stringMatching(/^[\da-f-]{36}$/), finished: false });
  // Each test has a ticket of its own, and changes nothing.
  expect((await succeed(testConnection(gatehouse, id, admin))).trialUrl).not.toBe(tested.trialUrl);
  const [connection] = (await connectionsOf(gatehouse, { token: admin })) ?? [];
  expect(connection).toMatchObject({ testedAt: null, enabled: false, recentFailures: [] });
});

test('a provider that sends no iss gets a redirect address of its own', async () => {
  issuer.behave({ discovery: { authorization_response_iss_parameter_supported: undefined } });
  const { redirectUri } = await succeed(testConnection(gatehouse, id, admin));
  expect(redirectUri).toBe(`${gatehouse.url}/sso/callback/${id}`);
});

test.each([
  ['another issuer than was entered', 'discovery', { discovery: { issuer: `${url}/` } }],
  ['no answer', 'discovery', { trouble: { discovery: 'down' } }],
  ['an answer that is broken', 'discovery', { trouble: { discovery: 'broken' } }],
  ['a redirect', 'discovery', { trouble: { discovery: 'redirecting' } }],
  ['a page in place of an answer', 'discovery', { trouble: { discovery: 'not json' } }],
  ['an endless answer', 'discovery', { trouble: { discovery: 'endless' } }],
  ['no keys', 'keys', { trouble: { jwks: 'broken' } }],
  ['no PKCE', 'pkce', { discovery: { code_challenge_methods_supported: ['plain'] } }],
  ['keys on a private address', 'discovery', { discovery: { jwks_uri: 'https://127.0.0.2/jwks' } }],
] as const)('R44: %s is told as such', async (_, check, behaviour) => {
  issuer.behave(behaviour);
  const failed = await failures();
  expect(failed.map(([name]) => name)).toContain(check);
  // No matter what it answers, an admin reads our words.
  expect(JSON.stringify(failed)).not.toMatch(/people\.test|undefined|\[object/);
});

test('an issuer that was entered with a slash too many, or too few, is told as such', async () => {
  const detail = 'The discovery document is of another issuer: it differs in the slash at the end.';
  issuer.behave({ discovery: { issuer: `${url}/` } });
  expect(await failures()).toEqual([['discovery', detail]]);
  issuer.behave();
  const slash = await connected(gatehouse, { issuer: `${url}/`, clientId, clientSecret }, admin);
  expect(await failures(slash)).toEqual([['discovery', detail]]);
  issuer.behave({ discovery: { issuer: `${url}x` } });
  expect(await failures()).toEqual([['discovery', 'The discovery document is of another issuer.']]);
});

test('until the provider has answered once its redirect address is not known, and then it stays known', async () => {
  const other = await startIssuer();
  const at = await connected(gatehouse, { issuer: other.url, clientId }, admin);
  other.behave({ trouble: { discovery: 'down' } });
  const { redirectUri, trialUrl } = await succeed(testConnection(gatehouse, at, admin));
  expect([redirectUri, typeof trialUrl]).toEqual([null, 'string']);
  issuer.behave({ trouble: { discovery: 'down' } });
  expect((await succeed(testConnection(gatehouse, id, admin))).redirectUri).toBe(`${gatehouse.url}/sso/callback`);
});

test('a wrong client secret is told, and the right one mends it', async () => {
  const wrong = await connected(gatehouse, { issuer: url, clientId, clientSecret: 'not the right one' }, admin);
  expect((await failures(wrong)).map(([name]) => name)).toEqual(['client']);
  await updateConnection(gatehouse, wrong, { clientSecret }, admin);
  expect(await failures(wrong)).toEqual([]);
});

const clientCheck = async (connectionId = id) =>
  (await succeed(testConnection(gatehouse, connectionId, admin))).checks.find(({ name }) => name === 'client');

test('whether the provider accepts the client is told, also of one without a secret', async () => {
  const accepted = { ok: true, message: 'The provider accepts the client id and its secret.' };
  expect(await clientCheck()).toMatchObject(accepted);
  // Some find another fault with a code that is none.
  issuer.behave({ codeRefusal: 'invalid_request' });
  expect(await clientCheck()).toMatchObject(accepted);
  const other = await startIssuer();
  other.clientSecret = '';
  const withoutSecret = await connected(gatehouse, { issuer: other.url, clientId }, admin);
  expect((await clientCheck(withoutSecret))?.message).toBe('The provider accepts the client id, without a secret.');
  other.clientSecret = 'has-one-by-now';
  expect(await clientCheck(withoutSecret)).toMatchObject({ ok: false });
});

test('a provider that looks at the code first cannot tell whether it accepts the client, and is not believed', async () => {
  issuer.behave({ looksAtCodeFirst: true });
  expect(await clientCheck()).toMatchObject({ ok: true, message: expect.stringContaining('does not tell whether it accepts') });
});

test.each([
  ['broken', { trouble: { token: 'broken' } }],
  ['down', { trouble: { token: 'down' } }],
  ['not json', { trouble: { token: 'not json' } }],
  ['unauthorized_client', { tokenRefusal: 'unauthorized_client' }],
] as const)('a provider that answers a made-up code with %s does not accept the client', async (_, behaviour) => {
  issuer.behave(behaviour);
  expect(await clientCheck()).toMatchObject({ ok: false });
});

test('R44: a host that the operator no longer allows is not asked', async () => {
  const before = issuer.asked.length;
  const [[name, message] = []] = await failures(id, strict);
  expect([name, message]).toEqual(['discovery', expect.stringContaining('cannot be reached at this URL')]);
  expect(issuer.asked.length).toBe(before);
  expect(await redirectUriOf(strict)).toBeNull();
});

test('the result of a trial is only for the admin who began it', async () => {
  const owner = await addAdmin(gatehouse, 'owner@trial.test', 'OWNER', 'demo');
  const { trial } = await succeed(testConnection(gatehouse, id, owner));
  expect(await trialOf(trial.id, owner)).toEqual({
    finished: false,
    reason: null,
    detail: null,
    claims: null,
    connection: { id },
  });
  const claims = {
    issuer: url,
    subject: 'ada-at-idp',
    fullName: 'Ada Lovelace',
    email: null,
    emailVerified: false,
    groups: ['makers'],
    otherClaims: ['upn'],
  };
  await gatehouse.sql('UPDATE sso_trials SET finished_at = now(), claims = $1 WHERE id = $2', [claims, trial.id]);
  expect(await trialOf(trial.id, owner)).toMatchObject({ finished: true, claims });
  for (const token of [admin, undefined, await addAdmin(gatehouse, 'viewer@trial.test', 'VIEWER', 'demo')]) {
    expect(await trialOf(trial.id, token)).toBeNull();
  }
  for (const none of [randomUUID(), 'no id', '\u0000']) expect(await trialOf(none, owner)).toBeNull();
  await gatehouse.sql(
    "UPDATE admin_roles SET portal_id = (SELECT id FROM portals WHERE slug = 'second') WHERE admin_id = (SELECT id FROM admins WHERE email = 'owner@trial.test')",
  );
  expect(await trialOf(trial.id, owner)).toBeNull();
});

test('a trial that failed says why', async () => {
  const { trial } = await succeed(testConnection(gatehouse, id, admin));
  await gatehouse.sql(
    "UPDATE sso_trials SET finished_at = now(), reason = 'REFUSED', detail = 'The provider said no.' WHERE id = $1",
    [trial.id],
  );
  expect(await trialOf(trial.id, admin)).toMatchObject({
    finished: true,
    claims: null,
    reason: 'REFUSED',
    detail: 'The provider said no.',
  });
});

test('R8: a ticket rests as its hash, and no line of the log holds it', async () => {
  const { trialUrl } = await succeed(testConnection(gatehouse, id, admin));
  const ticket = param(new URL(trialUrl), 'trial');
  expect(ticket).toHaveLength(43);
  const rows = JSON.stringify(await gatehouse.sql('SELECT t::text FROM sso_trials t'));
  for (const form of [ticket, Buffer.from(ticket).toString('hex'), clientSecret]) {
    expect([rows.includes(form), gatehouse.logs.join('').includes(form)]).toEqual([false, false]);
  }
});

test('R34: only an OWNER of its portal tests it; out of reach it is as if there were none', async () => {
  const stranger = await addAdmin(gatehouse, 'owner-second@trial.test', 'OWNER', 'second');
  const approver = await addAdmin(gatehouse, 'approver@trial.test', 'APPROVER', 'demo');
  const before = issuer.asked.length;
  const answerTo = async (token: string | undefined, named = id) => (await testConnection(gatehouse, named, token)).__typename;
  for (const named of [id, randomUUID(), 'no id']) {
    expect([await answerTo(undefined, named), await answerTo(stranger, named)]).toEqual(['NotAllowed', 'NotFound']);
  }
  expect(await answerTo(approver)).toBe('NotAllowed');
  expect(issuer.asked.length).toBe(before);
});

/** Opens the link of a trial in a browser and goes where it leads. @returns the trial as its admin sees it */
async function tryOut(meanwhile: () => Promise<unknown> = async () => undefined) {
  const { trialUrl, trial } = await succeed(testConnection(gatehouse, id, admin));
  const browser = openBrowser();
  const back = await browser.follow(trialUrl, ({ pathname }) => pathname === '/sso/callback');
  await meanwhile();
  await browser.visit(present(back.location));
  return await trialOf(trial.id, admin);
}

const testedAt = async () =>
  (await connectionsOf(gatehouse, { token: admin }))?.find((connection) => connection.id === id)?.testedAt;

test('a trial that succeeds makes it a way in, until something that was tried is changed', async () => {
  expect((await updatePortal(gatehouse, { passwordLogin: false }, admin)).__typename).toBe('InvalidInput');
  expect(await tryOut()).toMatchObject({
    finished: true,
    claims: { issuer: url, subject: 'ada-at-idp', fullName: 'Ada Lovelace', email: 'ada@people.test', emailVerified: true },
  });
  expect(await testedAt()).toEqual(expect.any(String));
  expect(await gatehouse.sql('SELECT 1 FROM developers')).toEqual([]);
  await updateConnection(gatehouse, id, { enabled: true }, admin);
  expect((await updatePortal(gatehouse, { passwordLogin: false }, admin)).__typename).toBe('UpdatePortalSuccess');
  expect((await updateConnection(gatehouse, id, { clientId: 'other' }, admin)).__typename).toBe('InvalidInput');
  await updatePortal(gatehouse, { passwordLogin: true }, admin);
  await updateConnection(gatehouse, id, { claims: { name: 'nick' } }, admin);
  expect(await testedAt()).toBeNull();
  await updateConnection(gatehouse, id, { claims: { name: 'name' } }, admin);
});

test('a trial says nothing of settings that are changed while it is under way', async () => {
  const trial = await tryOut(async () => {
    await updateConnection(gatehouse, id, { claims: { email: 'upn' } }, admin);
    await updateConnection(gatehouse, id, { claims: { email: 'email' } }, admin);
  });
  expect([trial, await testedAt()]).toEqual([null, null]);
});

test('a trial that fails, or that finds no address, makes it no way in', async () => {
  issuer.behave({ refusal: 'access_denied' });
  expect(await tryOut()).toMatchObject({ finished: true, claims: null, reason: 'REFUSED' });
  issuer.behave({ person: { sub: 'ada-at-idp', name: 'Ada Lovelace', upn: 'ada' } });
  expect(await tryOut()).toMatchObject({
    finished: true,
    claims: { email: null, otherClaims: expect.arrayContaining(['upn']) },
  });
  expect(await testedAt()).toBeNull();
});

test('a trial that the provider does not let begin says why', async () => {
  const broken = await startIssuer();
  const { clientId, clientSecret } = broken;
  broken.behave({ trouble: { discovery: 'down' } });
  const dead = await connected(gatehouse, { issuer: broken.url, clientId, clientSecret }, admin);
  const tested = await succeed(testConnection(gatehouse, dead, admin));
  await openBrowser().visit(tested.trialUrl);
  expect(await trialOf(tested.trial.id, admin)).toMatchObject({ finished: true, reason: 'UNAVAILABLE', claims: null });
});

test('a trial that ends while its connection is deleted ends without a fault', async () => {
  const gone = await connected(gatehouse, { issuer: url, clientId, clientSecret }, admin);
  const { trialUrl, trial } = await succeed(testConnection(gatehouse, gone, admin));
  const browser = openBrowser();
  const start = await browser.visit(trialUrl);
  const { location } = await browser.visit(present(start.location));
  const lock = `SELECT FROM sso_connections WHERE id = '${gone}' FOR UPDATE`;
  const end = await whileHeld(
    gatehouse.databaseUrl,
    lock,
    () => browser.visit(present(location)),
    (client) => client.query('DELETE FROM sso_trials WHERE id = $1', [trial.id]),
  );
  expect(end.location?.pathname).toBe('/admin/sso-trial');
});

test('claims with names that cannot be kept are left out of what a trial found', async () => {
  issuer.behave({ person: { sub: 'odd', email: 'odd@people.test', 'a\0b': 1, '\ud800': 2, fine: 3 } });
  const found = await tryOut();
  expect([found?.finished, found?.reason]).toEqual([true, null]);
  expect(found?.claims).toMatchObject({ otherClaims: expect.arrayContaining(['fine']) });
});
