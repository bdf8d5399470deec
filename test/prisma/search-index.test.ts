import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { DevelopersDocument, type DevelopersQuery } from '../generated/operations.ts';
import { openDemoPortal } from '../kit/admins.ts';
import { cloneDatabase, query } from '../kit/database.ts';
import { startInstallation } from '../kit/installation.ts';
import { signUp } from '../kit/people.ts';

const INDEX = `SELECT to_regclass('developer_texts_text_idx') IS NOT NULL AS "isThere"`;
/** 256 kB in pages of 8 kB, and one that was begun when the list was emptied. */
const MOST_PAGES = 33;
/** One by one, because the list is emptied between two statements. */
const MANY = `DO $$ BEGIN
  FOR n IN 1..2000 LOOP
    INSERT INTO developers (id, portal_id, email, typed_email, full_name, answers, email_verified_at, updated_at)
      SELECT gen_random_uuid(), id, md5(n::text) || '@many.test', md5(n::text) || '@many.test', md5((-n)::text),
        jsonb_build_array(jsonb_build_object('field', 'company', 'value', md5((n * n)::text))), now(), now() FROM portals;
    UPDATE portals SET origins = ARRAY['https://' || md5(n::text) || '.test'];
  END LOOP;
END $$`;
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

test('a search reads a short list of new entries, however many people came since the last vacuum', async () => {
  const databaseUrl = await cloneDatabase();
  const gatehouse = await startInstallation({ DATABASE_URL: databaseUrl });
  await openDemoPortal(gatehouse);
  await query(databaseUrl, MANY);
  // The function answers how many pages the list of an index had. Two of them are too small here to reach a limit.
  const lists = await query<{ name: string; limit: string; pages: number }>(
    databaseUrl,
    `SELECT indexrelid::regclass::text AS name, reloptions::text AS limit, gin_clean_pending_list(indexrelid)::int AS pages
     FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid JOIN pg_am ON pg_am.oid = relam WHERE amname = 'gin' ORDER BY 1`,
  );
  const limit = '{gin_pending_list_limit=256}';
  expect(lists).toMatchObject([
    { name: 'developer_texts_text_idx', limit },
    { name: 'developers_answers_idx', limit },
    { name: 'portals_allowed_origins_idx', limit },
  ]);
  expect(lists.filter(({ pages }) => pages > MOST_PAGES)).toEqual([]);
});
