import { NoPrimary } from './primary.ts';
import { UnfitDatabase } from './unfit-database.ts';

/** By the codes of PostgreSQL, Node and TLS. */
const PROBLEMS: Record<string, string> = {
  '28P01': 'database unreachable: password authentication failed',
  '28000': 'database unreachable: this user cannot connect from here (pg_hba.conf), or only with TLS',
  '3D000': 'database unreachable: there is no database of this name',
  '42501': 'database unfit: this user cannot read the tables of Gatehouse',
  '42P01': 'database not migrated: run npm run db:migrate',
  '53300': 'database unreachable: it has too many connections',
  '55000': 'database unreachable: it accepts no connections',
  '57P01': 'database unreachable: it is shutting down',
  '57P03': 'database unreachable: it is starting up or shutting down',
  '57014': 'database unreachable: it did not answer in time',
  ECONNREFUSED: 'database unreachable: connection refused',
  ECONNRESET: 'database unreachable: connection reset',
  ENOTFOUND: 'database unreachable: its host does not exist',
  EAI_AGAIN: 'database unreachable: its host could not be looked up',
  EHOSTUNREACH: 'database unreachable: its host cannot be reached',
  ENETUNREACH: 'database unreachable: its host cannot be reached',
  ETIMEDOUT: 'database unreachable: it did not answer in time',
};

export const READ_ONLY = 'database read-only: it accepts no writes';

/** By what `pg` says where it gives no code. */
const SAYINGS: [RegExp, string][] = [
  [/^The server does not support SSL connections/, 'database unreachable: it has no TLS, but sslmode requires it'],
  [/timeout exceeded when trying to connect/, 'every connection to the database is busy'],
  [/timeout/i, 'database unreachable: it did not answer in time'],
  [/terminated/i, 'database unreachable: connection ended'],
  [/password must be a string/, 'database unreachable: it requires a password, but DATABASE_URL has none'],
];

/** Why the database cannot be used, in a few words without names, IP addresses and secrets. */
export function problemOf(error: unknown): string {
  if (error instanceof UnfitDatabase) return `database unfit: ${error.message}`;
  if (error instanceof NoPrimary) return 'database unreachable: none of its hosts takes writes';
  if (!(error instanceof Error)) return 'database unreachable';
  // Of a host with several addresses Node says all failures at once.
  if (error instanceof AggregateError && error.errors[0]) return problemOf(error.errors[0]);
  const code = 'code' in error ? String(error.code) : '';
  // Not that of a file.
  if (code === 'ENOENT' && Reflect.get(error, 'syscall') === 'connect')
    return 'database unreachable: this socket does not exist';
  const known = PROBLEMS[code] ?? SAYINGS.find(([saying]) => saying.test(error.message))?.[1];
  if (known) return known;
  if (/CERT|TLS|SSL|SELF_SIGNED|ISSUER/.test(code))
    return `database unreachable: its TLS certificate is not accepted (${code})`;
  // A pooler says why in words alone; what it quotes are names.
  if (code === '08P01') return `database unreachable: ${error.message.replaceAll(/"[^"]*"|\d+\.\d+\.\d+\.\d+/g, '...')}`;
  return `database unreachable${code && `: ${code}`}`;
}
