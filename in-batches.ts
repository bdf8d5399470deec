/**
 * Makes one call of many. What is asked for during a call goes together into the next, so load makes calls larger, not more.
 * @returns a function for one item, which returns what the call for its batch returned
 */
export function inBatches<Item, Result>(call: (items: Item[]) => Promise<Result>): (item: Item) => Promise<Result> {
  let waiting: { items: Item[]; result: Promise<Result> } | undefined;
  let before: Promise<unknown> = Promise.resolve();
  const begin = () => {
    const items: Item[] = [];
    const result = before.then(() => {
      waiting = undefined;
      return call(items);
    });
    before = result.catch(() => undefined);
    return { items, result };
  };
  return async (item) => {
    waiting ??= begin();
    waiting.items.push(item);
    return await waiting.result;
  };
}
