import { setTimeout } from 'node:timers/promises';
import { ask } from './kit/ask.ts';
import { clock } from './kit/clock.ts';
import { cycle } from './kit/cycle.ts';
import { drip } from './kit/drip.ts';
import { type Installation, startInstallation } from './kit/installation.ts';
import { type Line, value } from './kit/line.ts';
import type { Request } from './kit/operations.ts';
import * as operations from './kit/operations.ts';
import { insertPeople, insertSessions, type Person } from './kit/people.ts';
import { median } from './kit/rounds.ts';

const SECONDS = 12;
const MES_A_SECOND = 10;
const LOG_INS_A_SECOND = 4;
const MOST_MS = 100;

const DOCUMENTS = 1_500;
const PREFIXES = 64;
const SESSIONS = 60_000;

/** The waiting time of others while an attacker repeats an old attack. */
export async function underAttack(): Promise<Line[]> {
  // Requests of one IP are counted, so each part of the load has its own IPs.
  await using gatehouse = await startInstallation('PostgreSQL', { TRUSTED_PROXIES: '1', CLIENT_LIMIT: '300/1m' });
  const { databaseUrl } = gatehouse.parts().services;
  const [attacker, ...others] = await insertPeople(databaseUrl, 101);
  if (!attacker) throw new Error('nobody is there');
  await insertSessions(databaseUrl, attacker, SESSIONS);
  const nobody = await waits(gatehouse, others, []);
  const documents = await waits(
    gatehouse,
    others,
    Array.from({ length: 4 }, () => distinctDocuments()),
    DOCUMENTS,
  );
  const guesses = await waits(
    gatehouse,
    others,
    Array.from({ length: PREFIXES }, (_, prefix) => wrongPasswords(prefix)),
  );
  const sessions = await waits(
    gatehouse,
    others,
    Array.from({ length: 10 }, () => () => manyLists(attacker)),
  );
  return [
    ...lines('nobody attacks', nobody),
    ...lines('1,500 and more distinct documents of 2,000 tokens, 4 at once', documents),
    ...lines('wrong passwords from 64 prefixes of one /48, one at a time each', guesses),
    ...lines('15 lists of 60,000 sessions in each request, 10 at once', sessions),
  ];
}

type Waits = { me: number[]; logIn: number[] };

const lines = (attack: string, { me, logIn }: Waits): Line[] => [
  value(`\`me\` of others, p50: ${attack}`, ' ms', [median(me)], { atMost: MOST_MS }),
  value(`log-in of others, p50: ${attack}`, ' ms', [median(logIn)], { atMost: MOST_MS }),
];

/** Each attacker sends the next request after any answer. `least` is the minimum number of requests. */
async function waits({ port }: Installation, others: Person[], attackers: (() => Request)[], least = 0): Promise<Waits> {
  let sent = 0;
  let isOver = false;
  const attacks = attackers.map(async (next) => {
    while (!isOver || sent < least) {
      sent++;
      await ask(port, { ...next(), expect: '' }).catch(() => undefined);
    }
  });
  await setTimeout(attackers.length > 0 ? 1_000 : 0);
  const timed = (next: () => Request) => async () => {
    const begin = clock();
    await ask(port, { ...next(), from: '198.51.100.7' });
    return clock() - begin;
  };
  const [me, logIn] = await Promise.all([
    drip(MES_A_SECOND, MES_A_SECOND * SECONDS, timed(cycle(others.map(({ token }) => operations.me(token))))),
    drip(LOG_INS_A_SECOND, LOG_INS_A_SECOND * SECONDS, timed(cycle(others.map(({ email }) => operations.logIn(email))))),
  ]);
  isOver = true;
  await Promise.all(attacks);
  if (attackers.length > 0) console.error(`  ${sent} requests of attackers`);
  return { me, logIn };
}

function distinctDocuments(): () => Request {
  const seed = Math.random();
  let count = 0;
  return () => ({
    body: JSON.stringify({ query: `{${'a '.repeat(1_990)}}#${seed}.${count++}` }),
    from: '203.0.113.1',
    expect: '',
  });
}

function wrongPasswords(prefix: number): () => Request {
  let count = 0;
  return () => ({
    ...operations.logIn(`nobody${prefix}.${count++}@example.com`),
    from: `2001:db8:1:${prefix.toString(16)}::1`,
  });
}

const manyLists = ({ token }: Person): Request => ({
  body: JSON.stringify({
    query: `{ me(portal: "demo") { ${Array.from({ length: 15 }, (_, n) => `a${n}: sessions { id device ip }`).join(' ')} } }`,
  }),
  token,
  from: '203.0.113.2',
  expect: '',
});
