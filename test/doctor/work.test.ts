import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { openPool } from '../../prisma/open-pool.ts';
import { cloneDatabase, query } from '../kit/database.ts';
import { present } from '../kit/present.ts';
import { PATIENCE } from '../kit/processes.ts';
import { found, startPatient } from './patient.ts';

const patient = startPatient();

const addJob = (columns: string, values: string) =>
  patient.operator.query(
    `INSERT INTO jobs (id, queue, payload, ${columns}) VALUES (gen_random_uuid(), 'MAILS', '{}', ${values})`,
  );

test('jobs: late ones, lost leases, retries and failures with their reasons, unknown kinds, and no worker', async () => {
  await addJob('name, due_at', "'sendApprovedEmail', now() - interval '3 minutes'");
  await addJob('name, status, due_at', "'sendApprovedEmail', 'RUNNING', now() - interval '1 minute'");
  await addJob(
    'name, attempt, due_at, last_error',
    "'sendApprovedEmail', 2, now() + interval '1 hour', 'connect ECONNREFUSED 10.0.0.1:25'",
  );
  await addJob(
    'name, status, finished_at, last_error',
    "'sendRejectedEmail', 'FAILED', now(), 'SMTP 550 to RCPT TO: no such user'",
  );
  await addJob('name, due_at', "'sendPostcard', now() + interval '1 hour'");
  const names = ['worker', 'due jobs', 'limits of emails', 'running jobs', 'retries', 'failed jobs', 'kinds of jobs'];
  const told = await found(patient, {}, ...names);
  await patient.operator.query('DELETE FROM jobs');
  expect(told.map(({ result }) => result)).toEqual(['FAULT', 'FAULT', 'ok', 'warning', 'warning', 'warning', 'warning']);
  expect(told.map(({ said }) => said)).toEqual([
    'none is connected to the database, so no mail is sent and nothing is decided',
    '1 in MAILS, the oldest for 3 min',
    'no email waits',
    expect.stringMatching(/^1 job past the lease, the oldest for 6\d s: a worker died or hangs$/),
    '1 job failed and waiting for another attempt; 1 because: connect ECONNREFUSED 10.0.0.1:25',
    '1 job failed for good in 7 days; 1 sendRejectedEmail because: SMTP 550 to RCPT TO: no such user',
    'this version does not know sendPostcard',
  ]);
});

test('worker: one that connects while the doctor looks is there', async () => {
  const told = found(patient, {}, 'worker');
  const looks = `SELECT FROM pg_stat_activity
    WHERE datname = current_database() AND application_name = 'gatehouse doctor' AND query LIKE '%gatehouse worker%'`;
  await expect.poll(async () => (await patient.operator.query(looks)).rowCount, PATIENCE).toBe(1);
  const worker = openPool(present(patient.environment['DATABASE_URL']), { name: 'worker', max: 1 });
  await worker.query('SELECT 1');
  expect(await told).toMatchObject([{ result: 'ok' }]);
  await worker.end();
});

test('jobs: an email that waits for a limit is no fault, and one that is urgent does not wait', async () => {
  await addJob('name, due_at', "'sendInvitationEmail', now() - interval '3 minutes'");
  await addJob('name, due_at, is_urgent', "'sendPasswordResetEmail', now() - interval '10 seconds', true");
  await patient.operator.query(
    "INSERT INTO mail_rates VALUES ('ffffffff-ffff-ffff-ffff-ffffffffffff', now() + interval '1 hour', now() + interval '1 hour')",
  );
  const told = await found(patient, {}, 'due jobs', 'limits of emails');
  await patient.operator.query('DELETE FROM jobs');
  await patient.operator.query('DELETE FROM mail_rates');
  expect(told.map(({ result, said }) => [result, said.replace(/1\d s$/, '10 s')])).toEqual([
    ['ok', '1 in MAILS, the oldest for 10 s'],
    ['ok', '1 email waiting for MAIL_LIMIT or MAIL_LIMIT_PER_PORTAL, the oldest for 3 min'],
  ]);
});

