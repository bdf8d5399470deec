import { execFile } from 'node:child_process';
import { test } from 'vitest';
import { prepareSite, startProcess } from '../kit/processes.ts';

/** What `node dist/doctor.js` prints with these arguments, and its code. */
const run = (args: string[], environment: Record<string, string>) =>
  new Promise<{ code: number; output: string }>((resolve) => {
    const options = { env: { PATH: process.env['PATH'], ...environment } };
    execFile(process.execPath, ['dist/doctor.js', ...args], options, (error, stdout, stderr) =>
      resolve({ code: Number(error?.code ?? 0), output: stdout + stderr }),
    );
  });

test('the command ends with 1 at a fault and with 0 at none, prints a line for each check, or JSON', async ({
  expect,
  onTestFinished,
}) => {
  const site = await prepareSite('PostgreSQL', onTestFinished);
  const environment = { ...site.environment, PUBLIC_URL: site.url };
  const sick = await run(['--json'], environment);
  expect(sick.code).toBe(1);
  const found: { check: string; result: string }[] = JSON.parse(sick.output);
  expect(found.find(({ check }) => check === 'database')).toEqual({
    check: 'database',
    result: 'ok',
    said: 'reached, and the log-in works',
  });

  await Promise.all([site.startServer(), site.startWorker()]);
  const sound = await run([], environment);
  const lines = sound.output.trim().split('\n');
  expect(lines.filter((line) => line.startsWith('FAULT'))).toEqual([]);
  expect(sound.code).toBe(0);
  expect(lines).toContain('ok       mail server: it greets, and takes the log-in; nothing was sent.');
  expect(lines.at(-1)).toMatch(/^0 faults, \d warnings, 39 checks\.$/);
  expect(sound.output).not.toContain(site.environment['SECRET_KEY']);
});

test('the command says how it is used, and names wrong variables', async ({ expect }) => {
  for (const args of [['--what'], ['--send', 'nobody'], ['--send']]) {
    expect(await run(args, {})).toEqual({ code: 1, output: expect.stringContaining('Usage, with the variables') });
  }
  const process = startProcess('dist/doctor.js');
  expect(await process.ended).toEqual({ code: 1, signal: null });
  expect(process.output.filter((line) => line.startsWith('FAULT'))).toHaveLength(4);
});
