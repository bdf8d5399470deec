import { beforeEach, expect, test } from 'vitest';
import { openDemoPortal, updatePortal } from '../kit/admins.ts';
import { deleteConnection, updateConnection } from '../kit/connections.ts';
import { whileHeld } from '../kit/database.ts';
import { startInstallation } from '../kit/installation.ts';
import { startIssuer } from '../kit/issuer.ts';
import { statusOf } from '../kit/people.ts';
import { comeIn, connect, failure, goToProvider, sessionOf } from '../kit/sso.ts';

const issuer = await startIssuer();
const gatehouse = await startInstallation({ SSO_ALLOWED_PRIVATE_HOSTS: new URL(issuer.url).host });
const admin = await openDemoPortal(gatehouse);

beforeEach(async () => {
  await gatehouse.drain();
  issuer.behave();
});

const person = (sub: string, more: object = {}) => ({
  sub,
  name: sub,
  email: `${sub}@meanwhile.test`,
  email_verified: true,
  ...more,
});

test.each([
  ['switched off', (id: string) => updateConnection(gatehouse, id, { enabled: false }, admin)],
  ['deleted', (id: string) => deleteConnection(gatehouse, id, admin)],
] as const)(
  'R42: a connection that is %s while the provider is asked registers, approves and mails nobody',
  async (what, end) => {
    const sub = what.replace(' ', '-');
    // Somebody new, somebody who has to prove the address, and somebody who is known and waits.
    for (const [name, more] of [
      ['new', {}],
      ['unproved', { email_verified: false }],
    ] as const) {
      const connection = await connect(gatehouse, issuer);
      issuer.behave({ person: person(`${name}-${sub}`, more), meanwhile: { token: () => end(connection.id) } });
      const way = await comeIn(connection);
      expect([name, failure(way.end), sessionOf(way.browser)]).toEqual([name, 'OFF', '']);
      expect(await statusOf(gatehouse, `${name}-${sub}@meanwhile.test`)).toBeNull();
      expect(await gatehouse.sql('SELECT 1 FROM sso_confirmations WHERE connection_id = $1', [connection.id])).toEqual([]);
    }
    const connection = await connect(gatehouse, issuer, { approval: 'RULES' });
    issuer.behave({ person: person(`waits-${sub}`) });
    expect(failure((await comeIn(connection)).end)).toBe('PENDING');
    await gatehouse.drain();
    await updateConnection(gatehouse, connection.id, { approval: 'TRUST' }, admin);
    issuer.behave({ person: person(`waits-${sub}`), meanwhile: { token: () => end(connection.id) } });
    expect(failure((await comeIn(connection)).end)).toBe('OFF');
    expect(await statusOf(gatehouse, `waits-${sub}@meanwhile.test`)).toBe('PENDING');
  },
);

test('a policy that changes while the provider is asked is the one that counts', async () => {
  const connection = await connect(gatehouse, issuer);
  const stricter = () => updateConnection(gatehouse, connection.id, { approval: 'RULES' }, admin);
  issuer.behave({ person: person('stricter'), meanwhile: { token: stricter } });
  expect(failure((await comeIn(connection)).end)).toBe('PENDING');
  expect(await statusOf(gatehouse, 'stricter@meanwhile.test')).toBe('PENDING');
});

test.each([
  ['code', {}, { challenge: 'c'.repeat(43), returnTo: 'https://client.other.test/' }],
  ['mail', { email_verified: false }, {}],
])('deleting a connection while a %s is made for a person who came by it is no error', async (what, more, query) => {
  await updatePortal(
    gatehouse,
    { origins: ['https://client.other.test'], ssoCallbacks: ['https://client.other.test/in'] },
    admin,
  );
  const connection = await connect(gatehouse, issuer);
  issuer.behave({ person: person(`moment-${what}`, more) });
  const { browser, callback } = await goToProvider(connection, query);
  const end = await whileHeld(
    gatehouse.databaseUrl,
    `SELECT FROM sso_connections WHERE id = '${connection.id}' FOR UPDATE`,
    () => browser.visit(callback),
    (client) => client.query('DELETE FROM sso_connections WHERE id = $1', [connection.id]),
  );
  expect(failure(end)).toBe('OFF');
});