test('a key that does not open what is sealed, and an audit log that stopped', async () => {
  const sealed = randomBytes(60).toString('base64');
  await patient.operator.query(
    `INSERT INTO jobs (id, queue, name, payload) VALUES (gen_random_uuid(), 'MAILS', 'answerStranger', '{ "sealed": "${sealed}" }')`,
  );
  await patient.operator.query(
    "INSERT INTO events (id, at, type, actor_kind, subject_kind) VALUES (gen_random_uuid(), now() - interval '1 hour', 'portal.created', 'SYSTEM', 'PORTAL')",
  );
  const [secret, audit] = await found(patient, {}, 'SECRET_KEY', 'audit log');
  await patient.operator.query('DELETE FROM jobs');
  expect(secret).toMatchObject({ result: 'FAULT', said: 'neither it nor SECRET_KEY_PREVIOUS opens 1 of 1 waiting jobs' });
  expect(audit).toMatchObject({ result: 'FAULT', said: 'no checkpoint yet, and an event of 60 min ago is in none' });
});

test('events of a clock that is months ahead', async () => {
  const databaseUrl = await cloneDatabase();
  await query(
    databaseUrl,
    "INSERT INTO events (id, type, actor_kind, subject_kind) VALUES ('ffff0000-0000-7000-8000-000000000000', 'portal.created', 'SYSTEM', 'PORTAL')",
  );
  const [audit] = await found(patient, { DATABASE_URL: databaseUrl }, 'audit log');
  expect(audit).toMatchObject({
    result: 'warning',
    said: 'no checkpoint yet, and some events are stored in no month (`events_other`)',
  });
});

test('a domain that emails come from although its DNS records vanished', async () => {
  await patient.operator.query(
    `WITH portal AS (
      INSERT INTO portals (id, slug, name, catalog_url, contact_email)
      VALUES (gen_random_uuid(), 'lapsed', 'Lapsed', 'https://lapsed.test', 'help@lapsed.test') RETURNING id
    ) INSERT INTO sender_domains (portal_id, domain, token, proved_at, lapsed_at) SELECT id, 'lapsed.test', 'token', now(), now() FROM portal`,
  );
  const [domains] = await found(patient, {}, 'sending domains');
  await patient.operator.query("DELETE FROM portals WHERE slug = 'lapsed'");
  expect(domains).toMatchObject({ result: 'warning', said: 'lapsed.test used although DNS records vanished' });
  const [mended] = await found(patient, {}, 'sending domains');
  expect(mended).toMatchObject({ result: 'ok', said: '0 domains of portals proved' });
});

test('a host of a portal that the operator does not allow', async () => {
  await patient.operator.query(
    `INSERT INTO portals (id, slug, name, catalog_url, contact_email, custom_public_url)
     VALUES (gen_random_uuid(), 'placed', 'Placed', 'https://placed.test', 'help@placed.test', 'https://gatehouse.internal:8443')`,
  );
  const https = { PUBLIC_URL: 'https://127.0.0.1:9' };
  const [unnamed] = await found(patient, https, 'hosts of portals');
  const [elsewhere] = await found(patient, { ...https, PORTAL_HOSTS: 'public' }, 'hosts of portals');
  const [named] = await found(patient, { ...https, PORTAL_HOSTS: '*.internal' }, 'hosts of portals');
  await patient.operator.query("DELETE FROM portals WHERE slug = 'placed'");
  const said = 'placed=gatehouse.internal not allowed, so no pages are shown there';
  expect([unnamed, elsewhere]).toMatchObject([
    { result: 'warning', said },
    { result: 'warning', said },
  ]);
  expect(named).toMatchObject({ result: 'ok', said: '1 portal with a URL of its own' });
});

test('the queue in PostgreSQL: its schema', async () => {
  const databaseUrl = await cloneDatabase();
  await query(databaseUrl, 'DROP SCHEMA bullmq CASCADE');
  const [queue] = await found(patient, { DATABASE_URL: databaseUrl }, 'queue');
  expect(queue).toMatchObject({
    result: 'FAULT',
    said: 'on PostgreSQL: its schema is missing or old',
    todo: 'run npm run db:migrate',
  });
});
