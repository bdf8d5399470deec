import { existsSync } from 'node:fs';
import { readFile, rename, writeFile } from 'node:fs/promises';

/** Makes the file at the first start, complete or not at all. */
export async function keep(name: string, make: () => string): Promise<string> {
  const file = `.gatehouse/${name}`;
  if (!existsSync(file)) {
    await writeFile(`${file}.unfinished`, make(), { mode: 0o600 });
    await rename(`${file}.unfinished`, file);
  }
  return await readFile(file, 'utf8');
}
