import type { Refusal, Typed } from '../../../components/form.tsx';

/** One entry a line. */
export const typedLines = (typed: Typed, name: string): string[] =>
  typed(name)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

/** The API refuses an empty field as it refuses a number that is too small. */
export const typedNumber = (typed: Typed, name: string): number => (typed(name) === '' ? -1 : Math.trunc(Number(typed(name))));

export const typedBox = (typed: Typed, name: string): boolean => typed(name) !== '';

/** What the API says about one line belongs to the field with all lines. */
export const besideFields = (refusal: Refusal): Refusal => ({
  ...refusal,
  issues: refusal.issues?.map(({ path, message }) => ({ path: path.filter((part) => !/^\d+$/.test(part)), message })) ?? [],
});
