import { test } from 'vitest';
import { prepareSite, startProcess } from '../kit/processes.ts';

const NOWHERE = 'postgresql://gatehouse:secret-word@127.0.0.1:9/gatehouse';

test.concurrent.for([
  ['a wrong password', (url: string) => url.replace(/:[^:@]+@/, ':secret-word@'), 'password authentication failed'],
  ['no TLS, though it is asked for', (url: string) => `${url}?sslmode=verify-full`, 'it has no TLS, but sslmode requires it'],
  ['nobody there', () => NOWHERE, 'connection refused'],
  ['no such database', (url: string) => `${url}_gone`, 'there is no database of this name'],
] as const)('O1: %s: log and readiness say so, without a secret', async ([, changed, reason], { expect, onTestFinished }) => {
  const site = await prepareSite('PostgreSQL', onTestFinished);
  site.environment['DATABASE_URL'] = changed(site.databaseUrl);
  const began = performance.now();
  const [server, worker] = [await site.startServer(), await site.startWorker()];
  for (const process of [server, worker]) await process.says(`"msg":"database unreachable: ${reason}"`);
  const response = await fetch(`${site.url}/readyz`);
  expect([response.status, await response.text()]).toEqual([503, `not ready: database unreachable: ${reason}\n`]);
  const lines = [...server.output, ...worker.output];
  expect(lines.join('\n')).not.toMatch(/secret-word|postgresql:\/\//);
  // Once a minute from each, as errors.
  const said = lines.filter((line) => line.includes('database unreachable'));
  expect(new Set(said.map((line) => JSON.parse(line).level))).toEqual(new Set([50]));
  const minutes = Math.ceil((performance.now() - began) / 60_000);
  expect(said.length).toBeLessThanOrEqual(2 * minutes);
});

test.concurrent('O1: a command with a wrong password says so in one line', async ({ expect, onTestFinished }) => {
  const site = await prepareSite('PostgreSQL', onTestFinished);
  const migrate = startProcess('dist/migrate.js', { DATABASE_URL: site.databaseUrl.replace(/:[^:@]+@/, ':secret-word@') });
  expect(await migrate.ended).toMatchObject({ code: 1 });
  expect(migrate.output).toEqual(['database unreachable: password authentication failed']);
});
