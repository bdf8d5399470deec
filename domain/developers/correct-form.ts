import * as z from 'zod';
import type { Portal } from '../../prisma/generated/client/client.ts';
import { name, parseInput } from '../input.ts';
import { locale } from '../locales/locale.ts';
import { type Answer, answers as answersSchema, withAnswers } from '../sign-up-form/answer.ts';
import { type AnswerInput, checkCorrections, checkForm, stillFitting } from '../sign-up-form/check-answers.ts';
import { fieldsOf } from '../sign-up-form/sign-up-field.ts';
import type { SignUpForm } from '../sign-up-form/sign-up-form.ts';
import { checkConsent, type Terms, termsOf } from '../sign-up-form/terms.ts';

/** Fields that are left out stay as in the link. */
export type Correction = {
  fullName?: string | null | undefined;
  answers?: AnswerInput[] | null | undefined;
  /** The version that the page showed. */
  acceptedTerms?: string | null | undefined;
  /** What the person reads. */
  locale?: string | null | undefined;
};

/** `fullName` is undefined if neither the link nor the correction has one. */
export type CorrectedForm = {
  fullName: string | undefined;
  answers: Answer[];
  acceptedTerms: Terms | null;
  locale: string | null;
};

const correction = z.object({ fullName: name.nullish(), locale: locale.nullish() });

/** The fields of the portal may have changed since. Answers of the link that do not fit any more are dropped. */
export function correctForm(portal: Portal, carried: SignUpForm | null, input: Correction): CorrectedForm {
  const fields = fieldsOf(portal);
  const acceptedTerms = termsOf(portal);
  const answered = checkCorrections(fields, input.answers ?? []);
  const found = [...answered.issues, ...checkConsent(acceptedTerms, input.acceptedTerms)];
  const { fullName, locale: chosen } = parseInput(correction, input, found);
  return {
    fullName: fullName ?? carried?.fullName,
    answers: withAnswers(stillFitting(fields, carried?.answers ?? []), answered.changes),
    acceptedTerms,
    locale: chosen ?? carried?.locale ?? null,
  };
}

export type WholeForm = CorrectedForm & { fullName: string };

const whole = z.object({ fullName: name, locale: locale.nullish() });

/** The same for an invitation. It may have left open what the form of the portal asks for. */
export function wholeForm(
  portal: Portal,
  offered: { fullName: string | null; answers: unknown },
  input: Correction,
): WholeForm {
  const fields = fieldsOf(portal);
  const acceptedTerms = termsOf(portal);
  const given = input.answers ?? [];
  const kept = stillFitting(fields, answersSchema.parse(offered.answers));
  const answered = checkForm(fields, [
    ...given,
    ...kept.filter(({ field }) => !given.some((answer) => answer.field === field)),
  ]);
  const found = [...answered.issues, ...checkConsent(acceptedTerms, input.acceptedTerms)];
  const about = { fullName: input.fullName ?? offered.fullName ?? '', locale: input.locale };
  const { fullName, locale: chosen } = parseInput(whole, about, found);
  return { fullName, answers: withAnswers([], answered.changes), acceptedTerms, locale: chosen ?? null };
}
