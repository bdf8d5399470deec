import type { Client } from 'pg';
import { whole, writeCursor } from '../schema/api/keyset.ts';
import { MOST_ROWS_IN_PURGE } from '../worker/purge.ts';
import { type Beside, besideBare, WATCHED } from './kit/beside.ts';
import { end } from './kit/children.ts';
import { startInstallation } from './kit/installation.ts';
import { againstFloor, type Line } from './kit/line.ts';
import type { Request } from './kit/operations.ts';
import { connect, insertAdmin } from './kit/seed.ts';
import { seedEvents } from './kit/seed-events.ts';

const COLUMNS =
  'id, position, at, portal_id, type, version, actor_kind, actor_id, actor_name, subject_kind, subject_id, data, request_id, ip, user_agent';

/** Pages of `auditLog` with many events, each beside the same rows by a bare statement from one table, and the end of a month. */
export async function audit({ events }: { events: number }): Promise<Line[]> {
  await using gatehouse = await startInstallation('PostgreSQL', {}, WATCHED);
  const parts = gatehouse.parts();
  await end(parts.worker);
  await using client = await connect(parts.services.databaseUrl);
  await client.query('CREATE EXTENSION pg_stat_statements');
  await seedEvents(client, events);
  console.error('  the same in one table ...');
  await client.query('CREATE TABLE one_table (LIKE events INCLUDING ALL)');
  await client.query('INSERT INTO one_table TABLE events');
  await client.query('VACUUM ANALYZE one_table');
  const token = await insertAdmin(client, null);
  const lines: Line[] = [];
  for (const beside of await pages(client, token, events)) lines.push(await besideBare(gatehouse.port, client, beside));
  lines.push(await endOfMonth(client));
  return lines;
}

async function pages(client: Client, token: string, events: number): Promise<Beside[]> {
  const { rows } = await client.query<{ portal: string; subject: string }>(
    'SELECT portal_id AS portal, subject_id AS subject FROM events WHERE position = 4711',
  );
  const { portal = '', subject = '' } = rows[0] ?? {};
  const order = 'ORDER BY position, id LIMIT';
  const depths: Awaited<ReturnType<typeof cursorAt>>[] = [];
  for (const share of [0.001, 0.5, 0.999]) depths.push(await cursorAt(client, Math.floor(events * share)));
  const deep = [20, 1_000].flatMap((first) =>
    depths.map(
      ({ position, cursor }): Beside => ({
        what: `${first} events after ${position.toLocaleString('en')}`,
        ours: page(token, { portal: 'demo', first, after: cursor }),
        floor: {
          text: `SELECT ${COLUMNS} FROM one_table WHERE portal_id = $1 AND position > $2 ${order} ${first}`,
          values: [portal, position],
        },
      }),
    ),
  );
  return [
    ...deep,
    {
      what: 'of one subject',
      ours: page(token, { first: 20, filter: { subject } }),
      floor: { text: `SELECT ${COLUMNS} FROM one_table WHERE subject_id = $1 AND position > 0 ${order} 20`, values: [subject] },
    },
    {
      what: 'of one type, from the middle',
      ours: page(token, { first: 20, after: depths[1]?.cursor, filter: { types: ['developer.approved'] } }),
      floor: {
        text: `SELECT ${COLUMNS} FROM one_table WHERE type = 'developer.approved' AND position > $1 ${order} 20`,
        values: [depths[1]?.position],
      },
    },
  ];
}

/** Two months of the same size, the first that lie within the year: one goes as a whole, the other row by row, as many at a time as a purge takes. */
async function endOfMonth(client: Client): Promise<Line> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT relname AS name FROM pg_class WHERE relname ~ '^events_[0-9]{4}_[0-9]{2}$' AND relispartition ORDER BY relname LIMIT 4`,
  );
  const [, , first = '', second = ''] = rows.map(({ name }) => name);
  const counted = await client.query<{ events: number }>(`SELECT count(*)::int AS events FROM ${first}`);
  const ours = await timed(() => client.query(`DROP TABLE ${first}`));
  // The events belong to no checkpoint, so a trigger would keep them.
  await client.query('SET session_replication_role = replica');
  const batch = `DELETE FROM ${second} WHERE id IN (SELECT id FROM ${second} WHERE position > 0 ORDER BY position LIMIT ${MOST_ROWS_IN_PURGE})`;
  const floor = await timed(async () => {
    for (let deleted = 1; deleted > 0; ) deleted = (await client.query(batch)).rowCount ?? 0;
  });
  const what = `a month of ${counted.rows[0]?.events.toLocaleString('en')} events dropped, beside one deleted`;
  return againstFloor(what, ' ms', [{ ours, floor }], { atMost: 0.05 });
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const begin = performance.now();
  await work();
  return performance.now() - begin;
}

async function cursorAt(client: Client, position: number) {
  const { rows } = await client.query<{ id: string }>('SELECT id FROM events WHERE position = $1', [position]);
  const by = [{ column: 'position', kind: whole, direction: 'asc' as const }];
  return { position, cursor: writeCursor({ by, id: 'asc' }, { id: rows[0]?.id ?? '', ...{ position } }) };
}

function page(token: string, variables: object): Request {
  const query = `query ($portal: String, $filter: AuditLogFilter, $first: Int, $after: String) {
    auditLog(portal: $portal, filter: $filter, first: $first, after: $after) { pageInfo { endCursor } edges { node {
      id position at portalId type version actorKind actorId actorName subjectKind subjectId data requestId ip userAgent } } } }`;
  return { body: JSON.stringify({ query, variables }), token, expect: '{"data":{"auditLog":{"' };
}
