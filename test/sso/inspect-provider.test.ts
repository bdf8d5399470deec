import { expect, test } from 'vitest';
import { inspectProvider } from '../../domain/sso/inspect-provider.ts';
import { startInstallation } from '../kit/installation.ts';
import { type Behaviour, startIssuer } from '../kit/issuer.ts';
import { prepareOidcProvider } from '../kit/oidc-provider.ts';
import { openDemoPortal } from '../kit/people.ts';
import { type Connection, connect } from '../kit/sso.ts';

const issuer = await startIssuer();
const real = await prepareOidcProvider();
const gatehouse = await startInstallation({ SSO_ALLOWED_PRIVATE_HOSTS: 'localhost' });
await openDemoPortal(gatehouse);
const connection = await connect(gatehouse, issuer);
await real.start({ client_secret: real.clientSecret, redirect_uris: [`${gatehouse.url}/sso/callback`] });

const inspect = async ({ id }: Pick<Connection, 'id'>) =>
  await inspectProvider(gatehouse.app, await gatehouse.app.prisma.ssoConnection.findUniqueOrThrow({ where: { id } }));

/** The names of what is not well, and what is said of it. */
const faults = (checks: Awaited<ReturnType<typeof inspect>>) =>
  Object.fromEntries(checks.filter(({ ok }) => !ok).map(({ name, message }) => [name, message]));

test('a provider that is well passes each check', async () => {
  for (const provider of [issuer, { ...real, url: real.issuer }]) {
    const checks = await inspect(await connect(gatehouse, provider));
    expect(checks.map(({ name }) => name)).toEqual(['discovery', 'keys', 'pkce', 'scopes', 'client', 'redirectUri']);
    expect(faults(checks)).toEqual({});
    expect(checks.at(-1)?.message).toBe(`The provider sends people back to ${gatehouse.url}/sso/callback`);
  }
});

test.each<[string, Partial<Behaviour>, object]>([
  ['is down', { trouble: { discovery: 'down' } }, { discovery: expect.stringContaining('does not answer') }],
  ['is another issuer', { discovery: { issuer: 'https://x.test' } }, { discovery: expect.stringContaining('another issuer') }],
  ['has no keys', { trouble: { jwks: 'not json' } }, { keys: expect.stringContaining('not a JSON Web Key Set') }],
  ['does not know PKCE by S256', { discovery: { code_challenge_methods_supported: ['plain'] } }, { pkce: expect.any(String) }],
  ['does not know us', { tokenRefusal: 'invalid_client' }, { client: 'The provider answers invalid_client.' }],
])('a provider that %s fails that check', async (_, behaviour, fault) => {
  issuer.behave(behaviour);
  expect(faults(await inspect(connection))).toEqual(fault);
  // What is remembered does not hide that it is well again.
  issuer.behave();
  expect(faults(await inspect(connection))).toEqual({});
});

test('a wrong secret, a wrong client id and an unknown redirect address are found before anybody logs in', async () => {
  const wrongSecret = await connect(gatehouse, { ...real, url: real.issuer, clientSecret: 'wrong' });
  expect(faults(await inspect(wrongSecret))).toEqual({ client: 'The provider refuses the client id or its secret.' });
  const wrongId = await connect(gatehouse, { ...real, url: real.issuer, clientId: 'nobody' });
  expect(Object.keys(faults(await inspect(wrongId)))).toEqual(['client', 'redirectUri']);
  const elsewhere = await startInstallation({}, gatehouse);
  const row = await gatehouse.app.prisma.ssoConnection.findUniqueOrThrow({
    where: { id: (await connect(gatehouse, { ...real, url: real.issuer })).id },
  });
  expect(faults(await inspectProvider(elsewhere.app, row))).toEqual({
    redirectUri: expect.stringContaining(`Enter this redirect address there: ${elsewhere.url}/sso/callback`),
  });
});
