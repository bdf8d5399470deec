import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { SMTPServer } from 'smtp-server';
import { afterAll, beforeEach, expect, test, vi } from 'vitest';
import { examine } from '../../commands/doctor/examine.ts';
import { findSealed } from '../../domain/secret-key/find-sealed.ts';
import {
  holdRefreshToken,
  passOnRefreshToken,
  releaseRefreshToken,
  resealRefreshTokens,
  TOKEN_LEASE_MS,
} from '../../domain/smtp-tokens/refresh-token.ts';
import { TOKEN_WAIT_MS } from '../../worker/refresh-tokens.ts';
import { LONGEST_TOKEN_ANSWER, openSmtpTokens, TOKEN_TIMEOUT_MS } from '../../worker/smtp-token.ts';
import { openDemoPortal } from '../kit/admins.ts';
import { startInstallation } from '../kit/installation.ts';
import { signUp } from '../kit/people.ts';
import { portOf } from '../kit/port-of.ts';

const PATIENCE = { timeout: 60_000, interval: 50 };
const USER = 'no-reply@acme.test';
const SECRETS = ['secret-of-client', 'token-to-refresh', 'access-'];

/** What was asked of the token endpoint. */
const asked: Record<string, string>[] = [];
const grant = (response: ServerResponse, seconds = 3_600) => {
  const answer = { access_token: `access-${asked.length}`, token_type: 'Bearer', expires_in: seconds };
  response.setHeader('content-type', 'application/json').end(JSON.stringify(answer));
};
const refuse = (response: ServerResponse, status: number, answer: object) => {
  response.statusCode = status;
  response.end(JSON.stringify(answer));
};
let answers: (response: ServerResponse) => void = grant;
const endpoint = createServer(async (request, response) => {
  asked.push(Object.fromEntries(new URLSearchParams(await text(request))));
  answers(response);
});
await once(endpoint.listen(0, '127.0.0.1'), 'listening');
const tokenUrl = `http://127.0.0.1:${portOf(endpoint)}/token`;

const accepted: string[] = [];
const usedTokens: string[] = [];
let isValid = (_token: string): boolean => true;
const smtp = new SMTPServer({
  authMethods: ['XOAUTH2'],
  allowInsecureAuth: true,
  disabledCommands: ['STARTTLS'],
  disableReverseLookup: true,
  closeTimeout: 50,
  onAuth: ({ method, username, accessToken = '' }, _, done) => {
    usedTokens.push(accessToken);
    if (method === 'XOAUTH2' && username === USER && isValid(accessToken)) return done(null, { user: username });
    done(null, { data: { status: '401', schemes: 'bearer mac', scope: 'https://mail.test/' } });
  },
  onData: async (stream, { envelope }, done) => {
    await text(stream);
    accepted.push(...envelope.rcptTo.map(({ address }) => address));
    done();
  },
});
smtp.on('error', () => undefined);
await once(smtp.listen(0, '127.0.0.1'), 'listening');
afterAll(async () => {
  endpoint.closeAllConnections();
  endpoint.close();
  await new Promise<void>((resolve) => smtp.close(() => resolve()));
});

const oauth = {
  tokenUrl,
  clientId: 'gatehouse',
  clientSecret: 'secret-of-client',
  refreshToken: 'token-to-refresh',
  scope: undefined,
};
const gatehouse = await startInstallation({
  SMTP_URL: `smtp://${encodeURIComponent(USER)}@127.0.0.1:${portOf(smtp.server)}`,
  SMTP_OAUTH_TOKEN_URL: tokenUrl,
  SMTP_OAUTH_CLIENT_ID: oauth.clientId,
  SMTP_OAUTH_CLIENT_SECRET: oauth.clientSecret,
  SMTP_OAUTH_REFRESH_TOKEN: oauth.refreshToken,
});
const rotated = await startInstallation(
  { SECRET_KEY: randomBytes(32).toString('base64'), SECRET_KEY_PREVIOUS: gatehouse.environment['SECRET_KEY'] ?? '' },
  gatehouse,
);
await openDemoPortal(gatehouse);

