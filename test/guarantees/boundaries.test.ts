import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { present } from '../kit/present.ts';
import { importsOf, PRODUCT_FOLDERS, sourceFiles } from '../kit/source-files.ts';

/** What the folders hold that all processes share, as the table calls it. */
const ROOT = 'root files';
const folderOf = (file: string) => (file.includes('/') ? file.slice(0, file.indexOf('/')) : ROOT);

/** The table of folders in ARCHITECTURE.md: which other folders the files of a folder may import; null for any. */
async function readBoundaries(): Promise<Map<string, string[] | null>> {
  const table = present((await readFile('ARCHITECTURE.md', 'utf8')).split(/^\| folder .*\n.*\n/m)[1]);
  const rows = table.slice(0, table.search(/^(?!\|)/m)).split('\n');
  return new Map(
    rows.flatMap((row) => {
      const [, folders = '', , mayImport = ''] = row.split('|').map((cell) => cell.trim());
      const allowed = mayImport === 'anything' ? null : mayImport.split(', ').filter((name) => name !== '-');
      return folders.split(', ').map((folder): [string, string[] | null] => [folder.replaceAll(/[`/]/g, ''), allowed]);
    }),
  );
}

/** The files of ours that a file imports. */
async function ownImportsOf(file: string) {
  const imports = (await importsOf(file)).filter(({ name }) => name.startsWith('.'));
  return imports.map(({ name, isType }) => ({ file: join(dirname(file), name), isType }));
}

test('a folder imports only the folders that the table of ARCHITECTURE.md allows', async () => {
  const boundaries = await readBoundaries();
  const strays: string[] = [];
  for (const file of await sourceFiles()) {
    const from = folderOf(file);
    const allowed = boundaries.get(from);
    for (const imported of await ownImportsOf(file)) {
      const to = folderOf(imported.file);
      if (allowed !== null && to !== from && to !== ROOT && !allowed?.includes(to)) strays.push(`${file} -> ${imported.file}`);
    }
  }
  expect(strays).toEqual([]);
});

test('the table has a row for every folder of the product', async () => {
  expect([...(await readBoundaries()).keys()]).toEqual(expect.arrayContaining([...PRODUCT_FOLDERS, ROOT]));
});

test('no two rooms of domain/ import each other, but for the types that App is made of', async () => {
  const roomOf = (file: string) => file.split('/').slice(0, 2).join('/');
  const arrows = new Map<string, string[]>();
  for (const file of (await sourceFiles()).filter((name) => name.startsWith('domain/'))) {
    for (const imported of await ownImportsOf(file)) {
      if (!imported.file.startsWith('domain/') || (file === 'domain/app.ts' && imported.isType)) continue;
      const [from, to] = [roomOf(file), roomOf(imported.file)];
      if (from !== to) arrows.set(`${from} ${to}`, [...(arrows.get(`${from} ${to}`) ?? []), `${file} -> ${imported.file}`]);
    }
  }
  const back = [...arrows].filter(([arrow]) => arrows.has(arrow.split(' ').toReversed().join(' ')));
  expect(Object.fromEntries(back)).toEqual({});
});
