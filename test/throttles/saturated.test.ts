import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { openDemoPortal } from '../kit/admins.ts';
import { whileHeld } from '../kit/database.ts';
import { startInstallation } from '../kit/installation.ts';
import { mailsTo, signUp, tokenIn, verifyEmail } from '../kit/people.ts';
import { PATIENCE } from '../kit/processes.ts';
import { failure } from '../kit/sso.ts';
import { openBrowser } from '../kit/web-browser.ts';

/** Connections that a server has. */
const POOL = 20;
const MORE = 5;

const gatehouse = await startInstallation();
const admin = await openDemoPortal(gatehouse);
const addresses = Array.from({ length: POOL + MORE }, (_, at) => `p${at}@saturated.test`);

const namesOf = (answers: { __typename: string }[]) => new Set(answers.map(({ __typename }) => __typename));
const waiting = () =>
  gatehouse.sql("SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'");
const unexpected = () => gatehouse.logs.filter((line) => /unexpected|Unexpected/.test(line));

beforeEach(() => {
  gatehouse.logs.length = 0;
});

// Who waits for a connection gives up after 3 s, who has one after 4 s: a machine that is busy with something else may miss the second between.
describe('who gets no database connection in time', { retry: 2 }, () => {
  test('is told to try again, not that something went wrong', async () => {
    const codes: unknown[] = [];
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
        for (const { errors } of await Promise.all(late)) codes.push(errors[0]?.extensions?.code);
        return await Promise.all(signUps);
      },
      () => setTimeout(3_700),
    );
    expect(namesOf(acts)).toEqual(new Set(['SignUpSuccess', 'TooManyAttempts']));
    expect(codes).toEqual(Array(3).fill('TOO_MANY_ATTEMPTS'));
    expect(unexpected()).toEqual([]);
  });

  test('nor is it a fault where a transaction could not begin', async () => {
    for (const address of addresses) await signUp(gatehouse, address);
    await gatehouse.drain();
    const tokens = addresses.map((address) => tokenIn(mailsTo(gatehouse, address)[0]) ?? '');
    const verify = () => Promise.all(tokens.map((token) => verifyEmail(gatehouse, token)));
    // Lets everybody read the link, and nobody take the lock after it.
    const lock = 'LOCK TABLE developers IN EXCLUSIVE MODE';
    const answers = await whileHeld(gatehouse.databaseUrl, lock, verify, () => setTimeout(3_000));
    expect(namesOf(answers)).toEqual(new Set(['VerifyEmailSuccess', 'TooManyAttempts']));
    expect(unexpected()).toEqual([]);
    expect(namesOf(await verify())).toEqual(new Set(['VerifyEmailSuccess']));
  });

  test('and comes by SSO to the page that says so', async () => {
    const visit = () => openBrowser().visit(`${gatehouse.url}/sso/demo/${randomUUID()}/start`);
    const lock = 'LOCK TABLE sso_connections IN ACCESS EXCLUSIVE MODE';
    const starts = () => Promise.all(addresses.map(visit));
    const pages = await whileHeld(gatehouse.databaseUrl, lock, starts, () => setTimeout(3_700));
    expect(new Set(pages.map(failure))).toEqual(new Set(['OFF', 'TOO_MANY_ATTEMPTS']));
    expect(unexpected()).toEqual([]);
  });
});
