import { once } from 'node:events';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterAll, expect, test, vi } from 'vitest';
import { examine } from '../../commands/doctor/examine.ts';
import { readConfig } from '../../config.ts';
import { withMailbox } from '../../worker/reports/open-mailbox.ts';
import { countUnread } from '../../worker/reports/unread.ts';
import { openSmtpTokens } from '../../worker/smtp-token.ts';
import { openDemoPortal } from '../kit/admins.ts';
import { hasDovecot, startDovecot } from '../kit/imap.ts';
import { startInstallation } from '../kit/installation.ts';
import { stateOf } from '../kit/mail-reports.ts';
import { approvedPerson, lastMailTo } from '../kit/people.ts';
import { portOf } from '../kit/port-of.ts';
import { present } from '../kit/present.ts';
import { deliveryReport } from '../kit/report-mails.ts';

// In CI always: where there is no Dovecot they fail.
const testImap = test.runIf(hasDovecot || process.env['CI']);
const PATIENCE = { timeout: 60_000, interval: 50 };

/** Gives tokens, and tells Dovecot which of them count. */
let given = 0;
let refusal = 0;
const counting = new Set<string>();
const tokenAnswer = () => {
  const token = `token-${++given}`;
  counting.add(token);
  return refusal ? { error: 'invalid_client' } : { access_token: token, expires_in: 3_600 };
};
const endpoint = createServer(async (request, response) => {
  await text(request);
  const { pathname, searchParams } = new URL(request.url ?? '', 'http://endpoint');
  const isToken = pathname === '/token';
  const counts = counting.has(searchParams.get('token') ?? '');
  const answer = isToken ? tokenAnswer() : counts ? { email: 'bounces' } : { error: 'invalid_token' };
  response.statusCode = isToken ? refusal || 200 : counts ? 200 : 401;
  response.setHeader('content-type', 'application/json').end(JSON.stringify(answer));
});
await once(endpoint.listen(0, '127.0.0.1'), 'listening');
afterAll(() => {
  endpoint.closeAllConnections();
  endpoint.close();
});
const at = `http://127.0.0.1:${portOf(endpoint)}`;

const gatehouse = await startInstallation();
const admin = await openDemoPortal(gatehouse);

async function mailboxWithToken(onTestFinished: Parameters<typeof startDovecot>[0]) {
  const mailbox = await startDovecot(onTestFinished, `${at}/info?token=`);
  const url = new URL(mailbox.url);
  url.password = '';
  return {
    ...mailbox,
    variables: {
      MAIL_BOUNCE_IMAP_URL: url.href,
      SMTP_OAUTH_TOKEN_URL: `${at}/token`,
      SMTP_OAUTH_CLIENT_ID: 'gatehouse',
      SMTP_OAUTH_CLIENT_SECRET: 'secret-of-client',
    },
  };
}

const doctorAbout = async (variables: Record<string, string>) => {
  const all = await examine({ ...gatehouse.environment, ...variables }, {}, () => undefined);
  expect(all.filter((told) => JSON.stringify(told).match(/token-\d|secret-of-client/))).toEqual([]);
  return all.find(({ check }) => check === 'mailbox of reports');
};

testImap('a worker reads a mailbox whose URL has no password with a token', async ({ onTestFinished }) => {
  const { variables, deliver, count } = await mailboxWithToken(onTestFinished);
  const { email, id } = await approvedPerson(gatehouse, 'gone@mailbox.test', admin);
  await deliver(deliveryReport({ messageId: lastMailTo(gatehouse, email).messageId, recipient: email }));
  const stop = await gatehouse.startWorker(variables);
  await vi.waitFor(async () => expect(await count()).toEqual({ unread: 0, read: 1 }), PATIENCE);
  await stop();
  expect(await stateOf(gatehouse, id, admin)).toBe('BOUNCED');
  expect(gatehouse.logs.join()).not.toMatch(/token-\d|secret-of-client/);
});

testImap('a token that the mail server refuses is renewed', async ({ onTestFinished }) => {
  const { variables } = await mailboxWithToken(onTestFinished);
  const { mailbox, smtpOauth } = readConfig({ ...gatehouse.environment, ...variables });
  const tokens = openSmtpTokens(present(smtpOauth), null);
  const look = async () =>
    await withMailbox(present(mailbox), tokens, async (client) => await countUnread(client, present(mailbox)));
  expect(await look()).toBe(0);
  const before = given;
  counting.clear();
  await expect(look()).rejects.toMatchObject({ authenticationFailed: true });
  // It asks anew after a pause.
  await vi.waitFor(async () => expect(await look()).toBe(0), PATIENCE);
  expect(given).toBe(before + 1);
});

testImap('the doctor says whether there is a token, and whether it lets in', async ({ onTestFinished }) => {
  const { variables } = await mailboxWithToken(onTestFinished);
  expect(await doctorAbout(variables)).toMatchObject({ result: 'ok', said: 'the log-in works; 0 unread emails' });
  const other = variables.MAIL_BOUNCE_IMAP_URL.replace('bounces', 'other');
  expect(await doctorAbout({ ...variables, MAIL_BOUNCE_IMAP_URL: other })).toMatchObject({
    result: 'FAULT',
    todo: expect.stringMatching(/^correct the user in MAIL_BOUNCE_IMAP_URL, or the scope and rights of the token/),
  });
  refusal = 401;
  expect(await doctorAbout(variables)).toMatchObject({
    result: 'FAULT',
    said: expect.stringMatching(/^it cannot be read: no OAuth 2 token from 127.0.0.1:\d+: status 401 invalid_client$/),
    todo: expect.stringMatching(/^correct SMTP_OAUTH_TOKEN_URL/),
  });
});
