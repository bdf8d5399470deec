import type { Challenge } from 'altcha-lib';
import { beforeEach, expect, test } from 'vitest';
import { newChallenge } from '../../domain/bot-check/challenge.ts';
import { LONGEST_SOLUTION } from '../../domain/bot-check/demand-bot-check.ts';
import { BOT_CHALLENGE_MS } from '../../domain/bot-check/find-bot-challenge.ts';
import {
  RequestPasswordResetDocument,
  RequestRegistrationLinkDocument,
  ResendVerificationDocument,
} from '../generated/operations.ts';
import { addAdmin, createPortal, openDemoPortal, updatePortal } from '../kit/admins.ts';
import { botChallenge, payloadOf, solutionFor, solve } from '../kit/bot-check.ts';
import type { RequestOptions } from '../kit/graphql.ts';
import { startInstallation } from '../kit/installation.ts';
import { mutate, refusal, succeed } from '../kit/mutate.ts';
import { mailsTo, peopleOfEachKind, signUp } from '../kit/people.ts';
import { present } from '../kit/present.ts';

const gatehouse = await startInstallation();
const neighbour = await startInstallation({}, gatehouse);
const admin = await openDemoPortal(gatehouse);
await createPortal(gatehouse, 'other', admin);
const kinds = await peopleOfEachKind(gatehouse, admin);
const [{ id: portalId } = { id: '' }] = await gatehouse.sql<{ id: string }>("SELECT id FROM portals WHERE slug = 'demo'");
const sample = await gatehouse.sql<{ now: Date }>('SELECT now() AS now');

beforeEach(async () => {
  await gatehouse.sql('DELETE FROM throttles');
  await gatehouse.sql("UPDATE portals SET bot_check = 'ALWAYS'");
});

let count = 0;
const fresh = () => `vera${++count}@check.test`;

const requestReset = (botCheck?: string | null, options = {}, email = fresh()) =>
  mutate(gatehouse, RequestPasswordResetDocument, { portal: 'demo', email, botCheck }, options);
const resend = (botCheck?: string | null, options = {}, email = fresh()) =>
  mutate(gatehouse, ResendVerificationDocument, { portal: 'demo', email, botCheck }, options);
const requestLink = (botCheck?: string | null, options = {}, email = fresh()) =>
  mutate(gatehouse, RequestRegistrationLinkDocument, { portal: 'demo', email, botCheck }, options);
const signUpWith = (botCheck?: string | null, options = {}, email = fresh()) => signUp(gatehouse, email, { botCheck }, options);

type Result = Awaited<ReturnType<typeof signUpWith | typeof requestReset | typeof resend | typeof requestLink>>;
type Act = (botCheck?: string | null, options?: RequestOptions, email?: string) => Promise<Result>;
const acts: Record<string, Act> = {
  signUp: signUpWith,
  resendVerification: resend,
  requestPasswordReset: requestReset,
  requestRegistrationLink: requestLink,
};
const each = Object.entries(acts);

const jobs = async () => (await gatehouse.sql('SELECT id FROM jobs')).length;
const used = async () => (await gatehouse.sql('SELECT hash FROM used_bot_checks')).length;

test.each(each)(
  'R230: %s asks nobody for a solution while the check is off, and takes one that nobody asked for',
  async (_, act) => {
    await gatehouse.sql("UPDATE portals SET bot_check = 'OFF'");
    expect(await botChallenge(gatehouse)).toBeNull();
    await succeed(act());
    await succeed(act('nobody-asked'));
    expect(await gatehouse.sql('SELECT key FROM throttles')).toEqual([]);
  },
);

test.each(each)('R230: %s without a solution is refused with a challenge, which can be solved at once', async (_, act) => {
  const before = await jobs();
  const refused = await refusal(act(), 'BotCheckRequired');
  expect(refused).toMatchObject({ reason: 'MISSING', message: expect.stringContaining('`botCheck`') });
  expect(await jobs()).toBe(before);
  await succeed(act(await solve(refused.botChallenge.challenge)));
  expect(await jobs()).toBe(before + 1);
});

