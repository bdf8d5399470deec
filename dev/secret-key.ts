import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, rename, writeFile } from 'node:fs/promises';

const FILE = '.gatehouse/secret-key';
const BYTES = 32;

/** The SECRET_KEY of the current folder, made at the first start. */
export async function keepSecretKey(): Promise<string> {
  if (!existsSync(FILE)) {
    await writeFile(`${FILE}.unfinished`, randomBytes(BYTES).toString('base64'), { mode: 0o600 });
    await rename(`${FILE}.unfinished`, FILE);
  }
  return await readFile(FILE, 'utf8');
}
