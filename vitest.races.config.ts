import { mergeConfig } from 'vitest/config';
import config from './vitest.config.ts';

/** Starts each pair of acts 200 times at the same moment. It takes minutes. */
export default mergeConfig(config, { test: { env: { RACE_ROUNDS: '200' } } });
