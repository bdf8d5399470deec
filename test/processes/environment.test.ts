import { expect, test } from 'vitest';
import { startProcess } from '../kit/processes.ts';

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
