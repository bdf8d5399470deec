import { InvalidInput } from '../domain/errors.ts';
import { isId } from '../domain/ids.ts';

/** How many items a page has at most. */
export const LARGEST_PAGE = 100;

/** How many items a list without pages has at most. */
export const LONGEST_LIST = 100;

/**
 * Paging as in Relay (relay.dev/graphql/connections.htm), without its `node` field: things are found by queries of their type.
 */
export const paging = {
  nodeQueryOptions: false,
  nodesQueryOptions: false,
  cursorType: 'String',
  firstArgOptions: { description: 'How many from the beginning, or after `after`; 20 unless told, 100 at most.' },
  lastArgOptions: { description: 'How many from the end, or before `before`; 100 at most.' },
  afterArgOptions: { description: 'A cursor of this list: the page begins after it.' },
  beforeArgOptions: { description: 'A cursor of this list: the page ends before it.' },
  edgesFieldOptions: { description: 'What is on this page.' },
  pageInfoFieldOptions: { description: 'Whether there is more, and where this page begins and ends.' },
  cursorFieldOptions: { description: 'For `after` or `before`.' },
  nodeFieldOptions: { description: 'What is here.' },
  pageInfoTypeOptions: { description: 'Where a page lies in its list.' },
  hasNextPageFieldOptions: { description: 'Whether there is more after this page.' },
  hasPreviousPageFieldOptions: { description: 'Whether there is more before this page.' },
  startCursorFieldOptions: { description: 'Of the first on this page; null on an empty one.' },
  endCursorFieldOptions: { description: 'Of the last on this page; null on an empty one.' },
} as const;

/**
 * Checks that the cursor of a page is one of this list. Prisma would also begin at a row that is not in the list, and so reveal
 * that it exists.
 * @param isListed whether the list holds a row with this id
 * @returns the query as it was
 * @throws InvalidInput
 */
export async function checkCursor<Query extends { cursor?: { id?: string | undefined } | undefined }>(
  query: Query,
  isListed: (id: string) => Promise<number>,
): Promise<Query> {
  const id = query.cursor?.id;
  if (id === undefined || (isId(id) && (await isListed(id)) > 0)) return query;
  throw new InvalidInput([{ path: ['after'], code: 'MALFORMED', message: 'This is not a cursor of this list.' }]);
}
