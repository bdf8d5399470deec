import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'vitest';
import { prepareSite, startProcess } from '../kit/processes.ts';

test('all processes and commands take their secrets from files', async ({ expect, onTestFinished }) => {
  const site = await prepareSite('PostgreSQL', onTestFinished);
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-files-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  for (const name of ['DATABASE_URL', 'SMTP_URL', 'SECRET_KEY']) {
    const path = join(folder, name);
    await writeFile(path, `${site.environment[name]}\n`);
    site.environment[`${name}_FILE`] = path;
    delete site.environment[name];
  }
  await Promise.all([site.startServer(), site.startWorker()]);
  expect((await fetch(`${site.url}/readyz`)).status).toBe(200);

  const commands = ['dist/migrate.js', 'dist/verify-audit-log.js'].map((file) => startProcess(file, site.environment));
  for (const command of commands) expect(await command.ended).toEqual({ code: 0, signal: null });
  expect(commands[0]?.output).toEqual(['The database is up to date.']);
});

test('a command names the file that cannot be read', async ({ expect }) => {
  for (const file of ['migrate', 'verify-audit-log', 'create-admin', 'reset-second-factor']) {
    const command = startProcess(`dist/${file}.js`, { DATABASE_URL_FILE: '/nowhere/url' });
    expect(await command.ended).toEqual({ code: 1, signal: null });
    expect(command.output).toEqual([
      'These variables are missing or wrong:',
      '  DATABASE_URL_FILE names a file that cannot be read (ENOENT)',
    ]);
  }
});
