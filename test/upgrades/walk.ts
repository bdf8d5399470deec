import { expect } from 'vitest';
import { decide } from '../kit/admins.ts';
import { type Site, succeed } from '../kit/mutate.ts';
import {
  bearer,
  NEW_PASSWORD,
  requestPasswordReset,
  resetPassword,
  setPassword,
  signUp,
  tokenIn,
  verifyEmail,
  whoAmI,
} from '../kit/people.ts';
import type { Ledger } from './ledger.ts';

export const SUBJECTS = {
  verify: 'Verify your email address for demo portal',
  approved: 'Your registration at demo portal is approved',
  rejected: 'Your registration at demo portal was rejected',
  revoked: 'Your access to demo portal was revoked',
  reset: 'Reset your password for demo portal',
  changed: 'Your password for demo portal was changed',
  invited: 'You are invited to demo portal',
  move: 'Confirm your new email address for demo portal',
  newDevice: 'New log-in to your account at demo portal',
  moved: 'Your email address for demo portal was changed',
};

/** Someone who signed up and clicked the link. @returns the token for a password, and the id */
export async function verified(one: Site, other: Site, ledger: Ledger, email: string, admin: string) {
  await succeed(signUp(one, email));
  const { passwordToken } = await succeed(
    verifyEmail(other, tokenIn(await ledger.mail(email, SUBJECTS.verify))),
    'passwordToken',
  );
  return { email, passwordToken, id: await idOf(one, email, admin) };
}

/** The same, who also chose a password. */
export async function waiting(one: Site, other: Site, ledger: Ledger, email: string, admin: string) {
  const person = await verified(one, other, ledger, email, admin);
  await succeed(setPassword(one, person.passwordToken));
  return person;
}

/** The same, who was approved. */
export async function approved(one: Site, other: Site, ledger: Ledger, email: string, admin: string) {
  const person = await waiting(one, other, ledger, email, admin);
  await succeed(decide(other, 'approve', [person.id], admin));
  await ledger.mail(email, SUBJECTS.approved);
  return person;
}

/**
 * A whole life: each step at the other of two servers than the step before. Every fourth person is rejected.
 */
export async function walk(
  [one, other]: [Site, Site],
  ledger: Ledger,
  number: number,
  name: string,
  admin: string,
): Promise<void> {
  const email = `${name}-${number}@walk.test`;
  if (number % 4 === 3) {
    const person = await waiting(one, other, ledger, email, admin);
    await succeed(decide(other, 'reject', [person.id], admin));
    await ledger.mail(email, SUBJECTS.rejected);
    return;
  }
  await approved(one, other, ledger, email, admin);
  const token = await bearer(one, email);
  expect(await whoAmI(other, { token })).toBe(email);
  await succeed(requestPasswordReset(other, email));
  const link = tokenIn(await ledger.mail(email, SUBJECTS.reset));
  await succeed(resetPassword(one, link, NEW_PASSWORD));
  await ledger.mail(email, SUBJECTS.changed);
  expect(await whoAmI(other, { token })).toBe(null);
  const again = await bearer(other, email, NEW_PASSWORD);
  expect(await whoAmI(one, { token: again })).toBe(email);
  await ledger.mail(email, SUBJECTS.newDevice);
}

/** As an admin finds a person. */
async function idOf({ graphql }: Site, email: string, admin: string): Promise<string> {
  const { data, text } = await graphql<{ developers: { edges: { node: { id: string } }[] } }>(
    'query ($search: String!) { developers(portal: "demo", first: 1, filter: { search: $search }) { edges { node { id } } } }',
    { search: email },
    { token: admin },
  );
  const id = data?.developers?.edges[0]?.node.id;
  if (!id) throw new Error(`${email} is not among ${text}`);
  return id;
}
