import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { isWhole } from './test/faults/extent.ts';

// Vite would take GraphQL's other copy, and errors would not be instances of what the libraries throw.
const graphql = fileURLToPath(new URL('node_modules/graphql/index.js', import.meta.url));

/** These wait most of the time. */
const WAITING = ['test/faults/parts/**/*.test.ts'];
/** This one needs the whole machine, as these do, which mostly compute. */
const BUSY = ['test/faults/parts/burst.test.ts', 'test/faults/{stops,pairs,model}/**/*.test.ts'];
/** Each of these builds Gatehouse anew. */
const MUTANTS = ['test/faults/mutants/**/*.test.ts'];
/** The first takes root, to mount a disk. The others do on one backend what the short run sees on the other. */
const LONG = [
  'test/faults/parts/disk-full.test.ts',
  'test/faults/stops/jobs/jobs-on-postgresql.test.ts',
  'test/faults/stops/acts-on-redis.test.ts',
];

const LEFT_OUT = isWhole ? [] : LONG;

type Kind = { name: string; include: string[]; exclude?: string[]; maxWorkers: number; maxConcurrency?: number };

const kinds: Kind[] = [
  { name: 'waiting', include: WAITING, exclude: [...BUSY, ...LEFT_OUT], maxWorkers: 3, maxConcurrency: 3 },
  { name: 'busy', include: BUSY, exclude: LEFT_OUT, maxWorkers: 2 },
  ...(isWhole ? [{ name: 'mutants', include: MUTANTS, maxWorkers: 1 }] : []),
];

/** Processes that are killed, acts in every order, broken parts. `FAULTS=short` takes a part of each kind. */
export default defineConfig({
  test: {
    globalSetup: ['test/kit/announce-redis.ts', 'test/kit/global-setup.ts'],
    projects: kinds.map((kind, groupOrder) => ({
      resolve: { alias: [{ find: /^graphql$/, replacement: graphql }] },
      test: {
        ...kind,
        sequence: { groupOrder },
        testTimeout: 300_000,
        hookTimeout: 120_000,
        isolate: false,
      },
    })),
  },
});
