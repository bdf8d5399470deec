import { expect, test } from 'vitest';
import { LISTEN_AGAIN_MS, listen } from '../../prisma/listen.ts';
import { startInstallation } from '../kit/installation.ts';

const gatehouse = await startInstallation();

test('a connection that opens and then cannot listen is opened again after a pause, not without end', async () => {
  let [errors, heard] = [0, 0];
  const failed = Promise.withResolvers<void>();
  const broken = listen(
    gatehouse.databaseUrl,
    '',
    () => undefined,
    () => {
      errors++;
      failed.resolve();
    },
  );
  await failed.promise;
  const since = performance.now();
  // Meanwhile another one listens, which takes several round trips.
  const { promise, resolve } = Promise.withResolvers<void>();
  const working = listen(
    gatehouse.databaseUrl,
    'a channel',
    () => {
      heard++;
      resolve();
    },
    () => undefined,
  );
  await promise;
  for (let round = 0; round < 20; round++) await gatehouse.sql('SELECT');
  const pauses = Math.ceil((performance.now() - since) / LISTEN_AGAIN_MS);
  await Promise.all([broken.close(), working.close()]);
  expect(heard).toBe(1);
  expect(errors).toBeLessThanOrEqual(1 + pauses);
});
