import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'vitest';
import { RetryJobsDocument } from '../generated/operations.ts';
import { mutate, succeed } from '../kit/mutate.ts';
import { bearer, setPassword, signUp, tokenIn, verifyEmail, whoAmI } from '../kit/people.ts';
import { type OnTestFinished, queues } from '../kit/redis.ts';
import { startInbox } from '../kit/smtp.ts';
import { openLedger } from './ledger.ts';
import { backUp, startMachine } from './machine.ts';
import { seed } from './seed.ts';
import { newKey, oneRelease, prepare } from './two-releases.ts';
import { useSeed } from './use-seed.ts';
import { approved, SUBJECTS } from './walk.ts';

test.concurrent.for(queues)(
  'queue on %s: after a restore on an empty machine everything works, and no email comes twice',
  async (queue, { expect, onTestFinished }) => {
    const { site, ledger, seeded, restored } = await afterTheFire(queue, onTestFinished);
    expect(await restored.now.command('after-restore', ['--mail-log', await mailLog(site.inbox, onTestFinished)])).toMatch(
      /^1 emails? had been sent/,
    );
    await restored.now.startServer();
    await restored.now.startWorker();
    await ledger.mail('not-yet@seed.test', SUBJECTS.verify);
    await useSeed(restored.now, seeded, ledger);
    await approved(restored.now, restored.now, ledger, 'new@seed.test', seeded.admin);

    await expect
      .poll(() => restored.sql("SELECT 1 FROM jobs WHERE status IN ('QUEUED', 'RUNNING') AND due_at <= now()"))
      .toEqual([]);
    const ids = site.inbox.mails.map(({ messageId }) => messageId);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
    // The link of a mail that went out after the back-up is that of the restored database.
    const link = tokenIn(site.inbox.mails.find(({ recipients }) => recipients.includes('sent-since@seed.test')));
    const { passwordToken } = await succeed(verifyEmail(restored.now, link), 'passwordToken');
    await succeed(setPassword(restored.now, passwordToken));
    expect(await restored.now.command('verify-audit-log')).toContain('The log of events fits');
  },
);

test('without the log of the mail server an admin decides about each email that may have been sent', async ({
  expect,
  onTestFinished,
}) => {
  const { site, ledger, seeded, restored } = await afterTheFire('PostgreSQL', onTestFinished);
  const before = site.inbox.mails.length;
  const [held, count] = /^(\d+) emails may have been sent/.exec(await restored.now.command('after-restore')) ?? [];
  expect(held).toBeDefined();
  await restored.now.startServer();
  const worker = await restored.now.startWorker();
  await worker.says('"started"');
  const failed = await restored.sql<{ id: string; reason: string }>(
    "SELECT id, last_error AS reason FROM jobs WHERE status = 'FAILED'",
  );
  expect(failed.map(({ reason }) => reason)).toEqual(
    Array(Number(count)).fill(expect.stringContaining('may have been sent before')),
  );
  expect(site.inbox.mails.length).toBe(before);
  const session = await bearer(restored.now, 'logged-in@seed.test');
  expect(await whoAmI(restored.now, { token: session })).toBe('logged-in@seed.test');
  await succeed(mutate(restored.now, RetryJobsDocument, { ids: failed.map(({ id }) => id) }, { token: seeded.admin }));
  await ledger.mail('not-yet@seed.test', SUBJECTS.verify);
});

/** People in every state; a back-up with two emails to send; one of them is sent; then the machine is gone, and the back-up is on another. */
async function afterTheFire(queue: (typeof queues)[number], onTestFinished: OnTestFinished) {
  const [machine, inbox] = [await startMachine(onTestFinished), await startInbox()];
  onTestFinished(() => inbox.stop());
  const secretKey = newKey();
  const site = await oneRelease(queue, machine.postgres.url, inbox, secretKey, onTestFinished);
  const ledger = openLedger(inbox);
  await prepare(site, site.now);
  await site.now.startServer();
  const worker = await site.now.startWorker();
  const seeded = await seed(site.now, ledger);
  worker.signal('SIGTERM');
  await worker.ended;
  await succeed(signUp(site.now, 'sent-since@seed.test'));
  await succeed(signUp(site.now, 'not-yet@seed.test'));
  const folder = await backUp(machine);
  inbox.behaviour.refuseRecipient = { code: 451, message: 'later', only: 'not-yet@seed.test' };
  await site.now.startWorker();
  await ledger.mail('sent-since@seed.test', SUBJECTS.verify);
  await Promise.all(site.processes.map(({ kill }) => kill()));
  inbox.behaviour.refuseRecipient = undefined;

  const empty = await startMachine(onTestFinished, folder);
  await machine.postgres.stop();
  const restored = await oneRelease(queue, empty.postgres.url, inbox, secretKey, onTestFinished);
  return { site, ledger, seeded, restored };
}

/** As Postfix writes it: each Message-ID that it accepted. */
async function mailLog({ mails }: Awaited<ReturnType<typeof startInbox>>, onTestFinished: OnTestFinished): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-mail-log-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const lines = mails.map(({ messageId }) => `Nov 28 10:00:00 mail postfix/cleanup[1]: 4F2A: message-id=${messageId}\n`);
  await writeFile(join(folder, 'mail.log'), lines.join(''));
  return join(folder, 'mail.log');
}
