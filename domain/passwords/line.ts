/**
 * A line in which blocks take turns, and in each block the smaller blocks in it: whoever comes alone is next but a few, however many
 * others one block has sent.
 */
export type Line<Item> = { length: number; blocks: Map<string, Line<Item>>; items: Item[] };

export const newLine = <Item>(): Line<Item> => ({ length: 0, blocks: new Map(), items: [] });

/** @param path the blocks that the item belongs to, the widest first */
export function add<Item>(line: Line<Item>, [block, ...inner]: string[], item: Item): void {
  line.length++;
  if (block === undefined) return void line.items.push(item);
  const within = line.blocks.get(block) ?? newLine<Item>();
  line.blocks.set(block, within);
  add(within, inner, item);
}

/** Takes out the item whose turn it is. Its blocks go to the end. */
export function takeNext<Item>(line: Line<Item>): Item | undefined {
  const [first] = line.blocks;
  if (!first) return takeOut(line, line.items.shift());
  const [block, within] = first;
  line.blocks.delete(block);
  const item = takeNext(within);
  if (within.length > 0) line.blocks.set(block, within);
  return takeOut(line, item);
}

/** Takes out the item that came last in the block that has the most, and there in the smaller block that has the most; of equals, in the one that came last. */
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

/** How many wait in each of these blocks, the widest first. */
export function lengths<Item>(line: Line<Item>, [block, ...inner]: string[]): number[] {
  const within = block === undefined ? undefined : line.blocks.get(block);
  return block === undefined ? [] : [within?.length ?? 0, ...lengths(within ?? newLine(), inner)];
}
