import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

// Vite would take GraphQL's other copy, and errors would not be instances of what the libraries throw.
const graphql = fileURLToPath(new URL('node_modules/graphql/index.js', import.meta.url));

export default defineConfig({
  resolve: { alias: [{ find: /^graphql$/, replacement: graphql }] },
  test: {
    include: ['test/browser/**/*.test.ts'],
    globalSetup: 'test/kit/global-setup.ts',
    testTimeout: 180_000,
    hookTimeout: 120_000,
    fileParallelism: false,
    isolate: false,
  },
});
