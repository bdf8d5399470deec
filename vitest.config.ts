import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

// Vite would take GraphQL's other copy, and errors would not be instances of what the libraries throw.
const graphql = fileURLToPath(new URL('node_modules/graphql/index.js', import.meta.url));

export default defineConfig({
  resolve: { alias: [{ find: /^graphql$/, replacement: graphql }] },
  test: {
    include: ['test/**/*.test.{ts,tsx}'],
    exclude: ['test/browser/**', 'test/timing/**', 'test/faults/**', 'test/pictures/**', 'test/upgrades/**'],
    globalSetup: ['test/kit/announce-redis.ts', 'test/kit/global-setup.ts'],
    testTimeout: 180_000,
    hookTimeout: 120_000,
    isolate: false,
    // Tests wait as much as they work: for processes that start, and for PostgreSQL.
    maxWorkers: 3,
    maxConcurrency: 3,
  },
});
