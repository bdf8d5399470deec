import { InvalidInput } from '../domain/errors.ts';
import { isId } from '../domain/ids.ts';

/**
 * Lets a page's query through, unless its cursor is none that we gave out.
 * @throws InvalidInput
 */
export function checkCursor<Query extends { cursor?: { id?: string | undefined } | undefined }>(query: Query): Query {
  const id = query.cursor?.id;
  if (id !== undefined && !isId(id))
    throw new InvalidInput([{ path: ['after'], message: 'This is not a cursor of this list.' }]);
  return query;
}
