import { createHash } from 'node:crypto';
import { beforeEach, expect, test } from 'vitest';
import { CODE_TTL_MS, MOST_CODE_TRIES, MOST_CODE_TRIES_A_DAY } from '../../domain/developers/verify-email-code.ts';
import { LONGEST_TYPED_CODE } from '../../domain/tokens/email-code.ts';
import { createPortal, openDemoPortal, updatePortal } from '../kit/admins.ts';
import { rowsAtRest, spellings } from '../kit/at-rest.ts';
import { comparable } from '../kit/graphql.ts';
import { startInstallation } from '../kit/installation.ts';
import { invitationLink } from '../kit/invitations.ts';
import { refusal, succeed } from '../kit/mutate.ts';
import {
  approvedPerson,
  findCode,
  lastMailTo,
  mailedCode,
  mailsTo,
  requestPasswordReset,
  resendVerification,
  setPassword,
  signUp,
  statusOf,
  tokenIn,
  verifyEmail,
  verifyEmailCode,
  wrongCode,
} from '../kit/people.ts';
import { present } from '../kit/present.ts';
import { countStatements } from '../kit/statements.ts';

const gatehouse = await startInstallation({ CLIENT_LIMIT: 'off', VERIFICATION_TTL: '48h' });
const admin = await openDemoPortal(gatehouse);
await createPortal(gatehouse, 'second', admin);

const WRONG = {
  __typename: 'InvalidToken',
  message: 'This code is wrong, or no longer valid. Use the link in the email, or ask for another email.',
};
const NOBODYS_SECRET = 'A'.repeat(43);

/** Somebody who signed up, with the code and the token of the link in the email. */
async function signedUp(email: string, more: Parameters<typeof signUp>[2] = {}) {
  const { codeSecret } = await succeed(signUp(gatehouse, email, more), 'codeSecret');
  const code = await mailedCode(gatehouse, email);
  return { email, codeSecret, code, token: tokenIn(lastMailTo(gatehouse, email)) };
}

const isVerified = async (email: string) =>
  (await gatehouse.sql('SELECT 1 FROM developers WHERE email = $1 AND email_verified_at IS NOT NULL', [email])).length === 1;

const tryWrong = async ({ codeSecret, code }: { codeSecret: string; code: string }, times: number) => {
  for (let time = 0; time < times; time++) {
    expect(await verifyEmailCode(gatehouse, codeSecret, wrongCode(code))).toEqual(WRONG);
  }
};

beforeEach(() => gatehouse.sql('DELETE FROM mail_bounds'));

test('the code in the email, with the secret of the sign-up, does what the link does', async () => {
  const { codeSecret, code } = await signedUp('ada@codes.test', { returnTo: '/docs' });
  const verified = await succeed(verifyEmailCode(gatehouse, codeSecret, code), 'passwordToken', 'expiresAt');
  expect(verified).toEqual({
    __typename: 'VerifyEmailCodeSuccess',
    email: 'ada@codes.test',
    status: 'PENDING',
    passwordToken: expect.stringMatching(/^[\w-]{43}$/),
    expiresAt: expect.any(String),
    returnTo: '/docs',
    portal: { slug: 'demo' },
  });
  await gatehouse.drain();
  expect(await setPassword(gatehouse, verified.passwordToken)).toMatchObject({ __typename: 'SetPasswordSuccess' });
});

test('what the person typed again replaces what the email carries, and a wrong form costs no try', async () => {
  const { email, codeSecret, code } = await signedUp('form@codes.test', { fullName: 'Typed By A Stranger' });
  for (let time = 0; time <= MOST_CODE_TRIES; time++) {
    await refusal(verifyEmailCode(gatehouse, codeSecret, code, { fullName: ' ' }), 'InvalidInput');
    await refusal(verifyEmailCode(gatehouse, NOBODYS_SECRET, code, { fullName: ' ' }), 'InvalidInput');
  }
  await succeed(verifyEmailCode(gatehouse, codeSecret, code, { fullName: 'Ada Lovelace', locale: 'de' }));
  expect(await gatehouse.sql('SELECT full_name, locale FROM developers WHERE email = $1', [email])).toEqual([
    { full_name: 'Ada Lovelace', locale: 'de' },
  ]);
});