beforeEach(() => {
  answers = grant;
  isValid = () => true;
  for (const list of [asked, accepted, usedTokens, gatehouse.logs]) list.length = 0;
});

const expectNoSecret = (said: string[]) => {
  for (const secret of SECRETS) expect(said.filter((line) => line.includes(secret))).toEqual([]);
};

test('mails go out with a token of the refresh token, one for all connections', async () => {
  const stop = await gatehouse.startWorker();
  const people = Array.from({ length: 5 }, (_, number) => `person-${number}@oauth.test`);
  await Promise.all(people.map((email) => signUp(gatehouse, email)));
  await vi.waitFor(() => expect(accepted.toSorted()).toEqual(people), PATIENCE);
  await stop();
  expect(asked).toEqual([
    {
      client_id: 'gatehouse',
      client_secret: 'secret-of-client',
      grant_type: 'refresh_token',
      refresh_token: 'token-to-refresh',
    },
  ]);
  expect(new Set(usedTokens)).toEqual(new Set(['access-1']));
  expectNoSecret(gatehouse.logs);
});

test('R63: a token that cannot be renewed is an error in the log without a secret; mails wait, and go out when it can', async () => {
  answers = (response) =>
    refuse(response, 400, { error: 'invalid_grant', error_description: `AADSTS700082: of ${USER} has expired.` });
  const stop = await gatehouse.startWorker();
  await signUp(gatehouse, 'waits@oauth.test');
  const lines = () =>
    gatehouse.logs.filter((line) => line.includes('failed until somebody mends')).map((line) => JSON.parse(line));
  await vi.waitFor(() => expect(lines()).not.toEqual([]), PATIENCE);
  const reason = `no OAuth 2 token from ${new URL(tokenUrl).host}: status 400 invalid_grant AADSTS700082`;
  expect(lines()[0]).toMatchObject({ level: 50, reason });
  const [job] = await gatehouse.sql(
    "SELECT status, last_error FROM jobs WHERE name = 'sendVerificationEmail' AND status <> 'DONE'",
  );
  expect(job).toEqual({ status: 'QUEUED', last_error: reason });
  answers = grant;
  await vi.waitFor(() => expect(accepted).toEqual(['waits@oauth.test']), PATIENCE);
  await stop();
  expectNoSecret(gatehouse.logs);
});

test('a token that the mail server refuses is renewed, at most every few seconds', async () => {
  isValid = (token) => token !== 'access-1';
  const stop = await gatehouse.startWorker();
  await signUp(gatehouse, 'revoked@oauth.test');
  await vi.waitFor(() => expect(accepted).toEqual(['revoked@oauth.test']), PATIENCE);
  await stop();
  expect([asked.length, usedTokens.at(-1)]).toEqual([2, 'access-2']);
});

test('the doctor says which step failed', async () => {
  const look = async () => {
    const all = await examine(gatehouse.environment, {}, () => undefined);
    expectNoSecret(all.map((told) => JSON.stringify(told)));
    return all.find(({ check }) => check === 'mail server');
  };
  expect(await look()).toMatchObject({ result: 'ok' });
  answers = (response) => refuse(response, 401, { error: 'invalid_client' });
  expect(await look()).toMatchObject({
    result: 'FAULT',
    said: expect.stringMatching(/^no OAuth 2 token: .*: status 401 invalid_client$/),
    todo: expect.stringContaining('SMTP_OAUTH_'),
  });
  answers = grant;
  isValid = () => false;
  expect(await look()).toMatchObject({ result: 'FAULT', said: expect.stringMatching(/^it refused the log-in: /) });
});

