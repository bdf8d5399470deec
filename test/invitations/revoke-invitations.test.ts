import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { addAdmin, createPortal, openDemoPortal } from '../kit/admins.ts';
import { startInstallation } from '../kit/installation.ts';
import { createDeveloper, invitationLink, invited, revokeInvitations } from '../kit/invitations.ts';
import { stateOf } from '../kit/links.ts';
import { succeed } from '../kit/mutate.ts';

const gatehouse = await startInstallation();
const owner = await openDemoPortal(gatehouse);
await createPortal(gatehouse, 'other', owner);
const approver = await addAdmin(gatehouse, 'approver@change.test', 'APPROVER', 'demo');
const viewer = await addAdmin(gatehouse, 'viewer@change.test', 'VIEWER', 'demo');

type Changed = { results: { id: string; error: { __typename: string } | null; invitation: { state: string } | null }[] };
const told = ({ results }: Changed) =>
  results.map(({ error, invitation }) => [error?.__typename ?? null, invitation?.state ?? null]);

test('revoking ends both kinds, once, each on its own', async () => {
  const { id, token } = await invited(gatehouse, 'ended@change.test', owner);
  const link = await invitationLink(gatehouse, owner);
  const { invitation } = await succeed(createDeveloper(gatehouse, 'far@change.test', owner, { portal: 'other' }));
  const ids = [id, link.id, randomUUID(), 'no id', invitation.id];
  expect(told(await succeed(revokeInvitations(gatehouse, ids, approver)))).toEqual([
    [null, 'REVOKED'],
    [null, 'REVOKED'],
    ['NotFound', null],
    ['NotFound', null],
    ['NotFound', null],
  ]);
  expect(await stateOf(gatehouse, token)).toMatchObject({ works: false, deadBecause: 'ENDED' });
  expect(await stateOf(gatehouse, link.invite)).toMatchObject({ works: false, deadBecause: 'ENDED' });
  expect(told(await succeed(revokeInvitations(gatehouse, [id], owner)))).toEqual([['InvitationEnded', 'REVOKED']]);
});

test('a VIEWER revokes none', async () => {
  const { id } = await invited(gatehouse, 'seen@change.test', owner);
  expect(told(await succeed(revokeInvitations(gatehouse, [id], viewer)))).toEqual([['NotAllowed', 'OPEN']]);
});
