import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, expect, test, vi } from 'vitest';
import { openDemoPortal } from '../kit/admins.ts';
import { type SentSpan, startCollector } from '../kit/collector.ts';
import { startInstallation } from '../kit/installation.ts';
import { succeed } from '../kit/mutate.ts';
import { logIn, PASSWORD, setPassword, signUp, tokenIn, verifyEmail } from '../kit/people.ts';
import { present } from '../kit/present.ts';
import { PATIENCE, prepareSite } from '../kit/processes.ts';

const EMAIL = 'ada.lovelace@traced.test';
const NAME = 'Augusta Lovelace';

const collector = await startCollector();
afterAll(collector.stop);
const gatehouse = await startInstallation({ OTEL_EXPORTER_OTLP_ENDPOINT: collector.url });
await openDemoPortal(gatehouse);

const named = (spans: SentSpan[], name: string): SentSpan =>
  present(
    spans.find((span) => span.name === name),
    `a span ${name}`,
  );
const parentOf = (spans: SentSpan[], { parentId }: SentSpan) => spans.find(({ spanId }) => spanId === parentId)?.name;

test('a trace joins a request with its statements, the job that a worker does after a crash and a retry, and the email', async () => {
  await signUp(gatehouse, EMAIL, { fullName: NAME });
  // What a worker leaves that dies with the job in hand, when its lease has ended.
  await gatehouse.sql("UPDATE jobs SET status = 'RUNNING', attempt = 1, due_at = now()");
  gatehouse.inbox.behaviour.refuseMail = { code: 451, message: 'try again later' };
  const stop = await gatehouse.startWorker();
  const retried = "SELECT 1 FROM jobs WHERE status = 'QUEUED' AND attempt = 2";
  await vi.waitUntil(async () => (await gatehouse.sql(retried)).length === 1, PATIENCE);
  delete gatehouse.inbox.behaviour.refuseMail;
  await gatehouse.sql("UPDATE jobs SET due_at = now() WHERE status = 'QUEUED'");
  await gatehouse.inbox.waitFor(EMAIL);
  await stop();
  await collector.waitFor(({ name, parentId }) => name === 'signUp' && parentId === '');

  const { traceId } = present(collector.spans.find(({ name, parentId }) => name === 'signUp' && parentId === ''));
  const trace = collector.spans.filter((span) => span.traceId === traceId);
  const request = present(trace.find(({ parentId }) => parentId === ''));
  expect(request).toMatchObject({
    service: 'gatehouse-server',
    name: 'signUp',
    attributes: { 'http.request.method': 'POST', 'http.route': '/graphql', 'http.response.status_code': 200 },
  });
  const act = present(trace.find(({ parentId }) => parentId === request.spanId && parentId !== ''));
  expect(act).toMatchObject({ name: 'signUp', attributes: { 'graphql.operation.type': 'mutation' } });
  const insert = named(trace, 'INSERT jobs');
  expect([insert.parentId, insert.attributes['db.system.name']]).toEqual([act.spanId, 'postgresql']);
  expect(insert.attributes['db.query.text']).toMatch(/^INSERT INTO jobs \(id, .+\) VALUES \(\$1::uuid/);
  expect(parentOf(trace, named(trace, 'ring MAILS'))).toBe('signUp');

  const attempts = trace.filter(({ service, parentId }) => service === 'gatehouse-worker' && parentId === act.spanId);
  const told = attempts.map(({ name, attributes }) => [
    name,
    attributes['gatehouse.job.attempt'],
    attributes['gatehouse.job.result'],
  ]);
  expect(told).toEqual([
    ['answerStranger', 2, 'retried'],
    ['sendVerificationEmail', 3, 'done'],
  ]);
  const sendings = trace.filter(({ name }) => name === 'send email');
  expect(sendings.map(({ parentId, isFailed, attributes }) => [parentId, isFailed, attributes['error.type']])).toEqual([
    [attempts[0]?.spanId, true, '451'],
    [attempts[1]?.spanId, false, undefined],
  ]);
  expect(sendings[0]?.attributes).toMatchObject({ 'messaging.system': 'smtp', 'server.address': expect.any(String) });
  const line = gatehouse.logs.map((text) => JSON.parse(text)).find(({ act }) => act === 'signUp');
  expect(line).toMatchObject({ trace_id: traceId });
});

test('no trace holds an address, a name, a password, a token or what else somebody sent', async () => {
  const email = 'grace.hopper@traced.test';
  const stop = await gatehouse.startWorker();
  await signUp(gatehouse, email, { fullName: 'Grace Brewster' });
  const [mail] = await gatehouse.inbox.waitFor(email);
  const link = tokenIn(mail);
  await fetch(`${gatehouse.url}/p/demo/verify-email?token=${link}`);
  const { passwordToken } = await succeed(verifyEmail(gatehouse, link), 'passwordToken');
  await setPassword(gatehouse, passwordToken);
  await logIn(gatehouse, email);
  await gatehouse.graphql(`query { link(token: "${link}") { __typename } }`);
  await stop();
  await collector.waitFor(({ name }) => name === 'link');
  const all = collector.bodies.join('\n');
  expect(collector.spans.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['signUp', 'send email', 'verifyEmail', 'hash password', 'evaluateApproval']),
  );
  const secrets = [email, 'hopper', 'Brewster', PASSWORD, link, passwordToken, '@traced', 'gatehouse:gatehouse', '?token'];
  expect(secrets.filter((secret) => all.includes(secret))).toEqual([]);
});

