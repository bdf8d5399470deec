import * as z from 'zod';
import type { Developer } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import { databaseNow } from '../clock.ts';
import { whyNot } from '../decisions/decide-together.ts';
import { type DecisionResult, eachOnItsOwn, type Outcome } from '../decisions/each-on-its-own.ts';
import { getReadable } from '../decisions/get-decidable.ts';
import { latestDecisions } from '../decisions/latest-decisions.ts';
import { lockDeveloper } from '../developers/lock-developer.ts';
import { DAY_MS } from '../durations.ts';
import { type Conflict, type DomainError, InvalidInput, NotAllowed, NotFound } from '../errors.ts';
import { byCaller, record } from '../events/record.ts';
import { newId } from '../ids.ts';
import { ids, lines, parseInput } from '../input.ts';
import { addJob } from '../jobs/add-job.ts';
import { type Caller, may, signedBy } from '../permissions.ts';
import { hashSecret, mailedToken } from '../tokens/secrets.ts';
import { type Transaction, transaction } from '../transaction.ts';

/** @limit Time that a person can answer a question. Beyond: InvalidToken, and the request is back in its place. */
export const QUESTION_TTL_MS = 7 * DAY_MS;
/** @limit questions: Questions to one developer. Beyond: InvalidInput in the result of this developer. */
export const MOST_QUESTIONS = 100;

const askInput = z.object({ ids, question: lines });

/** Returns the outcomes in the order of the ids. */
export async function askDevelopers(
  app: App,
  caller: Caller | null,
  input: z.input<typeof askInput>,
): Promise<DecisionResult[]> {
  if (!caller) throw new NotAllowed();
  const { ids, question } = parseInput(askInput, input);
  if (question === null) throw new InvalidInput([{ path: ['question'], code: 'REQUIRED', message: 'Must not be empty.' }]);
  return await eachOnItsOwn(ids, (id) => askOne(app, caller, id, question));
}

async function askOne(app: App, caller: Caller, id: string, question: string): Promise<Outcome> {
  const found = await getReadable(app, caller, id);
  if (!may(caller, 'decide', found.portalId)) return { developer: found, error: new NotAllowed() };
  return await transaction(app, async (tx) => {
    const locked = await lockDeveloper(tx, id);
    if (!locked) throw new NotFound('registration');
    const error = await refusal(tx, caller, locked);
    if (error) return { developer: locked, error };
    return { developer: await ask(app, tx, caller, locked, question), error: null };
  });
}

/** Null if the admin may ask this developer now. */
export const whyNotAsk = (caller: Caller, developer: Developer, decision: Conflict['decision'] = null): DomainError | null =>
  whyNot(caller, { from: ['PENDING'] }, developer, decision);

async function refusal(tx: Transaction, caller: Caller, developer: Developer): Promise<DomainError | null> {
  const { id, status } = developer;
  const decision = status === 'PENDING' ? null : ((await latestDecisions(tx, [id])).get(id) ?? null);
  const error = whyNotAsk(caller, developer, decision);
  if (error) return error;
  if ((await tx.question.count({ where: { developerId: id } })) < MOST_QUESTIONS) return null;
  const message = `This developer was asked ${MOST_QUESTIONS} questions already.`;
  return new InvalidInput([{ path: ['question'], code: 'TOO_MANY', message, parameters: { maximum: MOST_QUESTIONS } }]);
}

/** The question before ends first, because the end of a link also ends the wait for the applicant. */
async function ask(
  app: App,
  tx: Transaction,
  caller: Caller,
  { id: developerId, portalId }: Developer,
  text: string,
): Promise<Developer> {
  await tx.token.deleteMany({ where: { developerId, purpose: 'ANSWER_QUESTION' } });
  const now = await databaseNow(tx);
  const expiresAt = new Date(now.getTime() + QUESTION_TTL_MS);
  const id = newId();
  const hash = hashSecret(mailedToken(app.keys, 'ANSWER_QUESTION', id));
  await tx.token.create({ data: { id, purpose: 'ANSWER_QUESTION', hash, developerId, expiresAt } });
  await tx.question.create({ data: { id, developerId, ...signedBy(caller), text, expiresAt } });
  await record(tx, {
    type: 'developer.question-asked',
    portalId,
    actor: byCaller(caller),
    subject: { kind: 'DEVELOPER', id: developerId },
    data: { questionId: id },
  });
  await addJob(tx, 'sendQuestionEmail', portalId, { tokenId: id, developerId });
  return await tx.developer.update({
    where: { id: developerId },
    data: { toldToWaitAt: now, awaitsApplicantUntil: expiresAt, claimedById: null, claimedUntil: null },
  });
}
