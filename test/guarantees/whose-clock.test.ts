import { readFileSync } from 'node:fs';
import { glob } from 'node:fs/promises';
import { expect, test } from 'vitest';

const FOLDERS = '{domain,worker,schema,doorbell,prisma}/**/*.ts';

/** A process's own clock, in code. */
const CLOCK = /new Date\(\)|Date\.now\(|new Date\(Date|DateTime\.now|Temporal\.Now/;

/** What is told to a library that reads no other clock: how far the process is from the database, and a token that ends at once. */
const ALLOWED = /\(await databaseNow\(database\)\)\.getTime\(\) - Date\.now\(\)|done\(null, token, Date\.now\(\)\)/;

test('no clock of a process decides: rules ask that of the database', async () => {
  const found: Record<string, string[]> = {};
  for await (const file of glob(FOLDERS, { exclude: ['**/generated/**'] })) {
    const lines = readFileSync(file, 'utf8').split('\n');
    const asking = lines.filter((line) => CLOCK.test(line) && !ALLOWED.test(line) && !/^\s*(\/\/|\/?\*)/.test(line));
    if (asking.length > 0) found[file] = asking;
  }
  expect(found).toEqual({});
});

test('Prisma fills in no time by the clock of its process', () => {
  const lines = readFileSync('prisma/schema.prisma', 'utf8').split('\n');
  expect(lines.filter((line) => /@default\(now\(\)\)|@updatedAt/.test(line))).toEqual([]);
});