test.each(each)('R230: %s takes each solution once', async (_, act) => {
  const solution = await solutionFor(gatehouse);
  await succeed(act(solution));
  expect(await refusal(act(solution), 'BotCheckRequired')).toMatchObject({ reason: 'USED' });
  // The same in another form is the same.
  const spaced = Buffer.from(` ${Buffer.from(solution, 'base64').toString()} `).toString('base64');
  expect(await refusal(act(spaced), 'BotCheckRequired')).toMatchObject({ reason: 'USED' });
});

test('R230: of acts with one solution at two servers at once, exactly one succeeds', async () => {
  const solution = await solutionFor(gatehouse);
  const sites = Array.from({ length: 8 }, (_, at) => (at % 2 ? gatehouse : neighbour));
  const names = (await Promise.all(sites.map((site) => signUp(site, fresh(), { botCheck: solution })))).map(
    ({ __typename }) => __typename,
  );
  expect(names.filter((name) => name === 'SignUpSuccess')).toHaveLength(1);
  expect(names.filter((name) => name === 'BotCheckRequired')).toHaveLength(7);
});

test('R230: what is no solution of a challenge of this portal is wrong', async () => {
  const { challenge } = present(await botChallenge(gatehouse));
  const whole: { challenge: Challenge; solution: { counter: number; derivedKey: string } } = JSON.parse(
    Buffer.from(await solve(challenge), 'base64').toString(),
  );
  const { parameters, signature } = whole.challenge;
  const easier = { ...parameters, cost: 1 };
  const longer = { ...parameters, data: { ...parameters.data, expiresAt: Date.parse('2100-01-01') } };
  const elsewhere = { ...parameters, data: { ...parameters.data, portalId: '00000000-0000-7000-8000-000000000000' } };
  const { signature: _, ...unsigned } = whole.challenge;
  for (const [name, payload] of Object.entries({
    empty: '=',
    'no JSON': 'demo',
    'no object': Buffer.from('null').toString('base64'),
    'no solution': payloadOf(whole.challenge, {}),
    'another key': payloadOf(whole.challenge, { ...whole.solution, derivedKey: '00'.repeat(32) }),
    'not even hexadecimal': payloadOf(whole.challenge, { ...whole.solution, derivedKey: 'demo' }),
    easier: payloadOf({ parameters: easier, signature }, whole.solution),
    longer: payloadOf({ parameters: longer, signature }, whole.solution),
    elsewhere: payloadOf({ parameters: elsewhere, signature }, whole.solution),
    unsigned: payloadOf(unsigned, whole.solution),
    'of another portal': await solutionFor(gatehouse, 'other'),
  })) {
    expect([name, await refusal(signUpWith(payload), 'BotCheckRequired')]).toEqual([
      name,
      expect.objectContaining({ reason: 'WRONG' }),
    ]);
  }
  await succeed(signUpWith(payloadOf(whole.challenge, whole.solution)));
});

test('R230: a challenge ends after 10 minutes', async () => {
  const { expiresAt } = present(await botChallenge(gatehouse));
  const [left] = await gatehouse.sql<{ ms: number }>('SELECT extract(epoch FROM $1 - now())::float8 * 1000 AS ms', [expiresAt]);
  expect(left?.ms).toBeGreaterThan(BOT_CHALLENGE_MS - 5_000);
  expect(left?.ms).toBeLessThanOrEqual(BOT_CHALLENGE_MS);

  const [{ now } = { now: new Date() }] = sample;
  const until = async (ms: number) =>
    await solve((await newChallenge(gatehouse.app.keys, portalId, { difficulty: 5, expiresAt: new Date(ms) })).challenge);
  expect(await refusal(signUpWith(await until(now.getTime() - 1_000)), 'BotCheckRequired')).toMatchObject({
    reason: 'EXPIRED',
  });
  await succeed(signUpWith(await until(now.getTime() + BOT_CHALLENGE_MS)));
});

