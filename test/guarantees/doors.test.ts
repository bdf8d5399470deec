import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { present } from '../kit/present.ts';
import { importsOf, sourceFiles } from '../kit/source-files.ts';

const LIBRARIES = Object.keys(packageJson.dependencies);

/** The rows of the table in ARCHITECTURE.md: a library, or `@scope/*`, and the places that may import it. */
async function readDoors(): Promise<{ library: string; doors: string[] }[]> {
  const table = present((await readFile('ARCHITECTURE.md', 'utf8')).split(/^\| library .*\n.*\n/m)[1]);
  const rows = table.slice(0, table.search(/^(?!\|)/m)).split('\n');
  return rows.flatMap((row) => {
    const [libraries = [], doors = []] = row
      .split('|')
      .slice(1, 3)
      .map((cell) => [...cell.matchAll(/`(.+?)`/g)].map(([, name = '']) => name));
    return libraries.map((library) => ({ library, doors }));
  });
}

const isNamed = (library: string, name: string) =>
  library.endsWith('/*') ? name.startsWith(library.slice(0, -1)) : name === library;

async function librariesOf(file: string): Promise<string[]> {
  const names = (await importsOf(file)).map(({ name }) => name);
  return names.flatMap((name) => LIBRARIES.filter((library) => name === library || name.startsWith(`${library}/`)));
}

test('each library is imported by its door alone, as ARCHITECTURE.md lists them', async () => {
  const table = await readDoors();
  const strays: string[] = [];
  for (const file of await sourceFiles()) {
    for (const name of await librariesOf(file)) {
      const doors = table.filter(({ library }) => isNamed(library, name)).flatMap((row) => row.doors);
      if (!doors.some((door) => (door.endsWith('/') ? file.startsWith(door) : file === door))) strays.push(`${file}: ${name}`);
    }
  }
  expect(strays).toEqual([]);
});

test('each library that runs in production has a door, and no other is listed', async () => {
  const listed = (await readDoors()).map(({ library }) => library);
  expect(LIBRARIES.filter((name) => !listed.some((library) => isNamed(library, name)))).toEqual([]);
  expect(listed.filter((library) => !LIBRARIES.some((name) => isNamed(library, name)))).toEqual([]);
});
