import { randomBytes } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { getNamedType, isInputObjectType } from 'graphql';
import { expect, test } from 'vitest';
import { readConfig } from '../../config.ts';
import { CREDENTIAL_ACTS } from '../../schema/api/credential-acts.ts';
import { schema } from '../../schema/index.ts';
import { openDemoPortal } from '../kit/admins.ts';
import { startInstallation } from '../kit/installation.ts';
import { refusal } from '../kit/mutate.ts';
import { logIn } from '../kit/people.ts';

const direct = await startInstallation({ CLIENT_LIMIT: '12/1m' });
const proxied = await startInstallation({ CLIENT_LIMIT: '12/1m', TRUSTED_PROXIES: '1' }, direct);
const hasty = await startInstallation({ CLIENT_LIMIT: '2/1s', TRUSTED_PROXIES: '1' }, direct);
await openDemoPortal(proxied);

const from = (address: string) => ({ headers: { 'x-forwarded-for': address } });
const guess = async (gatehouse: typeof direct, address: string, name: string) =>
  (await logIn(gatehouse, `${name}@limit.test`, 'x', {}, from(address))).__typename;

test('R47: acts of all kinds from one client count together; beyond the limit each is refused, and others go on', async () => {
  const names = [];
  for (let at = 0; at < 15; at++) names.push(await guess(proxied, '192.0.2.1', `one-${at}`));
  expect(names).toEqual([...Array(12).fill('InvalidCredentials'), ...Array(3).fill('TooManyAttempts')]);
  const refused = await refusal(logIn(proxied, 'one@limit.test', 'x', {}, from('192.0.2.1')), 'TooManyAttempts');
  expect(refused.retryAfter).toBeGreaterThan(50);
  expect(refused.retryAfter).toBeLessThanOrEqual(60);
  const act = 'mutation { verifyEmail(input: { token: "x" }) { __typename } }';
  const verify = async (address: string) => (await proxied.graphql<object>(act, {}, from(address))).data;
  expect(await verify('192.0.2.1')).toEqual({ verifyEmail: { __typename: 'TooManyAttempts' } });
  expect(await verify('192.0.2.2')).toEqual({ verifyEmail: { __typename: 'InvalidToken' } });
});

test('a client that was refused goes on when its time is over', async () => {
  const names = [];
  for (let at = 0; at < 3; at++) names.push(await guess(hasty, '192.0.2.3', `hasty-${at}`));
  expect(names.at(-1)).toBe('TooManyAttempts');
  await setTimeout(1_100);
  expect(await guess(hasty, '192.0.2.3', 'hasty')).toBe('InvalidCredentials');
});

test('R21: behind one proxy of ours, a client is whom that proxy saw, whatever the client wrote; IPv6 counts by /64', async () => {
  const names = [];
  for (let at = 0; at < 13; at++) names.push(await guess(proxied, `203.0.113.${at}, 2001:db8:7:7::${at}`, `v6-${at}`));
  expect(names.at(-1)).toBe('TooManyAttempts');
  expect(await guess(proxied, '2001:db8:7:8::1', 'v6')).toBe('InvalidCredentials');
});

test('S5: an IPv6 /56 block may make 4 times as many attempts, and a /48 block 16 times', async () => {
  const act = 'mutation { verifyEmail(input: { token: "x" }) { __typename } }';
  const verify = async (address: string) =>
    (await proxied.graphql<{ verifyEmail: { __typename: string } }>(act, {}, from(address))).data.verifyEmail.__typename;
  const names = async (times: number, address: (at: number) => string) => {
    const answers = [];
    for (let at = 0; at < times; at++) answers.push(await verify(address(at)));
    return answers;
  };
  // Ten of each /64, which is within its own limit.
  const inBlock = (block: number) => (at: number) => `2001:db8:56:${((block << 8) + Math.floor(at / 10)).toString(16)}::${at}`;
  expect(await names(49, inBlock(1))).toEqual([...Array(48).fill('InvalidToken'), 'TooManyAttempts']);
  for (const block of [2, 3]) expect(await names(48, inBlock(block))).not.toContain('TooManyAttempts');
  expect(await names(47, inBlock(4))).not.toContain('TooManyAttempts');
  expect(await verify('2001:db8:56:500::1')).toBe('TooManyAttempts');
  expect(await verify('2001:db8:57:500::1')).toBe('InvalidToken');
  expect(await names(13, () => '192.0.2.56')).toEqual([...Array(12).fill('InvalidToken'), 'TooManyAttempts']);
});

