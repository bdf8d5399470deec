import { randomBytes } from 'node:crypto';
import { Pool } from 'pg';
import { afterAll, beforeAll, expect } from 'vitest';
import { examine } from '../../commands/doctor/examine.ts';
import type { Told } from '../../commands/doctor/run-checks.ts';
import { cloneDatabase } from '../kit/database.ts';
import { present } from '../kit/present.ts';
import { type Inbox, startInbox } from '../kit/smtp.ts';

export type Patient = {
  inbox: Inbox;
  /** The variables of a sound installation without Redis, at whose address nobody answers. */
  environment: Record<string, string>;
  /** Connections to its database. */
  operator: Pool;
};

/** An installation that the tests of a file examine. It is there from the first test on. */
export function startPatient(): Patient {
  const patient = {} as Patient;
  beforeAll(async () => {
    const [inbox, databaseUrl] = await Promise.all([startInbox(), cloneDatabase()]);
    Object.assign(patient, {
      inbox,
      operator: new Pool({ connectionString: databaseUrl, max: 2 }),
      environment: {
        DATABASE_URL: databaseUrl,
        SMTP_URL: inbox.url,
        SECRET_KEY: randomBytes(32).toString('base64'),
        MAIL_FROM: 'no-reply@localhost',
        PUBLIC_URL: 'http://127.0.0.1:9',
      },
    });
  });
  afterAll(async () => {
    await patient.operator.end();
    await patient.inbox.stop();
  });
  return patient;
}

/** What the checks with these names say of the installation, if it differed in these variables. */
export async function found({ environment }: Patient, others: Record<string, string>, ...names: string[]): Promise<Told[]> {
  const all = await examine({ ...environment, ...others }, {}, () => undefined);
  expect(all.filter(({ said, todo }) => /secret-word|postgresql:\/\/|redis:\/\//.test(`${said} ${todo}`))).toEqual([]);
  return names.map((name) => present(all.find(({ check }) => check === name)));
}
