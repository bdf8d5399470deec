import { expect, test } from 'vitest';
import {
  addAdmin,
  adminId,
  decide,
  deleteDevelopers,
  openDemoPortal,
  removeAdmin,
  setSignUpFields,
  undoDecisions,
  updatePortal,
} from '../kit/admins.ts';
import { startInstallation } from '../kit/installation.ts';
import {
  acceptInvitation,
  createDeveloper,
  invitations,
  invited,
  inviteIn,
  revokeInvitations,
  stateOfInvitation,
} from '../kit/invitations.ts';
import { endLink, findLink, stateOf } from '../kit/links.ts';
import { refusal, succeed } from '../kit/mutate.ts';
import {
  approvedPerson,
  bearer,
  DEAD_LINK,
  developerId,
  mailedToken,
  requestPasswordReset,
  resetPassword,
  setPassword,
  signUp,
  statusOf,
  subjectsTo,
  verifyEmail,
  whoAmI,
} from '../kit/people.ts';

const gatehouse = await startInstallation();
const owner = await openDemoPortal(gatehouse);

test('registers the person with a proven address; the password is chosen and the log-in works once it is approved', async () => {
  const { token } = await invited(gatehouse, 'Grace@invited.test', owner);
  expect(await gatehouse.sql("SELECT FROM developers WHERE email = 'grace@invited.test'")).toEqual([]);
  const accepted = await succeed(acceptInvitation(gatehouse, token), 'passwordToken');
  expect(accepted).toMatchObject({ email: 'grace@invited.test', status: 'PENDING', portal: { slug: 'demo' } });
  await gatehouse.drain();
  expect((await succeed(setPassword(gatehouse, accepted.passwordToken))).status).toBe('PENDING');
  await decide(gatehouse, 'approve', [await developerId(gatehouse, 'grace@invited.test')], owner);
  expect(await whoAmI(gatehouse, { token: await bearer(gatehouse, 'grace@invited.test') })).toBe('grace@invited.test');
  expect(await invitations(gatehouse, owner, { filter: { email: 'grace@invited.test' } })).toMatchObject([
    { state: 'USED', used: 1, developers: [{ email: 'grace@invited.test' }] },
  ]);
});

test('repeats as verifyEmail does: it changes nothing, and there is no token once a password exists', async () => {
  const { token } = await invited(gatehouse, 'again@invited.test', owner);
  const first = await succeed(acceptInvitation(gatehouse, token, { fullName: 'First' }), 'passwordToken');
  const second = await succeed(acceptInvitation(gatehouse, token, { fullName: 'Second' }), 'passwordToken');
  expect(second.passwordToken).not.toBe(first.passwordToken);
  expect(await stateOf(gatehouse, token)).toMatchObject({ kind: 'ACCEPT_INVITATION', works: true, used: true });
  await gatehouse.drain();
  await succeed(setPassword(gatehouse, first.passwordToken));
  expect(await succeed(acceptInvitation(gatehouse, token))).toMatchObject({ passwordToken: null, expiresAt: null });
  expect(await gatehouse.sql("SELECT full_name FROM developers WHERE email = 'again@invited.test'")).toEqual([
    { full_name: 'First' },
  ]);
});

test('a repeat tells the status, so the decision cannot be undone any more', async () => {
  await succeed(updatePortal(gatehouse, { undoWindow: 30 }, owner));
  const { token } = await invited(gatehouse, 'told@invited.test', owner);
  await succeed(acceptInvitation(gatehouse, token));
  await gatehouse.drain();
  const id = await developerId(gatehouse, 'told@invited.test');
  await decide(gatehouse, 'approve', [id], owner);
  expect(await succeed(acceptInvitation(gatehouse, token))).toMatchObject({ status: 'APPROVED' });
  const [decision] = await gatehouse.sql<{ id: string }>('SELECT id FROM decisions WHERE developer_id = $1', [id]);
  const { results } = await succeed(undoDecisions(gatehouse, [decision?.id ?? ''], owner));
  expect(results?.[0]?.error?.__typename).toBe('Conflict');
  await succeed(updatePortal(gatehouse, { undoWindow: 0 }, owner));
});