test('a client without a refresh token asks for itself, with its scope', async () => {
  const tokens = openSmtpTokens({ ...oauth, refreshToken: undefined, scope: 'https://mail.test/.default' }, null);
  expect(await tokens.get()).toBe('access-1');
  expect(asked).toEqual([
    {
      client_id: 'gatehouse',
      client_secret: 'secret-of-client',
      grant_type: 'client_credentials',
      scope: 'https://mail.test/.default',
    },
  ]);
});

test('a token is renewed before it ends, with the refresh token that came last', async () => {
  answers = (response) =>
    void response.end(
      JSON.stringify({ access_token: `access-${asked.length}`, expires_in: 1, refresh_token: `next-${asked.length}` }),
    );
  const tokens = openSmtpTokens({ ...oauth, refreshToken: 'token-to-renew' }, gatehouse.app);
  expect(await Promise.all([tokens.get(), tokens.get()])).toEqual(['access-1', 'access-1']);
  await vi.waitFor(async () => expect(await tokens.get()).toBe('access-2'), PATIENCE);
  expect(asked.map(({ refresh_token }) => refresh_token)).toEqual(['token-to-renew', 'next-1']);
});

test.each<[string, string, (response: ServerResponse) => void]>([
  [
    'too long',
    `its answer is longer than ${LONGEST_TOKEN_ANSWER} bytes`,
    (response) => response.end('x'.repeat(LONGEST_TOKEN_ANSWER + 1)),
  ],
  ['no JSON', 'its answer holds no token', (response) => response.end('<html>')],
  ['without a token', 'its answer holds no token', (response) => response.end('{}')],
  ['elsewhere', 'unexpected redirect', (response) => response.writeHead(302, { location: 'http://127.0.0.1:9/' }).end()],
  ['none', `no answer within ${TOKEN_TIMEOUT_MS / 1_000} s`, () => undefined],
])('an answer that is %s is refused, and not asked for again at once', async (_, reason, act) => {
  answers = act;
  const tokens = openSmtpTokens(oauth, gatehouse.app);
  const failure = { message: expect.stringContaining(reason), isForOperator: false };
  await expect(tokens.get()).rejects.toMatchObject(failure);
  await expect(tokens.get()).rejects.toMatchObject(failure);
  expect(asked.length).toBe(1);
});

/** Answers as an endpoint that gives another refresh token with each use, and ends all if one is used twice. @returns whether that happened */
function rotate(first: string): () => boolean {
  let valid: string | null = first;
  answers = (response) => {
    const { refresh_token: used } = asked.at(-1) ?? {};
    if (used !== valid) {
      valid = null;
      return refuse(response, 400, { error: 'invalid_grant' });
    }
    valid = `${first}-${asked.length}`;
    // Time for another one to come with the same.
    setTimeout(() => {
      response.end(JSON.stringify({ access_token: `access-${asked.length}`, expires_in: 3_600, refresh_token: valid }));
    }, 50);
  };
  return () => valid === null;
}
const opened = (refreshToken: string) => openSmtpTokens({ ...oauth, refreshToken }, gatehouse.app);

test('R63: of an endpoint that rotates refresh tokens, no two processes use the same one, nor one after a restart', async () => {
  const isEnded = rotate('rotating');
  // On a slow machine the last one waits too long, and is tried again, as its email would be.
  await Promise.all(Array.from({ length: 4 }, () => vi.waitFor(() => opened('rotating').get(), PATIENCE)));
  await opened('rotating').get();
  expect([asked.length, isEnded()]).toEqual([5, false]);
  expect(new Set(asked.map(({ refresh_token }) => refresh_token)).size).toBe(5);
});

test('R63: workers that start one after the other, and the doctor between them, use the newest refresh token', async () => {
  const more = { SMTP_OAUTH_REFRESH_TOKEN: 'of-workers' };
  const isEnded = rotate('of-workers');
  for (const email of ['one@rotate.test', 'two@rotate.test']) {
    const stop = await gatehouse.startWorker(more);
    await signUp(gatehouse, email);
    await vi.waitFor(() => expect(accepted).toContain(email), PATIENCE);
    await stop();
    const all = await examine({ ...gatehouse.environment, ...more }, {}, () => undefined);
    expect(all.find(({ check }) => check === 'mail server')).toMatchObject({ result: 'ok' });
  }
  expect([asked.length, isEnded()]).toEqual([4, false]);
  expect(gatehouse.logs.filter((line) => line.includes('of-workers'))).toEqual([]);
});

