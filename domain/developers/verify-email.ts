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
  /** For `setPassword`. Null if there is a password already, or at a portal without passwords. */
  passwordToken: string | null;
  expiresAt: Date | null;
  returnTo: string | null;
};

/** Succeeds each time while the link is valid, but changes something only the first time. */
export async function verifyEmail(app: App, input: { token: string } & Correction): Promise<VerifiedEmail> {
  const found = await findToken(app, input.token, 'VERIFY_EMAIL');
  if (!found) throw new InvalidToken();
  const { portal } = found.developer;

  return await transaction(app, async (tx) => {
    const locked = await lockDeveloper(tx, found.developer.id);
    // Checked again under the lock, because somebody may have rejected or deleted the developer.
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

/** Deletes the forms of the other links. */
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
