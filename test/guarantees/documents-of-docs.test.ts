import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { openDemoPortal, setSignUpFields, updatePortal } from '../kit/admins.ts';
import { startInstallation } from '../kit/installation.ts';
import { startIssuer } from '../kit/issuer.ts';
import { succeed } from '../kit/mutate.ts';
import { statusTokenOf } from '../kit/own-registration.ts';
import { mailedCode, mailedToken, registeredPerson, setPassword, signUp, verifiedPerson, whoAmI } from '../kit/people.ts';
import { comeIn, failure } from '../kit/sso.ts';
import { subscribe } from '../kit/streams.ts';
import { param } from '../kit/web-browser.ts';

const CALLBACK = 'https://portal.example.com/sso-callback';
const ID_IN_THE_DOCS = '0199aaaa-0000-7000-8000-000000000000';

const issuer = await startIssuer();
const gatehouse = await startInstallation({ SSO_ALLOWED_PRIVATE_HOSTS: 'localhost' });
const admin = await openDemoPortal(gatehouse);

const pages = (await readdir('docs')).filter((file) => file.endsWith('.md')).map((file) => `docs/${file}`);
const texts = await Promise.all(['README.md', ...pages].map((file) => readFile(file, 'utf8')));
const documents = texts.flatMap((text) =>
  [...text.matchAll(/^```graphql\n(.*?)^```$/gms)].map(([, document = '']) => document),
);
const sent = new Set<string>();

/** Sends the one document that contains some words, with values of this test for those that the page makes up. */
async function run(
  words: string,
  values: Record<string, string> = {},
  variables: object = {},
  token: string | undefined = admin,
) {
  const [document = '', ...others] = documents.filter((text) => text.includes(words));
  expect([document, others]).toEqual([expect.stringContaining(words), []]);
  sent.add(document);
  for (const value of Object.keys(values)) expect(document).toContain(value);
  const own = Object.entries(values).reduce((text, [from, to]) => text.replace(from, to), document);
  const { data, errors } = await gatehouse.graphql(own, variables, { token });
  expect(errors).toEqual([]);
  return data;
}

let id = '';
const connection = () => ({ id, portal: 'demo', startUrl: `${gatehouse.url}/sso/demo/${id}/start` });

test('an owner connects a provider as docs/sso.md says', async () => {
  const own = {
    'https://login.example.com': issuer.url,
    '"portal"': `"${issuer.clientId}"`,
    'its secret': issuer.clientSecret,
  };
  const created = await run('portal: "demo"\n      label', own);
  const [row] = await gatehouse.sql<{ id: string }>('SELECT id FROM sso_connections');
  id = row?.id ?? expect.fail('there is no connection');
  expect(created).toEqual({
    createSsoConnection: {
      connection: {
        id,
        redirectUri: `${gatehouse.url}/sso/callback`,
        postLogoutRedirectUri: `${gatehouse.url}/p/demo/log-in`,
        backChannelLogoutUrl: `${gatehouse.url}/sso/demo/${id}/back-channel-logout`,
      },
    },
  });
  const tested = await run('testSsoConnection', { [ID_IN_THE_DOCS]: id });
  const trialUrl = expect.stringMatching(/\/start\?trial=[\w-]{43}$/);
  expect(tested).toEqual({ testSsoConnection: { checks: expect.any(Array), trialUrl } });
  expect(JSON.stringify(tested)).not.toContain('"ok":false');
  const [, trial = ''] = JSON.stringify(tested).match(/trial=([\w-]+)/) ?? [];
  expect((await comeIn(connection(), { trial })).end.location?.pathname).toBe('/admin/sso-trial');
  expect(await run('enabled: true', { [ID_IN_THE_DOCS]: id })).toEqual({
    updateSsoConnection: { connection: { enabled: true, testedAt: expect.any(String) } },
  });
});

test('an OWNER of all portals connects the provider of the company as docs/sso.md says', async () => {
  const own = { 'https://login.example.com': issuer.url };
  const created = await run('gatehouse-admins', own);
  const [row] = await gatehouse.sql<{ id: string }>('SELECT id FROM sso_connections WHERE portal_id IS NULL');
  expect(created).toEqual({
    createSsoConnection: {
      connection: {
        id: row?.id,
        redirectUri: `${gatehouse.url}/sso/callback`,
        postLogoutRedirectUri: `${gatehouse.url}/admin/log-in`,
        backChannelLogoutUrl: `${gatehouse.url}/admin/sso/${row?.id}/back-channel-logout`,
      },
    },
  });
});

test('after a trial that succeeded, an owner switches passwords off', async () => {
  expect(await run('passwordLogin: false')).toEqual({ updatePortal: { portal: { passwordLogin: false } } });
});

test('an owner finds the reference number of the failure page among the failures of the connection', async () => {
  issuer.behave({ tokenRefusal: 'invalid_client' });
  const { end } = await comeIn(connection());
  issuer.behave();
  const failed = { createdAt: expect.any(String), reference: end.location?.searchParams.get('reference') };
  expect(await run('recentFailures')).toEqual({
    portal: {
      settings: {
        ssoConnections: [
          { label: 'Acme ID', recentFailures: [{ ...failed, reason: failure(end), detail: expect.any(String) }] },
        ],
      },
    },
  });
});

