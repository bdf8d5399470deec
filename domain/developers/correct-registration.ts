import * as z from 'zod';
import type { App } from '../app.ts';
import { InvalidToken } from '../errors.ts';
import { byDeveloper, record } from '../events/record.ts';
import { name, parseInput } from '../input.ts';
import { answersOf, changedFields, withAnswers } from '../sign-up-form/answer.ts';
import { type AnswerInput, checkOwnAnswers } from '../sign-up-form/check-answers.ts';
import { fieldsOf } from '../sign-up-form/sign-up-field.ts';
import { findRegistration, type Registration } from './find-registration.ts';
import { whileItWaits } from './while-it-waits.ts';

export type CorrectRegistrationInput = {
  token: string;
  fullName?: string | null | undefined;
  answers?: AnswerInput[] | null | undefined;
};

const corrections = z.object({ fullName: name.nullish() });

/** It decides nothing, and the request keeps its place. Admins see in the timeline which fields were changed. */
export async function correctRegistration(app: App, input: CorrectRegistrationInput): Promise<Registration> {
  await whileItWaits(app, input.token, async (tx, developer) => {
    const { id, portalId } = developer;
    const portal = await tx.portal.findUniqueOrThrow({ where: { id: portalId } });
    const present = answersOf(developer);
    const { changes, issues } = checkOwnAnswers(fieldsOf(portal), input.answers ?? [], present);
    const fullName = parseInput(corrections, input, issues).fullName ?? developer.fullName;
    const fields = [...(fullName === developer.fullName ? [] : ['fullName']), ...changedFields(present, changes)];
    if (fields.length === 0) return;
    await record(tx, {
      type: 'developer.profile-changed',
      portalId,
      actor: byDeveloper(id),
      subject: { kind: 'DEVELOPER', id },
      data: { fields },
    });
    await tx.developer.update({ where: { id }, data: { fullName, answers: withAnswers(present, changes) } });
  });
  const registration = await findRegistration(app, input.token);
  if (!registration) throw new InvalidToken();
  return registration;
}
