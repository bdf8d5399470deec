import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { isWhole } from './test/faults/extent.ts';

// Vite would take GraphQL's other copy, and errors would not be instances of what the libraries throw.
const graphql = fileURLToPath(new URL('node_modules/graphql/index.js', import.meta.url));

/** It needs the whole machine. */
const BURST = 'test/faults/parts/burst.test.ts';
/** These wait most of the time. */
const WAITING = isWhole ? '*' : '{poison,postgres-cut,redis,smtp-mail,smtp-session,workers}';
/** These mostly compute. */
const BUSY = isWhole ? '{stops,pairs,model}/**/*' : '{stops/acts-on-postgresql,pairs/*,model/*}';
/** Each of these builds Gatehouse anew. */
const MUTANTS = ['test/faults/mutants/**/*.test.ts'];

type Kind = { name: string; include: string[]; exclude?: string[]; maxWorkers: number; maxConcurrency?: number };

const kinds: Kind[] = [
  { name: 'waiting', include: [`test/faults/parts/${WAITING}.test.ts`], exclude: [BURST], maxWorkers: 3, maxConcurrency: 3 },
  { name: 'busy', include: [BURST, `test/faults/${BUSY}.test.ts`], maxWorkers: 2 },
  ...(isWhole ? [{ name: 'mutants', include: MUTANTS, maxWorkers: 1 }] : []),
];

/** Processes that are killed, acts in every order, broken parts. `FAULTS=short` takes a part of most kinds. */
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
