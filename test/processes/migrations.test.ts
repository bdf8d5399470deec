import { randomUUID } from 'node:crypto';
import { expect, inject, test } from 'vitest';
import { query } from '../kit/database.ts';
import { startProcess } from '../kit/processes.ts';

test('four processes that migrate an empty database at once all succeed', async () => {
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await query(inject('databaseUrl'), `CREATE DATABASE ${name}`);
  const databaseUrl = inject('databaseUrl').replace(/gatehouse$/, name);
  const processes = Array.from({ length: 4 }, () => startProcess('dist/migrate.js', { DATABASE_URL: databaseUrl }));
  const ends = await Promise.all(processes.map(({ ended }) => ended));
  expect(processes.filter((_, index) => ends[index]?.code !== 0).flatMap(({ output }) => output)).toEqual([]);
  const { length } = processes.filter(({ output }) => output.some((line) => line.startsWith('Applied')));
  expect(length).toBe(1);
  expect(await query(databaseUrl, 'SELECT count(*)::int FROM portals')).toEqual([{ count: 0 }]);
  expect(
    await query(databaseUrl, "SELECT count(*)::int > 0 AS ok FROM information_schema.tables WHERE table_schema = 'bullmq'"),
  ).toEqual([{ ok: true }]);
});
