import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const FOLDERS = ['config', 'doorbell', 'domain', 'emails', 'metrics', 'prisma', 'schema', 'server', 'texts', 'worker'];
const TAGGED = /\/\*\*((?:(?!\*\/)[\s\S])*?@limit\s[\s\S]*?)\*\/\nexport const (\w+)/g;
const UNITS: [number, string][] = [
  [24 * 3_600_000, 'days'],
  [3_600_000, 'hours'],
  [60_000, 'minutes'],
  [1_000, 'seconds'],
];

export type Limit = { name: string; value: string; bounds: string; beyond: string; file: string };

/** All files that run in production, without the pages. */
export async function sourceFiles(root: string): Promise<string[]> {
  const files = [...(await readdir(root)), ...(await Promise.all(FOLDERS.map((folder) => filesIn(root, folder)))).flat()];
  return files.filter((file) => /\.tsx?$/.test(file) && !file.includes('generated')).sort();
}

/** Every constant with the tag `@limit`, by its file: "@limit unit: What it bounds. Beyond: What happens one past it." */
export const readLimits = async (root: string): Promise<Limit[]> =>
  (await Promise.all((await sourceFiles(root)).map((file) => limitsIn(root, file)))).flat();

const filesIn = async (root: string, folder: string) =>
  (await readdir(join(root, folder), { recursive: true })).map((file) => join(folder, file));

async function limitsIn(root: string, file: string): Promise<Limit[]> {
  const tags = [...(await readFile(join(root, file), 'utf8')).matchAll(TAGGED)];
  if (tags.length === 0) return [];
  const values: Record<string, unknown> = await import(pathToFileURL(join(root, file)).href);
  return tags.map(([, comment = '', name = '']) => {
    const [, tag = ''] = comment.replaceAll(/\s*\n\s*\* ?/g, ' ').split('@limit ');
    const [, unit = '', bounds = '', beyond = ''] = /^(?:([a-zA-Z]+): )?(.*?) Beyond: (.*)$/.exec(tag.trim()) ?? [];
    return {
      name,
      value: inWords(values[name], unit || (name.endsWith('_MS') || name.endsWith('TTL') ? 'ms' : '')),
      bounds,
      beyond,
      file,
    };
  });
}

function inWords(value: unknown, unit: string): string {
  if (typeof value === 'object' && value !== null) {
    if ('most' in value && 'perMs' in value) return `${value.most} in ${inWords(value.perMs, 'ms')}`;
    const parts = Object.entries(value).filter(([, part]) => typeof part === 'number');
    return parts.map(([key, part]) => `${key} ${inWords(part, key.endsWith('Ms') ? 'ms' : unit)}`).join(', ');
  }
  if (typeof value !== 'number') return '';
  if (unit !== 'ms') return `${value.toLocaleString('en')} ${unit}`.trim();
  const [length, name] = UNITS.find(([length]) => value % length === 0) ?? [1, 'milliseconds'];
  const count = value / length;
  return `${count.toLocaleString('en')} ${count === 1 ? name.replace(/s$/, '') : name}`;
}

export async function limitsPage(root: string): Promise<string> {
  const rows = (await readLimits(root)).map(
    ({ name, value, bounds, beyond, file }) => `| \`${name}\` | ${value} | ${bounds} | ${beyond} | \`${file}\` |`,
  );
  return `# Limits

Every constant that bounds a list, a text, a payload, a wait, a cache or a rate. \`npm run limits\` prints this page from the code, and a
test checks that it is current. Limits that an operator can set are in \`.env.example\`. A test imports or states each limit, or
\`test/guarantees/limits-held.ts\` says why none does.

| name | value | what it bounds | what happens beyond it | file |
|---|---|---|---|---|
${rows.join('\n')}
`;
}
