import { setTimeout } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { adminLogIn, openDemoPortal } from '../kit/admins.ts';
import { startInstallation } from '../kit/installation.ts';
import { approvedPerson, logIn, mailsTo, signUp, verifiedPerson } from '../kit/people.ts';

const gatehouse = await startInstallation();
const admin = await openDemoPortal(gatehouse);

/** Asks again until the answer is yes; the test's own time is the limit. */
async function until(isTrue: () => Promise<boolean>): Promise<void> {
  while (!(await isTrue())) await setTimeout(10);
}

const isEmpty = (sql: string) => async () => (await gatehouse.sql(sql)).length === 0;

test('a worker that starts takes what waits, though no bell rings for it', async () => {
  await signUp(gatehouse, 'waiting@sweep.test');
  await gatehouse.sql('DELETE FROM bullmq.job');
  const stop = await gatehouse.startWorker();
  await gatehouse.inbox.waitFor('waiting@sweep.test');
  await stop();
  expect(mailsTo(gatehouse, 'waiting@sweep.test')).toHaveLength(1);
});

test('a bell that rings is answered long before the next sweep', async () => {
  const stop = await gatehouse.startWorker();
  await until(isEmpty('SELECT 1 FROM jobs WHERE finished_at IS NULL AND due_at <= now()'));
  await setTimeout(300);
  const start = performance.now();
  await signUp(gatehouse, 'ringing@sweep.test');
  await gatehouse.inbox.waitFor('ringing@sweep.test');
  expect(performance.now() - start).toBeLessThan(5_000);
  await until(isEmpty("SELECT 1 FROM jobs WHERE status <> 'DONE' AND due_at <= now()"));
  await stop();
  expect(await gatehouse.sql("SELECT 1 FROM bullmq.job WHERE data::text LIKE '%ringing%'")).toEqual([]);
});

test('a worker that stops lets the mail under way go out, and takes no more', async () => {
  const stop = await gatehouse.startWorker();
  gatehouse.inbox.behaviour.delay = 1_200;
  await signUp(gatehouse, 'last@sweep.test');
  await until(async () => (await gatehouse.sql("SELECT 1 FROM jobs WHERE status = 'RUNNING'")).length === 1);
  const stopped = stop();
  // A look for jobs that was under way ends first.
  await setTimeout(500);
  await signUp(gatehouse, 'next@sweep.test');
  await stopped;
  gatehouse.inbox.behaviour.delay = 0;
  expect(mailsTo(gatehouse, 'last@sweep.test')).toHaveLength(1);
  expect(mailsTo(gatehouse, 'next@sweep.test')).toHaveLength(0);
  expect(await gatehouse.sql("SELECT 1 FROM jobs WHERE status = 'RUNNING'")).toEqual([]);
  await gatehouse.drain();
  expect(mailsTo(gatehouse, 'last@sweep.test')).toHaveLength(1);
  expect(mailsTo(gatehouse, 'next@sweep.test')).toHaveLength(1);
});

test('old rows without further use are removed, and nothing else', async () => {
  const { id } = await verifiedPerson(gatehouse, 'old@sweep.test');
  const { email } = await approvedPerson(gatehouse, 'living@sweep.test', admin);
  await logIn(gatehouse, email);
  await logIn(gatehouse, email);
  await adminLogIn(gatehouse);
  await gatehouse.drain();
  const second = "now() - interval '1 second'";
  await gatehouse.sql(`UPDATE tokens SET expires_at = ${second} WHERE developer_id = $1`, [id]);
  await gatehouse.sql(`UPDATE sessions SET expires_at = ${second} WHERE id = (SELECT id FROM sessions ORDER BY id LIMIT 1)`);
  await gatehouse.sql(
    `UPDATE admin_sessions SET expires_at = ${second} WHERE id = (SELECT min(id::text)::uuid FROM admin_sessions)`,
  );
  await gatehouse.sql("UPDATE jobs SET finished_at = now() - interval '8 days' WHERE status = 'DONE'");
  await gatehouse.sql(
    "UPDATE jobs SET status = 'FAILED', finished_at = now() - interval '89 days' WHERE name = 'evaluateApproval'",
  );
  // L1: what failed is not kept for good, and what strangers can make fail not for long.
  await gatehouse.sql(`
    INSERT INTO jobs (id, queue, name, payload, status, finished_at)
    SELECT gen_random_uuid(), 'MAILS', name, '{}', 'FAILED', now() - ended::interval
    FROM (VALUES ('sendRejectedEmail', '91 days'), ('sendVerificationEmail', '8 days')) AS failed (name, ended)`);
  await gatehouse.sql(`UPDATE jobs SET finished_at = now() - interval '6 days' WHERE name = 'sendApprovedEmail'`);
  await gatehouse.sql('DELETE FROM mail_bounds');
  await gatehouse.sql(
    `INSERT INTO mail_bounds (key, sent_at, expires_at) VALUES ('old', ARRAY[]::timestamptz[], ${second}), ('living', ARRAY[]::timestamptz[], now() + interval '1 hour')`,
  );
  const count = async (table: string) => (await gatehouse.sql(`SELECT 1 FROM ${table}`)).length;
  const before = { developers: await count('developers'), decisions: await count('decisions') };
  const adminSessions = await count('admin_sessions');
  const living = await gatehouse.sql('SELECT id FROM tokens WHERE expires_at > now() ORDER BY id');

  const stop = await gatehouse.startWorker();
  await until(isEmpty("SELECT 1 FROM mail_bounds WHERE key = 'old'"));
  await stop();
  expect(await gatehouse.sql('SELECT id FROM tokens ORDER BY id')).toEqual(living);
  expect([await count('sessions'), await count('admin_sessions')]).toEqual([1, adminSessions - 1]);
  const kept = await gatehouse.sql<{ name: string }>('SELECT DISTINCT name FROM jobs ORDER BY 1');
  // What failed stays for 90 days, what is done for a week, what is due later until it is done.
  expect(kept.map(({ name }) => name)).toEqual(['evaluateApproval', 'sendApprovedEmail', 'sendNewRequestEmail']);
  expect(await gatehouse.sql("SELECT 1 FROM mail_bounds WHERE key = 'living'")).toHaveLength(1);
  expect({ developers: await count('developers'), decisions: await count('decisions') }).toEqual(before);
});
