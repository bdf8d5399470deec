import { expect, test } from 'vitest';
import { LONGEST_STOP_DELAY, readStopDelay } from '../../config/stop-delay.ts';

test('STOP_DELAY is a short duration, or off', () => {
  expect(['off', '0', '0s', '1s', '5s', `${LONGEST_STOP_DELAY}s`].map(readStopDelay)).toEqual([0, 0, 0, 1_000, 5_000, 15_000]);
  expect(() => readStopDelay(`${LONGEST_STOP_DELAY + 1}s`)).toThrow('must be at most 15s');
  expect(() => readStopDelay('soon')).toThrow('must be a duration');
});
