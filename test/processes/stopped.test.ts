import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { test, vi } from 'vitest';
import { LONGEST_STOP_MS, SAME_SIGNAL_MS } from '../../run-until-stopped.ts';
import { openDemoPortal } from '../kit/admins.ts';
import { whileHeld } from '../kit/database.ts';
import { signUp } from '../kit/people.ts';
import { present } from '../kit/present.ts';
import { PATIENCE, type Process, prepareSite, startProcess } from '../kit/processes.ts';
import { type OnTestFinished, queues } from '../kit/redis.ts';
import { subscribe } from '../kit/streams.ts';

test.concurrent.for(queues)(
  'R65: queue on %s: a worker told to stop finishes the mail that it sends, a server the answer that it owes; both end well, told once or twice',
  async (queue, { expect, onTestFinished }) => {
    const site = await prepareSite(queue, onTestFinished);
    const [server, worker] = await Promise.all([site.startServer(), site.startWorker()]);
    await openDemoPortal(site);
    site.inbox.behaviour.meanwhile = async () => {
      for (const signal of ['SIGTERM', 'SIGINT'] as const) worker.signal(signal);
      await worker.says('"stopping"');
    };
    await signUp(site, 'ada@example.test');
    expect(await worker.ended).toEqual({ code: 0, signal: null });
    expect(await site.sql('SELECT status, attempt FROM jobs')).toEqual([{ status: 'DONE', attempt: 1 }]);
    expect(site.inbox.mails).toHaveLength(1);

    const answer = await whileHeld(
      site.databaseUrl,
      'LOCK TABLE jobs IN ACCESS EXCLUSIVE MODE',
      () => signUp(site, 'grace@example.test'),
      async () => {
        for (const signal of ['SIGTERM', 'SIGINT'] as const) server.signal(signal);
        await server.says('"stopping"');
        await expect(fetch(`${site.url}/healthz`)).rejects.toThrow('fetch failed');
      },
    );
    expect(answer).toEqual({
      __typename: 'SignUpSuccess',
      email: 'grace@example.test',
      codeSecret: expect.stringMatching(/^[\w-]{43}$/),
    });
    expect(await server.ended).toEqual({ code: 0, signal: null });
  },
);

