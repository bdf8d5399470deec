import { Client } from 'pg';
import { expect, onTestFinished, test } from 'vitest';
import { bytesOfEach } from '../../bench/scale/bytes.ts';
import { openDemoPortal } from '../kit/admins.ts';
import { startInstallation } from '../kit/installation.ts';
import { approvedPerson } from '../kit/people.ts';

const gatehouse = await startInstallation();

test('tables with and without partitions have bytes for each person', async () => {
  const admin = await openDemoPortal(gatehouse);
  for (const name of ['ada', 'bob']) await approvedPerson(gatehouse, `${name}@bytes.test`, admin);
  const client = new Client({ connectionString: gatehouse.databaseUrl });
  await client.connect();
  onTestFinished(() => client.end());
  const stored = await bytesOfEach(client);
  const bytesOf = (name: string) => stored.find(({ table }) => table === name)?.bytes;
  // A page at least, of two people.
  for (const table of ['events', 'developers', 'jobs', 'decisions']) {
    expect([table, bytesOf(table)]).toEqual([table, expect.any(Number)]);
    expect(bytesOf(table)).toBeGreaterThanOrEqual(8_192 / 2);
  }
  expect(stored.filter(({ bytes }) => !(bytes > 0))).toEqual([]);
});
