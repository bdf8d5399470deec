import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { InvalidEnvironment, readConfig } from '../../config.ts';
import { present } from '../kit/present.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

const good = {
  DATABASE_URL: 'postgresql://gatehouse:secret-word@db:5432/gatehouse',
  SMTP_URL: 'smtp://mail:25',
  SECRET_KEY: randomBytes(32).toString('base64'),
  MAIL_FROM: 'no-reply@gatehouse.test',
};

/** What is said about an environment; fails where nothing is. */
function complaint(environment: Record<string, string>): string {
  try {
    readConfig(environment);
  } catch (error) {
    if (error instanceof InvalidEnvironment) return error.message;
    throw error;
  }
  expect.fail('nothing was wrong with it');
}

test('four variables will do; the others have the values that the design names', () => {
  expect(readConfig(good)).toMatchObject({
    databaseUrl: good.DATABASE_URL,
    redisUrl: undefined,
    smtpUrls: [good.SMTP_URL],
    smtpOauth: undefined,
    port: 4000,
    logLevel: 'info',
    isDevelopment: true,
    settings: {
      publicUrl: 'http://localhost:4000',
      mailFrom: 'no-reply@gatehouse.test',
      verificationTtl: DAY,
      unverifiedReminder: 3 * DAY,
      unverifiedTtl: 14 * DAY,
      passwordTokenTtl: HOUR / 2,
      sessionTtl: 30 * DAY,
      sessionIdle: 7 * DAY,
      adminSessionTtl: 12 * HOUR,
      adminSessionIdle: HOUR,
      adminPasswordLogin: true,
      auditTtl: 400 * DAY,
    },
  });
});

test('durations, port, address and queue are what the environment says', () => {
  const config = readConfig({
    ...good,
    PORT: '8080',
    PUBLIC_URL: 'https://accounts.gatehouse.test/',
    REDIS_URL: 'rediss://cache:6379',
    VERIFICATION_TTL: '90s',
    SESSION_IDLE: '1d12h',
    ADMIN_SESSION_TTL: '1.5h',
    LOG_LEVEL: 'debug',
  });
  expect(config).toMatchObject({
    port: 8080,
    redisUrl: 'rediss://cache:6379',
    logLevel: 'debug',
    isDevelopment: false,
    settings: {
      publicUrl: 'https://accounts.gatehouse.test',
      verificationTtl: 90_000,
      sessionIdle: 36 * HOUR,
      adminSessionTtl: 1.5 * HOUR,
    },
  });
});

test('the reminder comes before the removal, or not at all', () => {
  expect(readConfig({ ...good, UNVERIFIED_REMINDER: '12h', UNVERIFIED_TTL: '1d' }).settings).toMatchObject({
    unverifiedReminder: DAY / 2,
    unverifiedTtl: DAY,
  });
  expect(readConfig({ ...good, UNVERIFIED_REMINDER: 'off', UNVERIFIED_TTL: '1h' }).settings).toMatchObject({
    unverifiedReminder: null,
    unverifiedTtl: HOUR,
  });
  const late = [{ UNVERIFIED_REMINDER: '14d' }, { UNVERIFIED_TTL: '3d' }, { UNVERIFIED_REMINDER: '2d', UNVERIFIED_TTL: '1d' }];
  for (const wrong of late) {
    expect(complaint({ ...good, ...wrong })).toMatch(/\n {2}UNVERIFIED_REMINDER must be shorter than UNVERIFIED_TTL, or off$/);
  }
});

test('a value that is not a duration is refused with a message, also where off is allowed', () => {
  expect(complaint({ ...good, UNVERIFIED_REMINDER: 'soon' })).toMatch(
    / {2}UNVERIFIED_REMINDER must be a duration such as 24h, 90s, 1d12h, P30D or 3600 for seconds$/,
  );
});

test('https and production close what is open in development', () => {
  expect(readConfig({ ...good, PUBLIC_URL: 'https://accounts.gatehouse.test' }).isDevelopment).toBe(false);
  expect(readConfig({ ...good, NODE_ENV: 'production' }).isDevelopment).toBe(false);
  expect(readConfig({ ...good, PUBLIC_URL: 'http://gatehouse.test' }).isDevelopment).toBe(true);
});

