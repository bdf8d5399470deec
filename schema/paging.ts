import { InvalidInput } from '../domain/errors.ts';
import { isId } from '../domain/ids.ts';

/**
 * Lets a page's query through, unless its cursor is none of this list. Prisma would also begin at a row that the list leaves
 * out, and so tell that it exists.
 * @param isListed whether the list holds a row with this id
 * @throws InvalidInput
 */
export async function checkCursor<Query extends { cursor?: { id?: string | undefined } | undefined }>(
  query: Query,
  isListed: (id: string) => Promise<number>,
): Promise<Query> {
  const id = query.cursor?.id;
  if (id === undefined || (isId(id) && (await isListed(id)) > 0)) return query;
  throw new InvalidInput([{ path: ['after'], message: 'This is not a cursor of this list.' }]);
}
