import { expect, test } from 'vitest';
import { statementNames } from '../../prisma/statement-names.ts';

test('S1: a connection is made to keep a bounded number of statements, whatever filters somebody puts together', () => {
  const nameOf = statementNames();
  const ask = (at: number) => nameOf({ sql: `SELECT ${at}`, args: [] });
  const names = Array.from({ length: 2_000 }, (_, at) => ask(at));
  expect(new Set(names).size).toBe(501);
  expect(names.at(-1)).toBe('');
  expect(ask(0)).toBe(names[0]);
  expect(names[0]).not.toBe('');
});
