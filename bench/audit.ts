import type { Client } from 'pg';
import { whole, writeCursor } from '../schema/api/keyset.ts';
import { type Beside, besideBare, WATCHED } from './kit/beside.ts';
import { end } from './kit/children.ts';
import { startInstallation } from './kit/installation.ts';
import type { Line } from './kit/line.ts';
import type { Request } from './kit/operations.ts';
import { connect, insertAdmin, seedEvents } from './kit/seed.ts';

const COLUMNS =
  'id, position, at, portal_id, type, version, actor_kind, actor_id, actor_name, subject_kind, subject_id, data, request_id, ip, user_agent';

/** Pages of `auditLog` with many events, each beside the same rows by a bare statement. */
export async function audit({ events }: { events: number }): Promise<Line[]> {
  await using gatehouse = await startInstallation('PostgreSQL', {}, WATCHED);
  const parts = gatehouse.parts();
  await end(parts.worker);
  await using client = await connect(parts.services.databaseUrl);
  await client.query('CREATE EXTENSION pg_stat_statements');
  await seedEvents(client, events);
  const token = await insertAdmin(client, null);
  const lines: Line[] = [];
  for (const beside of await pages(client, token, events)) lines.push(await besideBare(gatehouse.port, client, beside));
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
          text: `SELECT ${COLUMNS} FROM events WHERE portal_id = $1 AND position > $2 ${order} ${first}`,
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
      floor: { text: `SELECT ${COLUMNS} FROM events WHERE subject_id = $1 AND position > 0 ${order} 20`, values: [subject] },
    },
    {
      what: 'of one type, from the middle',
      ours: page(token, { first: 20, after: depths[1]?.cursor, filter: { types: ['developer.approved'] } }),
      floor: {
        text: `SELECT ${COLUMNS} FROM events WHERE type = 'developer.approved' AND position > $1 ${order} 20`,
        values: [depths[1]?.position],
      },
    },
  ];
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
