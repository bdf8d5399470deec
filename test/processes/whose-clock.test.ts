import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { MOST_CLOCK_MS } from '../../check-database.ts';
import { freePort } from '../../dev/ports.ts';
import { adminLogIn, openDemoPortal, updatePortal, whichAdminAmI } from '../kit/admins.ts';
import { postGraphql } from '../kit/graphql.ts';
import { ADMIN } from '../kit/installation.ts';
import { refusal, succeed } from '../kit/mutate.ts';
import { bearer, DEAD_LINK, logIn, PASSWORD, setPassword, signUp, tokenIn, verifyEmail, whoAmI } from '../kit/people.ts';
import { type ProcessSite, prepareSite, startProcess } from '../kit/processes.ts';

/** No life of a row is near it, so that a moment which is off by it is one of a process's clock. */
const SHIFT_MS = 22 * 60_000;
const SESSION_IDLE_S = 7 * 86_400;

/** Seconds that a row may live, by its table. */
const LIVES: Record<string, number[]> = { sessions: [30 * 86_400], admin_sessions: [12 * 3_600] };

test('a worker 22 min ahead, one server 22 min behind and one ahead: what decides is the clock of the database', async ({
  onTestFinished,
}) => {
  const site = await prepareSite('PostgreSQL', onTestFinished);
  Object.assign(site.environment, {
    NODE_OPTIONS: `--import=${resolve('test/kit/shift-clock.mjs')}`,
    VERIFICATION_TTL: '30s',
    PUBLIC_URL: site.url,
  });
  const shift = (ms: number) => Object.assign(site.environment, { CLOCK_SHIFT_MS: String(ms) });
  shift(-SHIFT_MS);
  await site.startServer();
  shift(SHIFT_MS);
  await site.startWorker();
  const port = await freePort();
  const ahead = startProcess('dist/server.js', { ...site.environment, PORT: String(port) });
  onTestFinished(ahead.kill);
  await ahead.says('"started"');
  const other: ProcessSite = { ...site, graphql: (...asked) => postGraphql(`http://localhost:${port}`, ...asked) };
  const servers = [site, other];
  const admin = await openDemoPortal(site);
  await updatePortal(site, { autoApprove: true }, admin);

  // All mails go out, whichever server caused them, with links of exactly their life, which work at the other server, too.
  const people = Array.from({ length: 6 }, (_, number) => ({
    email: `person${number}@example.test`,
    here: servers[number % 2] ?? site,
    there: servers[(number + 1) % 2] ?? site,
  }));
  const links: string[] = [];
  for (const { email, here, there } of people) {
    expect(await signUp(here, email)).toMatchObject({ __typename: 'SignUpSuccess' });
    const [mail] = await site.inbox.waitFor(email);
    const lives = await site.sql<{ life: number }>(
      "SELECT round(extract(epoch FROM expires_at - created_at))::int AS life FROM tokens WHERE purpose = 'VERIFY_EMAIL'",
    );
    expect(new Set(lives.map(({ life }) => life))).toEqual(new Set([30]));
    // The machine of the test may take longer.
    await site.sql(
      "UPDATE tokens SET created_at = now(), expires_at = now() + interval '2 minutes' WHERE purpose = 'VERIFY_EMAIL'",
    );
    const { passwordToken } = await succeed(verifyEmail(there, tokenIn(mail)), 'passwordToken');
    expect(await setPassword(there, passwordToken)).toMatchObject({ __typename: 'SetPasswordSuccess' });
    await site.sql("UPDATE tokens SET expires_at = created_at + interval '30 seconds' WHERE purpose = 'VERIFY_EMAIL'");
    links.push(tokenIn(mail));
  }

  // A link is good until its end at both servers, and at neither from then on.
  for (const [left, works] of [
    ['2 minutes', true],
    ['-1 millisecond', false],
  ] as const) {
    await site.sql(`UPDATE tokens SET expires_at = now() + interval '${left}' WHERE purpose = 'VERIFY_EMAIL'`);
    for (const server of servers) {
      for (const link of links.slice(0, 2)) {
        const answer = await verifyEmail(server, link);
        if (works) expect(answer).toMatchObject({ __typename: 'VerifyEmailSuccess' });
        else expect(answer).toMatchObject(DEAD_LINK);
      }
    }
  }

  // So is a session, by age and by idleness.
  for (const [column, less] of [
    ['expires_at', 0],
    ['last_seen_at', SESSION_IDLE_S],
  ] as const) {
    for (const [seconds, works] of [
      [60, true],
      [-1, false],
    ] as const) {
      const token = await bearer(other, 'person1@example.test', PASSWORD);
      for (const server of servers) {
        await site.sql(`UPDATE sessions SET ${column} = now() + interval '${seconds - less} seconds'`);
        expect(await whoAmI(server, { token })).toBe(works ? 'person1@example.test' : null);
      }
      await site.sql('DELETE FROM sessions');
    }
  }
  for (const server of servers) {
    const token = await bearer(server, 'person0@example.test', PASSWORD);
    for (const any of servers) expect(await whoAmI(any, { token })).toBe('person0@example.test');
    expect(await whichAdminAmI(server, { token: admin })).toBe(ADMIN.email);
    expect(await adminLogIn(server)).toMatchObject({ __typename: 'AdminLogInSuccess' });
  }

  // Failures are counted over both, and the wait is as long at each.
  for (let guess = 0; guess < 10; guess++) await logIn(servers[guess % 2] ?? site, 'person5@example.test', 'wrong guesses all');
  for (const server of servers) {
    const { retryAfter } = await refusal(logIn(server, 'person5@example.test', PASSWORD), 'TooManyAttempts');
    expect(retryAfter).toBeGreaterThan(780);
    expect(retryAfter).toBeLessThanOrEqual(900);
  }

  expect(await site.sql('SELECT name FROM jobs WHERE finished_at IS NULL')).toEqual([]);
  expect(await columnsOfAnotherClock(site)).toEqual([]);
  for (const [table, lives] of Object.entries(LIVES)) {
    const rows = await site.sql<{ life: number }>(
      `SELECT DISTINCT round(extract(epoch FROM expires_at - created_at))::int AS life FROM ${table}`,
    );
    expect(rows.map(({ life }) => life)).toEqual(lives);
  }
});