test('terms have to be accepted', async () => {
  await updatePortal(gatehouse, { terms: { version: '1', url: 'https://acme.test/terms' } }, admin, 'second');
  const { codeSecret, code } = await signedUp('terms@codes.test', { portal: 'second' });
  const at = { portal: 'second' };
  await refusal(verifyEmailCode(gatehouse, codeSecret, code, at), 'InvalidInput');
  await succeed(verifyEmailCode(gatehouse, codeSecret, code, { ...at, acceptedTerms: '1' }));
  await updatePortal(gatehouse, { terms: null }, admin, 'second');
});

test.each([
  ['with the space of the email', (code: string) => code],
  ['without a space', (code: string) => code.replace(' ', '')],
  ['in full-width digits with a wide space', (code: string) => wide(code)],
  ['with a dash, and a line break at its end', (code: string) => `${code.replace(' ', '–')}\n`],
  ['with the marks of a text that was copied', (code: string) => `\u2068${code.replace(' ', '\u00a0')}\u2069`],
])('a code is understood %s', async (how, typed) => {
  const { codeSecret, code } = await signedUp(`typed-${how.replaceAll(/\W/g, '')}@codes.test`);
  await succeed(verifyEmailCode(gatehouse, codeSecret, typed(code)));
});

const wide = (text: string) =>
  text.replaceAll(/\d/g, (digit) => String.fromCodePoint((digit.codePointAt(0) ?? 0) + 0xfee0)).replace(' ', '\u3000');

test('what cannot be a code is a wrong one, and costs no try', async () => {
  const { codeSecret, code } = await signedUp('odd@codes.test');
  for (const odd of ['', '12345', '1234567', 'abcdef', '١٢٣٤٥٦', `${code}${' '.repeat(LONGEST_TYPED_CODE)}`]) {
    expect(await verifyEmailCode(gatehouse, codeSecret, odd)).toEqual(WRONG);
  }
  await succeed(verifyEmailCode(gatehouse, codeSecret, `${code}${' '.repeat(LONGEST_TYPED_CODE - code.length)}`));
});

test('R190: the right code is worth nothing without the secret of the request that caused its email', async () => {
  const [mine, other] = [await signedUp('mine@codes.test'), await signedUp('other@codes.test')];
  const again = (await succeed(resendVerification(gatehouse, mine.email), 'codeSecret')).codeSecret;
  const newer = await mailedCode(gatehouse, mine.email);
  expect(newer).not.toBe(mine.code);
  for (const secret of [NOBODYS_SECRET, '', other.codeSecret, again]) {
    expect(await verifyEmailCode(gatehouse, secret, mine.code)).toEqual(WRONG);
  }
  expect(await verifyEmailCode(gatehouse, mine.codeSecret, newer)).toEqual(WRONG);
  expect(await verifyEmailCode(gatehouse, mine.codeSecret, mine.code, { portal: 'second' })).toEqual(WRONG);
  // A code is no token, and a secret none either.
  await refusal(verifyEmail(gatehouse, mine.codeSecret), 'InvalidToken');
  expect(await isVerified(mine.email)).toBe(false);
  await succeed(verifyEmailCode(gatehouse, mine.codeSecret, mine.code));
});

