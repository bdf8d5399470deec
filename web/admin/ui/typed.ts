import type { Refusal, Typed } from '../../components/form.tsx';

/** One entry a line. */
export const typedLines = (typed: Typed, name: string): string[] =>
  typed(name)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

/** The API refuses an empty field as it refuses a number that is too small. */
export const typedNumber = (typed: Typed, name: string): number => (typed(name) === '' ? -1 : Math.trunc(Number(typed(name))));

/** Separated by spaces, commas or lines. */
export const typedWords = (typed: Typed, name: string): string[] =>
  typed(name)
    .split(/[\s,;]+/)
    .filter(Boolean);

const DAY_MS = 86_400_000;
/** Beyond what the API takes, and still a date. */
const MOST_DAYS = 36_500;

/** A number of days. The API refuses what is no number, as it refuses 0. */
export const typedDays = (typed: Typed, name: string): number =>
  Math.max(-MOST_DAYS, Math.min(Math.trunc(Number(typed(name))) || 0, MOST_DAYS));

/** The moment so many days from now. */
export const inDays = (typed: Typed, name: string): string =>
  new Date(Date.now() + typedDays(typed, name) * DAY_MS).toISOString();

export const typedBox = (typed: Typed, name: string): boolean => typed(name) !== '';

/** What the API says about one line belongs to the field with all lines. */
export const besideFields = (refusal: Refusal): Refusal => ({
  ...refusal,
  issues: refusal.issues?.map((issue) => ({ ...issue, path: issue.path.filter((part) => !/^\d+$/.test(part)) })) ?? [],
});
