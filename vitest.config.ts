import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.{ts,tsx}'],
    exclude: ['test/browser/**'],
    globalSetup: 'test/kit/global-setup.ts',
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
