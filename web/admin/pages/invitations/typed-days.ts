import type { Typed } from '../../../components/form.tsx';

const DAY_MS = 86_400_000;
/** Beyond what the API takes, and still a date. */
const MOST_DAYS = 36_500;

/** A number of days. The API refuses what is no number, as it refuses 0. */
export const typedDays = (typed: Typed, name: string): number => Math.min(Math.trunc(Number(typed(name))) || 0, MOST_DAYS);

/** The moment so many days from now. */
export const inDays = (typed: Typed, name: string): string =>
  new Date(Date.now() + Math.max(typedDays(typed, name), -MOST_DAYS) * DAY_MS).toISOString();
