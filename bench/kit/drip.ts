import { setTimeout } from 'node:timers/promises';

/** Starts work at a steady rate, however long each piece takes. */
export async function drip<Result>(aSecond: number, count: number, work: () => Promise<Result>): Promise<Result[]> {
  const begin = performance.now();
  const started: Promise<Result>[] = [];
  for (let index = 0; index < count; index++) {
    // Not less than 0: on a busy machine the time has passed.
    await setTimeout(Math.max(0, begin + (index * 1_000) / aSecond - performance.now()));
    started.push(work());
  }
  return await Promise.all(started);
}
