import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { commit, version } from '../../version.ts';
import { prepareSite } from '../kit/processes.ts';

test('built processes and /healthz name the version, and the commit that they were built from', async ({ onTestFinished }) => {
  const site = await prepareSite('PostgreSQL', onTestFinished);
  const processes = await Promise.all([site.startServer(), site.startWorker()]);
  const started = processes.map(({ output }) => output.map((line) => JSON.parse(line)).find(({ msg }) => msg === 'started'));
  const built = started[0].commit;
  expect(execFileSync('git', ['cat-file', '-t', built], { encoding: 'utf8' })).toBe('commit\n');
  expect(started).toEqual(
    ['server', 'worker'].map((name) => expect.objectContaining({ name, version: packageJson.version, commit: built })),
  );
  expect(await (await fetch(`${site.url}/healthz`)).text()).toBe(`alive\nversion ${packageJson.version}\ncommit ${built}\n`);
});

test('sources that run as they are name the version and the commit that is checked out', () => {
  const head = execFileSync('git', ['rev-parse', 'HEAD'], { encoding: 'utf8' });
  expect([version, commit]).toEqual([packageJson.version, head.slice(0, 12)]);
});
