import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

// Vite would take GraphQL's other copy, and errors would not be instances of what the libraries throw.
const graphql = fileURLToPath(new URL('node_modules/graphql/index.js', import.meta.url));

/** The release before beside this one, and a restored back-up. The first run builds the release before. */
export default defineConfig({
  resolve: { alias: [{ find: /^graphql$/, replacement: graphql }] },
  test: {
    include: ['test/upgrades/**/*.test.ts'],
    globalSetup: ['test/kit/announce-redis.ts', 'test/kit/global-setup.ts'],
    testTimeout: 600_000,
    hookTimeout: 600_000,
    isolate: false,
    // Most of the time is waiting.
    maxWorkers: 2,
    maxConcurrency: 2,
  },
});
