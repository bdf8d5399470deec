import { readFile, writeFile } from 'node:fs/promises';
import * as z from 'zod';
import type { Line } from './line.ts';

/** The committed results that `--check` and `--quick` compare with. */
export const BASE = 'docs/speed/base.json';

const result = z.object({ ratio: z.number(), spread: z.number(), better: z.enum(['higher', 'lower']) });
const results = z.record(z.string(), result);

export type Results = z.infer<typeof results>;

/** The lines that have a floor, by what they measure. */
export function resultsOf(lines: Line[]): Results {
  const entries = lines.flatMap(({ what, ratio, spread, aim }) => {
    if (ratio === undefined || spread === undefined) return [];
    const better = aim && 'atMost' in aim ? ('lower' as const) : ('higher' as const);
    return [[what, { ratio: round(ratio), spread: round(spread), better }] as const];
  });
  return Object.fromEntries(entries);
}

export const readResults = async (file: string): Promise<Results> => results.parse(JSON.parse(await readFile(file, 'utf8')));

export const writeResults = (file: string, results: Results): Promise<void> =>
  writeFile(file, `${JSON.stringify(results, null, 2)}\n`);

const round = (figure: number): number => Number(figure.toFixed(3));
