import { adminBearer, createPortal, decide } from '../kit/admins.ts';
import { apiToken } from '../kit/api-tokens.ts';
import { inviteDevelopers } from '../kit/invitations.ts';
import { type Site, succeed } from '../kit/mutate.ts';
import { requestEmailChange } from '../kit/own-account.ts';
import { bearer, logInCookie, requestPasswordReset, signUp, tokenIn } from '../kit/people.ts';
import type { Ledger } from './ledger.ts';
import { approved, SUBJECTS, verified, waiting } from './walk.ts';

/** People in every state, by one release: links that nobody has clicked yet, sessions, tokens, decisions. */
export async function seed(site: Site, ledger: Ledger) {
  const admin = await adminBearer(site);
  await succeed(createPortal(site, 'demo', admin));
  const api = await apiToken(site, admin);
  const person = (name: string) => approved(site, site, ledger, `${name}@seed.test`, admin);

  await succeed(signUp(site, 'unverified@seed.test'));
  const verification = tokenIn(await ledger.mail('unverified@seed.test', SUBJECTS.verify));
  const withoutPassword = await verified(site, site, ledger, 'without-password@seed.test', admin);
  const pending = await waiting(site, site, ledger, 'pending@seed.test', admin);
  const rejected = await waiting(site, site, ledger, 'rejected@seed.test', admin);
  await succeed(decide(site, 'reject', [rejected.id], admin));
  await ledger.mail(rejected.email, SUBJECTS.rejected);
  const revoked = await person('revoked');
  await succeed(decide(site, 'revoke', [revoked.id], admin));
  await ledger.mail(revoked.email, SUBJECTS.revoked);

  const loggedIn = await person('logged-in');
  const session = await bearer(site, loggedIn.email);
  const cookie = await logInCookie(site, loggedIn.email);
  await ledger.mail(loggedIn.email, SUBJECTS.newDevice);
  const forgetful = await person('forgetful');
  await succeed(requestPasswordReset(site, forgetful.email));
  const reset = tokenIn(await ledger.mail(forgetful.email, SUBJECTS.reset));
  const moving = await person('moving');
  await succeed(requestEmailChange(site, { token: await bearer(site, moving.email) }, 'moved@seed.test'));
  const move = tokenIn(await ledger.mail('moved@seed.test', SUBJECTS.move));
  await succeed(inviteDevelopers(site, [{ email: 'invited@seed.test' }], admin));
  const invitation = tokenIn(await ledger.mail('invited@seed.test', SUBJECTS.invited));
  return { admin, api: api.token, verification, withoutPassword, pending, session, cookie, forgetful, reset, move, invitation };
}

export type Seeded = Awaited<ReturnType<typeof seed>>;
