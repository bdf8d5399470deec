import { readFile } from 'node:fs/promises';
import { parse, validate } from 'graphql';
import { expect, test } from 'vitest';
import { schema } from '../schema/index.ts';

test('each operation that the README shows is one that the API takes', async () => {
  const text = await readFile(new URL('../README.md', import.meta.url), 'utf8');
  const operations = [...text.matchAll(/^```graphql\n(.*?)^```$/gms)].map(([, operation = '']) => operation);
  expect(operations.length).toBeGreaterThan(4);
  for (const operation of operations) expect([operation, validate(schema, parse(operation))]).toEqual([operation, []]);
});
