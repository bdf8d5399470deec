import { setTimeout } from 'node:timers/promises';
import { readGiven } from '../../config/given.ts';
import { type Config, InvalidEnvironment, readConfig } from '../../config.ts';
import { openPool, type Pool } from '../../prisma/open-pool.ts';
import type { Check, Installation } from './check.ts';
import { dataChecks } from './data.ts';
import { databaseChecks, isFull, notReached } from './database.ts';
import { environmentChecks } from './environment.ts';
import { type Finding, fault, ok, skipped } from './finding.ts';
import { jobChecks } from './jobs.ts';
import { loadChecks } from './load.ts';
import { publicUrlChecks } from './public-url.ts';
import { ofDatabase, runCheck, type Told } from './run-checks.ts';
import { serviceChecks } from './services.ts';
import { openTokens } from './tokens.ts';

const OF_DATABASE = [...databaseChecks, ...loadChecks, ...jobChecks, ...dataChecks];

/** All checks, in the order in which they are told. A fault that causes others comes first. */
const checksOf = ({ database }: Installation): Check[] => [
  ...environmentChecks,
  ...(database ? OF_DATABASE.map((check) => ofDatabase(check, database)) : [NOT_LOOKED]),
  ...serviceChecks,
  ...publicUrlChecks,
];

const NOT_LOOKED: Check = {
  name: 'checks of the database',
  look: async () => skipped(`the database was not reached, so ${OF_DATABASE.length} checks could not look`),
};

const STATEMENT_MS = 5_000;
const WAIT_FOR_CONNECTION_MS = 10_000;
const LOOK_EVERY_MS = 100;

type Wish = {
  /** The address of the test email. None is sent unless given. */
  sendTo?: string | undefined;
  /** Where PostgreSQL has no connection left, one comes free now and then, and then the doctor can say who holds them. */
  waitMs?: number | undefined;
};

/**
 * Examines an installation. All checks run, whatever the others find.
 * @param tell hears of each check when it is done
 */
export async function examine(
  environment: Record<string, string | undefined>,
  { sendTo, waitMs = WAIT_FOR_CONNECTION_MS }: Wish,
  tell: (told: Told) => void,
): Promise<Told[]> {
  const all: Told[] = [];
  const note = (check: string, finding: Finding) => {
    all.push({ check, ...finding });
    tell({ check, ...finding });
  };
  note('Node', ok(`version ${process.versions.node}`));
  const config = readOrTell(environment, note);
  if (!config) return all;
  const { variables } = readGiven(environment);
  const pool = openPool(config.databaseUrl, {
    name: 'doctor',
    max: 1,
    statementTimeoutMs: STATEMENT_MS,
    queryTimeoutMs: STATEMENT_MS,
  });
  const { database, finding } = await reach(pool, waitMs);
  note('database', finding);
  const tokens = openTokens(config, database);
  const installation: Installation = { config, variables, database, tokens, sendTo };
  // One after the other: the doctor must not be the load that it looks for.
  for (const check of checksOf(installation)) {
    const { check: name, ...found } = await runCheck(check, installation);
    note(name, found);
  }
  await tokens?.settled();
  await pool.end();
  return all;
}

function readOrTell(
  environment: Record<string, string | undefined>,
  note: (check: string, finding: Finding) => void,
): Config | null {
  try {
    const config = readConfig(environment);
    note('environment', ok('every variable is well-formed'));
    return config;
  } catch (error) {
    if (!(error instanceof InvalidEnvironment)) throw error;
    const [, ...lines] = error.message.split('\n');
    for (const line of lines) note('environment', fault(line.trim(), 'correct it, as .env.example describes'));
    return null;
  }
}

async function reach(pool: Pool, waitMs: number): Promise<{ database: Pool | null; finding: Finding }> {
  let full: Finding | null = null;
  for (const until = performance.now() + waitMs; ; await setTimeout(LOOK_EVERY_MS)) {
    try {
      await pool.query('SELECT 1');
      return { database: pool, finding: full ?? ok('reached, and the log-in works') };
    } catch (error) {
      const finding = notReached(error);
      full = isFull(finding) ? finding : null;
      if (!full || performance.now() > until) return { database: null, finding };
    }
  }
}
