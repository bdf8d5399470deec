import { expect, inject, onTestFinished, test, vi } from 'vitest';
import { freePort } from '../../dev/ports.ts';
import { startOwnPostgres } from '../faults/parts/own-postgres.ts';
import { DevelopersDocument } from '../generated/operations.ts';
import { openDemoPortal } from '../kit/admins.ts';
import { query } from '../kit/database.ts';
import { scrape } from '../kit/metrics.ts';
import { PATIENCE, type ProcessSite, prepareSite, startProcess } from '../kit/processes.ts';
import { startStandby } from '../kit/standby.ts';

/** What a server says when it ends at once with 1. */
async function refusal({ environment }: ProcessSite, more: Record<string, string>): Promise<string> {
  const { ended, output } = startProcess('dist/server.js', { ...environment, ...more });
  expect((await ended).code).toBe(1);
  return output.join('\n');
}

test('a standby is refused as the primary, and is read for lists as long as it has all that was committed', async () => {
  const primary = await startOwnPostgres(onTestFinished, []);
  const standby = await startStandby(onTestFinished, { url: primary.url, data: `${primary.folder}/data` }, 'second');
  const site = await prepareSite('PostgreSQL', onTestFinished, primary.url);
  await standby.catchUp();
  expect(await refusal(site, { DATABASE_URL: standby.url })).toMatch(/^DATABASE_URL leads to a standby.*h1:5432,h2:5432/);
  expect(await refusal(site, { DATABASE_DIRECT_URL: standby.url })).toMatch(/^DATABASE_DIRECT_URL leads to a standby/);
  expect(await refusal(site, { DATABASE_REPLICA_URL: inject('databaseUrl') })).toMatch(
    /^DATABASE_REPLICA_URL leads to another database than DATABASE_URL\./,
  );
  // Of the same PostgreSQL: each of its databases has the same name for the whole.
  await query(primary.url, 'CREATE DATABASE staging');
  await standby.catchUp();
  const staging = (url: string) => url.replace(/\/[^/]*$/, '/staging');
  expect(await refusal(site, { DATABASE_REPLICA_URL: staging(standby.url) })).toMatch(
    /^DATABASE_REPLICA_URL leads to another database than DATABASE_URL\./,
  );
  const other = /^DATABASE_DIRECT_URL leads to another database than DATABASE_URL\./;
  expect(await refusal(site, { DATABASE_DIRECT_URL: staging(primary.url) })).toMatch(other);
  const migration = { DATABASE_URL: primary.url, DATABASE_DIRECT_URL: staging(primary.url) };
  const { ended, output } = startProcess('dist/migrate.js', migration);
  expect([(await ended).code, output.join('\n')]).toEqual([1, expect.stringMatching(other)]);

  const port = String(await freePort());
  const server = await site.startServer({ DATABASE_REPLICA_URL: standby.url, MANAGEMENT_PORT: port });
  const token = await openDemoPortal(site);
  let people = 0;
  /** Adds one person, and looks at once how many the list has, and where it was read. */
  const look = async () => {
    await query(
      primary.url,
      `INSERT INTO developers (id, portal_id, email, typed_email, full_name, updated_at)
       SELECT gen_random_uuid(), id, $1, $1, 'Ada', now() FROM portals`,
      [`person-${++people}@example.test`],
    );
    const before = await scrape(port);
    const { data } = await site.graphql(DevelopersDocument, {}, { token });
    const after = await scrape(port);
    const grew = (from: string) =>
      (after.value('gatehouse_list_reads_total', { from }) ?? 0) - (before.value('gatehouse_list_reads_total', { from }) ?? 0);
    return { isWhole: data.developers?.totalCount === people, replica: grew('replica'), primary: grew('primary') };
  };
  const up = async () => (await scrape(port)).value('gatehouse_replica_up', { host: new URL(standby.url).host });
  const fromReplica = async () =>
    await vi.waitFor(async () => expect(await look()).toMatchObject({ isWhole: true, primary: 0 }), PATIENCE);
  for (let time = 0; time < 5; time++) await fromReplica();
  expect(await up()).toBe(1);

  const lines = () => server.output.filter((line) => line.includes('read from this replica')).map((line) => JSON.parse(line));
  // On a busy machine the standby may have been behind for a moment already.
  const before = lines().length;
  const said = () =>
    lines()
      .slice(before)
      .map(({ level, problem, msg }) => [level, problem, msg]);
  await standby.pause();
  for (let time = 0; time < 3; time++) expect(await look()).toMatchObject({ isWhole: true, replica: 0 });
  const behind = [40, 'behind', 'lists are not read from this replica, but from the primary'];
  expect([await up(), said()]).toEqual([0, [behind]]);
  await standby.resume();
  await fromReplica();
  expect([await up(), said()]).toEqual([1, [behind, [30, undefined, 'lists are read from this replica again']]]);

  await standby.promote();
  expect(await look()).toMatchObject({ isWhole: true, replica: 0 });
  expect(said().at(-1)).toEqual([40, 'no standby', behind[2]]);
  await standby.stop();
  expect(await look()).toMatchObject({ isWhole: true, replica: 0 });
}, 240_000);