test('R190: a stranger who causes an email to an address has a secret, and none of the digits', async () => {
  const own = await signedUp('victim@codes.test');
  const { codeSecret: ofStranger } = await succeed(signUp(gatehouse, own.email, { fullName: 'Mallory' }), 'codeSecret');
  await gatehouse.drain();
  expect(await verifyEmailCode(gatehouse, ofStranger, own.code)).toEqual(WRONG);
  await succeed(verifyEmailCode(gatehouse, own.codeSecret, own.code));
  expect(await gatehouse.sql('SELECT full_name FROM developers WHERE email = $1', [own.email])).toEqual([
    { full_name: 'Ada Lovelace' },
  ]);
});

test('each email has its own code, and the older one stays good', async () => {
  const first = await signedUp('twice@codes.test');
  await succeed(resendVerification(gatehouse, first.email));
  await gatehouse.drain();
  await succeed(verifyEmailCode(gatehouse, first.codeSecret, first.code));
});

test('R191: a code works once, and not after the link was used', async () => {
  const [byCode, byLink] = [await signedUp('by-code@codes.test'), await signedUp('by-link@codes.test')];
  await succeed(verifyEmailCode(gatehouse, byCode.codeSecret, byCode.code));
  expect(await verifyEmailCode(gatehouse, byCode.codeSecret, byCode.code)).toEqual(WRONG);
  await succeed(verifyEmail(gatehouse, byLink.token));
  expect(await verifyEmailCode(gatehouse, byLink.codeSecret, byLink.code)).toEqual(WRONG);
});

test('R191: after the code, the link is a used one: it changes nothing more, and leads to the password that is missing', async () => {
  const { email, codeSecret, code, token } = await signedUp('then-link@codes.test');
  const { passwordToken } = await succeed(verifyEmailCode(gatehouse, codeSecret, code), 'passwordToken');
  const { data } = await gatehouse.graphql('query($token: String!) { link(token: $token) { works used form { fullName } } }', {
    token,
  });
  expect(data).toEqual({ link: { works: true, used: true, form: null } });
  await succeed(verifyEmail(gatehouse, token, { fullName: 'Mallory' }), 'passwordToken');
  expect(await gatehouse.sql('SELECT full_name FROM developers WHERE email = $1', [email])).toEqual([
    { full_name: 'Ada Lovelace' },
  ]);
  await succeed(setPassword(gatehouse, passwordToken));
  expect(await verifyEmail(gatehouse, token)).toMatchObject({ passwordToken: null });
});

test('R191: of twenty requests with the right code at the same moment, one succeeds', async () => {
  const { email, codeSecret, code } = await signedUp('race@codes.test');
  const answers = await Promise.all(Array.from({ length: 20 }, () => verifyEmailCode(gatehouse, codeSecret, code)));
  expect(answers.filter(({ __typename }) => __typename === 'VerifyEmailCodeSuccess')).toHaveLength(1);
  expect(answers.filter(({ __typename }) => __typename === 'InvalidToken')).toHaveLength(19);
  const jobs = `SELECT 1 FROM jobs WHERE name = 'evaluateApproval'
    AND payload->>'developerId' = (SELECT id::text FROM developers WHERE email = $1)`;
  expect(await gatehouse.sql(jobs, [email])).toHaveLength(1);
});

test('R191: of a link and a code at the same moment, the form of one is registered, and once', async () => {
  const { email, codeSecret, code, token } = await signedUp('both@codes.test');
  const [, byCode] = await Promise.all([
    verifyEmail(gatehouse, token, { fullName: 'By Link' }),
    verifyEmailCode(gatehouse, codeSecret, code, { fullName: 'By Code' }),
  ]);
  const name = byCode.__typename === 'VerifyEmailCodeSuccess' ? 'By Code' : 'By Link';
  expect(await gatehouse.sql('SELECT full_name FROM developers WHERE email = $1', [email])).toEqual([{ full_name: name }]);
});

