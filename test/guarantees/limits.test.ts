import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { limitsPage, readLimits, sourceFiles } from '../../dev/limits.ts';
import { HELD, NOT_HELD } from './limits-held.ts';

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

/** The constants that a test file imports, such as `domain/input.ts MOST_IDS`. */
async function importedBy(file: string): Promise<string[]> {
  const imports = (await readFile(root + file, 'utf8')).matchAll(/^import \{([^}]*)\} from '(\.[^']+)';$/gm);
  return [...imports].flatMap(([, names = '', from = '']) =>
    names.split(',').map((name) => `${join(file, '..', from)} ${name.trim().replace(/ as .*/, '')}`),
  );
}

test('each limit is imported by a test, or stated by one, or has a reason why there is none', async () => {
  const tests = (await readdir(`${root}test`, { recursive: true })).filter((file) => file.endsWith('.test.ts'));
  const imported = new Set((await Promise.all(tests.map((file) => importedBy(`test/${file}`)))).flat());
  const untested = limits.map(({ name, file }) => `${file} ${name}`).filter((limit) => !imported.has(limit));
  expect(untested.toSorted()).toEqual([...Object.keys(HELD), ...Object.keys(NOT_HELD)].toSorted());
});

test('a test that states a limit in words still does', async () => {
  const missing = await Promise.all(
    Object.entries(HELD).map(async ([limit, [file, states]]) => {
      const text = await readFile(`${root}test/${file}.test.ts`, 'utf8');
      return text.includes(states) ? [] : [`${limit}: ${file} does not say ${states}`];
    }),
  );
  expect(missing.flat()).toEqual([]);
});
