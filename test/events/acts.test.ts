import { expect, test } from 'vitest';
import {
  acceptAdminInvitation,
  addNote,
  adminLogIn,
  decide,
  deleteDevelopers,
  inviteAdmin,
  openDemoPortal,
  removeAdmin,
  revokeAdminInvitation,
  updateAdmin,
  updatePortal,
} from '../kit/admins.ts';
import { startInstallation } from '../kit/installation.ts';
import { endLink } from '../kit/links.ts';
import { succeed } from '../kit/mutate.ts';
import { confirmEmailChange, requestEmailChange, updateProfile } from '../kit/own-account.ts';
import {
  approvedPerson,
  bearer,
  developerId,
  logIn,
  mailedToken,
  NEW_PASSWORD,
  setPassword,
  signUp,
  verifiedPerson,
  verifyEmail,
} from '../kit/people.ts';

const gatehouse = await startInstallation();
const owner = await openDemoPortal(gatehouse);

type Event = {
  type: string;
  actor_kind: string;
  actor_id: string | null;
  actor_name: string | null;
  portal_id: string | null;
  data: object;
};

const eventsOf = (subject: string) =>
  gatehouse.sql<Event>('SELECT * FROM events WHERE subject_id = $1 ORDER BY at, id', [subject]);

const [demo] = await gatehouse.sql<{ id: string }>('SELECT id FROM portals');

test('the way of a person into a portal is in the log: verified, approved by rule, password set, session opened', async () => {
  await updatePortal(gatehouse, { autoApprove: true }, owner);
  const { id, passwordToken } = await verifiedPerson(gatehouse, 'way@acts.test');
  await gatehouse.drain();
  await setPassword(gatehouse, passwordToken);
  await succeed(logIn(gatehouse, 'way@acts.test'));
  const events = await eventsOf(id);
  expect(events.map(({ type, actor_kind }) => `${type} ${actor_kind}`)).toEqual([
    'developer.verified DEVELOPER',
    'developer.approved RULE',
    'password.set DEVELOPER',
    'session.opened DEVELOPER',
  ]);
  for (const { portal_id, actor_id, actor_kind } of events)
    expect([portal_id, actor_id]).toEqual([demo?.id, actor_kind === 'RULE' ? null : id]);
  const [session] = await gatehouse.sql<{ id: string }>('SELECT id FROM sessions WHERE developer_id = $1', [id]);
  expect(events.at(-1)?.data).toEqual({ sessionId: session?.id, method: 'PASSWORD', secondFactor: null });
  const [decision] = await gatehouse.sql<{ id: string }>('SELECT id FROM decisions WHERE developer_id = $1', [id]);
  expect(events[1]?.data).toEqual({ decisionId: decision?.id, from: 'PENDING', to: 'APPROVED' });
});

test('a log-in that replaces a session says that this one ended, whoever had it', async () => {
  const [first, second] = [
    await approvedPerson(gatehouse, 'first@acts.test', owner),
    await approvedPerson(gatehouse, 'second@acts.test', owner),
  ];
  const { token } = await succeed(logIn(gatehouse, 'first@acts.test'), 'token');
  await succeed(logIn(gatehouse, 'second@acts.test', undefined, {}, { token }));
  expect((await eventsOf(first.id)).at(-1)).toMatchObject({
    type: 'session.closed',
    actor_id: first.id,
    portal_id: demo?.id,
    data: { sessions: 1 },
  });
  expect((await eventsOf(second.id)).at(-1)).toMatchObject({ type: 'session.opened' });
});

test('the consent at the verification is in the log', async () => {
  await updatePortal(gatehouse, { terms: { version: '7', url: 'https://terms.example/7' } }, owner);
  await signUp(gatehouse, 'consent@acts.test');
  const token = await mailedToken(gatehouse, 'consent@acts.test');
  await succeed(verifyEmail(gatehouse, token, { acceptedTerms: '7' }));
  await updatePortal(gatehouse, { terms: null }, owner);
  const events = await eventsOf(await developerId(gatehouse, 'consent@acts.test'));
  expect(events.filter(({ type }) => type === 'terms.accepted')).toMatchObject([
    { portal_id: demo?.id, data: { version: '7' } },
  ]);
});