test('a process whose clock is off by more than a day refuses to start', async ({ onTestFinished }) => {
  const site = await prepareSite('PostgreSQL', onTestFinished);
  for (const [shift, said] of [
    [MOST_CLOCK_MS + 3_600_000, '25 hours ahead of that of PostgreSQL. Set both by NTP.'],
    [-90 * MOST_CLOCK_MS, '2160 hours behind that of PostgreSQL. Set both by NTP.'],
  ] as const) {
    const { ended, output } = startProcess('dist/worker.js', {
      ...site.environment,
      NODE_OPTIONS: `--import=${resolve('test/kit/shift-clock.mjs')}`,
      CLOCK_SHIFT_MS: String(shift),
    });
    expect([(await ended).code, output.join('\n')]).toEqual([1, `The clock of this machine is ${said}`]);
  }
});

/** The columns that hold a moment as far from now as the clocks of the processes are, give or take what this test takes. */
async function columnsOfAnotherClock(site: ProcessSite): Promise<string[]> {
  const columns = await site.sql<{ table: string; column: string }>(
    `SELECT table_name AS table, column_name AS column FROM information_schema.columns
     WHERE table_schema = 'public' AND data_type = 'timestamp with time zone'`,
  );
  const found: string[] = [];
  for (const { table, column } of columns) {
    const off = `abs(abs(extract(epoch FROM now() - ${column})) - ${SHIFT_MS / 1_000})`;
    if ((await site.sql(`SELECT 1 FROM ${table} WHERE ${off} < 150`)).length > 0) found.push(`${table}.${column}`);
  }
  return found;
}
