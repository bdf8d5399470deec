import { beforeEach, expect, test } from 'vitest';
import type { ApprovalRuleInput } from '../generated/operations.ts';
import { openDemoPortal, updatePortal } from '../kit/admins.ts';
import { ofDomain, setApprovalRules } from '../kit/approval-rules.ts';
import { startInstallation } from '../kit/installation.ts';
import { startIssuer } from '../kit/issuer.ts';
import { succeed } from '../kit/mutate.ts';
import { mailsTo, statusOf } from '../kit/people.ts';
import { comeIn, connect, failure, whoIs } from '../kit/sso.ts';

const issuer = await startIssuer();
const gatehouse = await startInstallation({ SSO_ALLOWED_PRIVATE_HOSTS: new URL(issuer.url).host });
const admin = await openDemoPortal(gatehouse);
const connection = await connect(gatehouse, issuer, { approval: 'RULES' });
const trusted = await connect(gatehouse, issuer, { approval: 'TRUST', label: 'Trusted' });

beforeEach(async () => {
  issuer.behave();
  await setApprovalRules(gatehouse, [], admin);
  await updatePortal(gatehouse, { autoApprove: false }, admin);
});

const arrives = async (sub: string, groups: string[] = [], at = connection) => {
  const email = `${sub}@sso-rules.test`;
  issuer.behave({ person: { sub, name: sub, email, email_verified: true, groups } });
  // A worker evaluates while the person waits for the answer.
  const stop = await gatehouse.startWorker();
  const { browser, end } = await comeIn(at);
  await stop();
  return { email, reason: failure(end), logged: await whoIs(gatehouse, browser) };
};

test('under RULES, a rule about the connection lets a newcomer in at once', async () => {
  const rules: ApprovalRuleInput[] = [{ name: 'Ours', when: { connections: [connection.id] }, then: 'APPROVE' }];
  await succeed(setApprovalRules(gatehouse, rules, admin));
  const { email, reason, logged } = await arrives('ada');
  expect([reason, logged]).toEqual([null, email]);
});

test('a rule about groups goes by what the provider sent at the registration', async () => {
  const rules: ApprovalRuleInput[] = [{ name: 'Staff', when: { groups: ['staff', 'board'] }, then: 'APPROVE' }];
  await succeed(setApprovalRules(gatehouse, rules, admin));
  expect(await arrives('bea', ['all', 'staff'])).toMatchObject({ reason: null });
  expect(await arrives('cat', ['all'])).toMatchObject({ reason: 'PENDING' });
  // Groups that come later do not count.
  expect(await arrives('cat', ['all', 'staff'])).toMatchObject({ reason: 'PENDING' });
  await succeed(setApprovalRules(gatehouse, rules, admin, { applyToPending: true }));
  await gatehouse.drain();
  expect(await statusOf(gatehouse, 'cat@sso-rules.test')).toBe('PENDING');
});

test('a rule refuses a newcomer, who gets the mail with the reason', async () => {
  await succeed(setApprovalRules(gatehouse, [ofDomain('sso-rules.test', 'REFUSE')], admin));
  const { email, reason, logged } = await arrives('dan');
  expect([reason, logged]).toEqual(['REJECTED', null]);
  await gatehouse.drain();
  expect(mailsTo(gatehouse, email).map(({ text }) => text)).toEqual([expect.stringContaining('We are not open to you.')]);
});

test('under TRUST, the provider decides, and no rule', async () => {
  await succeed(setApprovalRules(gatehouse, [ofDomain('sso-rules.test', 'REFUSE')], admin));
  expect(await arrives('eve', [], trusted)).toMatchObject({ reason: null, logged: 'eve@sso-rules.test' });
});
