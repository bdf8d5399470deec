import type { Client } from 'pg';
import { moment, type Order, oneOf, text, writeCursor } from '../schema/api/keyset.ts';
import { type Beside, besideBare, WATCHED } from './kit/beside.ts';
import { end } from './kit/children.ts';
import { startInstallation } from './kit/installation.ts';
import type { Line } from './kit/line.ts';
import type { Request } from './kit/operations.ts';
import { connect, insertAdmin, seedPeople, seedSmallPortals } from './kit/seed.ts';

const SMALL = ['small-1', 'small-2', 'small-3'];
const COLUMNS = 'id, email, full_name, status, email_verified_at, created_at, updated_at';
const STATUSES = oneOf('DeveloperStatus', ['PENDING', 'APPROVED', 'REJECTED', 'REVOKED']);

const ORDERS = [
  { field: 'CREATED_AT', by: [{ column: 'createdAt', sql: 'created_at', kind: moment }] },
  { field: 'UPDATED_AT', by: [{ column: 'updatedAt', sql: 'updated_at', kind: moment }] },
  { field: 'EMAIL', by: [{ column: 'email', sql: 'email', kind: text }] },
  { field: 'FULL_NAME', by: [{ column: 'fullName', sql: 'full_name', kind: text }] },
  {
    field: 'STATUS',
    by: [
      { column: 'status', sql: 'status', kind: STATUSES },
      { column: 'createdAt', sql: 'created_at', kind: moment },
    ],
  },
];

/** Pages of `developers` in a portal of many people, each beside the same rows by a bare statement. */
export async function lists({ people }: { people: number }): Promise<Line[]> {
  await using gatehouse = await startInstallation('PostgreSQL', {}, WATCHED);
  const parts = gatehouse.parts();
  await end(parts.worker);
  await using client = await connect(parts.services.databaseUrl);
  await client.query('CREATE EXTENSION pg_stat_statements');
  await seedSmallPortals(client, SMALL);
  await seedPeople(client, people);
  const token = await insertAdmin(client, null);
  const ofTwo = await insertAdmin(client, ['demo', 'small-1']);
  const { rows } = await client.query<{ id: string }>("SELECT id FROM portals WHERE slug = 'demo'");
  const demo = rows[0]?.id ?? '';

  const lines: Line[] = [];
  const measure = async (beside: Beside) => lines.push(await besideBare(gatehouse.port, client, beside));
  for (const order of ORDERS) {
    for (const depth of [0, 0.5, 0.999]) await measure(await pageAt(client, token, demo, order, Math.floor(people * depth)));
  }
  for (const beside of filters(token, demo)) await measure(beside);
  for (const beside of searches(token, demo)) await measure(beside);
  for (const beside of ofPortals(token, ofTwo)) await measure(beside);
  return lines;
}

const NODES = 'edges { node { id email fullName status emailVerified createdAt updatedAt } }';

function page(token: string, variables: object, selection = NODES): Request {
  const query = `query ($portal: String, $filter: DeveloperFilter, $orderBy: DeveloperOrder, $after: String) {
    developers(portal: $portal, filter: $filter, orderBy: $orderBy, after: $after) { ${selection} } }`;
  return { body: JSON.stringify({ query, variables }), token, expect: '{"data":{"developers":{"' };
}

async function pageAt(
  client: Client,
  token: string,
  demo: string,
  order: (typeof ORDERS)[number],
  depth: number,
): Promise<Beside> {
  const keys = [...order.by.map(({ sql }) => sql), 'id'].join(', ');
  const sorted = `ORDER BY ${keys}`;
  const what = `${order.field}, ${depth === 0 ? 'first page' : `after ${depth.toLocaleString('en')}`}`;
  const variables = { portal: 'demo', orderBy: { field: order.field } };
  if (depth === 0) {
    const floor = { text: `SELECT ${COLUMNS} FROM developers WHERE portal_id = $1 ${sorted} LIMIT 20`, values: [demo] };
    return { what, ours: page(token, variables), floor };
  }
  const { rows } = await client.query(`SELECT * FROM developers WHERE portal_id = $1 ${sorted} OFFSET $2 LIMIT 1`, [
    demo,
    depth,
  ]);
  const place = order.by.map(({ sql }) => rows[0][sql]);
  const row = { ...Object.fromEntries(order.by.map(({ column }, at) => [column, place[at]])), id: rows[0].id };
  const cursorOrder: Order = { by: order.by.map((key) => ({ ...key, direction: 'asc' })), id: 'asc' };
  const values = order.by.map(({ kind }, at) => `$${at + 2}::${kind.type}`).join(', ');
  return {
    what,
    ours: page(token, { ...variables, after: writeCursor(cursorOrder, row) }),
    floor: {
      text: `SELECT ${COLUMNS} FROM developers WHERE portal_id = $1 AND (${keys}) > (${values}, $${place.length + 2}::uuid) ${sorted} LIMIT 20`,
      values: [demo, ...place, row.id],
    },
  };
}

