import type { Developer } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import { getDecidable } from '../decisions/get-decidable.ts';
import { Conflict, type DomainError, InvalidInput, NotAllowed, NotFound } from '../errors.ts';
import { byCaller, record } from '../events/record.ts';
import { type Caller, may } from '../permissions.ts';
import { answersOf, withAnswers } from '../sign-up-form/answer.ts';
import { type AnswerInput, checkAdminsAnswers } from '../sign-up-form/check-answers.ts';
import { fieldsOf } from '../sign-up-form/sign-up-field.ts';
import { transaction } from '../transaction.ts';
import { lockDeveloper } from './lock-developer.ts';

/** Fields that are not named keep their answer. */
export async function setAnswers(
  app: App,
  caller: Caller | null,
  input: { id: string; answers: AnswerInput[] },
): Promise<Developer> {
  if (!caller) throw new NotAllowed();
  const { id, portalId } = await getDecidable(app, caller, input.id);
  const portal = await app.prisma.portal.findUnique({ where: { id: portalId } });
  if (!portal) throw new NotFound('registration');
  const { changes, issues } = checkAdminsAnswers(fieldsOf(portal), input.answers);
  if (issues.length > 0) throw new InvalidInput(issues);

  return await transaction(app, async (tx) => {
    const locked = await lockDeveloper(tx, id);
    if (!locked) throw new NotFound('registration');
    const error = whyNotSetAnswers(caller, locked);
    if (error) throw error;
    await record(tx, {
      type: 'developer.answers-changed',
      portalId,
      actor: byCaller(caller),
      subject: { kind: 'DEVELOPER', id },
      data: { fields: [...changes.keys()] },
    });
    return await tx.developer.update({ where: { id }, data: { answers: withAnswers(answersOf(locked), changes) } });
  });
}

export function whyNotSetAnswers(
  caller: Caller,
  { portalId, status, emailVerifiedAt }: Pick<Developer, 'portalId' | 'status' | 'emailVerifiedAt'>,
): DomainError | null {
  if (!may(caller, 'decide', portalId)) return new NotAllowed();
  return emailVerifiedAt ? null : new Conflict(status, 'UNVERIFIED_ANSWERS');
}
