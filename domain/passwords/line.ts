/** Blocks of IP addresses take turns, and so do the smaller blocks inside, so that one block cannot delay all others. */
export type Line<Item> = { length: number; blocks: Map<string, Line<Item>>; items: Item[] };

export const newLine = <Item>(): Line<Item> => ({ length: 0, blocks: new Map(), items: [] });

export function add<Item>(line: Line<Item>, [block, ...inner]: string[], item: Item): void {
  line.length++;
  if (block === undefined) return void line.items.push(item);
  const within = line.blocks.get(block) ?? newLine<Item>();
  line.blocks.set(block, within);
  add(within, inner, item);
}

export function takeNext<Item>(line: Line<Item>): Item | undefined {
  const [first] = line.blocks;
  if (!first) return takeOut(line, line.items.shift());
  const [block, within] = first;
  line.blocks.delete(block);
  const item = takeNext(within);
  if (within.length > 0) line.blocks.set(block, within);
  return takeOut(line, item);
}

/** Removes the newest item of the block with the most items, at each level. The newer block loses a tie. */
export function takeLastOfLongest<Item>(line: Line<Item>): Item | undefined {
  const [longest] = [...line.blocks].toReversed().sort(([, one], [, other]) => other.length - one.length);
  if (!longest) return takeOut(line, line.items.pop());
  const [block, within] = longest;
  const item = takeLastOfLongest(within);
  if (within.length === 0) line.blocks.delete(block);
  return takeOut(line, item);
}

function takeOut<Item>(line: Line<Item>, item: Item | undefined): Item | undefined {
  if (item !== undefined) line.length--;
  return item;
}

export function lengths<Item>(line: Line<Item>, [block, ...inner]: string[]): number[] {
  const within = block === undefined ? undefined : line.blocks.get(block);
  return block === undefined ? [] : [within?.length ?? 0, ...lengths(within ?? newLine(), inner)];
}
