import { availableParallelism } from 'node:os';
import { expect, test } from 'vitest';
import { hashPassword } from '../../domain/passwords/hash.ts';
import { add, lengths, newLine, takeLastOfLongest, takeNext } from '../../domain/passwords/line.ts';
import { clientBlock } from '../../domain/throttles/client-block.ts';

const blocksOf = (address: string) => [clientBlock(address, 48), clientBlock(address, 56), clientBlock(address, 64)];
const lineOf = (addresses: string[]) => {
  const line = newLine<string>();
  for (const address of addresses) add(line, blocksOf(address), address);
  return line;
};
const all = <Item>(take: () => Item | undefined): Item[] => {
  const items: Item[] = [];
  for (let item = take(); item !== undefined; item = take()) items.push(item);
  return items;
};

test('S5: blocks take turns, and in each block the smaller ones: a /48 with many a /64 is one of them', () => {
  const customer = Array.from({ length: 64 }, (_, at) => `2001:db8:1:${at.toString(16)}::1`);
  const order = (line: ReturnType<typeof lineOf>) => all(() => takeNext(line));
  expect(order(lineOf([...customer, '192.0.2.1'])).indexOf('192.0.2.1')).toBe(1);
  const inOffice = ['192.0.2.1', '192.0.2.1', '192.0.2.1'];
  const both = order(lineOf([...customer, ...inOffice]));
  expect(both.slice(0, 6).filter((address) => address === '192.0.2.1')).toHaveLength(3);
  expect(order(lineOf(['2001:db8:2:0::1', '2001:db8:2:1::1', '2001:db8:2:100::1']))).toEqual([
    '2001:db8:2:0::1',
    '2001:db8:2:100::1',
    '2001:db8:2:1::1',
  ]);
});

test('a line that is empty again is as new, and counts of each width are true meanwhile', () => {
  const line = lineOf(['2001:db8:1:1::1', '2001:db8:1:1::2', '2001:db8:1:2::1', '2001:db8:1:100::1', '192.0.2.1']);
  expect(lengths(line, blocksOf('2001:db8:1:1::9'))).toEqual([4, 3, 2]);
  expect(lengths(line, blocksOf('192.0.2.1'))).toEqual([1, 1, 1]);
  expect(lengths(line, blocksOf('192.0.2.2'))).toEqual([0, 0, 0]);
  expect(takeLastOfLongest(line)).toBe('2001:db8:1:1::2');
  expect(line.length).toBe(4);
  expect(all(() => takeNext(line))).toHaveLength(4);
  expect(line).toEqual(newLine());
});

test('S5: when the line is full, the newest request of the block with the most requests is refused', () => {
  const line = lineOf(['2001:db8:1:1::1', '2001:db8:1:2::1', '192.0.2.1']);
  expect(takeLastOfLongest(line)).toBe('2001:db8:1:2::1');
  expect(takeLastOfLongest(line)).toBe('192.0.2.1');
});

test('S5: however many one IPv6 customer sends, somebody else is hashed after a few, and the customer is told to come back', async () => {
  const cores = availableParallelism();
  const done: string[] = [];
  const refused: string[] = [];
  const hashFor = (address: string) =>
    hashPassword('a password', address).then(
      () => done.push(address),
      () => refused.push(address),
    );
  const customer = Array.from({ length: cores * 80 }, (_, at) => hashFor(`2001:db8:1:${at.toString(16)}::1`));
  const other = hashFor('192.0.2.1');
  await Promise.all([...customer, other]);
  expect(done.indexOf('192.0.2.1')).toBeGreaterThanOrEqual(0);
  // Those that were begun, one of the customer's whose turn was first, and as many that ended in the same moment.
  expect(done.indexOf('192.0.2.1')).toBeLessThanOrEqual(2 * cores + 1);
  expect(refused.length).toBeGreaterThanOrEqual(cores * 19);
  expect(refused).not.toContain('192.0.2.1');
});
