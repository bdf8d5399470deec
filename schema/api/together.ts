import { inBatches } from '../../in-batches.ts';
import type { Context } from './context.ts';

/**
 * Makes a read that the entries of a list share: what they ask for at the same time is read by one call, not by one each.
 * @param read what to read for these entries
 */
export function together<Item, Result>(read: (context: Context, items: Item[]) => Promise<Result>) {
  const readers = new WeakMap<Context, (item: Item) => Promise<Result>>();
  return async (context: Context, item: Item): Promise<Result> => {
    const reader = readers.get(context) ?? inBatches((items: Item[]) => read(context, items));
    readers.set(context, reader);
    return await reader(item);
  };
}
