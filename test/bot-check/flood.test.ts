import { beforeEach, expect, test } from 'vitest';
import { MOST_CALM_PER_MINUTE, MOST_MINUTES, TRIES_PER_MINUTE } from '../../domain/bot-check/flood.ts';
import { createPortal, openDemoPortal } from '../kit/admins.ts';
import { botChallenge, solutionFor } from '../kit/bot-check.ts';
import { startInstallation } from '../kit/installation.ts';
import { refusal, succeed } from '../kit/mutate.ts';
import { requestPasswordReset, resendVerification, signUp } from '../kit/people.ts';
import { present } from '../kit/present.ts';

const gatehouse = await startInstallation();
const neighbour = await startInstallation({}, gatehouse);
const admin = await openDemoPortal(gatehouse);
await createPortal(gatehouse, 'other', admin);

beforeEach(async () => {
  await gatehouse.sql('DELETE FROM throttles');
  await gatehouse.sql("UPDATE portals SET bot_check = 'ADAPTIVE'");
});

let count = 0;
const fresh = () => `vera${++count}@flood.test`;

/** Lets time pass for what was counted. */
const wait = (seconds: number) => gatehouse.sql("UPDATE throttles SET ends_at = ends_at - $1 * interval '1 second'", [seconds]);
/** As if so many minutes of calm were owed. */
const owe = (minutes: number) => gatehouse.sql("UPDATE throttles SET ends_at = now() + $1 * interval '1 minute'", [minutes]);

/** Sign-ups at two servers, until one is refused. @returns how many were not */
async function flood(): Promise<number> {
  for (let at = 0; at < 2 * MOST_CALM_PER_MINUTE; at++) {
    const { __typename } = await signUp(at % 2 ? gatehouse : neighbour, fresh());
    if (__typename === 'BotCheckRequired') return at;
  }
  return Number.POSITIVE_INFINITY;
}

test('R231: a flood turns the check on at all servers, for all acts that cause an email, and it ends', async () => {
  expect(await botChallenge(gatehouse)).toBeNull();
  const passed = await flood();
  expect(passed).toBeGreaterThanOrEqual(MOST_CALM_PER_MINUTE);
  // A slow machine makes up for some while it sends them.
  expect(passed).toBeLessThan(2 * MOST_CALM_PER_MINUTE);
  await refusal(signUp(neighbour, fresh()), 'BotCheckRequired');
  await refusal(requestPasswordReset(gatehouse, fresh()), 'BotCheckRequired');
  await refusal(resendVerification(gatehouse, fresh()), 'BotCheckRequired');
  await succeed(signUp(gatehouse, fresh(), { botCheck: await solutionFor(neighbour) }));
  // Another portal has no flood.
  await succeed(signUp(gatehouse, fresh(), { portal: 'other' }));
  expect(await botChallenge(gatehouse, 'other')).toBeNull();

  await wait(60);
  expect(await botChallenge(gatehouse)).toBeNull();
  await succeed(signUp(gatehouse, fresh()));
});

test('R231: password resets and emails that are sent again count as sign-ups do', async () => {
  await signUp(gatehouse, fresh());
  for (const act of [signUp, requestPasswordReset, resendVerification]) {
    await owe(0.95);
    expect(await act(gatehouse, fresh())).toMatchObject({ __typename: expect.stringMatching(/Success$/) });
    expect(await act(gatehouse, fresh())).toMatchObject({ __typename: 'BotCheckRequired' });
  }
});

test('R231: the difficulty grows with the flood, and not without end', async () => {
  await signUp(gatehouse, fresh());
  const difficulty = async () => present(await botChallenge(gatehouse)).difficulty;
  await owe(2);
  expect(await difficulty()).toBeGreaterThan(TRIES_PER_MINUTE * 1.9);
  expect(await difficulty()).toBeLessThanOrEqual(TRIES_PER_MINUTE * 2);
  await owe(MOST_MINUTES);
  // The last act that still counts, and some beyond.
  for (let at = 0; at < 3; at++) await refusal(signUp(gatehouse, fresh()), 'BotCheckRequired');
  expect(await difficulty()).toBeGreaterThan(TRIES_PER_MINUTE * (MOST_MINUTES - 0.5));
  expect(await difficulty()).toBeLessThanOrEqual(TRIES_PER_MINUTE * MOST_MINUTES);
  const [row] = await gatehouse.sql<{ minutes: number }>(
    'SELECT extract(epoch FROM ends_at - now())::float8 / 60 AS minutes FROM throttles',
  );
  expect(row?.minutes).toBeLessThanOrEqual(MOST_MINUTES);
  await wait((MOST_MINUTES - 1) * 60);
  expect(await botChallenge(gatehouse)).toBeNull();
});

test('R231: in the largest flood a refused act writes nothing', async () => {
  await signUp(gatehouse, fresh());
  await owe(MOST_MINUTES);
  const row = async () => (await gatehouse.sql('SELECT xmin::text, ctid::text FROM throttles'))[0];
  const before = await row();
  await refusal(signUp(gatehouse, fresh()), 'BotCheckRequired');
  expect(await row()).toEqual(before);
});

test('R231: a portal that always asks has the same difficulty without a flood, and more in one', async () => {
  await gatehouse.sql("UPDATE portals SET bot_check = 'ALWAYS'");
  expect(await botChallenge(gatehouse)).toMatchObject({ difficulty: TRIES_PER_MINUTE });
  await refusal(signUp(gatehouse, fresh()), 'BotCheckRequired');
  await owe(3);
  expect(present(await botChallenge(gatehouse)).difficulty).toBeGreaterThan(TRIES_PER_MINUTE * 2);
});

test('what admins do is no flood', async () => {
  await signUp(gatehouse, fresh(), {}, { token: admin });
  expect(await gatehouse.sql('SELECT key FROM throttles')).toEqual([]);
});
