export function cycle<Item>(items: Item[]): () => Item {
  let next = 0;
  return () => {
    const item = items[next++ % items.length];
    if (item === undefined) throw new Error('there is nothing to go round');
    return item;
  };
}
