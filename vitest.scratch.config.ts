import { defineConfig } from 'vitest/config';
export default defineConfig({
  root: '/work/main',
  resolve: { alias: [{ find: /^graphql$/, replacement: '/work/main/node_modules/graphql/index.js' }] },
  test: {
    include: ['test/**/*.test.{ts,tsx}'],
    exclude: ['test/browser/**'],
    globalSetup: 'test/kit/global-setup.ts',
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
