import { execFile } from 'node:child_process';
import { copyFile, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { present } from '../kit/present.ts';

type Locked = {
  version?: string;
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
  peerDependencies?: Record<string, string>;
  peerDependenciesMeta?: Record<string, { optional?: boolean }>;
};
type Component = { group?: string; name: string; version: string };

const run = promisify(execFile);
const dockerfile = await readFile('Dockerfile', 'utf8');
const { packages }: { packages: Record<string, Locked> } = JSON.parse(await readFile('package-lock.json', 'utf8'));

test('package-lock.json has the packages of every platform: npm ci refuses a lock that misses one', () => {
  const missing = Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies).filter((name) => !placeOf(path, name)),
  );
  expect(missing).toEqual([]);
});

test('sbom.json names every package that something in the image may come from, and no development tool', async ({
  onTestFinished,
}) => {
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-sbom-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  for (const file of ['package.json', 'package-lock.json', '.npmrc']) await copyFile(file, join(folder, file));
  const [command] = dockerfile.match(/(?<=^RUN )(?:.*\\\n)*.*npm sbom.*$/m) ?? [];
  const env = { ...process.env, npm_config_offline: 'true' };
  await run('sh', ['-c', present(command)], { cwd: folder, env });
  const { components }: { components: Component[] } = JSON.parse(await readFile(join(folder, 'sbom.json'), 'utf8'));
  const named = components.map(({ group, name, version }) => `${group ? `${group}/` : ''}${name}@${version}`);
  expect([...new Set(named)].toSorted()).toEqual([...new Set(needed())].toSorted());
});

test('what the image leaves out of Prisma is nothing that the built files load', async () => {
  const [, kept] = dockerfile.match(/-name "query_compiler_\*" ! -name "([\w.]+)\.\*" -delete/) ?? [];
  const built = (await readdir('dist')).filter((name) => name.endsWith('.js'));
  const texts = await Promise.all(built.map((name) => readFile(join('dist', name), 'utf8')));
  const loaded = texts.flatMap((text) => text.match(/query_compiler_\w+\.\w+(?=\.)/g) ?? []);
  expect([...new Set(loaded)]).toEqual([present(kept)]);
});

/** Each package, with its version, that the dependencies of production need, whether it is bundled or installed. */
function needed(): string[] {
  const places = new Set(['']);
  for (const place of places) {
    const { dependencies, optionalDependencies, peerDependencies = {}, peerDependenciesMeta } = present(packages[place]);
    const peers = Object.keys(peerDependencies).filter((name) => !peerDependenciesMeta?.[name]?.optional);
    for (const name of [...Object.keys({ ...dependencies, ...optionalDependencies }), ...peers]) {
      places.add(present(placeOf(place, name)));
    }
  }
  places.delete('');
  return [...places].map((place) => `${place.split('node_modules/').at(-1)}@${packages[place]?.version}`);
}

/** Where Node finds a package, from the nearest folder up. */
function placeOf(path: string, name: string): string | undefined {
  const place = `${path}${path && '/'}node_modules/${name}`;
  if (place in packages || !path) return place in packages ? place : undefined;
  return placeOf(path.includes('/node_modules/') ? path.slice(0, path.lastIndexOf('/node_modules/')) : '', name);
}