test('several clicks at the same moment register one person, and each of them succeeds', async () => {
  const { token } = await invited(gatehouse, 'eager@invited.test', owner);
  const answers = await Promise.all(Array.from({ length: 5 }, () => acceptInvitation(gatehouse, token)));
  expect(new Set(answers.map(({ __typename }) => __typename))).toEqual(new Set(['AcceptInvitationSuccess']));
  expect(await gatehouse.sql("SELECT used FROM invitations WHERE email = 'eager@invited.test'")).toEqual([{ used: 1 }]);
  const events = await gatehouse.sql(
    "SELECT FROM events JOIN developers ON developers.id = subject_id WHERE email = 'eager@invited.test' AND type = 'developer.verified'",
  );
  expect(events).toHaveLength(1);
});

test('of accepting and revoking at the same moment one happens', async () => {
  for (let time = 0; time < 10; time++) {
    const email = `race-${time}@invited.test`;
    const { id, token } = await invited(gatehouse, email, owner);
    const [accepted, revoked] = await Promise.all([
      acceptInvitation(gatehouse, token),
      succeed(revokeInvitations(gatehouse, [id], owner)),
    ]);
    const isAccepted = accepted.__typename === 'AcceptInvitationSuccess';
    expect(revoked.results[0]?.error?.__typename ?? null).toBe(isAccepted ? 'InvitationEnded' : null);
    expect(await stateOfInvitation(gatehouse, email, owner)).toBe(isAccepted ? 'USED' : 'REVOKED');
    expect(await statusOf(gatehouse, email)).toBe(isAccepted ? 'PENDING' : null);
  }
});

test('asks for what the form of the portal asks for, and begins with what the admin filled in', async () => {
  const terms = { version: '2', url: 'https://demo.test/terms' };
  const fields = [
    { key: 'company', label: 'Company', kind: 'TEXT' as const, required: true },
    { key: 'team', label: 'Team', kind: 'TEXT' as const, required: true },
  ];
  await setSignUpFields(gatehouse, fields, owner);
  await updatePortal(gatehouse, { terms }, owner);
  const { token } = await invited(gatehouse, 'asked@invited.test', owner, { fullName: null });
  await gatehouse.sql(
    `UPDATE invitations SET answers = '[{"field": "company", "value": "Acme"}]' WHERE email = 'asked@invited.test'`,
  );
  expect((await findLink(gatehouse, token))?.form).toMatchObject({
    fullName: '',
    answers: [{ field: 'company', value: 'Acme' }],
  });
  const { issues } = await refusal(acceptInvitation(gatehouse, token), 'InvalidInput');
  expect(issues.map(({ path, code }) => [path.join('.'), code])).toEqual([
    ['fullName', 'REQUIRED'],
    ['answers.team', 'REQUIRED'],
    ['acceptedTerms', 'NOT_ACCEPTED'],
  ]);
  const form = { fullName: 'Ada', answers: [{ field: 'team', value: 'Blue' }], acceptedTerms: '2' };
  await succeed(acceptInvitation(gatehouse, token, form));
  expect(await gatehouse.sql("SELECT answers_by_field FROM developers WHERE email = 'asked@invited.test'")).toEqual([
    { answers_by_field: { company: 'Acme', team: 'Blue' } },
  ]);
  expect(await gatehouse.sql('SELECT version FROM accepted_terms')).toEqual([{ version: '2' }]);
  await setSignUpFields(gatehouse, [], owner);
  await updatePortal(gatehouse, { terms: null }, owner);
});

test('takes over an unverified registration and ends all that it held', async () => {
  await signUp(gatehouse, 'squatted@invited.test', { fullName: 'Mallory' });
  const link = await mailedToken(gatehouse, 'squatted@invited.test');
  const { token } = await invited(gatehouse, 'squatted@invited.test', owner);
  await succeed(acceptInvitation(gatehouse, token));
  expect(await gatehouse.sql("SELECT full_name FROM developers WHERE email = 'squatted@invited.test'")).toEqual([
    { full_name: 'Grace Hopper' },
  ]);
  expect(await verifyEmail(gatehouse, link)).toMatchObject(DEAD_LINK);
});

