import { setImmediate } from 'node:timers/promises';
import * as z from 'zod';
import { InvalidInput } from '../errors.ts';
import { type Problem, saying, tooLong } from '../issue.ts';
import { lengthOf } from '../text.ts';
import type { BreachService } from './breach-service.ts';
import { isOnBreachedList } from './breached-list.ts';
import { opaqueString } from './opaque-string.ts';

/**
 * NIST SP 800-63B-4, 3.1.1.2: at least 15 characters if a password is the only factor.
 * @limit characters: Minimum length of a password, unless the portal sets another. Beyond: InvalidInput below it.
 */
export const STANDARD_MIN_LENGTH = 15;
/**
 * The lowest minimum that a portal can set; the same standard asks for it if a password is one of two factors.
 * @limit characters: Lowest `passwordMinLength` of a portal. Beyond: InvalidInput below it.
 */
export const SHORTEST_MIN_LENGTH = 8;
/** @limit characters: Length of a password. Beyond: InvalidInput. */
export const LONGEST_PASSWORD = 256;

/** zxcvbn's score of 3 (safe against an offline attack on a slow hash) begins just above this. */
const FEWEST_GUESSES = 10 ** 8;

const FEWEST_LETTERS = 4;

/** zxcvbn needs 0.3 to 0.5 s for 256 characters, but at most 40 ms for 24. No word in its list is longer. */
const SCORED_AT_ONCE = 24;

const NOT_IN_WORDS = /[^\p{L}\p{M}\p{N}]+/gu;
const NO_LETTERS = /[^\p{L}\p{M}]+/gu;

export const password = z
  .string()
  .refine((value) => value.length <= 2 * LONGEST_PASSWORD && lengthOf(value) <= LONGEST_PASSWORD, {
    ...tooLong(LONGEST_PASSWORD),
    abort: true,
  })
  .refine((value) => value.isWellFormed(), saying('BAD_CHARACTERS', 'Contains an incomplete character.'))
  .refine((value) => value !== '', saying('REQUIRED', 'Enter a password.'))
  .transform((value) => value.normalize('NFC'));

export type PasswordRules = {
  minLength: number;
  context: string[];
  breaches: BreachService;
};

export async function checkNewPassword(
  typed: string,
  { minLength, context, breaches }: PasswordRules,
  field = 'password',
): Promise<void> {
  const candidate = opaqueString(typed);
  if (lengthOf(candidate) < minLength) {
    const message = `Must have at least ${minLength} characters.`;
    refuse(field, { code: 'TOO_SHORT', message, parameters: { minimum: minLength } });
  }
  const words = context.flatMap(wordsOf);
  const own = without(words, candidate);
  const isPadded = own !== candidate.toLowerCase() && own.replaceAll(/[^\p{L}]/gu, '').length < FEWEST_LETTERS;
  if (isPadded || (await isGuessable(candidate, own, words))) {
    refuse(field, GUESSABLE);
  }
  if ((await isOnBreachedList(candidate)) || (await breaches.knows(candidate))) refuse(field, BREACHED);
}

const GUESSABLE: Problem = {
  code: 'GUESSABLE',
  message:
    'This password is too easy to guess: it is a common password, a pattern, or made from your name, your email address or the name of the portal.',
};

const BREACHED: Problem = {
  code: 'BREACHED',
  message: 'This password was in a data breach, so attackers try it first. Choose another one.',
};

function refuse(field: string, problem: Problem): never {
  throw new InvalidInput([{ path: [field], ...problem }]);
}

function wordsOf(text: string): string[] {
  const localPart = text.split('@', 1)[0] ?? '';
  const joined = [text, localPart].map((part) => part.replaceAll(NOT_IN_WORDS, ''));
  const words = [text, localPart, ...joined, ...text.split(NOT_IN_WORDS), ...text.split(NO_LETTERS)];
  return [...new Set(words)].filter(isWord);
}

/** Two letters can be a syllable in most scripts, and a name in Chinese, Japanese or Korean. */
const isWord = (text: string): boolean =>
  lengthOf(text) > (/\p{sc=Han}|\p{sc=Hangul}|\p{sc=Kana}|\p{sc=Hira}/u.test(text) ? 1 : 2);

/** zxcvbn rates `Demo-Portal-2026!` as strong, but no letter is left of it here. */
function without(words: string[], candidate: string): string {
  const longestFirst = words.map((word) => word.toLowerCase()).sort((a, b) => b.length - a.length);
  return longestFirst.reduce((text, word) => text.replaceAll(word, ''), candidate.toLowerCase());
}

async function isGuessable(candidate: string, own: string, words: string[]): Promise<boolean> {
  const estimator = await loadEstimator();
  const parts = lengthOf(candidate) > SCORED_AT_ONCE ? partsOf(own) : [candidate];
  for (const part of parts) {
    if (estimator.check(part, words).guesses >= FEWEST_GUESSES) return false;
    await setImmediate();
  }
  return true;
}

/** A password is at least as hard to guess as its hardest part. Repeats go first, because a cut through a repeat looks hard. */
function partsOf(own: string): string[] {
  const characters = [...withoutRepeats(own)];
  const count = Math.ceil(characters.length / SCORED_AT_ONCE);
  return Array.from({ length: count }, (_, at) => characters.slice(at * SCORED_AT_ONCE, (at + 1) * SCORED_AT_ONCE).join(''));
}

function withoutRepeats(text: string): string {
  const shorter = text.replaceAll(/(.{3,}?)\1+/gsu, '$1');
  return shorter === text ? text : withoutRepeats(shorter);
}

let estimator: ReturnType<typeof createEstimator> | undefined;

/** Loaded late, because the list of common passwords takes much memory. */
const loadEstimator = () => (estimator ??= createEstimator());

async function createEstimator() {
  const [{ ZxcvbnFactory }, { adjacencyGraphs, dictionary }] = await Promise.all([
    import('@zxcvbn-ts/core'),
    import('@zxcvbn-ts/language-common'),
  ]);
  return new ZxcvbnFactory({ dictionary, graphs: adjacencyGraphs });
}
