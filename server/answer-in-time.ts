import { type ExecutionResult, GraphQLError, type GraphQLErrorOptions } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { currentWork, type Work } from '../current-work.ts';
import { unexpectedIn } from '../schema/api/in-words.ts';
import { languagesAsked, requestId } from './request-id.ts';

/**
 * A request may wait for a connection and for several locks, each with a bound of its own. The answer is to be there within five seconds.
 * @limit Time of a GraphQL request that waits for no identity provider. Beyond: An error with the code TIMEOUT.
 */
export const LONGEST_ANSWER_MS = 4_500;

/** Node keeps a list of timers for each duration, so few durations cost less than a new one for each request. */
const STEP_MS = 50;

/** Answers a request in time, whatever it still waits for. What is under way goes on to its end. */
export const answerInTime: Plugin = {
  onExecute: ({ executeFn, setExecuteFn }) => {
    const work = currentWork();
    if (work) setExecuteFn((args) => inTime(executeFn(args), work));
  },
};

async function inTime(result: unknown, work: Work): Promise<unknown> {
  if (!(result instanceof Promise)) return result;
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<ExecutionResult>((resolve) => {
    const giveUp = () => {
      // A provider has a bound of its own, and the answer says that it was the provider.
      if (work.asksProvider) return;
      work.goesOn = result;
      resolve({ errors: [timeout()] });
    };
    const left = work.began + LONGEST_ANSWER_MS - performance.now();
    timer = setTimeout(giveUp, Math.trunc(left / STEP_MS) * STEP_MS);
  });
  return await Promise.race([result, tooLate]).finally(() => clearTimeout(timer));
}

/** `pg` gave up on a statement. What it was to do may be done all the same. */
export const isUnanswered = (error: unknown): boolean => error instanceof Error && /Query read timeout/.test(error.message);

/** @param place of the field that waited, if that is known */
export const timeout = (place: GraphQLErrorOptions = {}) =>
  new GraphQLError(unexpectedIn(languagesAsked(), 'TIMEOUT'), {
    ...place,
    extensions: { code: 'TIMEOUT', requestId: requestId(), http: { status: 503 } },
  });
