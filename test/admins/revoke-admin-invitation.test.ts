import { expect, test } from 'vitest';
import {
  acceptAdminInvitation,
  addAdmin,
  invitationsSeenBy,
  inviteAdmin,
  openDemoPortal,
  revokeAdminInvitation,
} from '../kit/admins.ts';
import { startInstallation } from '../kit/installation.ts';
import { endLink, stateOf } from '../kit/links.ts';
import { refusal, succeed } from '../kit/mutate.ts';
import { DEAD_LINK, mailedToken, mailsTo, NEW_PASSWORD } from '../kit/people.ts';

const gatehouse = await startInstallation();
const owner = await openDemoPortal(gatehouse);

test('ends the invitation and its link', async () => {
  const { invitation } = await succeed(inviteAdmin(gatehouse, 'gone@revoke.test', [{ role: 'OWNER' }], owner));
  const token = await mailedToken(gatehouse, 'gone@revoke.test');
  await succeed(revokeAdminInvitation(gatehouse, invitation.id, owner));
  expect(await acceptAdminInvitation(gatehouse, { token, password: NEW_PASSWORD })).toMatchObject(DEAD_LINK);
  expect(await stateOf(gatehouse, token)).toMatchObject({ works: false, deadBecause: 'ENDED' });
  expect(await invitationsSeenBy(gatehouse, owner)).toEqual({});
  await refusal(revokeAdminInvitation(gatehouse, invitation.id, owner), 'NotFound');
});

test('an invitation that is revoked before its mail goes out is not mailed', async () => {
  const { invitation } = await succeed(inviteAdmin(gatehouse, 'unsent@revoke.test', [{ role: 'OWNER' }], owner));
  await succeed(revokeAdminInvitation(gatehouse, invitation.id, owner));
  await gatehouse.drain();
  expect(mailsTo(gatehouse, 'unsent@revoke.test')).toEqual([]);
});

test('the reader ends it too, as every mailed link', async () => {
  await succeed(inviteAdmin(gatehouse, 'refused@revoke.test', [{ role: 'OWNER' }], owner));
  const token = await mailedToken(gatehouse, 'refused@revoke.test');
  await succeed(endLink(gatehouse, token));
  expect(await acceptAdminInvitation(gatehouse, { token, password: NEW_PASSWORD })).toMatchObject(DEAD_LINK);
});

test('who may not give the roles cannot end the invitation', async () => {
  const { invitation } = await succeed(
    inviteAdmin(gatehouse, 'stays@revoke.test', [{ portal: 'demo', role: 'VIEWER' }, { role: 'VIEWER' }], owner),
  );
  const ofDemo = await addAdmin(gatehouse, 'demo@revoke.test', 'OWNER', 'demo');
  const approver = await addAdmin(gatehouse, 'approver@revoke.test', 'APPROVER', null);
  await refusal(revokeAdminInvitation(gatehouse, invitation.id, ofDemo), 'NotFound');
  await refusal(revokeAdminInvitation(gatehouse, invitation.id, approver), 'NotAllowed');
  await refusal(revokeAdminInvitation(gatehouse, 'no id', owner), 'NotFound');
  await succeed(revokeAdminInvitation(gatehouse, invitation.id, owner));
});
