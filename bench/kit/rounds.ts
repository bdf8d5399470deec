const ROUNDS = 3;
const WARM_UP_SECONDS = 3;
const SECONDS = 5;

export type Pair = { ours: number; floor: number };

type Measure = (seconds: number) => Promise<number>;

/** Measures the floor and ours in turns, after a warm-up of both, so that a machine that is busy for a while slows both. */
export async function inTurns(floor: Measure, ours: Measure): Promise<Pair[]> {
  await floor(WARM_UP_SECONDS);
  await ours(WARM_UP_SECONDS);
  const pairs: Pair[] = [];
  for (let round = 0; round < ROUNDS; round++) pairs.push({ floor: await floor(SECONDS), ours: await ours(SECONDS) });
  return pairs;
}

/** The same without a floor. */
export async function repeated(ours: Measure): Promise<number[]> {
  await ours(WARM_UP_SECONDS);
  const results: number[] = [];
  for (let round = 0; round < ROUNDS; round++) results.push(await ours(SECONDS));
  return results;
}

/** @param share 0.5 for the median, 0.99 for what one of a hundred exceeds */
export function percentile(values: number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(Math.floor(sorted.length * share), sorted.length - 1)] ?? Number.NaN;
}

export const median = (values: number[]): number => percentile(values, 0.5);
