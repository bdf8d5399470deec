import { randomBytes } from 'node:crypto';
import { test } from 'vitest';
import { DOES_NOT_FIT } from '../../check-secret-key.ts';
import { openDemoPortal } from '../kit/admins.ts';
import { startOlderPostgres } from '../kit/older-postgres.ts';
import { signUp } from '../kit/people.ts';
import { present } from '../kit/present.ts';
import { type ProcessSite, prepareSite, startProcess } from '../kit/processes.ts';

/** What server and worker say when they end at once with 1. */
async function refusals({ environment }: ProcessSite): Promise<unknown[]> {
  const processes = ['dist/server.js', 'dist/worker.js'].map((file) => startProcess(file, environment));
  return await Promise.all(processes.map(async ({ ended, output }) => [(await ended).code, ...output]));
}
const both = (text: string) => [
  [1, text],
  [1, text],
];

test.concurrent('a database that lacks a migration of this version is refused; one of a newer version is not', async ({
  expect,
  onTestFinished,
}) => {
  const site = await prepareSite('PostgreSQL', onTestFinished);
  const newer = "'29990101000000_newer', 1, now(), 'x', gen_random_uuid()";
  await site.sql(
    `INSERT INTO _prisma_migrations (migration_name, applied_steps_count, finished_at, checksum, id) VALUES (${newer})`,
  );
  await site.startServer();
  const removed = await site.sql(
    "DELETE FROM _prisma_migrations WHERE migration_name ~ '_statistics$|_approved_by_domain$' RETURNING 1",
  );
  expect(removed).toHaveLength(2);
  expect(await refusals(site)).toEqual(
    both(
      'The database lacks the migration 20261201200000_approved_by_domain and 1 more of this version. ' +
        'Run npm run db:migrate (in an image: node dist/migrate.js), then start again.',
    ),
  );
  await site.sql('DROP TABLE _prisma_migrations');
  expect(await refusals(site)).toEqual(both(expect.stringContaining('The database lacks the migration 2026')));
});

test.concurrent('PostgreSQL 14 is refused', async ({ expect, onTestFinished }) => {
  const site = await prepareSite('PostgreSQL', onTestFinished);
  site.environment['DATABASE_URL'] = await startOlderPostgres(site.databaseUrl, onTestFinished);
  expect(await refusals(site)).toEqual(
    both(expect.stringMatching(/^This is PostgreSQL 1\d.*, and Gatehouse needs PostgreSQL 15 or newer\.$/)),
  );
});

test.concurrent('a key that opens nothing in the database is refused, and taken beside the one that does', async ({
  expect,
  onTestFinished,
}) => {
  const site = await prepareSite('PostgreSQL', onTestFinished);
  const server = await site.startServer();
  await openDemoPortal(site);
  await signUp(site, 'ada@example.test');
  await server.kill();
  const right = present(site.environment['SECRET_KEY']);
  site.environment['SECRET_KEY'] = randomBytes(32).toString('base64');
  expect(await refusals(site)).toEqual(both(DOES_NOT_FIT));
  site.environment['SECRET_KEY_PREVIOUS'] = right;
  await site.startWorker();
  await site.inbox.waitFor('ada@example.test');
});
