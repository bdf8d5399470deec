import * as z from 'zod';
import type { Portal } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import { databaseNow } from '../clock.ts';
import { tellAdmins } from '../decisions/tell-admins.ts';
import { lockDeveloper } from '../developers/lock-developer.ts';
import { InvalidInput, InvalidToken } from '../errors.ts';
import { byDeveloper, record } from '../events/record.ts';
import { lines, parseInput } from '../input.ts';
import { answersOf, changedFields, withAnswers } from '../sign-up-form/answer.ts';
import { type AnswerInput, checkOwnAnswers } from '../sign-up-form/check-answers.ts';
import { fieldsOf } from '../sign-up-form/sign-up-field.ts';
import { findToken, readToken } from '../tokens/find-token.ts';
import { noteUsed } from '../tokens/note-used.ts';
import { transaction } from '../transaction.ts';

export type AnswerQuestionInput = {
  token: string;
  text?: string | null | undefined;
  answers?: AnswerInput[] | null | undefined;
};

const answerInput = z.object({ text: lines.nullish() });

/** Works once. It decides nothing: the request is back in its place, and admins are told. */
export async function answerQuestion(app: App, input: AnswerQuestionInput): Promise<Portal> {
  const found = await findToken(app, input.token, 'ANSWER_QUESTION');
  if (!found) throw new InvalidToken();
  const { id: developerId, portal } = found.developer;
  return await transaction(app, async (tx) => {
    const locked = await lockDeveloper(tx, developerId);
    const link = await readToken(tx, input.token, 'ANSWER_QUESTION');
    if (!locked || !link) throw new InvalidToken();
    const present = answersOf(locked);
    const checked = checkOwnAnswers(fieldsOf(portal), input.answers ?? [], present);
    const { text = null } = parseInput(answerInput, input, checked.issues);
    const changed = changedFields(present, checked.changes);
    if (text === null && changed.length === 0) throw nothingSaid();

    await noteUsed(tx, { hash: link.hash, purpose: 'ANSWER_QUESTION' }, portal.id);
    // This also ends the wait for the applicant.
    await tx.token.delete({ where: { id: link.id } });
    await tx.question.update({
      where: { id: link.id },
      data: { answer: text, changedFields: changed, answeredAt: await databaseNow(tx) },
    });
    if (changed.length > 0) {
      await tx.developer.update({ where: { id: developerId }, data: { answers: withAnswers(present, checked.changes) } });
    }
    await record(tx, {
      type: 'developer.question-answered',
      portalId: portal.id,
      actor: byDeveloper(developerId),
      subject: { kind: 'DEVELOPER', id: developerId },
      data: { questionId: link.id, fields: changed },
    });
    await tellAdmins(tx, portal.id);
    return portal;
  });
}

function nothingSaid(): InvalidInput {
  return new InvalidInput([{ path: ['text'], code: 'REQUIRED', message: 'Write an answer, or change what you filled in.' }]);
}