test('one message lists all that is missing and wrong', () => {
  const said = complaint({
    DATABASE_URL: 'mysql://db',
    SECRET_KEY: 'c2hvcnQ=',
    PORT: '70000',
    PUBLIC_URL: 'https://gatehouse.test/accounts',
    VERIFICATION_TTL: 'a while',
    SESSION_TTL: '0',
    LOG_LEVEL: 'loud',
    MAIL_FROM: 'Gatehouse <no-reply>',
  });
  for (const name of [
    'DATABASE_URL',
    'SMTP_URL is not set',
    'SECRET_KEY',
    'PORT',
    'PUBLIC_URL',
    'VERIFICATION_TTL',
    'SESSION_TTL',
    'LOG_LEVEL',
    'MAIL_FROM',
  ]) {
    expect(said).toContain(`  ${name}`);
  }
  expect(said).toContain('.env.example');
  expect(complaint({})).toMatch(
    /DATABASE_URL is not set\n {2}SMTP_URL is not set\n {2}SECRET_KEY is not set\n {2}MAIL_FROM is not set$/,
  );
});

test.each([
  ['DATABASE_URL', ['', 'db', 'http://db', 'postgres']],
  ['SMTP_URL', ['mail:25', 'http://mail', 'not a url']],
  ['REDIS_URL', ['cache:6379', 'http://cache']],
  ['PORT', ['x', '-1', '65536', '4.5', 'NaN']],
  ['PUBLIC_URL', ['gatehouse.test', 'ftp://gatehouse.test', 'javascript:alert(1)', 'https://gatehouse.test/x']],
  ['SECRET_KEY', ['', 'x', randomBytes(31).toString('base64')]],
  ['SECRET_KEY_PREVIOUS', ['x', randomBytes(31).toString('base64')]],
  ['MAIL_FROM', ['', 'nobody', 'a@x.test, b@x.test', 'a@x.test\nBcc: b@x.test']],
  ['UNVERIFIED_REMINDER', ['0', 'never', '-1d', '500ms', '10000y']],
  ['UNVERIFIED_TTL', ['0', 'off', 'a while']],
  ['SESSION_TTL', ['0', '-1h', 'h', '1 fortnight', '1h; 2h', 'NaN', 'Infinity']],
])('a %s that cannot be one is refused', (name, values) => {
  for (const value of values)
    expect([value, complaint({ ...good, [name]: value })]).toEqual([value, expect.stringContaining(`  ${name} `)]);
});

test('an empty variable, as compose files like to pass, counts as none', () => {
  expect(readConfig({ ...good, REDIS_URL: '', PORT: '', PUBLIC_URL: '', LOG_LEVEL: '' })).toEqual(readConfig(good));
});

test('a message never holds a secret', () => {
  const said = complaint({
    ...good,
    SECRET_KEY: 'dG9vIHNob3J0IGJ1dCBzZWNyZXQ=',
    SMTP_URL: 'smpt://user:secret-word@mail',
    PORT: 'x',
  });
  expect(said).not.toMatch(/secret-word|dG9vIHNo/);
});

test('links outlive a rotation of the key: the previous one is read too', () => {
  const previous = randomBytes(32).toString('base64');
  const [old] = readConfig({ ...good, SECRET_KEY: previous }).keys.mailedTokens;
  const { mailedTokens } = readConfig({ ...good, SECRET_KEY_PREVIOUS: previous }).keys;
  expect(mailedTokens).toHaveLength(2);
  expect(mailedTokens[1]?.equals(old)).toBe(true);
  expect(mailedTokens[0].equals(old)).toBe(false);
});

test('.env.example describes every variable', async () => {
  const example = await readFile('.env.example', 'utf8');
  const source = await readFile('config.ts', 'utf8');
  const variables = new Set([...source.matchAll(/^ {2}([A-Z][A-Z_]+): /gm)].map(([, name]) => present(name)));
  variables.delete('NODE_ENV');
  expect(variables.size).toBeGreaterThan(12);
  for (const name of variables) expect(example).toMatch(new RegExp(`^#? ?${name}=`, 'm'));
});
