import { z } from 'zod';
import { Prisma } from '../../prisma/generated/client/client.ts';
import { withAnswers } from '../answers/answer.ts';
import { type AnswerInput, checkForm } from '../answers/check-answers.ts';
import type { App } from '../app.ts';
import { PasswordLoginOff, RegistrationClosed } from '../errors.ts';
import { newId } from '../ids.ts';
import { address, name, parseInput } from '../input.ts';
import type { Issue } from '../issue.ts';
import { getPortal } from '../portals/find-portal.ts';
import { isReturnTarget } from '../portals/links.ts';
import { fieldsOf } from '../sign-up-fields/sign-up-field.ts';
import { checkConsent, termsOf } from '../terms/terms.ts';
import { askedAt } from './asked-at.ts';
import { mailStranger } from './mail-stranger.ts';
import { isReserved } from './reserved-address.ts';
import type { SignUpForm } from './sign-up-form.ts';

export type SignUpInput = {
  portal: string;
  email: string;
  fullName: string;
  returnTo?: string | null | undefined;
  answers?: AnswerInput[] | null | undefined;
  acceptedTerms?: string | null | undefined;
};

const signUpInput = z.object({ email: address, fullName: name });

const NO_RETURN_TARGET: Issue = {
  path: ['returnTo'],
  code: 'NOT_PERMITTED',
  message: 'Must be a path, or an address on one of the origins of the portal.',
};

/**
 * Takes a registration and mails the address: the verification link or, if it is registered already, its status. The answer is
 * the same for every address, so that a stranger does not learn whether it is registered.
 * @returns the canonical form of the address
 * @throws InvalidInput, NotFound (the portal), PasswordLoginOff, RegistrationClosed
 */
export async function signUp(app: App, input: SignUpInput): Promise<{ email: string }> {
  const portal = await getPortal(app, input.portal);
  if (!portal.passwordLogin) throw new PasswordLoginOff();
  if (!portal.registrationOpen) throw new RegistrationClosed();
  // The whole form is checked before the address is looked up, and everything that is wrong is told at once.
  const { returnTo = null } = input;
  const isLost = returnTo && !isReturnTarget(app, portal, returnTo);
  const answered = checkForm(fieldsOf(portal), input.answers ?? []);
  const terms = termsOf(portal);
  const found = [...(isLost ? [NO_RETURN_TARGET] : []), ...answered.issues, ...checkConsent(terms, input.acceptedTerms)];
  const { email, fullName } = parseInput(signUpInput, input, found);

  const now = new Date();
  const form: SignUpForm = {
    typedEmail: email.typed,
    fullName,
    returnTo,
    answers: withAnswers([], answered.changes),
    acceptedTerms: terms && { ...terms, acceptedAt: now.toISOString() },
  };
  await mailStranger(
    app,
    Prisma.sql`
      INSERT INTO developers AS known (id, portal_id, email, typed_email, full_name, updated_at, asked_at)
      VALUES (${newId()}::uuid, ${portal.id}::uuid, ${email.canonical}, ${email.typed}, ${fullName}, ${now}::timestamptz, ${now}::timestamptz)
      ON CONFLICT (portal_id, email) DO UPDATE SET
        full_name = CASE WHEN known.email_verified_at IS NULL THEN excluded.full_name ELSE known.full_name END,
        asked_at = ${askedAt(now)}
      RETURNING id, portal_id, email, ${JSON.stringify(form)}::jsonb AS form,
        CASE WHEN email_verified_at IS NULL AND NOT ${isReserved()} THEN 'VERIFICATION' ELSE 'STATUS' END AS kind`,
  );
  return { email: email.canonical };
}
