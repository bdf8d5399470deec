import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startInstallation } from '../../kit/installation.ts';
import type { Pair } from './acts.ts';
import { closeGate } from './gate.ts';
import { openPlace } from './try-pair.ts';

/** Longer than the orders of any pair take on a machine with other work. */
const LONGEST_PAIR_MS = 600_000;

/**
 * Tests of pairs, on a database of their own. Prints a table. `SCHEDULE=AABAB` runs one order.
 * @param title of each test, with `$one` and `$other`
 */
export async function runPairs(title: string, pairs: Pair[]): Promise<void> {
  const { SCHEDULE } = process.env;
  const first = await startInstallation();
  const place = await openPlace(first, await startInstallation({}, first));
  const rows: string[] = [];
  let openGate: (() => void) | undefined;
  beforeAll(() => {
    openGate = closeGate();
  });
  afterAll(async () => {
    openGate?.();
    await place.close();
    const head =
      '| person | A | B | statements | orders | waited for a lock | outcomes |\n| --- | --- | --- | --- | --- | --- | --- |';
    console.log(`${head}\n${rows.join('\n')}`);
  });
  for (const state of new Set(pairs.map((pair) => pair.state))) {
    describe(`${state} person`, () => {
      beforeAll(() => place.enter(state));
      test.each(pairs.filter((pair) => pair.state === state))(
        title,
        async (pair) => {
          if (SCHEDULE) return expect(await place.replay(pair, SCHEDULE)).toEqual([]);
          const { failures, row } = await place.tryPair(pair);
          rows.push(row);
          expect(failures.join('\n\n')).toBe('');
        },
        LONGEST_PAIR_MS,
      );
    });
  }
}
