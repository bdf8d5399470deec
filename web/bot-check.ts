import { type Challenge, solveChallenge } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/web/pbkdf2';
import { act, ask } from './api.ts';
import { asks, type MayAsk } from './asks-for-solution.ts';
import { FindBotChallengeDocument } from './generated/operations.ts';
import type { Operation } from './operation.ts';

/** More would slow down what else the person does. */
const MOST_LANES = 4;
/** A solution can be too late: it ended, or another window used it. A second one is not. */
const MOST_TIMES = 2;

/** Null if the portal asks for none. The solution is null if this browser cannot find it. */
type Prepared = Promise<{ solution: Promise<string | null> } | null>;

const ready = new Map<string, Prepared>();

/** Begins to solve a challenge, for the next act at this portal. */
export function prepare(portal: string): void {
  if (!ready.has(portal)) ready.set(portal, begin(portal));
}

/** @param first the answer without a solution, if the act was tried already */
export async function actWithSolution<Result extends MayAsk, Input extends { portal: string; botCheck?: string | null }>(
  mutation: Operation<Record<string, Result | null>, { input: Input }>,
  input: Input,
  first: Result | null,
  tellThatItWorks: () => void,
): Promise<Result> {
  let answer = first;
  for (let time = 0; time < MOST_TIMES; time++) {
    const prepared = answer && asks(answer) ? { solution: solve(answer.botChallenge.challenge) } : await take(input.portal);
    if (prepared) tellThatItWorks();
    answer = await act(mutation, { ...input, botCheck: (await prepared?.solution) ?? null });
    // A mistake in the form has not used it up.
    if (answer.__typename === 'InvalidInput') ready.set(input.portal, Promise.resolve(prepared));
    if (!asks(answer)) break;
  }
  return answer as Result;
}

function take(portal: string): Prepared {
  const prepared = ready.get(portal) ?? begin(portal);
  ready.delete(portal);
  return prepared;
}

/** If the portal cannot be asked, the act will tell that. */
async function begin(portal: string): Prepared {
  const asked = await ask(FindBotChallengeDocument, { portal }).catch(() => null);
  return asked?.botChallenge ? { solution: solve(asked.botChallenge.challenge) } : null;
}

/** No worker: our Content-Security-Policy lets no text become a script, and browsers do this arithmetic beside the page anyway. */
async function solve(text: string): Promise<string | null> {
  const challenge: Challenge = JSON.parse(text);
  const lanes = Math.min(MOST_LANES, navigator.hardwareConcurrency || 1);
  const controller = new AbortController();
  const search = (counterStart: number) =>
    solveChallenge({ challenge, controller, counterStart, counterStep: lanes, deriveKey });
  const solution = await Promise.race(Array.from({ length: lanes }, (_, at) => search(at))).catch(() => null);
  controller.abort();
  return solution && btoa(JSON.stringify({ challenge, solution }));
}