test.concurrent.for([
  { whose: 'a client that hung up', hangsUp: true, made: ['demo', 'first', 'second'] },
  { whose: 'a client that got TIMEOUT', hangsUp: false, made: ['demo', 'second'] },
])(
  'a server told to stop ends what it does for $whose before it closes its connections',
  async ({ hangsUp, made }, { expect, onTestFinished }) => {
    const site = await prepareSite('PostgreSQL', onTestFinished);
    const server = await site.startServer();
    const token = await openDemoPortal(site);
    const create = (slug: string) =>
      `${slug}: createPortal(input: { slug: "${slug}", name: "${slug}", contactEmail: "help@example.test" }) { __typename }`;
    const hangingUp = new AbortController();
    let asking: Promise<string> | undefined;
    const twoActs = () =>
      (asking = fetch(`${site.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
        body: JSON.stringify({ query: `mutation { ${create('first')} ${create('second')} }` }),
        signal: hangingUp.signal,
      }).then((answer) => answer.text(), String));
    const answer = await whileHeld(site.databaseUrl, 'LOCK TABLE portals IN EXCLUSIVE MODE', twoActs, async () => {
      if (hangsUp) hangingUp.abort();
      else await asking;
      server.signal('SIGTERM');
      await server.says('"stopping"');
      await expect(fetch(`${site.url}/healthz`)).rejects.toThrow('fetch failed');
    });
    expect(answer).toContain(hangsUp ? 'AbortError' : '"TIMEOUT"');
    expect(await server.ended).toEqual({ code: 0, signal: null });
    expect(server.output.filter((line) => line.includes('after calling end'))).toEqual([]);
    const portals = await site.sql<{ slug: string }>('SELECT slug FROM portals ORDER BY slug');
    expect(portals.map(({ slug }) => slug)).toEqual(made);
  },
);

test.concurrent.for(queues)(
  'R65: queue on %s: a worker told to stop takes no other job; the next one sends what waited, and nothing twice',
  async (queue, { expect, onTestFinished }) => {
    const site = await prepareSite(queue, onTestFinished);
    await site.startServer();
    await openDemoPortal(site);
    const people = Array.from({ length: 40 }, (_, index) => `person-${index}@example.test`);
    for (const email of people) await signUp(site, email);
    const worker = await site.startWorker();
    let isTold = false;
    site.inbox.behaviour.meanwhile = async () => {
      // Of several mails at once, the first.
      if (!isTold) worker.signal('SIGTERM');
      isTold = true;
      await worker.says('"stopping"');
    };
    expect(await worker.ended).toEqual({ code: 0, signal: null });
    const sent = site.inbox.mails.length;
    expect(sent).toBeLessThan(people.length);
    expect(await site.sql('SELECT FROM jobs WHERE attempt > 0')).toHaveLength(sent);

    site.inbox.behaviour.meanwhile = undefined;
    await site.startWorker();
    const recipients = () => site.inbox.mails.flatMap((mail) => mail.recipients);
    await vi.waitFor(() => expect(recipients().toSorted()).toEqual(people.toSorted()), PATIENCE);
  },
);

test('R68: a promise that nobody waited for ends no process', async ({ expect, onTestFinished }) => {
  const process = await startLife(
    `void Promise.reject(new Error('a bug'));
    const life = setInterval(() => undefined, 1_000);
    return async () => clearInterval(life);`,
    onTestFinished,
  );
  await process.says('unhandled rejection');
  await process.says('"started"');
  process.signal('SIGTERM');
  expect(await process.ended).toEqual({ code: 0, signal: null });
});

test('an exception that nobody caught ends a process with one line, which quotes no address', async ({
  expect,
  onTestFinished,
}) => {
  const life = await startLife(
    `setTimeout(() => { throw new Error('a bug about ada@example.test'); });
    return async () => undefined;`,
    onTestFinished,
  );
  expect(await life.ended).toEqual({ code: 1, signal: null });
  const last = JSON.parse(present(life.output.at(-1)));
  expect(last).toMatchObject({ level: 60, msg: 'uncaught exception', err: { message: 'a bug about <address>' } });
  expect(life.output.filter((line) => line.includes('a bug'))).toHaveLength(1);
});

/** A program that lives as ours do, in a folder of its own. */
async function startLife(body: string, onTestFinished: OnTestFinished): Promise<Process> {
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-life-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
  await writeFile(
    join(folder, 'life.ts'),
    `import { runUntilStopped } from ${JSON.stringify(resolve('run-until-stopped.ts'))};
    await runUntilStopped('server', async () => { ${body} });`,
  );
  return startProcess(join(folder, 'life.ts'), {
    DATABASE_URL: 'postgresql://nobody@localhost:1/none',
    SMTP_URL: 'smtp://localhost:1',
    SECRET_KEY: randomBytes(32).toString('base64'),
    MAIL_FROM: 'no-reply@gatehouse.test',
  });
}

/** The time of the line with this message, in milliseconds. */
const timeOf = ({ output }: Process, message: string): number =>
  Date.parse(JSON.parse(present(output.find((line) => line.includes(`"msg":"${message}`)))).time);

test('a second signal ends a process at once, but not the one that npm passes on in the same moment', async ({
  expect,
  onTestFinished,
}) => {
  const life = await startLife(
    'const life = setInterval(() => undefined, 1_000); return () => new Promise(() => undefined);',
    onTestFinished,
  );
  await life.says('"started"');
  let hasEnded = false;
  void life.ended.then(() => (hasEnded = true));
  for (; !hasEnded; await setTimeout(50)) life.signal('SIGINT');
  expect(await life.ended).toEqual({ code: 1, signal: null });
  expect(life.output.filter((line) => line.includes('"stopping"'))).toHaveLength(1);
  const waited = timeOf(life, 'ended at once, by a second signal') - timeOf(life, 'stopping');
  expect(waited).toBeGreaterThanOrEqual(SAME_SIGNAL_MS - 1);
  expect(waited).toBeLessThan(LONGEST_STOP_MS);
});

test('R65: a server told to stop is not ready at once, serves on for STOP_DELAY, then ends well', async ({
  expect,
  onTestFinished,
}) => {
  const site = await prepareSite('PostgreSQL', onTestFinished);
  site.environment['STOP_DELAY'] = '15s';
  const patient = await site.startServer();
  await openDemoPortal(site);
  expect((await fetch(`${site.url}/readyz`)).status).toBe(200);
  patient.signal('SIGTERM');
  await patient.says('"stopping"');
  const readiness = await fetch(`${site.url}/readyz`);
  expect([readiness.status, await readiness.text()]).toEqual([503, 'not ready: stopping\n']);
  expect(readiness.headers.get('connection')).toBe('close');
  expect((await fetch(`${site.url}/healthz`)).status).toBe(200);
  expect(await signUp(site, 'late@example.test')).toMatchObject({ __typename: 'SignUpSuccess' });
  await patient.kill();

  site.environment['STOP_DELAY'] = '1s';
  const server = await site.startServer();
  server.signal('SIGTERM');
  expect(await server.ended).toEqual({ code: 0, signal: null });
  expect(timeOf(server, 'stopped') - timeOf(server, 'stopping')).toBeGreaterThanOrEqual(999);
  await expect(fetch(`${site.url}/healthz`)).rejects.toThrow('fetch failed');
});

test('a server told to stop ends its subscriptions', async ({ expect, onTestFinished }) => {
  const site = await prepareSite('PostgreSQL', onTestFinished);
  const server = await site.startServer();
  const token = await openDemoPortal(site);
  const stream = await subscribe(site, 'subscription { requestsChanged { counts { waiting } } }', {}, { token });
  expect(await stream.next()).toEqual({ data: { requestsChanged: { counts: { waiting: 0 } } } });
  server.signal('SIGTERM');
  expect(await stream.next()).toBeUndefined();
  expect(await server.ended).toEqual({ code: 0, signal: null });
});
