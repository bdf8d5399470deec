import { openSync } from 'node:fs';
import { expect, test, vi } from 'vitest';
import { openDemoPortal } from '../kit/admins.ts';
import { signUp } from '../kit/people.ts';
import { PATIENCE, prepareSite, startProcess } from '../kit/processes.ts';

test('with standard output on a full disk, server and worker go on', async ({ onTestFinished }) => {
  const site = await prepareSite('PostgreSQL', onTestFinished);
  const full = openSync('/dev/full', 'w');
  const processes = [
    startProcess('dist/server.js', site.environment, '.', full),
    startProcess('dist/worker.js', { ...site.environment, NODE_ENV: 'production' }, '.', full),
  ];
  onTestFinished(async () => void (await Promise.all(processes.map(({ kill }) => kill()))));
  const answers = async () => (await fetch(`${site.url}/healthz`).catch(() => null))?.ok;
  const isEnded = Promise.race(processes.map(({ ended, output }) => ended.then(() => output.join('\n'))));
  expect(await Promise.race([isEnded, vi.waitUntil(answers, PATIENCE)])).toBe(true);
  await openDemoPortal(site);
  expect(await signUp(site, 'ada@full.test')).toMatchObject({ __typename: 'SignUpSuccess' });
  expect(await Promise.race([isEnded, vi.waitUntil(() => site.inbox.mails.length === 1, PATIENCE)])).toBe(true);
  for (const { signal } of processes) signal('SIGTERM');
  for (const { ended } of processes) expect(await ended).toEqual({ code: 0, signal: null });
});

test('the stack of an unexpected error names the files and lines of our sources, in a built server too', async ({
  onTestFinished,
}) => {
  const site = await prepareSite('PostgreSQL', onTestFinished);
  const { output } = await site.startServer();
  await openDemoPortal(site);
  await site.sql('ALTER TABLE jobs RENAME TO jobs_away');
  await site.graphql('mutation { signUp(input: { portal: "demo", email: "ada@stack.test", fullName: "Ada" }) { __typename } }');
  const stack = await vi.waitUntil(
    () => output.map((line) => JSON.parse(line)).find(({ level }) => level >= 50)?.err.stack as string | undefined,
    PATIENCE,
  );
  expect(stack).toMatch(/ domain\/\S+\.ts:\d+:\d+|\(domain\/\S+\.ts:\d+:\d+\)/);
  expect(stack).toMatch(/ schema\/api\/watch-acts\.ts:\d+:\d+|\(schema\/api\/watch-acts\.ts:\d+:\d+\)/);
});