test('an invitation that the reader ends is in the log', async () => {
  const { invitation } = await succeed(
    inviteAdmin(gatehouse, 'declines@acts.test', [{ portal: 'demo', role: 'VIEWER' }], owner),
  );
  const token = await mailedToken(gatehouse, 'declines@acts.test');
  for (const _ of ['once', 'again']) await succeed(endLink(gatehouse, token));
  expect((await eventsOf(invitation.id)).map(({ type, actor_kind }) => `${type} ${actor_kind}`)).toEqual([
    'admin-invitation.created ADMIN',
    'admin-invitation.declined ADMIN',
  ]);
});

test('a second click, a wrong password and a sign-up write nothing', async () => {
  const { id } = await approvedPerson(gatehouse, 'quiet@acts.test', owner);
  const count = async () => (await gatehouse.sql('SELECT FROM events')).length;
  const before = await count();
  await logIn(gatehouse, 'quiet@acts.test', 'a wrong password it is');
  await gatehouse.drain();
  expect([await count(), (await eventsOf(id)).filter(({ type }) => type === 'developer.verified').length]).toEqual([before, 1]);
});

test('what happens to admins is in the log, with the names of the admins who did it', async () => {
  const roles = [{ portal: 'demo', role: 'VIEWER' as const }];
  const { invitation } = await succeed(inviteAdmin(gatehouse, 'new@acts.test', roles, owner));
  const token = await mailedToken(gatehouse, 'new@acts.test');
  await succeed(acceptAdminInvitation(gatehouse, { token, password: NEW_PASSWORD }));
  await succeed(adminLogIn(gatehouse, { email: 'new@acts.test', password: NEW_PASSWORD }));
  const [admin] = await gatehouse.sql<{ id: string }>("SELECT id FROM admins WHERE email = 'new@acts.test'");
  const id = admin?.id ?? '';
  await succeed(updateAdmin(gatehouse, id, [{ role: 'APPROVER' }], owner));
  await succeed(removeAdmin(gatehouse, id, owner));

  const named = async (subject: string) =>
    (await eventsOf(subject)).map(({ type, actor_name, portal_id, data }) => [type, actor_name, portal_id, data]);
  const [viewer, approver] = [
    { portalId: demo?.id, role: 'VIEWER' },
    { portalId: null, role: 'APPROVER' },
  ];
  expect(await named(invitation.id)).toEqual([
    ['admin-invitation.created', 'owner@gatehouse.test', demo?.id, { roles: [viewer] }],
    ['admin-invitation.accepted', 'new@acts.test', demo?.id, { adminId: id }],
  ]);
  expect(await named(id)).toEqual([
    ['session.opened', 'new@acts.test', null, { sessionId: expect.any(String), method: 'PASSWORD', secondFactor: null }],
    ['admin.role-changed', 'owner@gatehouse.test', null, { before: [viewer], after: [approver] }],
    ['admin.removed', 'owner@gatehouse.test', null, { before: [approver] }],
  ]);

  const { invitation: second } = await succeed(inviteAdmin(gatehouse, 'other@acts.test', roles, owner));
  await succeed(revokeAdminInvitation(gatehouse, second.id, owner));
  expect((await named(second.id)).at(-1)).toEqual(['admin-invitation.revoked', 'owner@gatehouse.test', demo?.id, {}]);
});

test('no event has a name, an address, an answer, a text that a person wrote, a token or a hash in its data', async () => {
  const { id, email } = await approvedPerson(gatehouse, 'private@acts.test', owner);
  const token = await bearer(gatehouse, email);
  await succeed(updateProfile(gatehouse, { token }, 'Private Person'));
  await succeed(requestEmailChange(gatehouse, { token }, 'moved@acts.test'));
  await succeed(confirmEmailChange(gatehouse, await mailedToken(gatehouse, 'moved@acts.test')));
  await succeed(addNote(gatehouse, id, 'A private note', owner));
  await decide(gatehouse, 'revoke', [id], owner, { reason: 'A private reason', note: 'Another private note' });
  await gatehouse.drain();
  await deleteDevelopers(gatehouse, [id], owner);
  const events = await gatehouse.sql<Event>('SELECT * FROM events');
  expect(events.map(({ type }) => type)).toEqual(
    expect.arrayContaining([
      'developer.profile-changed',
      'developer.email-change-requested',
      'developer.email-changed',
      'developer.note-added',
      'developer.revoked',
      'developer.deleted',
    ]),
  );
  const data = JSON.stringify(events.map((event) => event.data));
  expect(data).not.toMatch(/private|person|acts\.test|lovelace|[\w-]{43}|[0-9a-f]{64}/i);
});
