import { setTimeout } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import { openDemoPortal } from '../kit/admins.ts';
import { whileHeld } from '../kit/database.ts';
import { startInstallation } from '../kit/installation.ts';
import { signUp } from '../kit/people.ts';
import { PATIENCE, prepareSite } from '../kit/processes.ts';

const gatehouse = await startInstallation();
await openDemoPortal(gatehouse);

const linesOf = (logs: string[], msg: string) => logs.map((line) => JSON.parse(line)).filter((line) => line.msg === msg);

test('a request that waits for the database is told at warn, with its operation and what it spent; so is the statement, without values', async () => {
  await whileHeld(
    gatehouse.databaseUrl,
    'LOCK TABLE jobs',
    () => signUp(gatehouse, 'ada@slow.test', { fullName: 'Ada Lovelace' }),
    () => setTimeout(1_100),
  );
  const [line] = await vi.waitUntil(() => {
    const lines = linesOf(gatehouse.logs, 'slow request').filter(({ operation }) => operation === 'signUp');
    return lines.length > 0 && lines;
  }, PATIENCE);
  expect(line).toMatchObject({
    level: 40,
    operation: 'signUp',
    fields: ['signUp'],
    place: '/graphql',
    method: 'POST',
    status: 200,
  });
  expect(line.ms).toBeGreaterThanOrEqual(1_000);
  expect(line.statementMs).toBeGreaterThanOrEqual(1_000);
  const statement = linesOf(gatehouse.logs, 'slow statement').find(({ requestId }) => requestId === line.requestId);
  expect(statement).toMatchObject({ level: 40 });
  expect(statement.statement).toMatch(/^INSERT INTO jobs \(id, queue, .*\$1/);
  expect(statement.statement.length).toBeLessThanOrEqual(200);
  expect(gatehouse.logs.join('')).not.toMatch(/ada@slow|Lovelace/);
});

test('with LOG_LEVEL=debug each request is one line, without variables and paths', async ({ onTestFinished }) => {
  const site = await prepareSite('PostgreSQL', onTestFinished);
  const { output } = await site.startServer({ LOG_LEVEL: 'debug' });
  await fetch(`${site.url}/p/secret-portal/verify-email?token=secret-token`);
  await site.graphql(`query ${'N'.repeat(100)} { ...a } fragment a on Query { other: me(portal: "secret-portal") { id } }`);
  const lines = await vi.waitUntil(() => {
    const found = linesOf(output, 'request');
    return found.length >= 2 && found;
  }, PATIENCE);
  expect(lines).toMatchObject([
    { level: 20, method: 'GET', place: '/p/', status: expect.any(Number) },
    { level: 20, method: 'POST', place: '/graphql', status: 200, operation: 'N'.repeat(60), fields: ['me'] },
  ]);
  expect(output.filter((line) => /secret-(token|portal)/.test(line))).toEqual([]);
});
