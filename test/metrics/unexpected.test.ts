import { expect, onTestFinished, test } from 'vitest';
import { freePort } from '../../dev/ports.ts';
import { growth, scrape } from '../kit/metrics.ts';
import { PATIENCE, prepareSite } from '../kit/processes.ts';

/** At this signal a promise fails, and nobody waits for it. */
const FAIL = encodeURIComponent(`process.on('SIGUSR2', () => void Promise.reject(new Error('a bug')));`);

test('R68: a promise that failed while nobody waited for it is counted, and the server goes on', async () => {
  const site = await prepareSite('PostgreSQL', onTestFinished);
  const port = await freePort();
  const server = await site.startServer({
    MANAGEMENT_PORT: String(port),
    NODE_OPTIONS: `--import=data:text/javascript,${FAIL}`,
  });
  const before = await scrape(port);
  server.signal('SIGUSR2');
  await server.says('unhandled rejection');
  const told = async () => growth(before, await scrape(port), 'gatehouse_unexpected_errors_total').map(({ by }) => by);
  await expect.poll(told, PATIENCE).toEqual([1]);
  expect((await fetch(`${site.url}/readyz`)).status).toBe(200);
});
