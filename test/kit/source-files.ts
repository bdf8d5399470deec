import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

export const PRODUCT_FOLDERS = [
  'commands',
  'config',
  'doorbell',
  'domain',
  'emails',
  'entries',
  'metrics',
  'prisma',
  'schema',
  'server',
  'texts',
  'tracing',
  'web',
  'worker',
];

/** The files of the product: those at the root, and those in its folders. */
export async function sourceFiles(): Promise<string[]> {
  const inFolders = await Promise.all(
    PRODUCT_FOLDERS.map(async (folder) => (await readdir(folder, { recursive: true })).map((file) => join(folder, file))),
  );
  const all = [...(await readdir('.')), ...inFolders.flat()];
  return all.filter((file) => /\.tsx?$/.test(file) && !/(\/generated\/|\/dist\/|\.config\.ts$)/.test(file));
}

/** What a file imports, as it is written there: `react`, or `../domain/app.ts`. */
export async function importsOf(file: string): Promise<{ name: string; isType: boolean }[]> {
  const text = await readFile(file, 'utf8');
  const imports = text.matchAll(/^(?:import|export)( type)?\b[^'";]*?'([^']+)'|\bimport\('([^']+)'\)/gm);
  return [...imports].map(([, type, name, dynamic]) => ({ name: name ?? dynamic ?? '', isType: type !== undefined }));
}
