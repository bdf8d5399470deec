import { queryFromInfo } from '@pothos/plugin-prisma';
import { type DefaultConnectionArguments, resolveCursorConnection } from '@pothos/plugin-relay';
import type { GraphQLResolveInfo } from 'graphql';
import { InvalidInput } from '../../domain/errors.ts';
import { after, backwards, type Order, orderBy, type Place, readCursor, writeCursor } from './keyset.ts';
import type { Bound } from './keyset-sql.ts';

/** @limit items: Items on one page of a list. Beyond: The page has this many. */
export const LARGEST_PAGE = 100;

/** @limit events: Events on one page of `auditLog`, so that it can be exported. Beyond: The page has this many. */
export const LARGEST_AUDIT_PAGE = 1_000;

/** Of a list at the root. `guardLists` refuses larger pages. */
export const largestPageOf = (list: string): number => (list === 'auditLog' ? LARGEST_AUDIT_PAGE : LARGEST_PAGE);

/** @limit items: `totalCount` of a list. Beyond: It stays at this number. */
export const MOST_COUNTED = 10_000;

/** @limit items: Items of a list without pages. Beyond: The others are left out. */
export const LONGEST_LIST = 100;

/**
 * Paging as in Relay (relay.dev/graphql/connections.htm), without its `node` field: things are found by queries of their type.
 */
export const paging = {
  nodeQueryOptions: false,
  nodesQueryOptions: false,
  cursorType: 'String',
  firstArgOptions: {
    description:
      'The number of items from the start, or after `after`: 20 if left out, at most 100. At most 1,000 in `auditLog`.',
  },
  lastArgOptions: {
    description: 'The number of items from the end, or before `before`: at most 100. At most 1,000 in `auditLog`.',
  },
  afterArgOptions: {
    description:
      'A cursor of this list in the same order. The page starts after it, also if its item is no longer in the list.',
  },
  beforeArgOptions: { description: 'A cursor of this list in the same order. The page ends before it.' },
  edgesFieldOptions: { description: 'The items of this page, each with its cursor.' },
  pageInfoFieldOptions: {
    description: 'Whether there are more items, and the cursors of the first and the last item of this page.',
  },
  cursorFieldOptions: { description: 'The position of the item in the list, for `after` and `before`.' },
  nodeFieldOptions: { description: 'The item.' },
  pageInfoTypeOptions: { description: 'The position of a page in its list.' },
  hasNextPageFieldOptions: { description: 'Whether there are items after this page.' },
  hasPreviousPageFieldOptions: { description: 'Whether there are items before this page.' },
  startCursorFieldOptions: { description: 'The cursor of the first item on this page. Null if the page is empty.' },
  endCursorFieldOptions: { description: 'The cursor of the last item on this page. Null if the page is empty.' },
} as const;

/** What Prisma is asked for one page. */
type Slice = { where: { AND: object[] }; orderBy: object[]; take: number };

/** The same for SQL: the bounds are places of cursors. */
export type Window = { order: Order; bounds: Bound[]; take: number };

type Listed<Row> = {
  order: Order;
  /** The rows of the list that the admin can read. */
  where: object;
  /** Reads rows of the list. */
  find: (slice: Slice, window: Window) => Promise<Row[]>;
  /** Counts the rows of the list, and stops at `take`. */
  count: (take: number) => Promise<number>;
};

/**
 * One page of a list. A cursor is a place in its order, not a row: it stays good when its row leaves the list, or is deleted. It
 * tells nothing of rows out of reach, because no row is looked up by it. Rows are read, and counted, only if the page is asked for
 * them.
 * @throws InvalidInput
 */
export function pageOf<Row extends { id: string }>(
  args: DefaultConnectionArguments,
  { order, where, find, count }: Listed<Row>,
) {
  const start = placeOf(order, 'after', args.after);
  const end = placeOf(order, 'before', args.before);
  const load = once(async () => {
    const page = await resolveCursorConnection<Promise<Row[]>>(
      { args, maxSize: LARGEST_AUDIT_PAGE, toCursor: (row: Row) => writeCursor(order, row) },
      ({ limit, inverted }) => {
        const direction = inverted ? backwards(order) : order;
        const bounds = [...(start ? [{ order, place: start }] : []), ...(end ? [{ order: backwards(order), place: end }] : [])];
        const between = bounds.map((bound) => after(bound.order, bound.place));
        const slice = { where: { AND: [where, ...between] }, orderBy: orderBy(direction), take: limit };
        return find(slice, { order: direction, bounds, take: limit });
      },
    );
    const edges = page.edges ?? [];
    const ends = { startCursor: edges[0]?.cursor ?? null, endCursor: edges.at(-1)?.cursor ?? null };
    return { edges, pageInfo: { ...page.pageInfo, ...ends } };
  });
  return {
    get edges() {
      return load().then(({ edges }) => edges);
    },
    get pageInfo() {
      return load().then(({ pageInfo }) => pageInfo);
    },
    totalCount: () => count(MOST_COUNTED),
  };
}

/** What the rows of a page need besides their own columns. */
export function selected(context: object, info: GraphQLResolveInfo) {
  const { include } = queryFromInfo({ context, info, path: ['edges', 'node'] });
  return { include: include ?? null };
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

function placeOf(order: Order, argument: string, cursor: string | null | undefined): Place | null {
  if (cursor == null) return null;
  const place = readCursor(order, cursor);
  if (place) return place;
  throw new InvalidInput([{ path: [argument], code: 'MALFORMED', message: 'This is not a cursor of this list.' }]);
}
