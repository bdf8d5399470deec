import { type DeveloperStatus, Prisma } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import { type Transaction, transaction } from '../transaction.ts';

/** @limit developers: Matches of a search that are collected and then sorted. Beyond: The list is read in its order until the page is full. */
export const FEW = 1_000;

/** @limit developers: Developers that a search reads in the order of the list at first. Beyond: Matches are collected by the index of texts. */
export const NEAR = 1_000;

/** The ids of some portals. Null for all portals. */
export type Portals = string[] | null;

/** Some registrations. `conditions` are about a row of `developer`. */
export type Wanted = {
  portals: Portals;
  /** Null for all. */
  statuses: DeveloperStatus[] | null;
  conditions: Prisma.Sql[];
  /** For a search: the condition of a row of `developer_texts` that follows from the others. */
  ofText: Prisma.Sql | null;
};

/** One page of them. `bounds` are conditions too. `from` is called `developer`. */
export type Page = { from: Prisma.Sql; keys: Prisma.Sql; order: Prisma.Sql; bounds: Prisma.Sql[]; take: number };

export const DEVELOPERS = Prisma.sql`developers developer`;

/** The same with the time of the last log-in. The columns of an order are all of the other table, so that its index serves them. */
export const DEVELOPERS_WITH_LOG_INS = Prisma.sql`(
  SELECT log_in.developer_id AS id, log_in.portal_id, log_in.last_log_in_at, person.email, person.full_name, person.status,
    person.email_verified_at, person.answers, person.answers_by_field
  FROM developer_log_ins log_in JOIN developers person ON person.id = log_in.developer_id
) developer`;

/** The ids of one page, in its order, with the columns that it is ordered by. */
export const listDevelopers = (app: App, wanted: Wanted, page: Page): Promise<Found> =>
  plannedByValues(app, async (tx) => {
    const { ofText } = wanted;
    return ofText ? await search(tx, wanted, ofText, page) : await tx.$queryRaw(rowsByStatus(wanted, page));
  });

type Found = { id: string; last_log_in_at?: Date }[];

/** A frequent text fills the page soon. A rare one is found by the index of texts. */
async function search(tx: Transaction, wanted: Wanted, ofText: Prisma.Sql, page: Page): Promise<Found> {
  if (wanted.portals?.length === 1) {
    const near: Found = await tx.$queryRaw(rowsNear(wanted, page));
    if (near.length === page.take) return near;
  }
  // Through the index, also if PostgreSQL believes that the text is frequent.
  await tx.$executeRaw`SET LOCAL enable_seqscan = off`;
  const few = await findFew(tx, ofText);
  return await tx.$queryRaw(few ? rowsOf([few, ...all(wanted)], page) : rowsByStatus(wanted, page));
}

/** The condition of all of them, without an order. */
export const matching = (wanted: Wanted): Prisma.Sql =>
  both([...(wanted.ofText ? [hasText(wanted.ofText)] : []), ...all(wanted)]);

/** Counts them, and stops at `most`. */
export const countDevelopers = (app: App, wanted: Wanted, most: number): Promise<number> =>
  plannedByValues(app, async (tx) => {
    const { ofText } = wanted;
    const found = ofText ? [(await findFew(tx, ofText)) ?? hasText(ofText)] : [];
    const [{ count }] = await tx.$queryRaw<[{ count: number }]>`
      SELECT count(*)::int AS count FROM (
        SELECT FROM developers developer WHERE ${both([...found, ...all(wanted)])} LIMIT ${most}
      ) counted`;
    return count;
  });

const hasText = (ofText: Prisma.Sql): Prisma.Sql =>
  Prisma.sql`developer.id IN (SELECT developer_id FROM developer_texts WHERE ${ofText})`;

/** Which index is right depends on the values: on how many people have a status, and on how many names contain a text. */
const plannedByValues = <Result>(app: App, read: (tx: Transaction) => Promise<Result>): Promise<Result> =>
  transaction(app, async (tx) => {
    await tx.$executeRaw`SET LOCAL plan_cache_mode = force_custom_plan`;
    return await read(tx);
  });

