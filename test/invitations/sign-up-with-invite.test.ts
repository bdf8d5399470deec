import { expect, test } from 'vitest';
import { addAdmin, createPortal, openDemoPortal, updatePortal } from '../kit/admins.ts';
import { startInstallation } from '../kit/installation.ts';
import { createDeveloper, invitationLink, invitations, inviteIn, revokeInvitations } from '../kit/invitations.ts';
import { stateOf } from '../kit/links.ts';
import { refusal, succeed } from '../kit/mutate.ts';
import { mailedToken, resendVerification, signUp, statusOf, verifyEmail } from '../kit/people.ts';

const gatehouse = await startInstallation();
const owner = await openDemoPortal(gatehouse);
await createPortal(gatehouse, 'other', owner);

const NOT_INVITED = [{ path: ['invite'], code: 'NOT_PERMITTED' }];
const refusedFor = async (email: string, invite: string) =>
  (await refusal(signUp(gatehouse, email, { invite }), 'InvalidInput')).issues;
const used = async (id: string) => (await gatehouse.sql('SELECT used FROM invitations WHERE id = $1', [id]))[0];

test('an invite that is unknown, ended, used up, of another portal or for another address is refused', async () => {
  const link = await invitationLink(gatehouse, owner, { uses: 1, emailDomains: ['Partner.test', 'bücher.test'] });
  expect(await refusedFor('ada@elsewhere.test', link.invite)).toMatchObject(NOT_INVITED);
  expect(await refusedFor('ada@sub.partner.test', link.invite)).toMatchObject(NOT_INVITED);
  await succeed(signUp(gatehouse, 'ada@partner.test', { invite: link.invite }));
  await succeed(signUp(gatehouse, 'ada@bücher.test', { invite: link.invite }));
  for (const invite of ['nothing', '', 'A'.repeat(43)])
    expect(await refusedFor('ada@partner.test', invite)).toMatchObject(NOT_INVITED);

  const named = await succeed(createDeveloper(gatehouse, 'named@partner.test', owner, { sendInvitation: false }));
  expect(await refusedFor('other@partner.test', inviteIn(named.link))).toMatchObject(NOT_INVITED);
  await succeed(signUp(gatehouse, 'NAMED@partner.test', { invite: inviteIn(named.link) }));

  const elsewhere = await invitationLink(gatehouse, owner, { portal: 'other' });
  expect(await refusedFor('ada@partner.test', elsewhere.invite)).toMatchObject(NOT_INVITED);
  await gatehouse.sql('UPDATE invitations SET used = 1 WHERE id = $1', [link.id]);
  expect(await refusedFor('ada@partner.test', link.invite)).toMatchObject(NOT_INVITED);
  await gatehouse.sql('UPDATE invitations SET used = 0, expires_at = now() WHERE id = $1', [link.id]);
  expect(await refusedFor('ada@partner.test', link.invite)).toMatchObject(NOT_INVITED);
  await revokeInvitations(gatehouse, [named.invitation.id], owner);
  expect(await refusedFor('named@partner.test', inviteIn(named.link))).toMatchObject(NOT_INVITED);
});

test('all that is wrong is told together', async () => {
  const { issues } = await refusal(signUp(gatehouse, 'no address', { fullName: '', invite: 'x' }), 'InvalidInput');
  expect(issues.map(({ path }) => path.join('.')).toSorted()).toEqual(['email', 'fullName', 'invite']);
});

test('a use is taken when the address is verified, and the list shows by whom', async () => {
  const { id, invite } = await invitationLink(gatehouse, owner, { uses: 2 });
  await succeed(signUp(gatehouse, 'first@uses.test', { invite }));
  const token = await mailedToken(gatehouse, 'first@uses.test');
  expect(await used(id)).toEqual({ used: 0 });
  await succeed(verifyEmail(gatehouse, token));
  await succeed(verifyEmail(gatehouse, token));
  expect(await used(id)).toEqual({ used: 1 });
  const [link] = await invitations(gatehouse, owner, { filter: { kind: 'LINK', state: ['OPEN'] } });
  expect(link).toMatchObject({ id, used: 1, uses: 2, developers: [{ email: 'first@uses.test' }] });
});

test('it works while registration is closed, and travels in each further link', async () => {
  const { id, invite } = await invitationLink(gatehouse, owner);
  await updatePortal(gatehouse, { registrationOpen: false }, owner);
  await refusal(signUp(gatehouse, 'closed@uses.test'), 'RegistrationClosed');
  expect(await refusedFor('closed@uses.test', 'nothing')).toMatchObject(NOT_INVITED);
  await succeed(signUp(gatehouse, 'closed@uses.test', { invite }));
  await gatehouse.drain();
  await resendVerification(gatehouse, 'closed@uses.test');
  await succeed(verifyEmail(gatehouse, await mailedToken(gatehouse, 'closed@uses.test')));
  expect(await used(id)).toEqual({ used: 1 });
  await updatePortal(gatehouse, { registrationOpen: true }, owner);
});

