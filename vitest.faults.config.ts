import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { isWhole } from './test/faults/extent.ts';

// Vite would take GraphQL's other copy, and errors would not be instances of what the libraries throw.
const graphql = fileURLToPath(new URL('node_modules/graphql/index.js', import.meta.url));

/** Processes that are killed, acts in every order, broken parts. `FAULTS=short` takes a part of each kind, for the gate. */
export default defineConfig({
  resolve: { alias: [{ find: /^graphql$/, replacement: graphql }] },
  test: {
    include: ['test/faults/**/*.test.ts'],
    // Each of the first builds Gatehouse anew, and the second takes root, to mount a disk.
    exclude: isWhole ? [] : ['test/faults/mutants/**', 'test/faults/parts/disk-full.test.ts'],
    globalSetup: ['test/kit/announce-redis.ts', 'test/kit/global-setup.ts'],
    testTimeout: 300_000,
    hookTimeout: 120_000,
    isolate: false,
    // Most of the time is waiting.
    maxWorkers: 3,
    maxConcurrency: 4,
  },
});
