import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { addAdmin, adminBearer, adminId, openDemoPortal, whichAdminAmI } from '../kit/admins.ts';
import { ADMIN, startInstallation } from '../kit/installation.ts';
import { refusal, succeed } from '../kit/mutate.ts';
import { lastMailTo, subjectsTo } from '../kit/people.ts';
import {
  adminConfirmSecondFactor,
  adminWithTotp,
  challengeFor,
  codeOf,
  resetAdminSecondFactor,
} from '../kit/second-factors.ts';

const gatehouse = await startInstallation();
const owner = await openDemoPortal(gatehouse);

test('R120: an OWNER of all resets the factors of another admin; this admin and all OWNERs are told', async () => {
  const email = 'lost@factors.test';
  await addAdmin(gatehouse, 'second-owner@factors.test', 'OWNER', null);
  await addAdmin(gatehouse, 'demo-owner@factors.test', 'OWNER', 'demo');
  const { token, secret } = await adminWithTotp(gatehouse, email);
  const pending = await challengeFor(gatehouse, email);
  const { admin } = await succeed(resetAdminSecondFactor(gatehouse, await adminId(gatehouse, email), owner));
  expect(admin).toEqual({ email, hasSecondFactor: false });
  expect(await whichAdminAmI(gatehouse, { token })).toBeNull();
  await refusal(adminConfirmSecondFactor(gatehouse, { challenge: pending, code: codeOf(secret) }), 'InvalidToken');
  await adminBearer(gatehouse, email);
  await gatehouse.drain();
  expect(subjectsTo(gatehouse, email)).toContain('Your second factors were reset: Gatehouse');
  for (const told of [ADMIN.email, 'second-owner@factors.test']) {
    const { subject, text } = lastMailTo(gatehouse, told);
    expect(subject).toBe(`The second factors of ${email} were reset: Gatehouse`);
    expect(text).toContain(`${ADMIN.email} removed`);
  }
  expect(subjectsTo(gatehouse, 'demo-owner@factors.test')).toEqual([]);
  const [event] = await gatehouse.sql("SELECT actor_name, subject_kind, data FROM events WHERE type = 'second-factor.reset'");
  expect(event).toEqual({ actor_name: ADMIN.email, subject_kind: 'ADMIN', data: { factors: 1 } });
});

test('R120: nobody else resets, and nobody their own', async () => {
  const target = await adminWithTotp(gatehouse, 'target@factors.test', 'OWNER');
  const id = await adminId(gatehouse, target.email);
  for (const [role, portal] of [
    ['OWNER', 'demo'],
    ['APPROVER', null],
    ['VIEWER', null],
  ] as const) {
    const other = await addAdmin(gatehouse, `${role.toLowerCase()}@factors.test`, role, portal);
    await refusal(resetAdminSecondFactor(gatehouse, id, other), 'NotAllowed');
  }
  await refusal(resetAdminSecondFactor(gatehouse, id, undefined), 'NotAllowed');
  const own = await refusal(resetAdminSecondFactor(gatehouse, id, target.token), 'NotAllowed');
  expect(own.message).toContain('their own');
  await refusal(resetAdminSecondFactor(gatehouse, id.toUpperCase(), target.token), 'NotAllowed');
});

test('who has no factor, and who does not exist, is not found', async () => {
  await addAdmin(gatehouse, 'none@factors.test', 'VIEWER', null);
  for (const id of [await adminId(gatehouse, 'none@factors.test'), randomUUID(), 'x']) {
    await refusal(resetAdminSecondFactor(gatehouse, id, owner), 'NotFound');
  }
});
