// Forgets all that `npm start` has kept: accounts, mails, keys, logs. Usage: npm run reset
import { existsSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { databaseFolder } from './database-folder.ts';
import { holdFolder } from './hold-folder.ts';
import { stopLeftover } from './stop-leftover.ts';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
await mkdir('.gatehouse', { recursive: true });
if (!(await holdFolder())) {
  console.error('Gatehouse runs in this folder. Press Ctrl-C where it was started, then reset.');
  process.exit(1);
}
const database = databaseFolder();
if (existsSync(database)) await stopLeftover(database);
await rm(dirname(database), { recursive: true, force: true });
await rm('.gatehouse', { recursive: true, force: true });
console.info('Forgotten. The next npm start begins anew.');
