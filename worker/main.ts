import { checkSecretKey } from '../check-secret-key.ts';
import { runUntilStopped } from '../run-until-stopped.ts';
import { startWorker } from './start.ts';

await runUntilStopped('worker', async (config, log) => {
  await checkSecretKey(config);
  return await startWorker(config, log);
});
