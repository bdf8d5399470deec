import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { readConfig } from '../../config.ts';
import { present } from '../kit/present.ts';
import { startProcess } from '../kit/processes.ts';

const COMPLETE = {
  DATABASE_URL: 'postgresql://127.0.0.1:1/none',
  SMTP_URL: 'smtp://127.0.0.1:1',
  MAIL_FROM: 'no-reply@example.com',
  SECRET_KEY: randomBytes(32).toString('base64'),
};

test.each(['dist/server.js', 'dist/worker.js'])('%s names every variable that is missing or wrong, and ends', async (file) => {
  const process = startProcess(file, { SMTP_URL: 'mail.example.com', PORT: 'http', SESSION_TTL: 'a while', MAIL_FROM: '' });
  expect(await process.ended).toEqual({ code: 1, signal: null });
  expect(process.output).toEqual([
    'These variables are missing or wrong; `.env.example` describes each:',
    '  DATABASE_URL is not set',
    '  SMTP_URL must start with smtp:// or smtps://',
    '  PORT must be a port such as 4000, or an address and a port such as 127.0.0.1:4000 or [::1]:4000',
    '  SECRET_KEY is not set',
    '  MAIL_FROM is not set',
    '  SESSION_TTL must be a duration such as 24h, 90s, 1d12h, P30D or 3600 for seconds',
  ]);
});

test('dist/start.js names what is wrong, and takes what is not set for something to bring along', async () => {
  const process = startProcess('dist/start.js', { PORT: 'http' });
  expect(await process.ended).toEqual({ code: 1, signal: null });
  expect(process.output.slice(1)).toEqual([expect.stringMatching(/^ {2}PORT must be a port such as 4000/)]);
});

test('a typo is named: of a required variable where it is missed, and of another one in the log', async () => {
  const refused = startProcess('dist/server.js', { SECRET_KYE: 'x', DATABASE_URI_FILE: '/run/secrets/database' });
  expect(await refused.ended).toEqual({ code: 1, signal: null });
  expect(refused.output).toContain('  SECRET_KEY is not set: SECRET_KYE is, and is perhaps a typo of SECRET_KEY');
  expect(refused.output).toContain(
    '  DATABASE_URL is not set: DATABASE_URI_FILE is, and is perhaps a typo of DATABASE_URL_FILE',
  );

  const config = readConfig({
    ...COMPLETE,
    SESSON_TTL: '1h',
    SMTP_USER: 'us',
    DATABASE_USER: 'us',
    PGPORT: '1',
    LOG_LEVELS: 'warn',
  });
  expect(config.typos).toEqual([
    { given: 'SESSON_TTL', meant: 'SESSION_TTL' },
    { given: 'LOG_LEVELS', meant: 'LOG_LEVEL' },
  ]);
  const started = startProcess('dist/worker.js', { ...COMPLETE, SESSON_TTL: '1h' });
  await started.says('which may be a typo');
  expect(JSON.parse(present(started.output.find((line) => line.includes('typo'))))).toMatchObject({
    level: 40,
    variable: 'SESSON_TTL',
    meant: 'SESSION_TTL',
  });
  await started.kill();
});
