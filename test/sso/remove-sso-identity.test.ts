import { randomUUID } from 'node:crypto';
import { beforeEach, expect, test } from 'vitest';
import { addAdmin, createPortal, openDemoPortal, removeSsoIdentity } from '../kit/admins.ts';
import { startInstallation } from '../kit/installation.ts';
import { startIssuer } from '../kit/issuer.ts';
import { confirmSso, developerId, findToken, mailedToken, mailsTo, requestPasswordReset } from '../kit/people.ts';
import { present } from '../kit/present.ts';
import { comeIn, connect, sessionOf, whoIs } from '../kit/sso.ts';

const issuer = await startIssuer();
const gatehouse = await startInstallation({ SSO_ALLOWED_PRIVATE_HOSTS: new URL(issuer.url).host });
const owner = await openDemoPortal(gatehouse);
await createPortal(gatehouse, 'second', owner);
const approver = await addAdmin(gatehouse, 'approver@remove.test', 'APPROVER', 'demo');
const connection = await connect(gatehouse, issuer);

beforeEach(() => issuer.behave());

async function comeInAs(sub: string, email: string) {
  issuer.behave({ person: { sub, name: 'Ada Lovelace', email, email_verified: true } });
  return await comeIn(connection);
}

/** The accounts at a provider of somebody, as an admin sees them. */
async function identitiesOf(id: string, token = approver): Promise<{ id: string; subject: string }[]> {
  const { data } = await gatehouse.graphql<{ developer: { ssoIdentities: { id: string; subject: string }[] } | null }>(
    'query($id: ID!) { developer(id: $id) { ssoIdentities { id subject } } }',
    { id },
    { token },
  );
  return data.developer?.ssoIdentities ?? [];
}

test('a person gets in with another account at the provider after an admin removed the old one', async () => {
  const email = 'hired-again@remove.test';
  const { browser } = await comeInAs('first-contract', email);
  const id = await developerId(gatehouse, email);
  // R40: the new one is nobody the portal knows, and there is no password to fall back on.
  expect(sessionOf((await comeInAs('second-contract', email)).browser)).toBe('');
  await requestPasswordReset(gatehouse, email);
  await gatehouse.drain();
  expect(mailsTo(gatehouse, email).map(findToken).filter(Boolean)).toEqual([]);

  const old = present((await identitiesOf(id))[0]);
  expect(await removeSsoIdentity(gatehouse, old.id, approver)).toMatchObject({ id: old.id, developerId: id });
  expect(await whoIs(gatehouse, browser)).toBeNull();
  await comeInAs('second-contract', email);
  expect(await confirmSso(gatehouse, await mailedToken(gatehouse, email))).toMatchObject({ email, status: 'APPROVED' });
  expect(await whoIs(gatehouse, (await comeInAs('second-contract', email)).browser)).toBe(email);
  expect(await identitiesOf(id)).toMatchObject([{ subject: 'second-contract' }]);
  expect(sessionOf((await comeInAs('first-contract', email)).browser)).toBe('');
});

test('R34: only an admin who may decide about the registration removes it; to others it does not exist', async () => {
  await comeInAs('stays', 'stays@remove.test');
  const id = await developerId(gatehouse, 'stays@remove.test');
  const viewer = await addAdmin(gatehouse, 'viewer@remove.test', 'VIEWER', 'demo');
  const stranger = await addAdmin(gatehouse, 'stranger@remove.test', 'OWNER', 'second');
  const identity = present((await identitiesOf(id))[0]);
  for (const named of [identity.id, randomUUID(), 'no id']) {
    expect(await removeSsoIdentity(gatehouse, named, undefined)).toMatchObject({ __typename: 'NotAllowed' });
    expect(await removeSsoIdentity(gatehouse, named, stranger)).toMatchObject({ __typename: 'NotFound' });
  }
  expect(await removeSsoIdentity(gatehouse, identity.id, viewer)).toMatchObject({ __typename: 'NotAllowed' });
  expect(await identitiesOf(id)).toHaveLength(1);
});
