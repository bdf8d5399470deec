import { expect, onTestFinished, test, vi } from 'vitest';
import { INSIST_MS, insist } from '../../worker/insist.ts';

test('what is stored at once is stored once', async () => {
  const store = vi.fn(async () => undefined);
  await insist(store);
  expect(store).toHaveBeenCalledTimes(1);
});

test('what fails is tried again until it is stored', async () => {
  let tries = 0;
  await insist(async () => {
    if (++tries < 3) throw new Error('connection lost');
  });
  expect(tries).toBe(3);
});

test('it gives up with the last failure after its time, and not before', async () => {
  const clock = vi.spyOn(performance, 'now');
  onTestFinished(() => clock.mockRestore());
  const began = performance.now();
  const times = [began, began + INSIST_MS, began + INSIST_MS + 1];
  clock.mockImplementation(() => times.shift() ?? began + 2 * INSIST_MS);
  let tries = 0;
  const given = insist(async () => {
    throw new Error(`try ${++tries}`);
  });
  await expect(given).rejects.toThrow('try 2');
});