test('another SMTP_OAUTH_REFRESH_TOKEN starts anew, also after the one before was ended', async () => {
  const isEnded = rotate('before');
  await opened('before').get();
  answers = (response) => refuse(response, 400, { error: 'invalid_grant' });
  await expect(opened('before').get()).rejects.toMatchObject({ isForOperator: true });
  rotate('after');
  await opened('after').get();
  await opened('after').get();
  expect(asked.map(({ refresh_token }) => refresh_token)).toEqual(['before', 'before-1', 'after', 'after-3']);
  expect(isEnded()).toBe(false);
});

test('a call that fails lets the next process use the refresh token at once', async () => {
  answers = (response) => refuse(response, 503, {});
  await expect(opened('fails').get()).rejects.toMatchObject({ reason: 'status 503' });
  rotate('fails');
  await opened('fails').get();
  expect(asked.map(({ refresh_token }) => refresh_token)).toEqual(['fails', 'fails']);
});

test('a process that died with the refresh token holds it for half a minute, and the others do not wait that long', async () => {
  rotate('held');
  await opened('held').get();
  const newest = 'id = (SELECT max(id::text)::uuid FROM smtp_tokens)';
  await gatehouse.sql(`UPDATE smtp_tokens SET held_until = now() + $1 * interval '1 ms' WHERE ${newest}`, [TOKEN_LEASE_MS]);
  const began = performance.now();
  await expect(opened('held').get()).rejects.toMatchObject({
    reason: `another process uses the refresh token for more than ${TOKEN_WAIT_MS / 1_000} s`,
    isForOperator: false,
  });
  expect(performance.now() - began).toBeLessThan(TOKEN_LEASE_MS);
  await gatehouse.sql(`UPDATE smtp_tokens SET held_until = now() - interval '1 ms' WHERE ${newest}`);
  await opened('held').get();
  expect(asked.map(({ refresh_token }) => refresh_token)).toEqual(['held', 'held-1']);
});

test('a process that was away for longer than its lease does not put an older refresh token over a newer one', async () => {
  const configured = { tokenUrl, clientId: oauth.clientId, refreshToken: 'away' };
  const slow = await holdRefreshToken(gatehouse.app, configured);
  expect(await holdRefreshToken(gatehouse.app, configured)).toBeNull();
  await gatehouse.sql("UPDATE smtp_tokens SET held_until = now() - interval '1 ms' WHERE id = $1", [slow?.id]);
  const quick = await holdRefreshToken(gatehouse.app, configured);
  if (!slow || !quick) expect.fail('nobody holds it');
  await passOnRefreshToken(gatehouse.app, quick, 'newer');
  await passOnRefreshToken(gatehouse.app, slow, 'older');
  expect(await holdRefreshToken(gatehouse.app, configured)).toMatchObject({ refreshToken: 'newer' });
});

test('R63: a refresh token that came after the lease is stored, unless another process stored one', async () => {
  const configured = { tokenUrl, clientId: oauth.clientId, refreshToken: 'late' };
  const slow = await holdRefreshToken(gatehouse.app, configured);
  await gatehouse.sql("UPDATE smtp_tokens SET held_until = now() - interval '1 ms' WHERE id = $1", [slow?.id]);
  const other = await holdRefreshToken(gatehouse.app, configured);
  if (!slow || !other) expect.fail('nobody holds it');
  // The endpoint refused the other one, because the token was used.
  expect(await passOnRefreshToken(gatehouse.app, slow, 'newest')).toBe(true);
  expect(await holdRefreshToken(gatehouse.app, configured)).toBeNull();
  await releaseRefreshToken(gatehouse.app, other);
  expect(await holdRefreshToken(gatehouse.app, configured)).toMatchObject({ refreshToken: 'newest' });
});