test('R192: after five tries the right code is refused, also if they come at the same moment, and the link works', async () => {
  const slow = await signedUp('slow-guesses@codes.test');
  await tryWrong(slow, MOST_CODE_TRIES - 1);
  const fast = await signedUp('fast-guesses@codes.test');
  await Promise.all(Array.from({ length: 30 }, () => verifyEmailCode(gatehouse, fast.codeSecret, wrongCode(fast.code))));
  await succeed(verifyEmailCode(gatehouse, slow.codeSecret, slow.code));
  expect(await verifyEmailCode(gatehouse, fast.codeSecret, fast.code)).toEqual(WRONG);
  await succeed(verifyEmail(gatehouse, fast.token));

  const exact = await signedUp('exact-guesses@codes.test');
  await tryWrong(exact, MOST_CODE_TRIES);
  expect(await verifyEmailCode(gatehouse, exact.codeSecret, exact.code)).toEqual(WRONG);
  // Another email has tries of its own.
  const { codeSecret } = await succeed(resendVerification(gatehouse, exact.email), 'codeSecret');
  await succeed(verifyEmailCode(gatehouse, codeSecret, await mailedCode(gatehouse, exact.email)));
});

test('R192: after twenty tries in a day the right code of any email is refused, the link works, and other addresses do not feel it', async () => {
  const email = 'many-emails@codes.test';
  for (let tries = 0; tries < MOST_CODE_TRIES_A_DAY; tries += MOST_CODE_TRIES) {
    await gatehouse.sql('DELETE FROM mail_bounds');
    await tryWrong(await signedUp(email), MOST_CODE_TRIES);
  }
  await gatehouse.sql('DELETE FROM mail_bounds');
  const last = await signedUp(email);
  expect(await verifyEmailCode(gatehouse, last.codeSecret, last.code)).toEqual(WRONG);
  const other = await signedUp('not-guessed@codes.test');
  await succeed(verifyEmailCode(gatehouse, other.codeSecret, other.code));

  // The next day it works again.
  await gatehouse.sql("UPDATE throttles SET ends_at = now() - interval '1 second'");
  const { codeSecret, code, token } = await signedUp(email);
  await succeed(verifyEmailCode(gatehouse, codeSecret, code));
  await succeed(verifyEmail(gatehouse, token));
  expect([MOST_CODE_TRIES, MOST_CODE_TRIES_A_DAY]).toEqual([5, 20]);
});

test.each([
  ['its link has ended', "expires_at = now() - interval '1 second'"],
  ['it is 24 hours old, though the link works', `created_at = now() - interval '${CODE_TTL_MS} milliseconds'`],
])('R10: a code is refused when %s', async (why, change) => {
  const { email, codeSecret, code } = await signedUp(`old-${why.length}@codes.test`);
  const old = `UPDATE tokens SET ${change} WHERE developer_id = (SELECT id FROM developers WHERE email = $1)`;
  await gatehouse.sql(old, [email]);
  expect(await verifyEmailCode(gatehouse, codeSecret, code)).toEqual(WRONG);
  expect(await isVerified(email)).toBe(false);
  expect(CODE_TTL_MS).toBe(24 * 3_600_000);
});

test('R193: every code that does not work is answered the same, after the same statements', async () => {
  const approved = await approvedPerson(gatehouse, 'approved@codes.test', admin);
  const registered = (await succeed(signUp(gatehouse, approved.email), 'codeSecret')).codeSecret;
  const used = await signedUp('used@codes.test');
  await succeed(verifyEmail(gatehouse, used.token));
  const wrong = await signedUp('wrong@codes.test');
  const tried = await signedUp('tried@codes.test');
  await tryWrong(tried, MOST_CODE_TRIES);
  await gatehouse.drain();
  const { count } = countStatements(/portals portal|tokens token|throttles/);
  const cases = {
    'an unknown secret': [NOBODYS_SECRET, '123 456'],
    'a registered address': [registered, '123 456'],
    'a wrong code': [wrong.codeSecret, wrongCode(wrong.code)],
    'a used code': [used.codeSecret, used.code],
    'a sixth try': [tried.codeSecret, tried.code],
  };
  const told: Record<string, string> = {};
  const document = `mutation($input: VerifyEmailCodeInput!) { verifyEmailCode(input: $input) { __typename ... on Error { message } } }`;
  for (const [name, [codeSecret, code]] of Object.entries(cases)) {
    const before = count();
    const answer = await gatehouse.graphql(document, { input: { portal: 'demo', codeSecret, code } });
    told[name] = JSON.stringify([comparable(answer), count() - before]);
  }
  expect(Object.values(told)).toEqual(Array.from(Object.keys(cases), () => told['an unknown secret']));
  expect(told['an unknown secret']).toContain('InvalidToken');
});

