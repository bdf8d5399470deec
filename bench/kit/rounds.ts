const ROUNDS = 3;
const WARM_UP_SECONDS = 3;
const SECONDS = 5;

export type Pair = { ours: number; floor: number };

type Measure = (seconds: number) => Promise<number>;

/** In turns, so that a busy machine slows both. A warm-up comes first. */
export async function inTurns(floor: Measure, ours: Measure): Promise<Pair[]> {
  await floor(WARM_UP_SECONDS);
  await ours(WARM_UP_SECONDS);
  const pairs: Pair[] = [];
  for (let round = 0; round < ROUNDS; round++) pairs.push({ floor: await floor(SECONDS), ours: await ours(SECONDS) });
  return pairs;
}

export async function repeated(ours: Measure): Promise<number[]> {
  await ours(WARM_UP_SECONDS);
  const results: number[] = [];
  for (let round = 0; round < ROUNDS; round++) results.push(await ours(SECONDS));
  return results;
}

/** `share` is 0.5 for the median and 0.99 for the slowest 1 %. */
export function percentile(values: number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(Math.floor(sorted.length * share), sorted.length - 1)] ?? Number.NaN;
}

export const median = (values: number[]): number => percentile(values, 0.5);
