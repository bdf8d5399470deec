import { readDatabaseUrl, urlsOfHosts } from '../../prisma/database-url.ts';
import { migrationState } from '../../prisma/migration-state.ts';
import { openPool, type Pool } from '../../prisma/open-pool.ts';
import { findPooler } from '../../prisma/pooler.ts';
import { placeOfUrl, primaryOf } from '../../prisma/primary.ts';
import { problemOf } from '../../prisma/problem.ts';
import { stateOf } from '../../prisma/replica-state.ts';
import { postgresVersion, REQUIRED_POSTGRES } from '../../prisma/version.ts';
import type { DatabaseCheck } from './check.ts';
import { count, type Finding, fault, ok, skipped, warning } from './finding.ts';

const TOO_MANY = /too many connections/;

/** What to do, by the words of `prisma/problem.ts`. */
const TO_DO: [RegExp, string][] = [
  [/host does not exist|could not be looked up/, 'correct the host in DATABASE_URL, or the name server of this machine'],
  [
    /refused|reached|reset|did not answer|socket/,
    'start PostgreSQL, or correct host and port in DATABASE_URL; look at firewalls between',
  ],
  [/TLS|certificate/, 'correct sslmode and sslrootcert in DATABASE_URL, or the certificate of PostgreSQL'],
  [/password|user cannot connect/, 'correct user and password in DATABASE_URL, and look at pg_hba.conf'],
  [/no database of this name/, 'create the database, or correct its name in DATABASE_URL'],
  [
    TOO_MANY,
    '--wait 5m tries longer to get one and then says who holds the others; docs/operate.md, GatehousePostgresNearlyFull, says how to end them',
  ],
  [/none of its hosts/, 'promote a standby if the primary is lost, or add its host to DATABASE_URL'],
  [/starting up|shutting down/, 'wait, and look at the log of PostgreSQL'],
];

/** Why the database was not reached, and which step failed. */
export function notReached(error: unknown): Finding {
  const problem = problemOf(error);
  return fault(problem, TO_DO.find(([saying]) => saying.test(problem))?.[1] ?? 'look at the log of PostgreSQL');
}

/** Whether PostgreSQL has no connection left. */
export const isFull = ({ said }: Finding): boolean => TOO_MANY.test(said);

async function settingOf(database: Pool, name: string): Promise<string> {
  const { rows } = await database.query<{ value: string }>('SELECT current_setting($1) AS value', [name]);
  return rows[0]?.value ?? '';
}

/** @limit seconds: Difference between the clock of a machine and that of PostgreSQL. Beyond: `npm run doctor` warns. */
export const MOST_CLOCK_SECONDS = 5;

async function stateAt(primary: Pool, url: string): Promise<string> {
  const replica = openPool(url, { name: 'doctor', max: 1 });
  try {
    return `${placeOfUrl(url)}: ${await stateOf(primary, replica).catch(problemOf)}`;
  } finally {
    await replica.end();
  }
}

export const databaseChecks: DatabaseCheck[] = [
  {
    name: 'database version',
    lookAt: async (database) => {
      const { major, name } = await postgresVersion(database);
      if (major >= REQUIRED_POSTGRES) return ok(`PostgreSQL ${name}`);
      return fault(`this is PostgreSQL ${name}`, `use PostgreSQL ${REQUIRED_POSTGRES} or newer`);
    },
  },
  {
    name: 'migrations',
    lookAt: async (database) => {
      const state = await migrationState(database);
      if (!state) return skipped('this user cannot read the list of migrations');
      const { pending, ahead, failed, applied } = state;
      if (failed.length > 0) return fault(`${failed[0]} was begun and not finished`, 'run npm run db:migrate again');
      if (pending.length > 0)
        return fault(`${count(pending.length, 'migration')} not applied, the first is ${pending[0]}`, 'run npm run db:migrate');
      if (ahead.length > 0) {
        return warning(
          `the database has ${count(ahead.length, 'migration')} of a newer version`,
          'finish the upgrade; while versions change, this is as it should be',
        );
      }
      return ok(`all ${applied} are applied`);
    },
  },
  {
    name: 'primary',
    lookAt: async (_database, { config: { databaseUrl } }) => {
      const { connectionStrings } = readDatabaseUrl(databaseUrl);
      const place = primaryOf(databaseUrl)?.current()?.place;
      return ok(place ? `${place}, one of ${connectionStrings.length} hosts` : 'the one host of DATABASE_URL');
    },
  },
  {
    name: 'replicas',
    lookAt: async (database, { config: { databaseReplicaUrl } }) => {
      if (!databaseReplicaUrl) return skipped('DATABASE_REPLICA_URL is not set');
      const states = await Promise.all(urlsOfHosts(databaseReplicaUrl).map((url) => stateAt(database, url)));
      const unfit = states.filter((state) => !state.endsWith(': current'));
      if (unfit.length === 0) return ok(states.join('; '));
      return warning(unfit.join('; '), 'look at docs/operate.md, Reading lists from standbys; meanwhile the primary is read');
    },
  },
  {
    name: 'pooler',
    lookAt: async (database, { config: { databaseUrl } }) => {
      const pooler = await findPooler(database, databaseUrl);
      if (pooler === 'none') return ok('none: DATABASE_URL leads to PostgreSQL itself');
      return ok(`a pooler that lends connections for a ${pooler}`);
    },
  },
  {
    name: 'clock',
    lookAt: async (database) => {
      const before = Date.now();
      const { rows } = await database.query<{ now: Date }>('SELECT clock_timestamp() AS now');
      const middle = (before + Date.now()) / 2;
      const seconds = (middle - (rows[0]?.now.getTime() ?? middle)) / 1_000;
      const said = `this machine is ${Math.abs(seconds).toFixed(1)} s ${seconds < 0 ? 'behind' : 'ahead of'} PostgreSQL`;
      if (Math.abs(seconds) <= MOST_CLOCK_SECONDS) return ok(said);
      return warning(
        said,
        'set both clocks by NTP. PostgreSQL decides all times; this machine checks certificates and answers of identity providers',
      );
    },
  },
  {
    name: 'writes',
    lookAt: async (database) => {
      if ((await settingOf(database, 'transaction_read_only')) === 'off') return ok('the database takes writes');
      return fault('the database is read-only, such as a standby', 'let DATABASE_URL lead to the primary, or promote this one');
    },
  },
  {
    name: 'durability',
    lookAt: async (database) => {
      const settings = await Promise.all(
        ['fsync', 'full_page_writes'].map(async (name) => ({ name, value: await settingOf(database, name) })),
      );
      const off = settings.filter(({ value }) => value === 'off').map(({ name }) => name);
      if (off.length === 0) return ok('fsync and full_page_writes are on');
      return warning(
        `${off.join(' and ')} off: PostgreSQL can lose data when its machine fails`,
        'turn on in postgresql.conf, and restart PostgreSQL',
      );
    },
  },
  {
    name: 'search index',
    lookAt: async (database) => {
      const { rows } = await database.query<{ isMissing: boolean }>(
        `SELECT to_regclass('developer_texts') IS NOT NULL AND to_regclass('developer_texts_text_idx') IS NULL AS "isMissing"`,
      );
      if (!rows[0]?.isMissing) return ok('the search among developers has its index');
      return warning(
        'there is no extension pg_trgm, so a search among many developers is slow',
        'install it, then run: SELECT add_search_index();',
      );
    },
  },
];
