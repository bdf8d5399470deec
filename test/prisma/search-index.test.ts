import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { DevelopersDocument, type DevelopersQuery } from '../generated/operations.ts';
import { openDemoPortal } from '../kit/admins.ts';
import { cloneDatabase, query } from '../kit/database.ts';
import { startInstallation } from '../kit/installation.ts';
import { signUp } from '../kit/people.ts';

const INDEX = `SELECT to_regclass('developer_texts_text_idx') IS NOT NULL AS "isThere"`;
const SAYS = 'The database has no extension pg_trgm';

test('without the extension a search finds the same, the log says it at the start, and the index can be added later', async () => {
  const databaseUrl = await cloneDatabase();
  expect(await query(databaseUrl, INDEX)).toEqual([{ isThere: true }]);
  await query(databaseUrl, 'DROP EXTENSION pg_trgm CASCADE');
  const gatehouse = await startInstallation({ DATABASE_URL: databaseUrl });
  expect(gatehouse.logs.filter((line) => line.includes(SAYS))).toHaveLength(1);

  const token = await openDemoPortal(gatehouse);
  await signUp(gatehouse, 'ada@search.test');
  await gatehouse.drain();
  const find = async (search: string) => {
    const { data } = await gatehouse.graphql<DevelopersQuery>(String(DevelopersDocument), { filter: { search } }, { token });
    return data.developers?.totalCount;
  };
  expect([await find('ADA@search'), await find('bob')]).toEqual([1, 0]);

  expect(await query(databaseUrl, 'SELECT add_search_index()')).toEqual([{ add_search_index: true }]);
  expect(await query(databaseUrl, INDEX)).toEqual([{ isThere: true }]);
  expect([await find('ADA@search'), await find('bob')]).toEqual([1, 0]);
  const neighbour = await startInstallation({}, gatehouse);
  expect(neighbour.logs.filter((line) => line.includes(SAYS))).toEqual([]);
});

test('the migration goes on where the role may not create the extension, and uses one in another schema', async () => {
  const databaseUrl = await cloneDatabase();
  await query(databaseUrl, 'DROP EXTENSION pg_trgm CASCADE');
  const role = `role_${randomUUID().replaceAll('-', '')}`;
  await query(databaseUrl, `CREATE ROLE ${role}`);
  await query(databaseUrl, `GRANT ALL ON SCHEMA public TO ${role}`);
  // What the migration runs.
  await query(databaseUrl, `SET ROLE ${role}; DO $$ BEGIN PERFORM add_search_index(); END $$`);
  expect(await query(databaseUrl, INDEX)).toEqual([{ isThere: false }]);
  await query(databaseUrl, 'CREATE SCHEMA elsewhere; CREATE EXTENSION pg_trgm SCHEMA elsewhere');
  expect(await query(databaseUrl, 'SELECT add_search_index()')).toEqual([{ add_search_index: true }]);
  expect(await query(databaseUrl, INDEX)).toEqual([{ isThere: true }]);
});
