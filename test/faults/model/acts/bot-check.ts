import type { TypedDocumentString } from '../../../generated/operations.ts';
import { solutionFor } from '../../../kit/bot-check.ts';
import type { Model } from '../state.ts';
import type { World } from '../world.ts';
import { asStranger, expectAnswer } from './answers.ts';

/** What a stranger brings along: nothing, the solution of a new challenge, or the one that was used last. */
export type Solution = 'NONE' | 'NEW' | 'USED';

type Result = { __typename: string };
type Input = { email: string; botCheck?: string | null };

/**
 * An act of a stranger at a portal that may ask for a bot check.
 * @param about whatever else the answer may depend on
 * @returns null if the portal asks for a solution, and this stranger has no good one
 */
export async function asChecked<Answer extends Result, Given extends Input>(
  m: Model,
  w: World,
  document: TypedDocumentString<Record<string, Answer | null>, { input: Given }>,
  input: Given,
  { about = '', solution }: { about?: string; solution: Solution },
): Promise<Answer | null> {
  if (!m.settings.isBotCheckOn) return await asStranger(m, w, document, input, about);
  const botCheck = solution === 'NEW' ? await solutionFor(w.gatehouse, w.portal) : solution === 'USED' ? m.usedSolution : null;
  const isGood = solution === 'NEW';
  const fault = isGood ? 'none' : botCheck === null ? 'MISSING' : 'USED';
  const answer = await asStranger(m, w, document, { ...input, botCheck }, `${about} bot check: ${fault}`);
  if (isGood) {
    m.usedSolution = botCheck;
    return answer;
  }
  expectAnswer(answer, 'BotCheckRequired');
  return null;
}
