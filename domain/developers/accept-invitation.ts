import type { Developer, Portal } from '../../prisma/generated/client/client.ts';
import { isTaken } from '../../prisma/is-taken.ts';
import { findReservation } from '../addresses/reserved-address.ts';
import type { App } from '../app.ts';
import { databaseNow } from '../clock.ts';
import { InvalidToken } from '../errors.ts';
import { byDeveloper, record } from '../events/record.ts';
import { newId } from '../ids.ts';
import { findMailedInvitation, type MailedInvitation } from '../invitations/find-mailed-invitation.ts';
import { takeInvitations } from '../invitations/take-invitation.ts';
import { addJob } from '../jobs/add-job.ts';
import { findToken } from '../tokens/find-token.ts';
import { issuePasswordToken } from '../tokens/issue-password-token.ts';
import { type Transaction, transaction } from '../transaction.ts';
import { type Correction, type WholeForm, wholeForm } from './correct-form.ts';
import { lockDeveloper } from './lock-developer.ts';
import type { VerifiedEmail } from './verify-email.ts';

/** @limit attempts: Attempts to accept an invitation while another request takes the email address. Beyond: InvalidToken. */
export const MOST_TRIES = 3;

/** The mailed link proves the email address. Succeeds each time while the link is valid, but changes something only the first time. */
export async function acceptInvitation(app: App, input: { token: string } & Correction): Promise<VerifiedEmail> {
  for (let attempt = 1; attempt <= MOST_TRIES; attempt++) {
    const invitation = await findMailedInvitation(app, input.token);
    if (!invitation) return await repeat(app, input.token);
    const form = wholeForm(invitation.portal, invitation, input);
    try {
      return await transaction(app, (tx) => register(app, tx, invitation, form));
    } catch (error) {
      // Another request took the email address, for example a second click on the same link.
      if (!isTaken(error)) throw error;
    }
  }
  throw new InvalidToken();
}

async function repeat(app: App, token: string): Promise<VerifiedEmail> {
  const found = await findToken(app, token, 'ACCEPT_INVITATION');
  if (!found) throw new InvalidToken();
  const { portal, id } = found.developer;
  return await transaction(app, async (tx) => {
    const developer = await lockDeveloper(tx, id);
    const links = await tx.token.count({ where: { id: found.token.id } });
    if (!developer || links === 0) throw new InvalidToken();
    // The answer names the status, so the decision cannot be undone any more.
    if (developer.status !== 'PENDING') {
      await tx.$executeRaw`UPDATE developers SET status_told_at = now() WHERE id = ${id}::uuid AND status_told_at IS NULL`;
    }
    return await accepted(app, tx, portal, developer);
  });
}

/** Replaces an unverified registration with all that it held. The unique keys decide races. */
async function register(
  app: App,
  tx: Transaction,
  { id: invitationId, portal, email, typedEmail }: MailedInvitation,
  { fullName, answers, acceptedTerms, locale }: WholeForm,
): Promise<VerifiedEmail> {
  const portalId = portal.id;
  const now = await databaseNow(tx);
  await tx.developer.deleteMany({ where: { portalId, email, emailVerifiedAt: null } });
  const id = newId();
  await tx.developer.create({ data: { id, portalId, email, typedEmail, fullName, answers, locale, emailVerifiedAt: now } });
  if (await findReservation(tx, { id, portalId, email })) throw new InvalidToken();
  const taken = await takeInvitations(tx, id, { keepsLinks: true });
  // This invitation may have been revoked at the same moment.
  if ((await tx.token.count({ where: { id: invitationId, developerId: id } })) === 0) throw new InvalidToken();
  if (acceptedTerms)
    await tx.acceptedTerms.create({ data: { id: newId(), developerId: id, ...acceptedTerms, acceptedAt: now } });
  await record(tx, {
    type: 'developer.verified',
    portalId,
    actor: byDeveloper(id),
    subject: { kind: 'DEVELOPER', id },
    data: {},
  });
  await addJob(tx, 'evaluateApproval', portalId, { developerId: id, invitationId: taken?.id ?? null });
  return await accepted(app, tx, portal, await tx.developer.findUniqueOrThrow({ where: { id } }));
}

async function accepted(app: App, tx: Transaction, portal: Portal, developer: Developer): Promise<VerifiedEmail> {
  const wantsPassword = developer.passwordHash === null && portal.passwordLogin;
  const token = wantsPassword ? await issuePasswordToken(app, tx, developer.id) : { passwordToken: null, expiresAt: null };
  return { developer, portal, ...token, returnTo: null };
}