test('R193: unknown secrets fill a bounded number of counts', async () => {
  await gatehouse.sql('DELETE FROM throttles');
  const share = (secret: string) => createHash('sha256').update(secret).digest('hex').slice(0, 4);
  const secrets = Array.from({ length: 2_000 }, (_, at) => `secret-${at}`);
  const alike = Object.values(Object.groupBy(secrets, share)).find((group) => group?.length === 2);
  for (const secret of present(alike)) expect(await verifyEmailCode(gatehouse, secret, '123456')).toEqual(WRONG);
  expect(await gatehouse.sql("SELECT points FROM throttles WHERE key LIKE 'email-code%'")).toEqual([
    { points: 2 },
    { points: 2 },
  ]);
});

test('no other email has a code: not the status of somebody registered, nor what a forgotten password causes', async () => {
  const { email } = await approvedPerson(gatehouse, 'others@codes.test', admin);
  await signUp(gatehouse, email);
  await requestPasswordReset(gatehouse, email);
  await signUp(gatehouse, 'unverified@codes.test');
  await gatehouse.drain();
  await requestPasswordReset(gatehouse, 'unverified@codes.test');
  await gatehouse.drain();
  const [, ...ofRegistered] = mailsTo(gatehouse, email);
  expect(ofRegistered.map(findCode)).toEqual(ofRegistered.map(() => null));
  expect(mailsTo(gatehouse, 'unverified@codes.test').map((mail) => findCode(mail) !== null)).toEqual([true, false]);
});

test('a person whose invitation has ended is told so by the right code alone', async () => {
  const { invite, id } = await invitationLink(gatehouse, admin);
  const { email, codeSecret, code } = await signedUp('invited@codes.test', { invite });
  await updatePortal(gatehouse, { registrationOpen: false }, admin);
  await gatehouse.sql('UPDATE invitations SET revoked_at = now() WHERE id = $1', [id]);
  expect(await verifyEmailCode(gatehouse, codeSecret, wrongCode(code))).toEqual(WRONG);
  await refusal(verifyEmailCode(gatehouse, codeSecret, code), 'RegistrationClosed');
  await updatePortal(gatehouse, { registrationOpen: true }, admin);
  expect(await statusOf(gatehouse, email)).toBe('PENDING');
  await succeed(verifyEmailCode(gatehouse, codeSecret, code));
});

test('R8: neither the code nor its secret rests in the database or in the log', async () => {
  const people = [];
  for (let at = 0; at < 3; at++) people.push(await signedUp(`rest-${at}@codes.test`));
  const waiting = await succeed(signUp(gatehouse, 'waits@codes.test'), 'codeSecret');
  const [first, ...others] = people;
  if (first) await verifyEmailCode(gatehouse, first.codeSecret, first.code);
  for (const one of others) await tryWrong(one, 1);
  const places = [await rowsAtRest(gatehouse), gatehouse.logs.join('')];
  const secrets = [waiting, ...people].flatMap(({ codeSecret }) => spellings(codeSecret));
  for (const secret of secrets) expect(places.map((place) => place.includes(secret))).toEqual([false, false]);
  for (const { code } of people) expect(places.map((place) => place.includes(code))).toEqual([false, false]);
});