test('a refresh token that SECRET_KEY does not open is let go of at once', async () => {
  rotate('shut');
  await opened('shut').get();
  await gatehouse.sql(
    "UPDATE smtp_tokens SET sealed_refresh_token = '\\x00' WHERE id = (SELECT max(id::text)::uuid FROM smtp_tokens)",
  );
  const reason = 'SECRET_KEY does not open the refresh token for mail servers.';
  for (const _ of [1, 2]) await expect(opened('shut').get()).rejects.toMatchObject({ reason });
  await gatehouse.sql("DELETE FROM smtp_tokens WHERE sealed_refresh_token = '\\x00'");
});

test('a token whose renewal fails is used until its end', async () => {
  answers = (response) => grant(response, 25);
  const tokens = openSmtpTokens({ ...oauth, refreshToken: undefined }, null);
  expect(await tokens.get()).toBe('access-1');
  answers = (response) => refuse(response, 503, {});
  // After half of its time, another one is asked for.
  await vi.waitFor(async () => expect([await tokens.get(), asked.length]).toEqual(['access-1', 2]), PATIENCE);
  expect(await tokens.get()).toBe('access-1');
  await expect(tokens.get(true)).rejects.toMatchObject({ reason: 'status 503' });
});

test('R63: the doctor names an endpoint that is slow, and loses no refresh token to it', async () => {
  const more = { SMTP_OAUTH_REFRESH_TOKEN: 'of-a-slow-one' };
  const isEnded = rotate('of-a-slow-one');
  const quick = answers;
  // Longer than a mail server waits for the doctor.
  answers = (response) => void setTimeout(() => quick(response), 9_000);
  const all = await examine({ ...gatehouse.environment, ...more }, {}, () => undefined);
  expect(all.find(({ check }) => check === 'mail server')).toMatchObject({ result: 'ok' });
  answers = () => undefined;
  const hung = await examine({ ...gatehouse.environment, ...more }, {}, () => undefined);
  expect(hung.find(({ check }) => check === 'mail server')).toMatchObject({
    result: 'FAULT',
    said: expect.stringMatching(/^no OAuth 2 token: .*: no answer within 10 s$/),
  });
  answers = quick;
  await opened('of-a-slow-one').get();
  expect(isEnded()).toBe(false);
});

test('R63: a worker and the doctor end only after a refresh token that came is stored', async () => {
  const isEnded = rotate('at-the-end');
  const quick = answers;
  answers = (response) => void setTimeout(() => quick(response), 2_000);
  const stop = await gatehouse.startWorker({ SMTP_OAUTH_REFRESH_TOKEN: 'at-the-end' });
  await signUp(gatehouse, 'at-the-end@oauth.test');
  await vi.waitFor(() => expect(asked).toHaveLength(1), PATIENCE);
  await stop();
  await opened('at-the-end').get();
  expect([asked.length, isEnded()]).toEqual([2, false]);
});

test('the database holds refresh tokens encrypted, and a worker brings them under a new SECRET_KEY', async () => {
  rotate('sealed-token');
  await opened('sealed-token').get();
  const rows = () => gatehouse.sql<{ sealed: Buffer }>('SELECT sealed_refresh_token AS sealed FROM smtp_tokens ORDER BY id');
  expect((await rows()).filter(({ sealed }) => sealed.includes('sealed-token'))).toEqual([]);
  const found = async () =>
    (await findSealed(rotated.app.prisma, rotated.app.keys)).find(({ kind }) => kind === 'refresh tokens for mail servers');
  const { length } = await rows();
  expect(await found()).toMatchObject({ looked: length, shut: 0, underOldKey: length });
  await resealRefreshTokens(rotated.app);
  expect(await found()).toMatchObject({ looked: length, shut: 0, underOldKey: 0 });
});
