import { expect, test } from 'vitest';
import { addAdmin, createPortal, openDemoPortal } from '../kit/admins.ts';
import { startInstallation } from '../kit/installation.ts';
import { createDeveloper } from '../kit/invitations.ts';
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
