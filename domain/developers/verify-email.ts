import { type Developer, type Portal, Prisma } from '../../prisma/generated/client/client.ts';
import { findReservation } from '../addresses/reserved-address.ts';
import type { App } from '../app.ts';
import { InvalidToken } from '../errors.ts';
import { newId } from '../ids.ts';
import { addJob } from '../jobs/add-job.ts';
import { signUpForm } from '../sign-up-form/sign-up-form.ts';
import { findToken, readToken, type ValidToken } from '../tokens/find-token.ts';
import { issuePasswordToken } from '../tokens/issue-password-token.ts';
import { type Transaction, transaction } from '../transaction.ts';
import { type CorrectedForm, type Correction, correctForm } from './correct-form.ts';
import { lockDeveloper } from './lock-developer.ts';
import { typedEmailOf } from './typed-email.ts';

export type VerifiedEmail = {
  developer: Developer;
  portal: Portal;
  /** For `setPassword`; null once there is a password, and at a portal without passwords. */
  passwordToken: string | null;
  /** When `passwordToken` ends; null without one. */
  expiresAt: Date | null;
  /** The `returnTo` of the sign-up form. */
  returnTo: string | null;
};

/**
 * Marks the address as verified, and takes over the form of the clicked link as its reader corrected it. Succeeds every time while the
 * link is valid, and changes nothing after the first time.
 */
export async function verifyEmail(app: App, input: { token: string } & Correction): Promise<VerifiedEmail> {
  const found = await findToken(app, input.token, 'VERIFY_EMAIL');
  if (!found) throw new InvalidToken();
  const { portal } = found.developer;

  return await transaction(app, async (tx) => {
    const locked = await lockDeveloper(tx, found.developer.id);
    // Checked again, now that nobody can reject, revoke or delete the developer.
    const token = await readToken(tx, input.token, 'VERIFY_EMAIL');
    if (!locked || !token) throw new InvalidToken();
    if (!locked.emailVerifiedAt && (await findReservation(tx, locked))) throw new InvalidToken();

    const form = token.form ? signUpForm.parse(token.form) : null;
    const developer = locked.emailVerifiedAt ? locked : await markVerified(tx, locked, token, correctForm(portal, form, input));
    const answer = { developer, portal, returnTo: form?.returnTo ?? null };
    if (developer.passwordHash || !portal.passwordLogin) return { ...answer, passwordToken: null, expiresAt: null };
    return { ...answer, ...(await issuePasswordToken(app, tx, developer.id)) };
  });
}

/** Takes over the form, and deletes the forms of other links. */
async function markVerified(
  tx: Transaction,
  developer: Developer,
  clicked: ValidToken,
  { fullName, answers, acceptedTerms }: CorrectedForm,
): Promise<Developer> {
  const { id: developerId, portalId } = developer;
  const { readAt: now } = clicked;
  const others = { developerId, purpose: 'VERIFY_EMAIL', id: { not: clicked.id } } as const;
  await tx.token.updateMany({ where: others, data: { form: Prisma.DbNull } });
  await addJob(tx, 'evaluateApproval', portalId, { developerId });
  if (acceptedTerms) {
    await tx.acceptedTerms.create({ data: { id: newId(), developerId, ...acceptedTerms, acceptedAt: now } });
  }
  return await tx.developer.update({
    where: { id: developerId },
    data: {
      emailVerifiedAt: now,
      fullName: fullName ?? developer.fullName,
      typedEmail: typedEmailOf({ token: clicked, developer }),
      answers,
    },
  });
}
