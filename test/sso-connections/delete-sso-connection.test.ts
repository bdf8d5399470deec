import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { addAdmin, createPortal, openDemoPortal } from '../kit/admins.ts';
import { connected, deleteConnection } from '../kit/connections.ts';
import { startInstallation } from '../kit/installation.ts';
import { startIssuer } from '../kit/issuer.ts';
import { loggedInPerson, statusOf, whoAmI } from '../kit/people.ts';
import { comeIn, connect, whoIs } from '../kit/sso.ts';
import { openBrowser } from '../kit/web-browser.ts';

const issuer = await startIssuer();
const gatehouse = await startInstallation({ SSO_ALLOWED_PRIVATE_HOSTS: 'localhost' });
const admin = await openDemoPortal(gatehouse);
await createPortal(gatehouse, 'second', admin);

test('the sessions of a connection that is deleted end, and no others; the people stay registered', async () => {
  const [connection, other] = [await connect(gatehouse, issuer), await connect(gatehouse, issuer)];
  issuer.behave({ person: { sub: 'goes', name: 'Ada', email: 'goes@delete.test', email_verified: true } });
  const [{ browser }, stays] = [await comeIn(connection), await comeIn(other)];
  const { token, email } = await loggedInPerson(gatehouse, 'password@delete.test', admin);
  expect(await whoIs(gatehouse, browser)).toBe('goes@delete.test');
  expect(await deleteConnection(gatehouse, connection.id, admin)).toEqual({
    __typename: 'DeleteSsoConnectionSuccess',
    id: connection.id,
  });
  expect(await whoIs(gatehouse, browser)).toBeNull();
  expect([await whoIs(gatehouse, stays.browser), await whoAmI(gatehouse, { token })]).toEqual(['goes@delete.test', email]);
  expect(await statusOf(gatehouse, 'goes@delete.test')).toBe('APPROVED');
  expect((await openBrowser().visit(connection.startUrl)).location?.host).not.toBe(new URL(issuer.url).host);
  expect(await whoIs(gatehouse, (await comeIn(other)).browser)).toBe('goes@delete.test');
});

test('R34: only an OWNER of its portal deletes it; out of reach it is as if there were none', async () => {
  const id = await connected(gatehouse, {}, admin);
  const answerTo = async (token: string | undefined, named = id) =>
    (await deleteConnection(gatehouse, named, token)).__typename;
  const none = [randomUUID(), 'no id', '\u0000'];
  const stranger = await addAdmin(gatehouse, 'owner-second@delete.test', 'OWNER', 'second');
  for (const named of [id, ...none]) {
    expect(await answerTo(undefined, named)).toBe('NotAllowed');
    expect(await answerTo(stranger, named)).toBe('NotFound');
  }
  for (const named of none) expect(await answerTo(admin, named)).toBe('NotFound');
  const approver = await addAdmin(gatehouse, 'approver@delete.test', 'APPROVER', 'demo');
  expect(await answerTo(approver)).toBe('NotAllowed');
  expect(await gatehouse.sql('SELECT 1 FROM sso_connections WHERE id = $1', [id])).toHaveLength(1);
  const owner = await addAdmin(gatehouse, 'owner@delete.test', 'OWNER', 'demo');
  expect(await answerTo(owner)).toBe('DeleteSsoConnectionSuccess');
  expect(await answerTo(owner)).toBe('NotFound');
});