test('an invitation reserves nothing: the person can sign up without it, which uses it', async () => {
  const { token } = await invited(gatehouse, 'around@invited.test', owner);
  await signUp(gatehouse, 'around@invited.test');
  await succeed(verifyEmail(gatehouse, await mailedToken(gatehouse, 'around@invited.test')));
  expect(await stateOfInvitation(gatehouse, 'around@invited.test', owner)).toBe('USED');
  // The link proves the same address, so it works again like the link of the sign-up.
  expect(await succeed(acceptInvitation(gatehouse, token), 'passwordToken')).toMatchObject({ email: 'around@invited.test' });
});

test.each(['reject', 'reset', 'delete'])('after %s the link ends', async (act) => {
  const email = `${act}@invited.test`;
  const { token } = await invited(gatehouse, email, owner);
  const { passwordToken } = await succeed(acceptInvitation(gatehouse, token), 'passwordToken');
  await gatehouse.drain();
  await succeed(setPassword(gatehouse, passwordToken));
  const id = await developerId(gatehouse, email);
  if (act === 'reject') await decide(gatehouse, 'reject', [id], owner);
  if (act === 'delete') await gatehouse.sql('DELETE FROM developers WHERE id = $1', [id]);
  if (act === 'reset') {
    await requestPasswordReset(gatehouse, email);
    await succeed(resetPassword(gatehouse, await mailedToken(gatehouse, email), 'nine green kites landed'));
  }
  expect(await acceptInvitation(gatehouse, token)).toMatchObject(DEAD_LINK);
});

test('a deleted developer leaves no invitation behind; who is not verified loses none', async () => {
  const email = 'forgotten@invited.test';
  const { token } = await invited(gatehouse, email, owner);
  await signUp(gatehouse, email);
  await gatehouse.drain();
  await deleteDevelopers(gatehouse, [await developerId(gatehouse, email)], owner);
  expect(await stateOf(gatehouse, token)).toMatchObject({ works: true });
  await succeed(acceptInvitation(gatehouse, token));
  await deleteDevelopers(gatehouse, [await developerId(gatehouse, email)], owner);
  expect(await gatehouse.sql('SELECT FROM invitations WHERE email = $1', [email])).toEqual([]);
  expect(await acceptInvitation(gatehouse, token)).toMatchObject(DEAD_LINK);
});

test('of accepting and verifying at the same moment the first one registers the person, and there is one', async () => {
  for (let time = 0; time < 10; time++) {
    const email = `both-${time}@invited.test`;
    const { token } = await invited(gatehouse, email, owner);
    await signUp(gatehouse, email);
    const link = await mailedToken(gatehouse, email);
    const [accepted, verified] = await Promise.all([acceptInvitation(gatehouse, token), verifyEmail(gatehouse, link)]);
    expect(accepted.__typename).toBe('AcceptInvitationSuccess');
    // The link of a registration that the invitation replaced ends with it.
    expect(['VerifyEmailSuccess', 'InvalidToken']).toContain(verified.__typename);
    expect(await gatehouse.sql('SELECT used FROM invitations WHERE email = $1', [email])).toEqual([{ used: 1 }]);
    expect(await gatehouse.sql('SELECT email FROM developers WHERE email = $1', [email])).toEqual([{ email }]);
  }
});

