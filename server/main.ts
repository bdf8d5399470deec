import { fileURLToPath } from 'node:url';
import { checkSecretKey } from '../check-secret-key.ts';
import { runUntilStopped } from '../run-until-stopped.ts';
import { startServer } from './start.ts';

const PAGES = fileURLToPath(new URL('../web/dist', import.meta.url));

await runUntilStopped('server', async (config, log) => {
  await checkSecretKey(config);
  return (await startServer(config, PAGES, log)).stop;
});