test('of two who take the last use at once one gets it; the other registers without', async () => {
  for (let time = 0; time < 10; time++) {
    const { id, invite } = await invitationLink(gatehouse, owner, { uses: 1 });
    const emails = ['a', 'b'].map((name) => `${name}-${time}@last.test`);
    for (const email of emails) await succeed(signUp(gatehouse, email, { invite }));
    const tokens = [];
    for (const email of emails) tokens.push(await mailedToken(gatehouse, email));
    await Promise.all(tokens.map((token) => succeed(verifyEmail(gatehouse, token))));
    expect(await used(id)).toEqual({ used: 1 });
    const [{ count } = { count: 0 }] = await gatehouse.sql<{ count: number }>(
      'SELECT count(*)::int FROM developers WHERE invitation_id = $1',
      [id],
    );
    expect(count).toBe(1);
  }
});

test('none left at a closed portal: RegistrationClosed, and nothing changes', async () => {
  const { id, invite } = await invitationLink(gatehouse, owner, { uses: 1 });
  await succeed(signUp(gatehouse, 'late@last.test', { invite }));
  const token = await mailedToken(gatehouse, 'late@last.test');
  await gatehouse.sql('UPDATE invitations SET used = 1 WHERE id = $1', [id]);
  await updatePortal(gatehouse, { registrationOpen: false }, owner);
  const everything = () =>
    gatehouse.sql(
      `SELECT d::text, (SELECT jsonb_agg(t) FROM tokens t WHERE developer_id = d.id) AS tokens,
         (SELECT count(*) FROM jobs) AS jobs, (SELECT count(*) FROM events) AS events FROM developers d WHERE email = 'late@last.test'`,
    );
  const before = await everything();
  expect(await stateOf(gatehouse, token)).toMatchObject({ works: false, deadBecause: 'ENDED' });
  await refusal(verifyEmail(gatehouse, token), 'RegistrationClosed');
  expect(await everything()).toEqual(before);
  await updatePortal(gatehouse, { registrationOpen: true }, owner);
  await succeed(verifyEmail(gatehouse, token));
  await updatePortal(gatehouse, { registrationOpen: false }, owner);
  await succeed(verifyEmail(gatehouse, token));
  await updatePortal(gatehouse, { registrationOpen: true }, owner);
});

test.each([
  [true, false, 'APPROVED'],
  [false, true, 'PENDING'],
  [null, true, 'APPROVED'],
  [null, false, 'PENDING'],
])('a link with approved %s at a portal with autoApprove %s: %s', async (approved, autoApprove, status) => {
  await updatePortal(gatehouse, { autoApprove }, owner);
  const { invite } = await invitationLink(gatehouse, owner, { approved });
  const email = `link-${approved}-${autoApprove}@approved.test`;
  await succeed(signUp(gatehouse, email, { invite }));
  await succeed(verifyEmail(gatehouse, await mailedToken(gatehouse, email)));
  await gatehouse.drain();
  expect(await statusOf(gatehouse, email)).toBe(status);
  await updatePortal(gatehouse, { autoApprove: false }, owner);
});

test('what a link approves counts only while the admin who made it may still decide', async () => {
  const approver = await addAdmin(gatehouse, 'approver@approved.test', 'APPROVER', 'demo');
  const { invite } = await invitationLink(gatehouse, approver, { approved: true });
  await gatehouse.sql("DELETE FROM admin_roles USING admins WHERE admins.id = admin_id AND email = 'approver@approved.test'");
  await succeed(signUp(gatehouse, 'of-removed@approved.test', { invite }));
  await succeed(verifyEmail(gatehouse, await mailedToken(gatehouse, 'of-removed@approved.test')));
  await gatehouse.drain();
  expect(await statusOf(gatehouse, 'of-removed@approved.test')).toBe('PENDING');
});

test('a named invitation that was approved counts however the person signs up', async () => {
  await succeed(createDeveloper(gatehouse, 'around@approved.test', owner, { approved: true, sendInvitation: false }));
  await succeed(signUp(gatehouse, 'around@approved.test'));
  await succeed(verifyEmail(gatehouse, await mailedToken(gatehouse, 'around@approved.test')));
  await gatehouse.drain();
  expect(await statusOf(gatehouse, 'around@approved.test')).toBe('APPROVED');
});
