import { execFile } from 'node:child_process';
import { chown, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import type { Account } from './postgres-account.ts';

const run = promisify(execFile);

/** Uses another name until it is complete, because an interrupted start must not leave half a database. */
export async function createCluster(initdb: string, data: string, account: Account): Promise<void> {
  const [unfinished, passwordFile] = [`${data}.unfinished`, `${data}.password`];
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(unfinished, { mode: 0o700 });
  if (account.uid !== undefined) await chown(unfinished, account.uid, account.gid);
  await writeFile(passwordFile, 'gatehouse\n', { mode: 0o644 });
  const access = ['--username=gatehouse', `--pwfile=${passwordFile}`, '--auth=scram-sha-256'];
  try {
    await run(initdb, [`--pgdata=${unfinished}`, ...access, '--encoding=UTF8', '--locale=C', '--set=timezone=UTC'], {
      ...account,
      cwd: '/',
    });
  } finally {
    await rm(passwordFile);
  }
  await rename(unfinished, data);
}
