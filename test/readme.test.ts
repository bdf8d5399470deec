import { readdir, readFile } from 'node:fs/promises';
import { parse, validate } from 'graphql';
import { expect, test } from 'vitest';
import { schema } from '../schema/index.ts';

test('each operation that the README and the docs show is one that the API takes', async () => {
  const files = ['README.md', ...(await readdir('docs')).map((file) => `docs/${file}`)];
  const text = (await Promise.all(files.map((file) => readFile(file, 'utf8')))).join('\n');
  const operations = [...text.matchAll(/^```graphql\n(.*?)^```$/gms)].map(([, operation = '']) => operation);
  expect(operations.length).toBeGreaterThan(4);
  for (const operation of operations) expect([operation, validate(schema, parse(operation))]).toEqual([operation, []]);
});