test('S5: a window begins anew when it is over, by the clock of the database', async () => {
  const act = 'mutation { verifyEmail(input: { token: "x" }) { __typename ... on TooManyAttempts { retryAfter } } }';
  const verify = async () => (await proxied.graphql<{ verifyEmail: object }>(act, {}, from('192.0.2.57'))).data.verifyEmail;
  for (let at = 0; at < 6; at++) await verify();
  await proxied.sql("UPDATE throttles SET ends_at = ends_at - interval '1 minute'");
  for (let at = 0; at < 12; at++) expect(await verify()).toEqual({ __typename: 'InvalidToken' });
  expect(await verify()).toMatchObject({ __typename: 'TooManyAttempts' });
});

test('R21: with no proxy of ours the header is not believed at all', async () => {
  const names = [];
  for (let at = 0; at < 13; at++) names.push(await guess(direct, `203.0.113.${at}`, `forged-${at}`));
  expect(names.at(-1)).toBe('TooManyAttempts');
});

test('attempts at once count each', async () => {
  const guesses = Array.from({ length: 40 }, (_, at) => guess(proxied, '192.0.2.9', `at-once-${at}`));
  const names = await Promise.all(guesses);
  expect(names.filter((name) => name === 'TooManyAttempts')).toHaveLength(28);
});

test('queries and mutations of logged-in people are not counted', async () => {
  for (let at = 0; at < 20; at++) {
    const { data } = await proxied.graphql('{ portal(slug: "demo") { name } }', {}, from('192.0.2.11'));
    expect(data).toEqual({ portal: { name: 'demo portal' } });
  }
  expect(await guess(proxied, '192.0.2.11', 'reader')).toBe('InvalidCredentials');
});

test('every act that takes a token or a password counts as one that tries a credential', () => {
  const acts = Object.values(schema.getMutationType()?.getFields() ?? {});
  const inputOf = (act: (typeof acts)[number]) => act.args.map(({ type }) => getNamedType(type)).filter(isInputObjectType);
  const trying = acts.filter((act) =>
    inputOf(act).some((type) =>
      Object.keys(type.getFields()).some((field) => /^(token|password|currentPassword)$/.test(field)),
    ),
  );
  const names = trying.map(({ name }) => name);
  expect(names).toContain('logIn');
  expect(names.filter((name) => !CREDENTIAL_ACTS.has(name))).toEqual([]);
  expect([...CREDENTIAL_ACTS].filter((name) => !acts.some((act) => act.name === name))).toEqual([]);
});

test('CLIENT_LIMIT is a rate or off, 300 a minute unless told', () => {
  const environment = {
    DATABASE_URL: 'postgresql://x/x',
    SMTP_URL: 'smtp://x',
    SECRET_KEY: randomBytes(32).toString('base64'),
    MAIL_FROM: 'a@b.test',
  };
  const limit = (text?: string) => readConfig({ ...environment, ...(text && { CLIENT_LIMIT: text }) }).settings.clientLimit;
  expect(limit()).toEqual({ most: 300, perMs: 60_000 });
  expect(limit('5/30s')).toEqual({ most: 5, perMs: 30_000 });
  expect(limit('off')).toBeNull();
  for (const wrong of ['300', '0/1m', '-1/1m', '300/', '300/x', '1/10ms', 'on']) {
    expect(() => limit(wrong)).toThrow('CLIENT_LIMIT must ');
  }
});
