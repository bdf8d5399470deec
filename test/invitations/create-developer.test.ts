import { expect, test } from 'vitest';
import { addAdmin, createPortal, openDemoPortal } from '../kit/admins.ts';
import { startInstallation } from '../kit/installation.ts';
import { acceptInvitation, createDeveloper, invitations, invited } from '../kit/invitations.ts';
import { refusal, succeed } from '../kit/mutate.ts';
import { approvedPerson, mailsTo } from '../kit/people.ts';

const gatehouse = await startInstallation();
const owner = await openDemoPortal(gatehouse);
await createPortal(gatehouse, 'other', owner);
const approver = await addAdmin(gatehouse, 'approver@one.test', 'APPROVER', 'demo');
const viewer = await addAdmin(gatehouse, 'viewer@one.test', 'VIEWER', 'demo');

test('invites one person; Conflict for who is verified there', async () => {
  const { invitation, link } = await succeed(createDeveloper(gatehouse, 'one@one.test', approver, { fullName: 'One' }));
  expect(invitation).toMatchObject({ kind: 'NAMED', state: 'OPEN', fullName: 'One', uses: 1, used: 0 });
  expect(link).toBeNull();
  await gatehouse.drain();
  expect(mailsTo(gatehouse, 'one@one.test')).toHaveLength(1);
  await approvedPerson(gatehouse, 'there@one.test', owner);
  await refusal(createDeveloper(gatehouse, 'there@one.test', owner), 'Conflict');
  const { issues } = await refusal(createDeveloper(gatehouse, 'no address', owner, { fullName: '' }), 'InvalidInput');
  expect(issues.map(({ path }) => path)).toEqual([['email'], ['fullName']]);
});

test('a VIEWER may not, and another portal does not exist for an APPROVER', async () => {
  await refusal(createDeveloper(gatehouse, 'x@one.test', viewer), 'NotAllowed');
  await refusal(createDeveloper(gatehouse, 'x@one.test', approver, { portal: 'other' }), 'NotFound');
});

test('several open invitations of one email address are all used by the first of them, and each has its event', async () => {
  const email = 'several@one.test';
  const first = await invited(gatehouse, email, owner);
  const second = await invited(gatehouse, email, approver);
  const third = await invited(gatehouse, email, owner);
  await succeed(acceptInvitation(gatehouse, second.token));
  const all = await invitations(gatehouse, owner, { filter: { email } });
  expect(all.map(({ state }) => state)).toEqual(['USED', 'USED', 'USED']);
  const events = await gatehouse.sql<{ id: string }>(
    "SELECT subject_id AS id FROM events WHERE type = 'invitation.used' AND subject_id = ANY ($1) ORDER BY subject_id",
    [[first.id, second.id, third.id]],
  );
  expect(events.map(({ id }) => id)).toEqual([first.id, second.id, third.id]);
});
