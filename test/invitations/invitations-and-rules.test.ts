import { afterEach, expect, test } from 'vitest';
import { openDemoPortal } from '../kit/admins.ts';
import { ofDomain, setApprovalRules } from '../kit/approval-rules.ts';
import { startInstallation } from '../kit/installation.ts';
import { acceptInvitation, invitationLink, invited } from '../kit/invitations.ts';
import { succeed } from '../kit/mutate.ts';
import { developerId, mailedToken, signUp, statusOf, verifyEmail } from '../kit/people.ts';

const gatehouse = await startInstallation();
const admin = await openDemoPortal(gatehouse);

afterEach(() => setApprovalRules(gatehouse, [], admin));

async function signUpBy(invite: string, email: string): Promise<string | null> {
  await succeed(signUp(gatehouse, email, { invite }));
  await succeed(verifyEmail(gatehouse, await mailedToken(gatehouse, email)));
  await gatehouse.drain();
  return await statusOf(gatehouse, email);
}

const DECISIONS = `query ($id: ID!) { developer(id: $id) {
  invitation { id } decisions { to invitationId by { kind adminEmail } rule { name } } } }`;

async function decisionsOf(email: string): Promise<unknown> {
  const id = await developerId(gatehouse, email);
  const { data } = await gatehouse.graphql<{ developer: unknown }>(DECISIONS, { id }, { token: admin });
  return data.developer;
}

test('a named invitation that was approved comes before the rules', async () => {
  await succeed(setApprovalRules(gatehouse, [ofDomain('refused.test', 'REFUSE')], admin));
  const { id, token } = await invited(gatehouse, 'ada@refused.test', admin, { approved: true });
  await succeed(acceptInvitation(gatehouse, token));
  await gatehouse.drain();
  expect(await decisionsOf('ada@refused.test')).toEqual({
    invitation: { id },
    decisions: [{ to: 'APPROVED', invitationId: id, by: { kind: 'ADMIN', adminEmail: expect.any(String) }, rule: null }],
  });
});

test('the rules decide about a named invitation that was not approved, and can ask for one', async () => {
  const anyInvitation = { name: 'Invited', when: { invitation: { any: true } }, then: 'APPROVE' as const };
  await succeed(setApprovalRules(gatehouse, [ofDomain('refused.test', 'REFUSE'), anyInvitation], admin));
  for (const [email, status] of [
    ['bob@refused.test', 'REJECTED'],
    ['bob@welcome.test', 'APPROVED'],
  ] as const) {
    const { token } = await invited(gatehouse, email, admin);
    await succeed(acceptInvitation(gatehouse, token));
    await gatehouse.drain();
    expect(await statusOf(gatehouse, email)).toBe(status);
  }
});

test('what a link approves comes after the rules', async () => {
  await succeed(setApprovalRules(gatehouse, [ofDomain('refused.test', 'REFUSE'), ofDomain('queued.test', 'QUEUE')], admin));
  const { invite } = await invitationLink(gatehouse, admin, { approved: true });
  expect(await signUpBy(invite, 'eve@refused.test')).toBe('REJECTED');
  expect(await signUpBy(invite, 'eve@queued.test')).toBe('PENDING');
  expect(await signUpBy(invite, 'eve@other.test')).toBe('APPROVED');
  expect(await decisionsOf('eve@other.test')).toMatchObject({
    decisions: [{ invitationId: null, by: { kind: 'RULE' }, rule: null }],
  });
});

test('rules that are applied to pending requests do not come before an invitation either', async () => {
  const { token } = await invited(gatehouse, 'late@refused.test', admin, { approved: true });
  await succeed(acceptInvitation(gatehouse, token));
  await gatehouse.sql("DELETE FROM jobs WHERE name = 'evaluateApproval'");
  await succeed(setApprovalRules(gatehouse, [ofDomain('refused.test', 'REFUSE')], admin, { applyToPending: true }));
  await gatehouse.drain();
  expect(await decisionsOf('late@refused.test')).toMatchObject({ decisions: [{ to: 'APPROVED', by: { kind: 'ADMIN' } }] });
});
