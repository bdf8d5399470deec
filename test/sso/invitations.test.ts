import { beforeEach, expect, test } from 'vitest';
import { addAdmin, decide, openDemoPortal, updatePortal } from '../kit/admins.ts';
import { startInstallation } from '../kit/installation.ts';
import { acceptInvitation, invited, revokeInvitations, stateOfInvitation } from '../kit/invitations.ts';
import { startIssuer } from '../kit/issuer.ts';
import { stateOf } from '../kit/links.ts';
import { succeed } from '../kit/mutate.ts';
import { confirmSso, DEAD_LINK, developerId, mailedToken, statusOf } from '../kit/people.ts';
import { comeIn, connect, failure, whoIs } from '../kit/sso.ts';

const issuer = await startIssuer();
const gatehouse = await startInstallation({ SSO_ALLOWED_PRIVATE_HOSTS: 'localhost' });
const admin = await openDemoPortal(gatehouse);
const trusting = await connect(gatehouse, issuer);
const byRules = await connect(gatehouse, issuer, { label: 'Rules', approval: 'RULES' });
const existingOnly = await connect(gatehouse, issuer, { label: 'Existing', approval: 'EXISTING_ONLY' });

/** The next person who logs in at the provider. */
const person = (sub: string, more: object = {}) =>
  issuer.behave({ person: { sub, name: 'Ada Lovelace', email: `${sub}@sso-invited.test`, email_verified: true, ...more } });

const decisionOf = async (email: string) =>
  (
    await gatehouse.sql<{ by: string; isInvited: boolean }>(
      `SELECT by, decisions.invitation_id IS NOT NULL AS "isInvited" FROM decisions JOIN developers ON developers.id = developer_id WHERE email = $1`,
      [email],
    )
  ).map(({ by, isInvited }) => [by, isInvited]);

beforeEach(() => issuer.behave());

test.each([
  ['TRUST', trusting],
  ['RULES', byRules],
  ['EXISTING_ONLY', existingOnly],
])('approved beforehand, a person comes in by a connection with %s, in the name of the admin', async (name, connection) => {
  const email = `in-${name.toLowerCase()}@sso-invited.test`;
  const { token } = await invited(gatehouse, email, admin, { approved: true });
  person(`in-${name.toLowerCase()}`);
  const { browser } = await comeIn(connection);
  expect(await whoIs(gatehouse, browser)).toBe(email);
  expect(await decisionOf(email)).toEqual([['ADMIN', true]]);
  expect(await stateOfInvitation(gatehouse, email, admin)).toBe('USED');
  expect(await stateOf(gatehouse, token)).toMatchObject({ works: false, deadBecause: 'USED' });
  expect(await acceptInvitation(gatehouse, token)).toMatchObject(DEAD_LINK);
});

test('an invitation that is not approved is used, and the policy of the connection decides', async () => {
  await invited(gatehouse, 'plain-trust@sso-invited.test', admin);
  person('plain-trust');
  await comeIn(trusting);
  expect(await decisionOf('plain-trust@sso-invited.test')).toEqual([['IDENTITY_PROVIDER', false]]);
  expect(await stateOfInvitation(gatehouse, 'plain-trust@sso-invited.test', admin)).toBe('USED');

  await invited(gatehouse, 'plain-rules@sso-invited.test', admin);
  person('plain-rules');
  await comeIn(byRules);
  await gatehouse.drain();
  expect(await statusOf(gatehouse, 'plain-rules@sso-invited.test')).toBe('PENDING');

  await invited(gatehouse, 'plain-existing@sso-invited.test', admin);
  person('plain-existing');
  expect(failure((await comeIn(existingOnly)).end)).toBe('NOT_REGISTERED');
  expect(await stateOfInvitation(gatehouse, 'plain-existing@sso-invited.test', admin)).toBe('OPEN');
});

test('EXISTING_ONLY lets in nobody whose invitation ended, or whose inviter may not decide any more', async () => {
  const ended = await invited(gatehouse, 'ended@sso-invited.test', admin, { approved: true });
  await revokeInvitations(gatehouse, [ended.id], admin);
  person('ended');
  expect(failure((await comeIn(existingOnly)).end)).toBe('NOT_REGISTERED');

  const approver = await addAdmin(gatehouse, 'approver@sso-invited.test', 'APPROVER', 'demo');
  await invited(gatehouse, 'orphan@sso-invited.test', approver, { approved: true });
  await gatehouse.sql(
    "DELETE FROM admin_roles USING admins WHERE admins.id = admin_id AND email = 'approver@sso-invited.test'",
  );
  person('orphan');
  expect(failure((await comeIn(existingOnly)).end)).toBe('NOT_REGISTERED');
  expect(await statusOf(gatehouse, 'orphan@sso-invited.test')).toBeNull();
});

test('an address that the provider does not vouch for is confirmed by a mailed link, also with EXISTING_ONLY', async () => {
  const email = 'unproved@sso-invited.test';
  const { id } = await invited(gatehouse, email, admin, { approved: true });
  person('unproved', { email_verified: false });
  await comeIn(existingOnly);
  const token = await mailedToken(gatehouse, email);
  expect(await stateOf(gatehouse, token)).toMatchObject({ kind: 'CONFIRM_SSO', works: true });
  expect(await succeed(confirmSso(gatehouse, token))).toMatchObject({ status: 'APPROVED' });
  expect(await decisionOf(email)).toEqual([['ADMIN', true]]);

  const late = await invited(gatehouse, 'late@sso-invited.test', admin, { approved: true });
  person('late', { email_verified: false });
  await comeIn(existingOnly);
  const link = await mailedToken(gatehouse, 'late@sso-invited.test');
  await revokeInvitations(gatehouse, [late.id], admin);
  expect(await stateOf(gatehouse, link)).toMatchObject({ works: false, deadBecause: 'ENDED' });
  expect(await confirmSso(gatehouse, link)).toMatchObject(DEAD_LINK);
  expect(id).toBeTruthy();
});

test('it overrules no rejection', async () => {
  const email = 'rejected@sso-invited.test';
  await invited(gatehouse, email, admin);
  person('rejected');
  await updatePortal(gatehouse, { autoApprove: false }, admin);
  await comeIn(byRules);
  await gatehouse.drain();
  await decide(gatehouse, 'reject', [await developerId(gatehouse, email)], admin);
  await gatehouse.sql('UPDATE invitations SET approved = true WHERE email = $1', [email]);
  person('rejected');
  await comeIn(trusting);
  expect(await statusOf(gatehouse, email)).toBe('REJECTED');
});

test('of coming in and revoking the invitation at the same moment one happens', async () => {
  for (let time = 0; time < 5; time++) {
    const email = `race-${time}@sso-invited.test`;
    const { id } = await invited(gatehouse, email, admin, { approved: true });
    person(`race-${time}`);
    const [{ browser }] = await Promise.all([comeIn(existingOnly), succeed(revokeInvitations(gatehouse, [id], admin))]);
    const isIn = (await whoIs(gatehouse, browser)) !== null;
    expect(await statusOf(gatehouse, email)).toBe(isIn ? 'APPROVED' : null);
    expect(await stateOfInvitation(gatehouse, email, admin)).toBe(isIn ? 'USED' : 'REVOKED');
  }
});
