import { existsSync, globSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import packageLock from '../../package-lock.json' with { type: 'json' };
import { sourceFiles } from '../kit/source-files.ts';

const read = (file: string) => readFile(file, 'utf8');

test('the newest version of CHANGELOG.md is that of the package', async () => {
  const [, newest] = (await read('CHANGELOG.md')).match(/^## (\d+\.\d+\.\d+)$/m) ?? [];
  expect({ package: packageJson.version, lock: packageLock.version }).toEqual({ package: newest, lock: newest });
});

test('.nvmrc names the version of Node that the commands run with', async () => {
  expect((await read('.nvmrc')).trim()).toBe(packageJson.devDependencies.node);
});

test('.editorconfig asks for the same as the formatter', async () => {
  const { formatter } = JSON.parse(await read('biome.json'));
  const settings = await read('.editorconfig');
  expect(settings).toContain(`indent_style = ${formatter.indentStyle}\n`);
  expect(settings).toContain(`max_line_length = ${formatter.lineWidth}\n`);
});

test('AGENTS.md stays short', async () => {
  expect((await read('AGENTS.md')).split('\n').length).toBeLessThanOrEqual(61);
});

test('the lock file names no registry', async () => {
  expect(await read('package-lock.json')).not.toContain('"resolved"');
});

const files = (await sourceFiles()).concat(globSync('{bench,dev,docs,test}/**/*.{ts,tsx,md}'));

const PAGES = [
  'README.md',
  'ARCHITECTURE.md',
  'DECISIONS.md',
  'CONTRIBUTING.md',
  'AGENTS.md',
  'SECURITY.md',
  ...[
    'bench',
    'commands',
    'dev',
    'domain',
    'doorbell',
    'emails',
    'metrics',
    'prisma',
    'schema',
    'server',
    'web',
    'worker',
    'test/kit',
  ].map((folder) => `${folder}/README.md`),
];

test.each(PAGES)('every path that %s names exists', async (page) => {
  const text = await read(page);
  const near = page.includes('/') ? page.slice(0, page.lastIndexOf('/') + 1) : '';
  const paths = [...text.matchAll(/`([\w.-]+(?:\/[\w.-]+)*(?:\/|\.(?:ts|tsx|md|json|graphql|prisma|yml)))`/g)];
  const named = paths
    .map(([, path = '']) => path)
    .filter((path) => !/^(dist|web\/dist|web\/generated|\.gatehouse|x\.ts)\b/.test(path));
  // A name without a folder is one of the folder that the text is about.
  const isThere = (path: string) =>
    existsSync(path) || existsSync(near + path) || (!path.includes('/') && files.some((file) => file.endsWith(`/${path}`)));
  expect(named.filter((path) => !isThere(path))).toEqual([]);
});