test('a stranger cannot say which trace a request belongs to, unless the operator lets clients do so', async () => {
  const foreign = 'aaaabbbbccccddddeeeeffff00001111';
  const ask = (url: string) => fetch(`${url}/healthz`, { headers: { traceparent: `00-${foreign}-1111222233334444-01` } });
  await ask(gatehouse.url);
  const [pointing] = await collector.waitFor(({ linkedTo }) => linkedTo.length > 0);
  expect(pointing).toMatchObject({ name: 'GET /healthz', parentId: '', linkedTo: [foreign] });
  expect(pointing?.traceId).not.toBe(foreign);

  const unkept = await startInstallation({ OTEL_TRACES_SAMPLER_ARG: '0' }, gatehouse);
  await ask(unkept.url);
  const trusting = await startInstallation({ OTEL_TRACES_SAMPLER_ARG: '0', OTEL_TRUST_TRACEPARENT: 'on' }, gatehouse);
  await ask(trusting.url);
  const going = await collector.waitFor(({ traceId }) => traceId === foreign);
  expect(going).toMatchObject([{ name: 'GET /healthz', parentId: '1111222233334444' }]);
  expect(collector.spans.filter(({ linkedTo }) => linkedTo.length > 0)).toHaveLength(1);
});

test('a collector that is away costs a line in the log a minute, and no more', async () => {
  collector.answer(400);
  expect(await signUp(gatehouse, 'alan@traced.test')).toMatchObject({ __typename: 'SignUpSuccess' });
  const lines = () => gatehouse.logs.filter((line) => line.includes('traces are lost'));
  await vi.waitUntil(() => lines().length > 0, PATIENCE);
  expect(await signUp(gatehouse, 'alan@traced.test')).toMatchObject({ __typename: 'SignUpSuccess' });
  expect(lines()).toHaveLength(1);
});

test('while traces are off, their libraries are not loaded, and jobs have no trace', async ({ onTestFinished }) => {
  const files = await readdir('dist');
  const texts = new Map<string, string>();
  for (const file of files.filter((name) => name.endsWith('.js'))) texts.set(file, await readFile(join('dist', file), 'utf8'));
  const loadedAtOnce = (file: string, seen = new Set<string>()): Set<string> => {
    if (seen.has(file)) return seen;
    seen.add(file);
    // Calls of `import()` are not followed.
    for (const [, name = ''] of (texts.get(file) ?? '').matchAll(/(?:from|import)"\.\/([\w-]+\.js)"/g))
      loadedAtOnce(name, seen);
    return seen;
  };
  const hasLibrary = (file: string) => /BatchSpanProcessor|OTEL_EXPORTER_OTLP_HEADERS/.test(texts.get(file) ?? '');
  for (const program of ['server.js', 'worker.js']) {
    const start = [...(texts.get(program)?.matchAll(/import\("\.\/([\w-]+\.js)"\)/g) ?? [])].map(([, name = '']) => name);
    const loaded = [program, ...start].flatMap((file) => [...loadedAtOnce(file)]);
    expect(loaded.length).toBeGreaterThan(2);
    expect(loaded.filter(hasLibrary)).toEqual([]);
  }
  expect([...texts.keys()].filter(hasLibrary).length).toBeGreaterThan(0);

  const site = await prepareSite('PostgreSQL', onTestFinished);
  await site.startServer();
  await openDemoPortal(site);
  await signUp(site, EMAIL);
  expect(await site.sql('SELECT trace FROM jobs')).toEqual([{ trace: null }]);
});
