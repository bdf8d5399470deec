import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'vitest';
import { RetryJobsDocument } from '../generated/operations.ts';
import { decide } from '../kit/admins.ts';
import { ADMIN } from '../kit/installation.ts';
import { mutate, succeed } from '../kit/mutate.ts';
import { bearer, signUp, tokenIn, verifyEmail, whoAmI } from '../kit/people.ts';
import { type OnTestFinished, queues } from '../kit/redis.ts';
import { startInbox } from '../kit/smtp.ts';
import { openLedger } from './ledger.ts';
import { backUp, startMachine } from './machine.ts';
import { seed } from './seed.ts';
import { newKey, oneRelease, prepare } from './two-releases.ts';
import { useSeed } from './use-seed.ts';
import { approved, SUBJECTS, waiting } from './walk.ts';

test.concurrent.for(queues)(
  'queue on %s: after a restore on an empty machine everything works, and no email comes twice',
  async (queue, { expect, onTestFinished }) => {
    const { inbox, ledger, seeded, restored } = await afterTheFire(queue, onTestFinished);
    expect(await restored.now.command('after-restore', ['--mail-log', await mailLog(inbox, onTestFinished)])).toMatch(
      /^1 emails had been sent/,
    );
    await restored.now.startServer();
    await restored.now.startWorker();
    await ledger.mail('not-yet@seed.test', SUBJECTS.approved);
    await useSeed(restored.now, seeded, ledger);
    await approved(restored.now, restored.now, ledger, 'new@seed.test', seeded.admin);
    for (const email of ['sent-since@seed.test', 'not-yet@seed.test'])
      expect(await whoAmI(restored.now, { token: await bearer(restored.now, email) })).toBe(email);
    // The back-up has no link of a request that no worker had answered. So it is answered once more, with a link that works.
    const mail = await ledger.mail('asked@seed.test', SUBJECTS.verify);
    await succeed(verifyEmail(restored.now, tokenIn(mail)), 'passwordToken');

    await expect.poll(() => restored.sql(OPEN_JOBS), { timeout: 60_000 }).toEqual([]);
    const [due, came] = ledger.both();
    delete came[ADMIN.email];
    expect(came).toEqual(due);
    // Both copies are of one job. What follows in the Message-ID is about the person, who has a new id since the restore.
    const jobs = inbox.mails.map(({ messageId }) => messageId.split('.')[0]);
    expect(jobs.filter((job, index) => jobs.indexOf(job) !== index)).toEqual([mail.messageId.split('.')[0]]);
    expect(await restored.now.command('verify-audit-log')).toContain('The log of events fits');
  },
);

test('without the log of the mail server an admin decides about each email that may have been sent', async ({
  expect,
  onTestFinished,
}) => {
  const { inbox, ledger, seeded, restored } = await afterTheFire('PostgreSQL', onTestFinished);
  expect(await restored.now.command('after-restore')).toMatch(/^\d+ emails may have been sent before/);
  const held = await restored.sql<{ id: string; name: string; reason: string }>(
    "SELECT id, name, last_error AS reason FROM jobs WHERE status = 'FAILED'",
  );
  const mails = held.filter(({ name }) => name === 'sendApprovedEmail');
  expect(mails.map(({ reason }) => reason)).toEqual(Array(2).fill(expect.stringContaining('may have been sent before')));
  await restored.now.startServer();
  await restored.now.startWorker();
  await ledger.mail('asked@seed.test', SUBJECTS.verify);
  const decided = () =>
    ['sent-since@seed.test', 'not-yet@seed.test'].map(
      (email) =>
        inbox.mails.filter(({ recipients, subject }) => recipients.includes(email) && subject === SUBJECTS.approved).length,
    );
  expect(decided()).toEqual([1, 0]);
  await succeed(mutate(restored.now, RetryJobsDocument, { ids: mails.map(({ id }) => id) }, { token: seeded.admin }));
  await ledger.mail('not-yet@seed.test', SUBJECTS.approved);
});

/** What admins are told together is not due yet. */
const OPEN_JOBS = "SELECT name, status FROM jobs WHERE status IN ('QUEUED', 'RUNNING') AND name <> 'sendNewRequestEmail'";

/**
 * People in every state; a back-up with two decisions and a sign-up whose emails wait; all but one are sent; then the machine is gone,
 * and the back-up is on another.
 */
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
  const sent = await waiting(site.now, site.now, ledger, 'sent-since@seed.test', seeded.admin);
  const notYet = await waiting(site.now, site.now, ledger, 'not-yet@seed.test', seeded.admin);
  worker.signal('SIGTERM');
  await worker.ended;
  await succeed(decide(site.now, 'approve', [sent.id, notYet.id], seeded.admin));
  await succeed(signUp(site.now, 'asked@seed.test'));
  const folder = await backUp(machine);
  inbox.behaviour.refuseRecipient = { code: 451, message: 'later', only: notYet.email };
  await site.now.startWorker();
  await ledger.mail(sent.email, SUBJECTS.approved);
  await ledger.mail('asked@seed.test', SUBJECTS.verify);
  await Promise.all(site.processes.map(({ kill }) => kill()));
  inbox.behaviour.refuseRecipient = undefined;

  const empty = await startMachine(onTestFinished, folder);
  await machine.postgres.stop();
  const restored = await oneRelease(queue, empty.postgres.url, inbox, secretKey, onTestFinished);
  return { inbox, ledger, seeded, restored };
}

/** As Postfix writes it: each Message-ID that it accepted. */
async function mailLog({ mails }: Awaited<ReturnType<typeof startInbox>>, onTestFinished: OnTestFinished): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-mail-log-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const lines = mails.map(({ messageId }) => `Nov 28 10:00:00 mail postfix/cleanup[1]: 4F2A: message-id=${messageId}\n`);
  await writeFile(join(folder, 'mail.log'), lines.join(''));
  return join(folder, 'mail.log');
}