test('the reader can end the link; an unknown, expired or shown token is InvalidToken', async () => {
  const { token } = await invited(gatehouse, 'declined@invited.test', owner);
  await succeed(endLink(gatehouse, token));
  expect(await acceptInvitation(gatehouse, token)).toMatchObject(DEAD_LINK);
  expect(await stateOf(gatehouse, token)).toMatchObject({ works: false, deadBecause: 'ENDED' });
  expect(await stateOfInvitation(gatehouse, 'declined@invited.test', owner)).toBe('REVOKED');

  const late = await invited(gatehouse, 'late@invited.test', owner);
  await gatehouse.sql("UPDATE invitations SET expires_at = now() WHERE email = 'late@invited.test'");
  expect(await acceptInvitation(gatehouse, late.token)).toMatchObject(DEAD_LINK);
  expect(await stateOf(gatehouse, late.token)).toMatchObject({ deadBecause: 'EXPIRED' });

  const shown = await succeed(createDeveloper(gatehouse, 'shown@invited.test', owner, { sendInvitation: false }));
  expect(await acceptInvitation(gatehouse, inviteIn(shown.link))).toMatchObject(DEAD_LINK);
  expect(await acceptInvitation(gatehouse, 'nothing')).toMatchObject(DEAD_LINK);
});

test('an address that another account has, or that a change of address reserves, is not given away', async () => {
  const { token } = await invited(gatehouse, 'taken@invited.test', owner);
  const { id } = await approvedPerson(gatehouse, 'mover@invited.test', owner);
  await gatehouse.sql("UPDATE developers SET email = 'taken@invited.test' WHERE id = $1", [id]);
  expect(await acceptInvitation(gatehouse, token)).toMatchObject(DEAD_LINK);
  expect(await stateOf(gatehouse, token)).toMatchObject({ works: false, deadBecause: 'ENDED' });

  const reserved = await invited(gatehouse, 'reserved@invited.test', owner);
  await gatehouse.sql(
    `INSERT INTO tokens (id, purpose, hash, developer_id, email, typed_email, expires_at)
     VALUES (gen_random_uuid(), 'UNDO_EMAIL_CHANGE', 'undo', $1, 'reserved@invited.test', 'reserved@invited.test', now() + interval '1 hour')`,
    [id],
  );
  expect(await acceptInvitation(gatehouse, reserved.token)).toMatchObject(DEAD_LINK);
  expect(await statusOf(gatehouse, 'reserved@invited.test')).toBeNull();
  expect(await stateOfInvitation(gatehouse, 'reserved@invited.test', owner)).toBe('OPEN');
});

test('approved beforehand: the decision is that of the admin, and nobody is told of a new request', async () => {
  const { token, id } = await invited(gatehouse, 'welcome@invited.test', owner, { approved: true });
  const { passwordToken } = await succeed(acceptInvitation(gatehouse, token), 'passwordToken');
  await gatehouse.drain();
  expect((await succeed(setPassword(gatehouse, passwordToken))).status).toBe('APPROVED');
  await bearer(gatehouse, 'welcome@invited.test');
  expect(
    await gatehouse.sql(
      `SELECT "from", "to", by, admin_id = inviter_id AS by_inviter, invitation_id FROM decisions
       JOIN invitations ON invitations.id = invitation_id WHERE email = 'welcome@invited.test'`,
    ),
  ).toEqual([{ from: 'PENDING', to: 'APPROVED', by: 'ADMIN', by_inviter: true, invitation_id: id }]);
  expect(subjectsTo(gatehouse, 'welcome@invited.test')).toEqual(['You are invited to demo portal']);
});

test('approved beforehand counts only while the admin who invited may still decide there', async () => {
  const approver = await addAdmin(gatehouse, 'approver@invited.test', 'APPROVER', 'demo');
  const demoted = await invited(gatehouse, 'of-demoted@invited.test', approver, { approved: true });
  const kept = await invited(gatehouse, 'of-removed@invited.test', approver, { approved: true });
  await gatehouse.sql(
    "UPDATE admin_roles SET role = 'VIEWER' FROM admins WHERE admins.id = admin_id AND email = 'approver@invited.test'",
  );
  await succeed(acceptInvitation(gatehouse, demoted.token));
  await succeed(removeAdmin(gatehouse, await adminId(gatehouse, 'approver@invited.test'), owner));
  await succeed(acceptInvitation(gatehouse, kept.token));
  await gatehouse.drain();
  expect(await statusOf(gatehouse, 'of-demoted@invited.test')).toBe('PENDING');
  expect(await statusOf(gatehouse, 'of-removed@invited.test')).toBe('PENDING');
});
