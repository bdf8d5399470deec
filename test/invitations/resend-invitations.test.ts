import { expect, test } from 'vitest';
import { RESEND_PAUSE_MS } from '../../domain/invitations/resend-invitations.ts';
import { addAdmin, openDemoPortal } from '../kit/admins.ts';
import { startInstallation } from '../kit/installation.ts';
import { createDeveloper, invitationLink, invited, resendInvitations, revokeInvitations } from '../kit/invitations.ts';
import { stateOf } from '../kit/links.ts';
import { succeed } from '../kit/mutate.ts';
import { mailsTo, tokenIn } from '../kit/people.ts';

const gatehouse = await startInstallation();
const owner = await openDemoPortal(gatehouse);
const viewer = await addAdmin(gatehouse, 'viewer@change.test', 'VIEWER', 'demo');

type Changed = { results: { id: string; error: { __typename: string } | null; invitation: { state: string } | null }[] };
const told = ({ results }: Changed) =>
  results.map(({ error, invitation }) => [error?.__typename ?? null, invitation?.state ?? null]);

test('resending mails the same link, at most once an hour, also of two at once', async () => {
  const { id, token } = await invited(gatehouse, 'again@change.test', owner);
  expect(told(await succeed(resendInvitations(gatehouse, [id], owner)))).toEqual([['TooManyAttempts', 'OPEN']]);
  await gatehouse.sql("UPDATE invitations SET mailed_at = now() - $1 * interval '1 millisecond'", [RESEND_PAUSE_MS]);
  const both = await Promise.all([1, 2].map(() => succeed(resendInvitations(gatehouse, [id], owner))));
  expect(both.flatMap(told).toSorted()).toEqual(
    [
      ['TooManyAttempts', 'OPEN'],
      [null, 'OPEN'],
    ].toSorted(),
  );
  await gatehouse.drain();
  expect(mailsTo(gatehouse, 'again@change.test').map(tokenIn)).toEqual([token, token]);
});

test('after the key is gone, resending mails another link that works', async () => {
  const { id, token } = await invited(gatehouse, 'rotated@change.test', owner);
  await gatehouse.sql(
    "UPDATE invitations SET mailed_at = now() - interval '2 hours', hash = sha256('made by an old key') WHERE id = $1",
    [id],
  );
  await succeed(resendInvitations(gatehouse, [id], owner));
  await gatehouse.drain();
  expect(mailsTo(gatehouse, 'rotated@change.test').map(tokenIn)).toEqual([token, token]);
  expect(await stateOf(gatehouse, token)).toMatchObject({ works: true });
});

test('only open invitations that are emailed can be sent again', async () => {
  const shown = await succeed(createDeveloper(gatehouse, 'shown@change.test', owner, { sendInvitation: false }));
  const revoked = await invited(gatehouse, 'revoked@change.test', owner);
  await revokeInvitations(gatehouse, [revoked.id], owner);
  const link = await invitationLink(gatehouse, owner);
  const ids = [shown.invitation.id, revoked.id, link.id];
  expect(told(await succeed(resendInvitations(gatehouse, ids, owner)))).toEqual([
    ['InvalidInput', 'OPEN'],
    ['InvitationEnded', 'REVOKED'],
    ['InvalidInput', 'OPEN'],
  ]);
});
test('a VIEWER resends none', async () => {
  const { id } = await invited(gatehouse, 'seen@change.test', owner);
  expect(told(await succeed(resendInvitations(gatehouse, [id], viewer)))).toEqual([['NotAllowed', 'OPEN']]);
});
