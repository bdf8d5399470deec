import { Client, DatabaseError } from 'pg';
import { expect, test } from 'vitest';
import { startOwnPostgres } from '../faults/parts/own-postgres.ts';
import { openDemoPortal } from '../kit/admins.ts';
import { startInstallation } from '../kit/installation.ts';
import { logIn, PASSWORD, signUp } from '../kit/people.ts';
import { PATIENCE } from '../kit/processes.ts';

const MOST = 40;
/** More than the process has connections, so that it asks PostgreSQL for others. */
const AT_ONCE = 40;

const isRefused = (error: unknown): boolean => error instanceof DatabaseError && error.code === '53300';

test('another program takes all connections of PostgreSQL: people are told to try again, and the log says which program', async ({
  onTestFinished,
}) => {
  const postgres = await startOwnPostgres(onTestFinished, ['fsync=off', `max_connections=${MOST}`]);
  const gatehouse = await startInstallation({ DATABASE_URL: postgres.url });
  await openDemoPortal(gatehouse);
  const hogs: Client[] = [];
  onTestFinished(async () => void (await Promise.all(hogs.map((hog) => hog.end()))));
  const hold = async () => {
    const hog = new Client({ connectionString: postgres.url, application_name: 'nightly-report' });
    await hog.connect();
    hogs.push(hog);
  };
  for (let isFull = false; !isFull; ) isFull = await hold().then(() => false, isRefused);
  expect(hogs.length).toBeGreaterThan(20);
  const all = Array.from({ length: AT_ONCE }, (_, at) => at);
  const acts = all.map((at) =>
    at % 2 ? signUp(gatehouse, `p${at}@full.test`) : logIn(gatehouse, `p${at}@full.test`, PASSWORD),
  );
  const names = (await Promise.all(acts)).map(({ __typename }) => __typename);
  expect(new Set(names)).toEqual(new Set(['SignUpSuccess', 'InvalidCredentials', 'TooManyAttempts']));
  expect(gatehouse.logs.filter((line) => /unexpected error/i.test(line))).toEqual([]);
  await expect
    .poll(() => gatehouse.logs.find((line) => line.includes('PostgreSQL has few connections left')), PATIENCE)
    .toContain(`${hogs.length} nightly-report (idle)`);
  await Promise.all(hogs.map((hog) => hog.end()));
  expect(await signUp(gatehouse, 'after@full.test')).toMatchObject({ __typename: 'SignUpSuccess' });
});
