import { mkdir, writeFile } from 'node:fs/promises';
import { cpus, totalmem } from 'node:os';
import { dirname } from 'node:path';
import packageJson from '../../package.json' with { type: 'json' };

const GIGABYTE = 1_073_741_824;

/** How a table came about: by which command, when and on what machine. */
export const headOf = (command: string): string =>
  `\`npm run bench -- ${command}\` wrote this for ${packageJson.version} on ${new Date().toISOString().slice(0, 10)}. [scale.md](../scale.md) says what follows from it.

Machine: ${cpus().length} cores (${cpus()[0]?.model}), ${Math.round(totalmem() / GIGABYTE)} GB of memory, which client, server, workers, PostgreSQL and mail server share.`;

export async function writeReport(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
}
