import { pace } from './pace.ts';

export type Pair<Result = number> = { ours: Result; floor: Result };

type Measure<Result> = (seconds: number) => Promise<Result>;

/** In turns, so that a busy machine slows both. A warm-up comes first. */
export async function inTurns<Result>(floor: Measure<Result>, ours: Measure<Result>): Promise<Pair<Result>[]> {
  await floor(pace.warmUpSeconds);
  await ours(pace.warmUpSeconds);
  const pairs: Pair<Result>[] = [];
  for (let round = 0; round < pace.rounds; round++) {
    pairs.push({ floor: await floor(pace.seconds), ours: await ours(pace.seconds) });
  }
  return pairs;
}

export async function repeated<Result>(ours: Measure<Result>): Promise<Result[]> {
  await ours(pace.warmUpSeconds);
  const results: Result[] = [];
  for (let round = 0; round < pace.rounds; round++) results.push(await ours(pace.seconds));
  return results;
}

/** `share` is 0.5 for the median and 0.99 for the slowest 1 %. */
export function percentile(values: number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(Math.floor(sorted.length * share), sorted.length - 1)] ?? Number.NaN;
}

export const median = (values: number[]): number => percentile(values, 0.5);