/** PostgreSQL cannot tell well how many rows contain a text, so this is tried out. Null if there are more than a few. */
async function findFew(tx: Transaction, ofText: Prisma.Sql): Promise<Prisma.Sql | null> {
  const found = await tx.$queryRaw<{ id: string }[]>`
    SELECT developer_id AS id FROM developer_texts WHERE ${ofText} LIMIT ${FEW + 1}`;
  const ids = found.map(({ id }) => id);
  return ids.length > FEW ? null : Prisma.sql`developer.id = ANY (${ids}::uuid[])`;
}

/** An index gives the first rows of each status; these are merged. */
function rowsByStatus({ portals, statuses, conditions }: Wanted, page: Page): Prisma.Sql {
  if (!statuses || statuses.length === 0) return rowsByPortal(portals, [...ofStatuses(statuses), ...conditions], page);
  const [first, ...others] = [...new Set(statuses)].map((status) =>
    rowsByPortal(portals, [Prisma.sql`developer.status = ${status}::"DeveloperStatus"`, ...conditions], page),
  );
  if (first && others.length === 0) return first;
  const parts = [first, ...others].map((part) => Prisma.sql`(${part})`);
  return Prisma.sql`${Prisma.join(parts, ' UNION ALL ')} ORDER BY ${page.order} LIMIT ${page.take}`;
}

/** The same for each portal. */
function rowsByPortal(portals: Portals, conditions: Prisma.Sql[], page: Page): Prisma.Sql {
  if (portals?.length === 1) return rowsOf([...ofPortals(portals), ...conditions], page);
  const each = portals
    ? Prisma.sql`unnest(${portals}::uuid[]) portal (portal_id)`
    : Prisma.sql`(SELECT id AS portal_id FROM portals) portal`;
  const rows = rowsOf([Prisma.sql`developer.portal_id = portal.portal_id`, ...conditions], page);
  return Prisma.sql`
    SELECT ${page.keys} FROM ${each} CROSS JOIN LATERAL (${rows}) first_rows ORDER BY ${page.order} LIMIT ${page.take}`;
}

/** Of the first rows in the order of the list. */
const rowsNear = ({ portals, ...wanted }: Wanted, { bounds, ...page }: Page): Prisma.Sql => Prisma.sql`
  SELECT ${page.keys} FROM (
    SELECT * FROM ${page.from} WHERE ${both([...ofPortals(portals), ...bounds])} ORDER BY ${page.order} LIMIT ${NEAR}
  ) developer
  WHERE ${both(all({ portals: null, ...wanted }))} ORDER BY ${page.order} LIMIT ${page.take}`;

const rowsOf = (conditions: Prisma.Sql[], { from, keys, order, bounds, take }: Page): Prisma.Sql => Prisma.sql`
  SELECT ${keys} FROM ${from} WHERE ${both([...conditions, ...bounds])} ORDER BY ${order} LIMIT ${take}`;

const all = ({ portals, statuses, conditions }: Wanted): Prisma.Sql[] => [
  ...ofPortals(portals),
  ...ofStatuses(statuses),
  ...conditions,
];

function ofPortals(portals: Portals): Prisma.Sql[] {
  if (!portals) return [];
  const [only, ...others] = portals;
  if (only && others.length === 0) return [Prisma.sql`developer.portal_id = ${only}::uuid`];
  return [Prisma.sql`developer.portal_id = ANY (${portals}::uuid[])`];
}

const ofStatuses = (statuses: DeveloperStatus[] | null): Prisma.Sql[] =>
  statuses ? [Prisma.sql`developer.status = ANY (${statuses}::"DeveloperStatus"[])`] : [];

const both = (conditions: Prisma.Sql[]): Prisma.Sql =>
  conditions.length > 0 ? Prisma.join(conditions, ' AND ') : Prisma.sql`true`;
