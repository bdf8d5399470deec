import { expect } from 'vitest';
import { decide } from '../kit/admins.ts';
import { works } from '../kit/api-tokens.ts';
import { acceptInvitation } from '../kit/invitations.ts';
import { type Site, succeed } from '../kit/mutate.ts';
import { confirmEmailChange } from '../kit/own-account.ts';
import { bearer, logIn, NEW_PASSWORD, resetPassword, setPassword, verifyEmail, whoAmI } from '../kit/people.ts';
import type { Ledger } from './ledger.ts';
import type { Seeded } from './seed.ts';
import { SUBJECTS } from './walk.ts';

/** Everything that was given out before works at this server: sessions, tokens, links in mails, passwords. */
export async function useSeed(site: Site, seeded: Seeded, ledger: Ledger): Promise<void> {
  expect(await whoAmI(site, { token: seeded.session })).toBe('logged-in@seed.test');
  expect(await whoAmI(site, { cookie: seeded.cookie })).toBe('logged-in@seed.test');
  expect(await works(site, seeded.api)).toBe(true);
  expect(await works(site, seeded.admin)).toBe(true);
  expect(await logIn(site, 'rejected@seed.test')).toMatchObject({ __typename: 'NotApproved', status: 'REJECTED' });
  expect(await logIn(site, 'revoked@seed.test')).toMatchObject({ __typename: 'NotApproved', status: 'REVOKED' });

  await succeed(verifyEmail(site, seeded.verification), 'passwordToken');
  await succeed(setPassword(site, seeded.withoutPassword.passwordToken));
  await succeed(decide(site, 'approve', [seeded.pending.id], seeded.admin));
  await ledger.mail(seeded.pending.email, SUBJECTS.approved);
  expect(await whoAmI(site, { token: await bearer(site, seeded.pending.email) })).toBe(seeded.pending.email);
  await succeed(resetPassword(site, seeded.reset, NEW_PASSWORD));
  await ledger.mail(seeded.forgetful.email, SUBJECTS.changed);
  await succeed(confirmEmailChange(site, seeded.move));
  await ledger.mail('moving@seed.test', SUBJECTS.moved);
  expect(await whoAmI(site, { token: await bearer(site, 'moved@seed.test') })).toBe('moved@seed.test');
  await succeed(acceptInvitation(site, seeded.invitation, { fullName: 'Ada Lovelace' }));
}
