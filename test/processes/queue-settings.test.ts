import { test } from 'vitest';
import { PATIENCE, type Process, prepareSite } from '../kit/processes.ts';
import { queues, startRedis } from '../kit/redis.ts';

const careless = [
  [{ 'maxmemory-policy': 'allkeys-lru' }, 'maxmemory-policy is allkeys-lru, not noeviction'],
  [{ appendonly: 'no' }, 'appendonly is off'],
  [
    { 'maxmemory-policy': 'volatile-ttl', appendonly: 'no' },
    'maxmemory-policy is volatile-ttl, not noeviction; appendonly is off',
  ],
] as const;

/** What a process warned of, but that it speaks http and that the PostgreSQL of the tests does not flush. */
const warnings = ({ output }: Process) =>
  output
    .filter((line) => line.includes('"level":40') && !/PUBLIC_URL|"off":\["fsync"/.test(line))
    .map((line) => JSON.parse(line));

test.concurrent.for(queues.filter((queue) => queue === 'Redis').flatMap(() => careless))(
  'R66: on a Redis with %j server and worker warn once, and say of what',
  async ([settings, reason], { expect, onTestFinished }) => {
    const site = await prepareSite('PostgreSQL', onTestFinished);
    site.environment['REDIS_URL'] = (await startRedis(onTestFinished, settings)).url;
    for (const process of await Promise.all([site.startServer(), site.startWorker()])) {
      await process.says('Redis may forget jobs');
      expect(warnings(process)).toMatchObject([{ reason }]);
    }
  },
);

test('R66: server and worker warn where the schema of the queue was not migrated', async ({ expect, onTestFinished }) => {
  const site = await prepareSite('PostgreSQL', onTestFinished);
  await site.sql('DROP SCHEMA bullmq CASCADE');
  for (const process of await Promise.all([site.startServer(), site.startWorker()])) {
    await expect.poll(() => warnings(process), PATIENCE).not.toEqual([]);
    for (const { msg, reason } of warnings(process)) {
      expect([msg, reason]).toEqual([
        expect.stringContaining('The queue is away'),
        expect.stringContaining('Run the migrations'),
      ]);
    }
  }
});