test('R230: used solutions are forgotten when their challenges have ended', async () => {
  await succeed(signUpWith(await solutionFor(gatehouse)));
  expect(await used()).toBeGreaterThan(0);
  await gatehouse.sql("UPDATE used_bot_checks SET expires_at = now() - interval '1 second'");
  await gatehouse.purge();
  expect(await used()).toBe(0);
});

test.each(each)('R1, R231: %s asks for every kind of address alike, and takes a solution alike', async (_, act) => {
  for (const email of Object.values(kinds)) {
    const [without, wrong] = [
      await refusal(act(null, {}, email), 'BotCheckRequired'),
      await refusal(act('x', {}, email), 'BotCheckRequired'),
    ];
    expect([without, wrong]).toMatchObject([{ reason: 'MISSING' }, { reason: 'WRONG' }]);
    expect([without.botChallenge.difficulty, wrong.botChallenge.difficulty]).toEqual([500, 500]);
    expect(await act(await solutionFor(gatehouse), {}, email)).toMatchObject({
      __typename: expect.stringMatching(/Success$/i),
    });
    await gatehouse.sql('DELETE FROM throttles');
  }
});

test('a mistake in the form uses no solution up', async () => {
  const botCheck = await solutionFor(gatehouse);
  await refusal(signUp(gatehouse, 'not an address', { botCheck }), 'InvalidInput');
  await succeed(signUpWith(botCheck));
});

test.each(each)('R230: the solution of %s is Base64 text of at most 2,048 characters', async (_, act) => {
  await refusal(act('x'.repeat(LONGEST_SOLUTION)), 'BotCheckRequired');
  expect(await refusal(act('x'.repeat(LONGEST_SOLUTION + 1)), 'InvalidInput')).toMatchObject({
    issues: [{ path: ['botCheck'], code: 'TOO_LONG', parameters: [{ name: 'maximum', value: '2048' }] }],
  });
  expect(await refusal(act('no Base64'), 'InvalidInput')).toMatchObject({
    issues: [{ path: ['botCheck'], code: 'MALFORMED' }],
  });
});

test.each(each)('admins of the portal are no strangers to %s, and others are', async (_, act) => {
  await succeed(act(null, { token: admin }));
  const viewer = await addAdmin(gatehouse, `viewer${++count}@check.test`, 'VIEWER', 'demo');
  await succeed(act(null, { token: viewer }));
  const other = await addAdmin(gatehouse, `other${++count}@check.test`, 'OWNER', 'other');
  await refusal(act(null, { token: other }), 'BotCheckRequired');
});

test('what a solution is for stays the same: the email goes out', async () => {
  const email = fresh();
  await succeed(signUp(gatehouse, email, { botCheck: await solutionFor(gatehouse) }));
  await gatehouse.drain();
  expect(mailsTo(gatehouse, email)).toHaveLength(1);
});

test('a portal that does not exist has no challenge, and one that exists says that it asks', async () => {
  expect(await botChallenge(gatehouse, 'nowhere')).toBeNull();
  expect(await botChallenge(gatehouse, 'No slug')).toBeNull();
  await updatePortal(gatehouse, { botCheck: 'ADAPTIVE' }, admin);
  const { data } = await gatehouse.graphql<{ portal: { botCheck: string } }>('{ portal(slug: "demo") { botCheck } }');
  expect(data.portal.botCheck).toBe('ADAPTIVE');
  const [event] = await gatehouse.sql<{ data: object }>(
    "SELECT data FROM events WHERE type = 'portal.updated' ORDER BY id DESC LIMIT 1",
  );
  expect(event?.data).toMatchObject({ before: { botCheck: 'ALWAYS' }, after: { botCheck: 'ADAPTIVE' } });
});
