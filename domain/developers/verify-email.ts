import { type Developer, type Portal, Prisma } from '../../prisma/generated/client/client.ts';
import { stillFitting } from '../answers/check-answers.ts';
import type { App } from '../app.ts';
import { InvalidToken } from '../errors.ts';
import { newId } from '../ids.ts';
import { addJob } from '../jobs/jobs.ts';
import { fieldsOf } from '../sign-up-fields/sign-up-field.ts';
import { findToken, validToken } from '../tokens/find-token.ts';
import { hashSecret, newSecret } from '../tokens/secrets.ts';
import { type Transaction, transaction } from '../transaction.ts';
import { lockDeveloper } from './lock-developer.ts';
import { findReservation } from './reserved-address.ts';
import { type SignUpForm, signUpForm } from './sign-up-form.ts';

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
 * Marks the address as verified. Succeeds every time while the link is valid, and changes nothing after the first time.
 * @throws InvalidToken
 */
export async function verifyEmail(app: App, input: { token: string }): Promise<VerifiedEmail> {
  const found = await findToken(app, input.token, 'VERIFY_EMAIL');
  if (!found) throw new InvalidToken();
  const { portal } = found.developer;

  return await transaction(app, async (tx) => {
    const locked = await lockDeveloper(tx, found.developer.id);
    // Checked again, now that nobody can reject, revoke or delete the developer.
    const token = await tx.token.findUnique({ where: validToken(input.token, 'VERIFY_EMAIL') });
    if (!locked || !token) throw new InvalidToken();
    if (!locked.emailVerifiedAt && (await findReservation(tx, locked))) throw new InvalidToken();

    const form = token.form ? signUpForm.parse(token.form) : null;
    const developer = locked.emailVerifiedAt ? locked : await markVerified(tx, locked, portal, token.id, form);
    const answer = { developer, portal, returnTo: form?.returnTo ?? null };
    if (developer.passwordHash || !portal.passwordLogin) return { ...answer, passwordToken: null, expiresAt: null };
    return { ...answer, ...(await issuePasswordToken(app, tx, developer)) };
  });
}

/**
 * Takes over the form of the clicked link, and deletes the forms of other links. The portal may ask for other things by now:
 * answers that still fit are kept.
 */
async function markVerified(tx: Transaction, developer: Developer, portal: Portal, clickedId: string, form: SignUpForm | null) {
  const others = { developerId: developer.id, purpose: 'VERIFY_EMAIL', id: { not: clickedId } } as const;
  await tx.token.updateMany({ where: others, data: { form: Prisma.DbNull } });
  await addJob(tx, 'evaluateApproval', developer.portalId, { developerId: developer.id });
  if (form?.acceptedTerms) {
    await tx.acceptedTerms.create({ data: { id: newId(), developerId: developer.id, ...form.acceptedTerms } });
  }
  const said = form && {
    fullName: form.fullName,
    typedEmail: form.typedEmail,
    answers: stillFitting(fieldsOf(portal), form.answers),
  };
  return await tx.developer.update({ where: { id: developer.id }, data: { emailVerifiedAt: new Date(), ...said } });
}

async function issuePasswordToken(app: App, tx: Transaction, developer: Developer) {
  const passwordToken = newSecret();
  const expiresAt = new Date(Date.now() + app.settings.passwordTokenTtl);
  const data = {
    id: newId(),
    purpose: 'SET_PASSWORD',
    hash: hashSecret(passwordToken),
    developerId: developer.id,
    expiresAt,
  } as const;
  await tx.token.create({ data });
  return { passwordToken, expiresAt };
}
