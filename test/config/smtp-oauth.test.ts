import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { readConfig } from '../../config.ts';

const good = {
  DATABASE_URL: 'postgresql://db/gatehouse',
  SMTP_URL: 'smtp://no-reply%40acme.test@mail:587, smtps://user:password@other',
  SECRET_KEY: randomBytes(32).toString('base64'),
  MAIL_FROM: 'no-reply@acme.test',
  SMTP_OAUTH_TOKEN_URL: 'https://login.test/token',
  SMTP_OAUTH_CLIENT_ID: 'gatehouse',
  SMTP_OAUTH_CLIENT_SECRET: 'secret-word',
};

test('a mail server whose URL has no password needs STARTTLS before it gets a token', () => {
  const { smtpUrls, smtpOauth } = readConfig(good);
  expect(smtpUrls).toEqual(['smtp://no-reply%40acme.test@mail:587?requireTLS=true', 'smtps://user:password@other']);
  expect(smtpOauth).toEqual({ tokenUrl: 'https://login.test/token', clientId: 'gatehouse', clientSecret: 'secret-word' });
  expect(readConfig({ ...good, SMTP_OAUTH_REFRESH_TOKEN: 'r', SMTP_OAUTH_SCOPE: 's' }).smtpOauth).toMatchObject({
    refreshToken: 'r',
    scope: 's',
  });
});

const NO_OAUTH = { SMTP_OAUTH_TOKEN_URL: '', SMTP_OAUTH_CLIENT_ID: '', SMTP_OAUTH_CLIENT_SECRET: '' };

test.each(['127.example.com', 'localhost.example.com'])('%s is not this machine', (host) => {
  const { mailbox, smtpUrls } = readConfig({
    ...good,
    SMTP_URL: `smtp://user@${host}`,
    MAIL_BOUNCE_IMAP_URL: `imap://b:word@${host}/50%`,
  });
  expect(mailbox).toMatchObject({ host, needsStartTls: true, folder: '50%' });
  expect(smtpUrls).toEqual([`smtp://user@${host}?requireTLS=true`]);
  const http = { ...good, SMTP_OAUTH_TOKEN_URL: `http://${host}/token` };
  expect(() => readConfig(http)).toThrow('SMTP_OAUTH_TOKEN_URL must start with https://');
});

test.each(['127.0.0.1', 'localhost', '[::1]'])('%s is this machine', (host) => {
  const { mailbox, smtpUrls } = readConfig({
    ...good,
    SMTP_URL: `smtp://user@${host}:25`,
    MAIL_BOUNCE_IMAP_URL: `imap://b:word@${host}:143`,
  });
  expect(mailbox).toMatchObject({ port: 143, needsStartTls: false });
  expect(smtpUrls).toEqual([`smtp://user@${host}:25`]);
});

test('tokens can be for the mailbox of reports alone', () => {
  const others = { SMTP_URL: 'smtps://user:password@mail', MAIL_BOUNCE_IMAP_URL: 'imaps://bounces%40acme.test@mail/Reports' };
  const { mailbox, smtpOauth } = readConfig({ ...good, ...others });
  expect(smtpOauth).toMatchObject({ clientId: 'gatehouse' });
  expect(mailbox).toMatchObject({ user: 'bounces@acme.test', password: '', folder: 'Reports' });
});

test.each<[Record<string, string>, string]>([
  [{ SMTP_OAUTH_TOKEN_URL: '' }, 'SMTP_OAUTH_TOKEN_URL is not set, but SMTP_OAUTH_CLIENT_ID is: set both, or none'],
  [{ SMTP_OAUTH_TOKEN_URL: 'login' }, 'SMTP_OAUTH_TOKEN_URL is not a valid URL'],
  [{ SMTP_OAUTH_TOKEN_URL: 'http://login.test/token' }, 'SMTP_OAUTH_TOKEN_URL must start with https://'],
  [{ SMTP_OAUTH_TOKEN_URL: 'https://a:b@login.test' }, 'SMTP_OAUTH_TOKEN_URL must not have a user name'],
  [{ SMTP_OAUTH_CLIENT_ID: '' }, 'SMTP_OAUTH_CLIENT_ID is not set, but SMTP_OAUTH_TOKEN_URL is'],
  [{ SMTP_OAUTH_CLIENT_SECRET: '' }, 'SMTP_OAUTH_CLIENT_SECRET is not set: set it, or SMTP_OAUTH_REFRESH_TOKEN, or both'],
  [
    { ...NO_OAUTH, MAIL_BOUNCE_IMAP_URL: 'imaps://bounces@mail' },
    'MAIL_BOUNCE_IMAP_URL must have a password, or set SMTP_OAUTH_TOKEN_URL',
  ],
  [{ ...NO_OAUTH, MAIL_BOUNCE_IMAP_URL: 'imaps://:word@mail' }, 'MAIL_BOUNCE_IMAP_URL must have a user name'],
  [
    { SMTP_URL: 'smtps://user:password@mail', MAIL_BOUNCE_IMAP_URL: 'imaps://bounces:word@mail' },
    'SMTP_URL must have a user and no password where OAuth 2 is used, such as smtp://user@host:587',
  ],
])('%j is refused', (others, reason) => {
  expect(() => readConfig({ ...good, ...others })).toThrow(`  ${reason}`);
});