test('a client on another origin gets a code at its callback address, and exchanges it for a session', async () => {
  expect(await run('ssoCallbacks')).toEqual({ updatePortal: { portal: { settings: { ssoCallbacks: [CALLBACK] } } } });
  const verifier = 'v'.repeat(43);
  const challenge = createHash('sha256').update(verifier).digest('base64url');
  const { end } = await comeIn(connection(), { challenge, callback: CALLBACK });
  const code = param(end.location, 'code');
  expect(end.location?.href).toBe(`${CALLBACK}?code=${code}`);
  const own = { 'from the address': code, 'the text that was hashed': verifier };
  const answer = await run('logInWithSso', own, {}, '');
  const session = { token: expect.stringMatching(/^[\w-]{43}$/), expiresAt: expect.any(String), returnTo: null };
  expect(answer).toEqual({ logInWithSso: session });
  const [, token = ''] = JSON.stringify(answer).match(/"token":"([^"]+)"/) ?? [];
  expect(await whoAmI(gatehouse, { token })).toBe('ada@people.test');
});

test('one fragment asks each error for what it has, as docs/build-a-client.md says', async () => {
  await gatehouse.sql("UPDATE portals SET password_login = true, terms_version = '1', terms_url = 'https://demo.test/terms'");
  await signUp(gatehouse, 'fragment@docs.test');
  const token = await mailedToken(gatehouse, 'fragment@docs.test');
  const verify = (input: object) => run('mutation Verify', {}, { input }, '');
  expect(await verify({ token: 'no token' })).toEqual({
    verifyEmail: { __typename: 'InvalidToken', message: expect.any(String) },
  });
  const issues = [
    { path: ['acceptedTerms'], code: expect.any(String), message: expect.any(String), parameters: expect.any(Array) },
  ];
  expect(await verify({ token })).toEqual({
    verifyEmail: { __typename: 'InvalidInput', message: expect.any(String), issues },
  });
  expect(await verify({ token, acceptedTerms: '1' })).toEqual({
    verifyEmail: { passwordToken: expect.stringMatching(/^[\w-]{43}$/) },
  });
});

test('a code verifies as docs/build-a-client.md says', async () => {
  await updatePortal(gatehouse, { terms: null }, admin);
  const { codeSecret } = await succeed(signUp(gatehouse, 'code@docs.test'));
  const code = await mailedCode(gatehouse, 'code@docs.test');
  const verify = () => run('mutation Code', {}, { input: { portal: 'demo', codeSecret, code } }, '');
  expect(await verify()).toEqual({ verifyEmailCode: { passwordToken: expect.stringMatching(/^[\w-]{43}$/) } });
  expect(await verify()).toEqual({ verifyEmailCode: { __typename: 'InvalidToken', message: expect.any(String) } });
});

test('a waiting page subscribes as docs/build-a-client.md says', async () => {
  await updatePortal(gatehouse, { terms: null }, admin);
  await setSignUpFields(gatehouse, [], admin);
  const { passwordToken } = await verifiedPerson(gatehouse, 'waits@docs.test');
  const { watchToken } = await succeed(setPassword(gatehouse, passwordToken), 'watchToken');
  const document = documents.find((text) => text.includes('registrationChanged')) ?? '';
  sent.add(document);
  const stream = await subscribe(gatehouse, document, { token: watchToken });
  expect(await stream.next()).toEqual({ data: { registrationChanged: { status: 'PENDING' } } });
  stream.close();
});

test('who waits sees the own registration as docs/build-a-client.md says', async () => {
  const { email } = await registeredPerson(gatehouse, 'own@docs.test');
  const token = await statusTokenOf(gatehouse, email);
  const shown = { status: 'PENDING', waitingSince: expect.any(String), reason: null, fullName: 'Ada Lovelace' };
  const portal = { usualWaitHours: null, contactEmail: expect.any(String) };
  expect(await run('registration(token: $token)', {}, { token }, undefined)).toEqual({ registration: { ...shown, portal } });
});

test('an admin creates, sees and revokes an API token as docs/api-tokens.md says', async () => {
  const inAWeek = new Date(Date.now() + 7 * 24 * 3_600_000).toISOString();
  const created = await run('createApiToken', { '2030-01-01T00:00:00Z': inAWeek });
  const [, token = ''] = JSON.stringify(created).match(/"token":"(gth_\w+)"/) ?? [];
  expect(created).toEqual({
    createApiToken: { token, apiToken: { id: expect.any(String), prefix: token.slice(0, 12), expiresAt: inAWeek } },
  });
  const { data } = await gatehouse.graphql('{ requests(portal: "demo") { edges { node { id email } } } }', {}, { token });
  expect(data).toEqual({ requests: { edges: expect.any(Array) } });
  const [, tokenId = ''] = JSON.stringify(created).match(/"id":"([^"]+)"/) ?? [];
  expect(await run('apiTokens {')).toMatchObject({ apiTokens: { edges: [{ node: { id: tokenId, name: 'Chat bot' } }] } });
  expect(await run('revokeApiToken', { [ID_IN_THE_DOCS]: tokenId })).toEqual({
    revokeApiToken: { apiToken: { revokedAt: expect.any(String) } },
  });
});

test('a client reads the look of a portal as docs/build-a-client.md says', async () => {
  await succeed(updatePortal(gatehouse, { branding: { accentColor: '#ffe100', footerText: 'Acme' } }, admin));
  expect(await run('query Look', {}, { slug: 'demo' }, undefined)).toMatchObject({
    portal: { branding: { logoUrl: null, footerText: 'Acme', theme: { light: { button: '#ffe100', accent: '#807100' } } } },
  });
});

test('no document of the README and the docs is left out', () => {
  expect(documents.length).toBeGreaterThan(7);
  expect(documents.filter((document) => !sent.has(document))).toEqual([]);
});
