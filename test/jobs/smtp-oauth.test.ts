import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { SMTPServer } from 'smtp-server';
import { afterAll, beforeEach, expect, test, vi } from 'vitest';
import { examine } from '../../commands/doctor/examine.ts';
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
  const tokens = openSmtpTokens({ ...oauth, refreshToken: undefined, scope: 'https://mail.test/.default' });
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
  const tokens = openSmtpTokens(oauth);
  expect(await Promise.all([tokens.get(), tokens.get()])).toEqual(['access-1', 'access-1']);
  await vi.waitFor(async () => expect(await tokens.get()).toBe('access-2'), PATIENCE);
  expect(asked.map(({ refresh_token }) => refresh_token)).toEqual(['token-to-refresh', 'next-1']);
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
  const tokens = openSmtpTokens(oauth);
  const failure = { message: expect.stringContaining(reason), isForOperator: false };
  await expect(tokens.get()).rejects.toMatchObject(failure);
  await expect(tokens.get()).rejects.toMatchObject(failure);
  expect(asked.length).toBe(1);
});
