import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer as createHttpServer } from 'node:http';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { Client, Pool } from 'pg';
import { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { examine } from '../../commands/doctor/examine.ts';
import { runCheck, type Told } from '../../commands/doctor/run-checks.ts';
import { startPostgres } from '../../dev/postgres.ts';
import { openPool } from '../../prisma/open-pool.ts';
import { cloneDatabase, query } from '../kit/database.ts';
import { poolModes, startPgbouncer } from '../kit/pgbouncer.ts';
import { portOf } from '../kit/port-of.ts';
import { present } from '../kit/present.ts';
import { hasRedis, startRedis } from '../kit/redis.ts';
import { type Inbox, startInbox } from '../kit/smtp.ts';

const key = () => randomBytes(32).toString('base64');

let inbox: Inbox;
let environment: Record<string, string>;
let operator: Pool;
beforeAll(async () => {
  inbox = await startInbox();
  const databaseUrl = await cloneDatabase();
  operator = new Pool({ connectionString: databaseUrl, max: 2 });
  environment = {
    DATABASE_URL: databaseUrl,
    SMTP_URL: inbox.url,
    SECRET_KEY: key(),
    MAIL_FROM: 'no-reply@localhost',
    PUBLIC_URL: 'http://127.0.0.1:9',
  };
});
afterAll(async () => {
  await operator.end();
  await inbox.stop();
});

/** What the checks with these names say of an installation that differs in these variables. */
async function found(others: Record<string, string>, ...names: string[]): Promise<Told[]> {
  const all = await examine({ ...environment, ...others }, undefined, () => undefined);
  expect(all.filter(({ said, todo }) => /secret-word|postgresql:\/\/|redis:\/\//.test(`${said} ${todo}`))).toEqual([]);
  return names.map((name) => present(all.find(({ check }) => check === name)));
}

const job = (columns: string, values: string) =>
  operator.query(`INSERT INTO jobs (id, queue, payload, ${columns}) VALUES (gen_random_uuid(), 'MAILS', '{}', ${values})`);

test('a sound database, and a queue in it, are ok; what is missing beside it is told', async () => {
  const worker = openPool(present(environment['DATABASE_URL']), { name: 'worker', max: 1 });
  await worker.query('SELECT 1');
  const all = await examine(environment, undefined, () => undefined);
  await worker.end();
  const by = (result: string) => all.filter((told) => told.result === result).map(({ check }) => check);
  expect(by('ok')).toEqual([
    'Node',
    'environment',
    'database',
    'database version',
    'migrations',
    'primary',
    'pooler',
    'clock',
    'writes',
    'search index',
    'connections',
    'locks',
    'slow statements',
    'idle transactions',
    'dead rows',
    'worker',
    'due jobs',
    'running jobs',
    'retries',
    'failed jobs',
    'kinds of jobs',
    'SECRET_KEY',
    'identity providers',
    'audit log',
    'queue',
    'mail server',
  ]);
  // The PostgreSQL of the tests does not flush, and nobody answers at the address.
  expect(by('FAULT')).toEqual(['answer at PUBLIC_URL']);
  expect(by('warning').filter((name) => name !== 'sender domain')).toEqual([
    'public address',
    'sender',
    'secrets',
    'durability',
  ]);
});

test('wrong variables are all told, and nothing else is looked at', async () => {
  const all = await examine({ ...environment, SMTP_URL: 'mail', PORT: 'http', SECRET_KEY: '' }, undefined, () => undefined);
  expect(all.map(({ check, result }) => [check, result])).toEqual([
    ['Node', 'ok'],
    ['environment', 'FAULT'],
    ['environment', 'FAULT'],
    ['environment', 'FAULT'],
  ]);
  expect(all.map(({ said }) => said.split(' ')[0]).slice(1)).toEqual(['SMTP_URL', 'PORT', 'SECRET_KEY']);
});

test.each([
  ['nobody there', () => 'postgresql://gatehouse:secret-word@127.0.0.1:9/gatehouse', 'connection refused'],
  ['no such host', () => 'postgresql://gatehouse:secret-word@nowhere.invalid/gatehouse', 'host'],
  ['a wrong password', (url: string) => url.replace(/:[^:@]+@/, ':secret-word@'), 'password authentication failed'],
  ['no such database', (url: string) => `${url}_gone`, 'there is no database of this name'],
  ['no TLS', (url: string) => `${url}?sslmode=verify-full`, 'it has no TLS'],
] as const)('database: %s: it says which step failed, and goes on', async (_, changed, reason) => {
  const changedUrl = changed(present(environment['DATABASE_URL']));
  const [database, others, mail] = await found(
    { DATABASE_URL: changedUrl },
    'database',
    'checks of the database',
    'mail server',
  );
  expect(database).toMatchObject({ result: 'FAULT', said: expect.stringContaining(reason) });
  expect(database?.todo).toContain('');
  expect(others?.result).toBe('skipped');
  expect(mail?.result).toBe('ok');
});

test('a full PostgreSQL: it says so, also if it cannot connect itself', async ({ onTestFinished }) => {
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-full-'));
  const postgres = await startPostgres(join(folder, 'data'), ['fsync=off', 'max_connections=20', 'max_wal_senders=0']);
  const hogs: Client[] = [];
  onTestFinished(async () => {
    await Promise.allSettled(hogs.map((hog) => hog.end()));
    await postgres.stop();
    await rm(folder, { recursive: true });
  });
  // For its superusers PostgreSQL keeps three.
  await query(postgres.url, "CREATE ROLE app LOGIN PASSWORD 'secret-word'");
  const url = Object.assign(new URL(postgres.url), { username: 'app', password: 'secret-word' }).href;
  const hold = async () => {
    const hog = new Client({ connectionString: url, application_name: 'hog' });
    hogs.push(hog);
    await hog.connect();
  };
  while (hogs.length < 15) await hold();
  const [connections] = await found({ DATABASE_URL: url }, 'connections');
  expect(connections).toMatchObject({ result: 'FAULT', said: '16 of 17 are used: 15 hog (idle), 1 gatehouse doctor (active)' });
  const end =
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE coalesce(nullif(application_name, ''), usename) = 'hog' AND";
  expect(connections?.todo).toContain(end);
  while (hogs.length < 17) await hold();
  const full = { result: 'FAULT', said: 'database unreachable: it has too many connections' };
  const [database, after] = await found({ DATABASE_URL: url }, 'database', 'checks of the database');
  expect(database).toMatchObject(full);
  expect(database?.todo).toContain('GatehouseConnectionsUsedUp');
  expect(after?.result).toBe('skipped');
  const waiting = found({ DATABASE_URL: url }, 'database', 'connections');
  await setTimeout(500);
  await hogs.pop()?.end();
  const [reached, holders] = await waiting;
  expect(reached).toMatchObject(full);
  expect(holders).toMatchObject({ result: 'FAULT', said: expect.stringContaining('16 hog (idle)') });
});

test('migrations: pending, ahead, unfinished', async () => {
  const databaseUrl = await cloneDatabase();
  const change = (sql: string) => query(databaseUrl, sql);
  const insert = (name: string, finished: string) =>
    change(
      `INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count) VALUES ('${name}', 'x', '${name}', ${finished}, 1)`,
    );
  const look = async () => (await found({ DATABASE_URL: databaseUrl }, 'migrations'))[0];
  await insert('29990101000000_newer', 'now()');
  expect(await look()).toMatchObject({ result: 'warning', said: 'the database has 1 migration of a newer version' });
  await change("DELETE FROM _prisma_migrations WHERE migration_name ~ '_statistics$'");
  expect(await look()).toMatchObject({
    result: 'FAULT',
    said: expect.stringMatching(/^1 migration not applied, the first is \d+_statistics$/),
  });
  await insert('29990101000001_broken', 'NULL');
  expect(await look()).toMatchObject({ result: 'FAULT', said: '29990101000001_broken was begun and not finished' });
});

test('a database that takes no writes, and one without the search index', async () => {
  const databaseUrl = await cloneDatabase();
  const name = databaseUrl.split('/').at(-1);
  await query(databaseUrl, 'DROP INDEX developer_texts_text_idx');
  await query(databaseUrl, `ALTER DATABASE ${name} SET default_transaction_read_only = on`);
  const [writes, search] = await found({ DATABASE_URL: databaseUrl }, 'writes', 'search index');
  expect(writes).toMatchObject({ result: 'FAULT', said: 'the database is read-only, such as a standby' });
  expect(search).toMatchObject({ result: 'warning', todo: expect.stringContaining('SELECT add_search_index();') });
});

test('a lock, a slow statement and a forgotten transaction: who, since when, and how to end it', async () => {
  const [holder, waiter, sleeper] = [0, 1, 2].map(
    () => new Client({ connectionString: environment['DATABASE_URL'], application_name: 'psql' }),
  );
  if (!holder || !waiter || !sleeper) return expect.fail('no clients');
  for (const client of [holder, waiter, sleeper]) await client.connect();
  await holder.query("BEGIN; LOCK TABLE portals IN ACCESS EXCLUSIVE MODE; SELECT 'secret-word'");
  const waiting = waiter.query('SELECT count(*) FROM portals');
  const sleeping = sleeper.query("SELECT pg_sleep(60), 'secret-word'").catch(() => undefined);
  const isSlow = `SELECT 1 FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep(60)%' AND query_start < clock_timestamp() - interval '2100 milliseconds'`;
  await expect.poll(async () => (await operator.query(isSlow)).rowCount, { timeout: 60_000 }).toBe(1);
  const [locks, slow] = await found({}, 'locks', 'slow statements');
  expect(locks).toMatchObject({ result: 'FAULT', todo: expect.stringMatching(/SELECT pg_terminate_backend\(\d+\);$/) });
  expect(locks?.said).toMatch(
    /^1 statement waiting for pid \d+ \(psql, idle in transaction, since \d+ s\), whose last statement is: BEGIN; LOCK TABLE portals IN ACCESS EXCLUSIVE MODE; SELECT '\.\.\.'$/,
  );
  expect(slow).toMatchObject({ result: 'warning', said: expect.stringContaining("SELECT pg_sleep(60), '...'") });
  const isIdle = `SELECT 1 FROM pg_stat_activity WHERE state = 'idle in transaction' AND query LIKE 'BEGIN; LOCK%' AND state_change < clock_timestamp() - interval '10100 milliseconds'`;
  await expect.poll(async () => (await operator.query(isIdle)).rowCount, { timeout: 60_000 }).toBe(1);
  const [idle] = await found({}, 'idle transactions');
  expect(idle).toMatchObject({
    result: 'warning',
    said: expect.stringMatching(/^1 transaction open and idle.*pid \d+ \(psql\)/),
  });
  await operator.query("SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep(60)%'");
  await holder.query('COMMIT');
  await Promise.all([waiting, sleeping]);
  for (const client of [holder, waiter, sleeper]) await client.end();
});

test('jobs: late ones, lost leases, retries and failures with their reasons, unknown kinds, and no worker', async () => {
  await job('name, due_at', "'sendApprovedEmail', now() - interval '3 minutes'");
  await job('name, status, due_at', "'sendApprovedEmail', 'RUNNING', now() - interval '1 minute'");
  await job(
    'name, attempt, due_at, last_error',
    "'sendApprovedEmail', 2, now() + interval '1 hour', 'connect ECONNREFUSED 10.0.0.1:25'",
  );
  await job(
    'name, status, finished_at, last_error',
    "'sendRejectedEmail', 'FAILED', now(), 'SMTP 550 to RCPT TO: no such user'",
  );
  await job('name, due_at', "'sendPostcard', now() + interval '1 hour'");
  const names = ['worker', 'due jobs', 'running jobs', 'retries', 'failed jobs', 'kinds of jobs'];
  const told = await found({}, ...names);
  await operator.query('DELETE FROM jobs');
  expect(told.map(({ result }) => result)).toEqual(['FAULT', 'FAULT', 'warning', 'warning', 'warning', 'warning']);
  expect(told.map(({ said }) => said)).toEqual([
    'none is connected to the database, so no mail is sent and nothing is decided',
    '1 in MAILS, the oldest for 3 min',
    expect.stringMatching(/^1 job past the lease, the oldest for 6\d s: a worker died or hangs$/),
    '1 job failed and waiting for another attempt; 1 because: connect ECONNREFUSED 10.0.0.1:25',
    '1 job failed for good in 7 days; 1 sendRejectedEmail because: SMTP 550 to RCPT TO: no such user',
    'this version does not know sendPostcard',
  ]);
});

test('a key that does not open what is sealed, and an audit log that stopped', async () => {
  const sealed = randomBytes(60).toString('base64');
  await operator.query(
    `INSERT INTO jobs (id, queue, name, payload) VALUES (gen_random_uuid(), 'MAILS', 'answerStranger', '{ "sealed": "${sealed}" }')`,
  );
  await operator.query(
    "INSERT INTO events (id, at, type, actor_kind, subject_kind) VALUES (gen_random_uuid(), now() - interval '1 hour', 'portal.created', 'SYSTEM', 'PORTAL')",
  );
  const [secret, audit] = await found({}, 'SECRET_KEY', 'audit log');
  await operator.query('DELETE FROM jobs');
  expect(secret).toMatchObject({ result: 'FAULT', said: 'neither it nor SECRET_KEY_PREVIOUS opens 1 of 1 waiting jobs' });
  expect(audit).toMatchObject({ result: 'FAULT', said: 'no checkpoint yet, and an event of 60 min ago is in none' });
});

test('mail server: which step fails, of each that is named', async () => {
  const look = async (url: string) => (await found({ SMTP_URL: url }, 'mail server'))[0];
  expect(await look(`smtp://127.0.0.1:9, ${inbox.url}`)).toMatchObject({
    result: 'FAULT',
    said: expect.stringMatching(
      /^127.0.0.1:9: no connection: .*ECONNREFUSED.*; 127.0.0.1:\d+: it greets, and takes the log-in/,
    ),
    todo: expect.stringMatching(/^127.0.0.1:9: start the mail server.*; mails go out by the other server meanwhile$/),
  });
  expect(await look('smtp://127.0.0.1:9')).toMatchObject({
    result: 'FAULT',
    said: expect.stringMatching(/^no connection: .*ECONNREFUSED/),
  });
  expect(await look('smtp://nowhere.invalid:25')).toMatchObject({
    result: 'FAULT',
    said: expect.stringMatching(/^its host could not be looked up/),
  });
  expect(await look(inbox.url.replace('smtp:', 'smtps:'))).toMatchObject({
    result: 'FAULT',
    said: expect.stringMatching(/^no TLS/),
  });
  const strict = new SMTPServer({ disabledCommands: ['STARTTLS'], onAuth: (_, __, done) => done(new Error('who are you?')) });
  strict.on('error', () => undefined);
  await once(strict.listen(0, '127.0.0.1'), 'listening');
  const guarded = `smtp://user:secret-word@127.0.0.1:${portOf(strict.server)}`;
  expect(await look(guarded)).toMatchObject({
    result: 'FAULT',
    said: expect.stringMatching(/^it refused the log-in: SMTP 535/),
  });
  strict.close();
  inbox.behaviour.refuseConnection = { code: 554, message: 'go away' };
  expect(await look(inbox.url)).toMatchObject({ result: 'FAULT', said: expect.stringMatching(/^no greeting: SMTP 554/) });
  inbox.behaviour.refuseConnection = undefined;
  const mute = await listening(createServer());
  expect(await look(`smtp://127.0.0.1:${portOf(mute)}`)).toMatchObject({
    result: 'FAULT',
    said: expect.stringMatching(/^no greeting/),
  });
  mute.close();
});

test('--send sends one email, and nothing else does', async () => {
  const before = inbox.mails.length;
  await examine(environment, undefined, () => undefined);
  expect(inbox.mails).toHaveLength(before);
  const all = await examine(environment, 'ada@example.test', () => undefined);
  expect(all.find(({ check }) => check === 'test email')).toMatchObject({ result: 'ok' });
  expect(inbox.mails.slice(before)).toMatchObject([{ recipients: ['ada@example.test'], subject: 'A test of Gatehouse' }]);
});

test('the queue in PostgreSQL: its schema', async () => {
  const databaseUrl = await cloneDatabase();
  await query(databaseUrl, 'DROP SCHEMA bullmq CASCADE');
  const [queue] = await found({ DATABASE_URL: databaseUrl }, 'queue');
  expect(queue).toMatchObject({
    result: 'FAULT',
    said: 'on PostgreSQL: its schema is missing or old',
    todo: 'run npm run db:migrate',
  });
});

test.runIf(hasRedis || process.env['CI'])(
  'the queue on Redis: away, careless, and as it should be',
  async ({ onTestFinished }) => {
    const look = async (url: string) => (await found({ REDIS_URL: url }, 'queue'))[0];
    expect(await look('redis://:secret-word@127.0.0.1:9')).toMatchObject({
      result: 'FAULT',
      said: expect.stringContaining('ECONNREFUSED'),
    });
    const careless = await startRedis(onTestFinished, { 'maxmemory-policy': 'allkeys-lru', appendonly: 'no' });
    expect(await look(careless.url)).toMatchObject({
      result: 'FAULT',
      said: expect.stringMatching(/allkeys-lru, not noeviction; appendonly is off$/),
    });
    const { url } = await startRedis(onTestFinished);
    expect(await look(url)).toMatchObject({ result: 'ok', said: expect.stringMatching(/^on Redis \d/) });
  },
);

test('PUBLIC_URL: answered by this version, by another, by something else', async () => {
  const { version } = await import('../../version.ts');
  let text = '';
  const server = createHttpServer((_, response) => response.end(text));
  await listening(server);
  const look = async (said: string) => {
    text = said;
    return (await found({ PUBLIC_URL: `http://127.0.0.1:${portOf(server)}` }, 'answer at PUBLIC_URL'))[0];
  };
  expect(await look(`alive\nversion ${version}\n`)).toMatchObject({ result: 'ok' });
  expect(await look('alive\nversion 0.1.0\n')).toMatchObject({
    result: 'warning',
    said: `version 0.1.0 answers there, and this is ${version}`,
  });
  expect(await look('<h1>Welcome to nginx!</h1>')).toMatchObject({ result: 'FAULT' });
  server.close();
});

test('a clock that is an hour ahead', async ({ onTestFinished }) => {
  onTestFinished(() => void vi.useRealTimers());
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 3_600_000 });
  const [clock] = await found({}, 'clock');
  expect(clock).toMatchObject({
    result: 'warning',
    said: expect.stringMatching(/^this machine is 3(599|600)\.\d s ahead of PostgreSQL$/),
  });
});

test.for(poolModes)('PgBouncer in %s mode is named', async (mode, { onTestFinished }) => {
  const direct = present(environment['DATABASE_URL']);
  const [pooler] = await found(
    { DATABASE_URL: await startPgbouncer(direct, mode, onTestFinished), DATABASE_DIRECT_URL: direct },
    'pooler',
  );
  expect(pooler).toMatchObject({ result: 'ok', said: `a pooler that lends connections for a ${mode}` });
});

test('a provider that is not reached', async () => {
  await operator.query(
    `INSERT INTO sso_connections (id, label, issuer, client_id, name_claim, email_claim, groups_claim, approval, enabled)
     VALUES (gen_random_uuid(), 'x', 'https://idp.invalid', 'x', 'name', 'email', 'groups', 'EXISTING_ONLY', true)`,
  );
  const [providers] = await found({}, 'identity providers');
  await operator.query('DELETE FROM sso_connections');
  expect(providers).toMatchObject({
    result: 'warning',
    said: expect.stringMatching(/^1 of 1 not reached; https:\/\/idp\.invalid: /),
  });
});

test('a certificate that nobody should accept', async () => {
  // The library has one of its own, which ended long ago.
  const server = new SMTPServer({ secure: true });
  server.on('error', () => undefined);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const [answer, certificate] = await found(
    { PUBLIC_URL: `https://127.0.0.1:${portOf(server.server)}` },
    'answer at PUBLIC_URL',
    'certificate',
  );
  server.close();
  expect(answer?.result).toBe('FAULT');
  expect(certificate).toMatchObject({
    result: 'FAULT',
    said: expect.stringMatching(/^it (ended \d+ days ago|is not accepted)/),
  });
});

test('a check that hangs or throws is a fault, and says no secret', async () => {
  const installation = {} as Parameters<typeof runCheck>[1];
  const hung = await runCheck({ name: 'x', look: () => new Promise(() => undefined) }, installation, 50);
  expect(hung).toMatchObject({ result: 'FAULT', said: 'no answer within 0.05 s' });
  const thrown = await runCheck(
    { name: 'x', look: () => Promise.reject(new Error('at https://user:secret-word@db')) },
    installation,
  );
  expect(thrown).toMatchObject({ result: 'FAULT', said: 'at <address>' });
});

async function listening<Listener extends Server>(server: Listener): Promise<Listener> {
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return server;
}
