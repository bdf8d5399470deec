import { z } from 'zod';
import type { Portal } from '../../prisma/generated/client/client.ts';
import { name, parseInput } from '../input.ts';
import { type Answer, withAnswers } from '../sign-up-form/answer.ts';
import { type AnswerInput, checkCorrections, stillFitting } from '../sign-up-form/check-answers.ts';
import { fieldsOf } from '../sign-up-form/sign-up-field.ts';
import type { SignUpForm } from '../sign-up-form/sign-up-form.ts';
import { checkConsent, type Terms, termsOf } from '../sign-up-form/terms.ts';

/** What the reader of the mail says of the form; what is left out is as the link carries it. */
export type Correction = {
  fullName?: string | null | undefined;
  answers?: AnswerInput[] | null | undefined;
  /** The version of the terms that they were shown and accept. */
  acceptedTerms?: string | null | undefined;
};

/** The form that counts. `fullName` is undefined if neither the link nor its reader named one. */
export type CorrectedForm = { fullName: string | undefined; answers: Answer[]; acceptedTerms: Terms | null };

const correction = z.object({ fullName: name.nullish() });

/**
 * The form that a verification link carries, as its reader corrected it. The portal may ask for other things by now: of the answers that
 * the link carries, those count that still fit.
 */
export function correctForm(portal: Portal, carried: SignUpForm | null, input: Correction): CorrectedForm {
  const fields = fieldsOf(portal);
  const acceptedTerms = termsOf(portal);
  const answered = checkCorrections(fields, input.answers ?? []);
  const found = [...answered.issues, ...checkConsent(acceptedTerms, input.acceptedTerms)];
  const { fullName } = parseInput(correction, input, found);
  return {
    fullName: fullName ?? carried?.fullName,
    answers: withAnswers(stillFitting(fields, carried?.answers ?? []), answered.changes),
    acceptedTerms,
  };
}
