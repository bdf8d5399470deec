import { expect, test } from 'vitest';
import { createPortal, decide, openDemoPortal } from '../kit/admins.ts';
import { startInstallation } from '../kit/installation.ts';
import { updateProfile } from '../kit/own-account.ts';
import { loggedInPerson } from '../kit/people.ts';

const gatehouse = await startInstallation();
const admin = await openDemoPortal(gatehouse);

const nameOf = async (token: string) =>
  (await gatehouse.graphql<{ me: { fullName: string } | null }>('{ me(portal: "demo") { fullName } }', {}, { token })).data.me
    ?.fullName;

test('changes the name', async () => {
  const { token } = await loggedInPerson(gatehouse, 'ada@profile.test', admin);
  const answer = await updateProfile(gatehouse, { token }, '  Ada King ');
  expect(answer).toMatchObject({ __typename: 'UpdateProfileSuccess', developer: { fullName: 'Ada King' } });
  expect(await nameOf(token)).toBe('Ada King');
});

test('an update without a value changes nothing, and is no event', async () => {
  const { id, token } = await loggedInPerson(gatehouse, 'nothing@profile.test', admin);
  const stored = async () => await gatehouse.sql('SELECT * FROM developers WHERE id = $1', [id]);
  const before = await stored();
  expect(await updateProfile(gatehouse, { token }, undefined)).toMatchObject({ developer: { fullName: 'Ada Lovelace' } });
  expect(await stored()).toEqual(before);
  const told = "SELECT count(*)::int FROM events WHERE type = 'developer.profile-changed' AND subject_id = $1";
  expect(await gatehouse.sql(told, [id])).toEqual([{ count: 0 }]);
});

test('refuses what is no name', async () => {
  const { token } = await loggedInPerson(gatehouse, 'odd@profile.test', admin);
  for (const fullName of ['', '  ', 'Ada\r\nBcc: eve@evil.test', 'x'.repeat(257), 'half \ud800']) {
    expect(await updateProfile(gatehouse, { token }, fullName)).toMatchObject({ issues: [{ path: ['fullName'] }] });
  }
  expect(await nameOf(token)).toBe('Ada Lovelace');
});

test('R33: strangers, admins, people of another portal and the revoked may not', async () => {
  await createPortal(gatehouse, 'other', admin);
  const { id, token } = await loggedInPerson(gatehouse, 'portal@profile.test', admin);
  const denied = { __typename: 'NotAllowed' };
  expect(await updateProfile(gatehouse, {}, 'Eve')).toMatchObject(denied);
  expect(await updateProfile(gatehouse, { token: admin }, 'Eve')).toMatchObject(denied);
  expect(await updateProfile(gatehouse, { token }, 'Eve', 'other')).toMatchObject(denied);
  expect(await nameOf(token)).toBe('Ada Lovelace');
  await decide(gatehouse, 'revoke', [id], admin);
  expect(await updateProfile(gatehouse, { token }, 'Eve')).toMatchObject(denied);
});
