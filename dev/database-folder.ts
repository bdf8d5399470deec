import { createHash } from 'node:crypto';
import { basename, resolve } from 'node:path';
import { canReach, postgresAccount } from './postgres-account.ts';

const HASH_CHARACTERS = 8;

/** Where the data of the current folder's PostgreSQL is: inside, unless PostgreSQL runs as a user who cannot reach that. */
export function databaseFolder(): string {
  const here = resolve('.');
  if (canReach(here, postgresAccount())) return resolve('.gatehouse/postgres');
  // A clone in `/root`, for one.
  const hash = createHash('sha256').update(here).digest('hex').slice(0, HASH_CHARACTERS);
  return `/var/lib/gatehouse-${basename(here)}-${hash}/postgres`;
}
