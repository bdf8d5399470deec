import { createHash } from 'node:crypto';
import { basename, resolve } from 'node:path';
import { canReach, postgresAccount } from './postgres-account.ts';

const HASH_CHARACTERS = 8;

/** Inside the current folder, except if the user of PostgreSQL cannot reach it. */
export function databaseFolder(): string {
  const here = resolve('.');
  if (canReach(here, postgresAccount())) return resolve('.gatehouse/postgres');
  // For example, a clone in `/root`.
  const hash = createHash('sha256').update(here).digest('hex').slice(0, HASH_CHARACTERS);
  return `/var/lib/gatehouse-${basename(here)}-${hash}/postgres`;
}
