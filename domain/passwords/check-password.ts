import { z } from 'zod';
import { InvalidInput } from '../errors.ts';

/** NIST SP 800-63B-4, 3.1.1.2: 15 characters at least where a password is the only factor. */
export const SHORTEST_PASSWORD = 15;
export const LONGEST_PASSWORD = 256;

/** zxcvbn's scale from 0 to 4; below 3 an offline attacker needs fewer than 10^8 guesses. */
const LOWEST_SCORE = 3;

/** Letters of its own that a password needs where it holds the address or the portal's name. */
const FEWEST_LETTERS = 4;

/** A password as it was typed: in NFC (RFC 8265, 4.2.2), every character significant, at most 256 of them. */
export const password = z
  .string()
  .refine((value) => value.length <= 2 * LONGEST_PASSWORD && [...value].length <= LONGEST_PASSWORD, {
    message: `Must have at most ${LONGEST_PASSWORD} characters.`,
    abort: true,
  })
  .refine((value) => value.isWellFormed(), 'Holds half a character.')
  .transform((value) => value.normalize('NFC'));

/**
 * Refuses a new password that is short or easy to guess. There is no rule about kinds of characters.
 * @param context words that an attacker would try for this person: the address, the portal's name
 * @param field the input field that it was typed into
 * @throws InvalidInput on the path of that field
 */
export async function checkNewPassword(candidate: string, context: string[], field = 'password'): Promise<void> {
  if ([...candidate].length < SHORTEST_PASSWORD) refuse(field, `Must have at least ${SHORTEST_PASSWORD} characters.`);
  const estimator = await loadEstimator();
  const words = context.flatMap(wordsOf);
  const isContext = words.some((word) => candidate.toLowerCase().includes(word.toLowerCase()));
  if (
    (isContext && lettersBeside(candidate, words) < FEWEST_LETTERS) ||
    estimator.check(candidate, words).score < LOWEST_SCORE
  ) {
    refuse(
      field,
      'Is too easy to guess: it is a common password, or made of your address, the name of the portal or a pattern.',
    );
  }
}

function refuse(field: string, message: string): never {
  throw new InvalidInput([{ path: [field], message }]);
}

/** How many letters are left of a password without these words: next to none of `Demo-Portal-2026!`, which zxcvbn finds strong. */
function lettersBeside(candidate: string, words: string[]): number {
  const longestFirst = words.map((word) => word.toLowerCase()).sort((a, b) => b.length - a.length);
  const rest = longestFirst.reduce((text, word) => text.replaceAll(word, ''), candidate.toLowerCase());
  return rest.replaceAll(/[^\p{L}]/gu, '').length;
}

/** `Demo Portal` counts as itself, in one word, and as each of its words; so does an address, with what is before its `@`. */
function wordsOf(text: string): string[] {
  const localPart = text.split('@', 1)[0] ?? '';
  const words = [text, localPart, text.replaceAll(/\W/g, ''), ...text.split(/\W+/)];
  return [...new Set(words)].filter((word) => word.length > 2);
}

let estimator: ReturnType<typeof createEstimator> | undefined;

/** Loaded with the first password that is chosen: the list of common ones takes memory that a process at rest need not hold. */
const loadEstimator = () => (estimator ??= createEstimator());

async function createEstimator() {
  const [{ ZxcvbnFactory }, { adjacencyGraphs, dictionary }] = await Promise.all([
    import('@zxcvbn-ts/core'),
    import('@zxcvbn-ts/language-common'),
  ]);
  return new ZxcvbnFactory({ dictionary, graphs: adjacencyGraphs });
}
