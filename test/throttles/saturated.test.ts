import { setTimeout } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import { whileHeld } from '../kit/database.ts';
import { startInstallation } from '../kit/installation.ts';
import { mailsTo, openDemoPortal, signUp, tokenIn, verifyEmail } from '../kit/people.ts';
import { PATIENCE } from '../kit/processes.ts';

/** Connections that a server has. */
const POOL = 20;
const MORE = 5;

const gatehouse = await startInstallation();
const admin = await openDemoPortal(gatehouse);
const addresses = Array.from({ length: POOL + MORE }, (_, at) => `p${at}@saturated.test`);

const tally = (names: string[]) =>
  Object.fromEntries([...Map.groupBy(names, (name) => name)].map(([name, all]) => [name, all.length]));
const waiting = () =>
  gatehouse.sql("SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'");
const unexpected = () => gatehouse.logs.filter((line) => /unexpected|Unexpected/.test(line));

test('who gets no database connection in time is told to try again, not that something went wrong', async () => {
  const queries: string[] = [];
  const acts = await whileHeld(
    gatehouse.databaseUrl,
    'LOCK TABLE developers IN ACCESS EXCLUSIVE MODE',
    async () => {
      const signUps = addresses.map((address) => signUp(gatehouse, address));
      await vi.waitFor(async () => expect(await waiting()).toHaveLength(POOL), PATIENCE);
      const late = [
        gatehouse.graphql('{ portal(slug: "demo") { name } }'),
        gatehouse.graphql('{ developers { totalCount } }', {}, { token: admin }),
        gatehouse.graphql('mutation { logOut(input: { portal: "demo" }) { __typename } }'),
      ];
      for (const { errors } of await Promise.all(late)) queries.push(`${errors[0]?.extensions?.code}`);
      return await Promise.all(signUps);
    },
    () => setTimeout(3_700),
  );
  expect(tally(acts.map(({ __typename }) => __typename))).toEqual({ SignUpSuccess: POOL, TooManyAttempts: MORE });
  expect(queries).toEqual(Array(3).fill('TOO_MANY_ATTEMPTS'));
  expect(unexpected()).toEqual([]);
});

test('nor is it an unexpected error that a transaction could not begin', async () => {
  for (const address of addresses) await signUp(gatehouse, address);
  await gatehouse.drain();
  const tokens = addresses.map((address) => tokenIn(mailsTo(gatehouse, address)[0]) ?? '');
  const verify = () => Promise.all(tokens.map((token) => verifyEmail(gatehouse, token)));
  // Lets everybody read the link, and nobody take the lock after it.
  const answers = await whileHeld(gatehouse.databaseUrl, 'LOCK TABLE developers IN EXCLUSIVE MODE', verify, () =>
    setTimeout(2_500),
  );
  expect(tally(answers.map(({ __typename }) => __typename))).toEqual({ VerifyEmailSuccess: POOL, TooManyAttempts: MORE });
  expect(unexpected()).toEqual([]);
  expect(tally((await verify()).map(({ __typename }) => __typename))).toEqual({ VerifyEmailSuccess: POOL + MORE });
});
