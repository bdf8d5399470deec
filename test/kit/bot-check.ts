import { type Challenge, solveChallenge } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2';
import { BotChallengeDocument } from '../generated/operations.ts';
import type { Site } from './mutate.ts';
import { present } from './present.ts';

/** Null if the portal asks for no solution. */
export async function botChallenge({ graphql }: Site, portal = 'demo') {
  const { data } = await graphql(BotChallengeDocument, { portal });
  return data.botChallenge;
}

/** What a client sends: a challenge and its solution. */
export const payloadOf = (challenge: object, solution: object): string =>
  Buffer.from(JSON.stringify({ challenge, solution })).toString('base64');

/** Solves a challenge as a client does. @param text of the JSON object that the API answered */
export async function solve(text: string): Promise<string> {
  const challenge: Challenge = JSON.parse(text);
  return payloadOf(challenge, present(await solveChallenge({ challenge, deriveKey })));
}

export const solutionFor = async (site: Site, portal = 'demo'): Promise<string> =>
  await solve(present(await botChallenge(site, portal)).challenge);