const NEWEST = 'ORDER BY created_at DESC, id DESC LIMIT 20';

function filters(token: string, demo: string): Beside[] {
  const filtered = (what: string, variables: object, rest: string, values: unknown[] = []): Beside => ({
    what,
    ours: page(token, { portal: 'demo', ...variables }),
    floor: { text: `SELECT ${COLUMNS} FROM developers WHERE portal_id = $1 AND ${rest}`, values: [demo, ...values] },
  });
  const oldest = { field: 'CREATED_AT', direction: 'ASC' };
  const answer = { field: 'company', value: 'Company 4711' };
  return [
    filtered('PENDING, the newest first', { filter: { status: ['PENDING'] } }, `status = 'PENDING' ${NEWEST}`),
    filtered(
      'PENDING, the oldest first',
      { filter: { status: ['PENDING'] }, orderBy: oldest },
      `status = 'PENDING' ORDER BY created_at, id LIMIT 20`,
    ),
    filtered(
      'REVOKED (0.1 %) by name',
      { filter: { status: ['REVOKED'] }, orderBy: { field: 'FULL_NAME' } },
      `status = 'REVOKED' ORDER BY full_name, id LIMIT 20`,
    ),
    filtered(
      'REJECTED or REVOKED',
      { filter: { status: ['REJECTED', 'REVOKED'] } },
      `status IN ('REJECTED', 'REVOKED') ${NEWEST}`,
    ),
    filtered('not verified', { filter: { emailVerified: false } }, `email_verified_at IS NULL ${NEWEST}`),
    filtered('an answer', { filter: { answers: [answer] } }, `answers @> $2 ${NEWEST}`, [JSON.stringify([answer])]),
  ];
}

function searches(token: string, demo: string): Beside[] {
  const found = 'id IN (SELECT developer_id FROM developer_texts WHERE text ILIKE $2)';
  const search = (what: string, text: string): Beside => ({
    what: `search: ${what}`,
    ours: page(token, { portal: 'demo', filter: { search: text } }),
    floor: {
      text: `SELECT ${COLUMNS} FROM developers WHERE portal_id = $1 AND ${found} ${NEWEST}`,
      values: [demo, `%${text}%`],
    },
  });
  const counted = `SELECT count(*) FROM (SELECT FROM developers WHERE portal_id = $1`;
  return [
    search('a part of an address', '77777@'),
    search('a company that 50 gave', 'company 4711'),
    search('a text that nobody has', 'nobody has this'),
    {
      what: 'search: a domain that a fifth has',
      ours: page(token, { portal: 'demo', filter: { search: '@mail.test' } }),
      floor: {
        text: `SELECT ${COLUMNS} FROM developers WHERE portal_id = $1 AND email ILIKE $2 ${NEWEST}`,
        values: [demo, '%@mail.test%'],
      },
    },
    {
      what: '`totalCount`, up to 10,000',
      ours: page(token, { portal: 'demo' }, 'totalCount'),
      floor: { text: `${counted} LIMIT 10000) counted`, values: [demo] },
    },
    {
      what: '`totalCount` of a search',
      ours: page(token, { portal: 'demo', filter: { search: '77777@' } }, 'totalCount'),
      floor: { text: `${counted} AND ${found} LIMIT 10000) counted`, values: [demo, '%77777@%'] },
    },
  ];
}

/** The bare statement takes the first rows of each portal too: no index has those of several in one order. */
const ofPortals = (ofAll: string, ofTwo: string): Beside[] =>
  [
    { what: 'an admin of two portals', token: ofTwo, slugs: ['demo', 'small-1'] },
    { what: 'an admin of all portals', token: ofAll, slugs: ['demo', ...SMALL] },
  ].map(({ what, token, slugs }) => ({
    what,
    ours: page(token, {}),
    floor: {
      text: `SELECT developer.* FROM portals CROSS JOIN LATERAL (
          SELECT ${COLUMNS} FROM developers WHERE portal_id = portals.id ${NEWEST}
        ) developer WHERE slug = ANY ($1) ORDER BY developer.created_at DESC, developer.id DESC LIMIT 20`,
      values: [slugs],
    },
  }));
