import * as z from 'zod';
import type { App } from '../app.ts';
import { botCheck, type CallerOf, demandBotCheck } from '../bot-check/demand-bot-check.ts';
import type { Client, Reader } from '../client.ts';
import { PasswordLoginOff, RegistrationClosed } from '../errors.ts';
import { address, name, parseInput } from '../input.ts';
import { checkInvite, findInvite } from '../invitations/find-invite.ts';
import type { Issue } from '../issue.ts';
import { addSealedJob } from '../jobs/add-job.ts';
import { locale } from '../locales/locale.ts';
import { localeOf } from '../locales/locale-of.ts';
import { getPortal } from '../portals/find-portal.ts';
import { isReturnTarget } from '../portals/portal-links.ts';
import { withAnswers } from '../sign-up-form/answer.ts';
import { type AnswerInput, checkForm } from '../sign-up-form/check-answers.ts';
import { fieldsOf } from '../sign-up-form/sign-up-field.ts';
import type { SignUpForm } from '../sign-up-form/sign-up-form.ts';
import { hashSecret, newSecret } from '../tokens/secrets.ts';

export type SignUpInput = {
  portal: string;
  email: string;
  fullName: string;
  returnTo?: string | null | undefined;
  answers?: AnswerInput[] | null | undefined;
  invite?: string | null | undefined;
  locale?: string | null | undefined;
  botCheck?: string | null | undefined;
};

const signUpInput = z.object({ email: address, fullName: name, locale: locale.nullish(), botCheck });

const NO_RETURN_TARGET: Issue = {
  path: ['returnTo'],
  code: 'NOT_PERMITTED',
  message: 'Must be a path, or a URL on one of the origins of the portal.',
  text: 'returnTarget',
};

/** What a request for a verification email answers, for every email address alike. */
export type VerificationAsked = {
  email: string;
  /** The code in the email works only together with it. */
  codeSecret: string;
};

/** A worker does the rest (`answer-at-portal.ts`), so the answer does not show whether the email address is registered. */
export async function signUp(
  app: App,
  input: SignUpInput,
  client: Client & Reader,
  callerOf: CallerOf,
): Promise<VerificationAsked> {
  const portal = await getPortal(app, input.portal);
  if (!portal.passwordLogin) throw new PasswordLoginOff();
  const { returnTo = null, invite = null } = input;
  if (!portal.registrationOpen && invite === null) throw new RegistrationClosed();
  // Collects all issues, so that the client sees them together.
  const invitation = invite === null ? null : await findInvite(app, portal.id, invite);
  const uninvited = invite === null ? [] : checkInvite(invitation, address.safeParse(input.email).data ?? null);
  const isLost = returnTo && !isReturnTarget(app, portal, returnTo);
  const answered = checkForm(fieldsOf(portal), input.answers ?? []);
  const found = [...uninvited, ...(isLost ? [NO_RETURN_TARGET] : []), ...answered.issues];
  const { email, fullName, locale: chosen, ...rest } = parseInput(signUpInput, input, found);
  await demandBotCheck(app, portal, rest.botCheck, callerOf);

  const form: SignUpForm = {
    typedEmail: email.typed,
    fullName,
    returnTo,
    answers: withAnswers([], answered.changes),
    locale: localeOf(portal, chosen, client.languages),
    invitationId: invitation?.id ?? null,
  };
  const codeSecret = newSecret();
  await addSealedJob(app, 'answerStranger', portal.id, {
    act: 'SIGN_UP',
    email: email.canonical,
    form,
    codeSecretHash: hashSecret(codeSecret).toString('base64'),
    locale: form.locale,
    client,
  });
  return { email: email.canonical, codeSecret };
}
