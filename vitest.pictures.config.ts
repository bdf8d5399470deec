import { defineConfig } from 'vitest/config';
import browser from './vitest.browser.config.ts';

export default defineConfig({ ...browser, test: { ...browser.test, include: ['test/pictures/*.test.ts'] } });
