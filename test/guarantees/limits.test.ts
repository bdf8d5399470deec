import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { limitsPage, readLimits, sourceFiles } from '../../dev/limits.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const limits = await readLimits(root);

test('docs/limits.md is what the code says: `npm run limits` was run', async () => {
  expect(await readFile(`${root}docs/limits.md`, 'utf8')).toBe(await limitsPage(root));
});

test('every limit has a value with its unit, and says what it bounds and what happens beyond it', () => {
  expect(limits.length).toBeGreaterThan(150);
  const incomplete = limits.filter(
    ({ value, bounds, beyond }) => !/\d.* \w|Ms \d|[A-Z]+ \d/.test(value) || !bounds.endsWith('.') || !beyond.endsWith('.'),
  );
  expect(incomplete).toEqual([]);
});

test('no constant that is named as a limit is left out', async () => {
  const listed = new Set(limits.map(({ name, file }) => `${file} ${name}`));
  const named = await Promise.all(
    (await sourceFiles(root)).map(async (file) => {
      const names = [
        ...(await readFile(root + file, 'utf8')).matchAll(/^(?:export )?const ((?:MOST|LONGEST|LARGEST|OLDEST)_?\w*) = \d/gm),
      ];
      return names.map(([, name]) => `${file} ${name}`);
    }),
  );
  expect(named.flat().filter((name) => !listed.has(name))).toEqual([]);
});
