import { setTimeout } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { readMailbox } from '../../config/mailbox.ts';
import { beginEmail, endEmail, holdMailbox } from '../../domain/mail-states/hold-mailbox.ts';
import { withMailbox } from '../../worker/reports/open-mailbox.ts';
import { HOLD_MS, LONGEST_EMAIL, LONGEST_LOOK_MS, MOST_ATTEMPTS } from '../../worker/reports/take-emails.ts';
import { MOST_SEARCHED } from '../../worker/reports/unread.ts';
import { LOOK_EVERY_MS } from '../../worker/reports/watch-mailbox.ts';
import { openDemoPortal } from '../kit/admins.ts';
import { hasDovecot, type Mailboxes, startDovecot } from '../kit/imap.ts';
import { startInstallation } from '../kit/installation.ts';
import { stateOf } from '../kit/mail-reports.ts';
import { approvedPerson, lastMailTo } from '../kit/people.ts';
import { present } from '../kit/present.ts';
import { deliveryReport, feedbackReport } from '../kit/report-mails.ts';

const gatehouse = await startInstallation();
const admin = await openDemoPortal(gatehouse);
// In CI always: where there is no Dovecot they fail.
const testImap = test.runIf(hasDovecot || process.env['CI']);
const PATIENCE_MS = 60_000;

async function mailedPerson(name: string) {
  const person = await approvedPerson(gatehouse, `${name}@mailbox.test`, admin);
  return { ...person, messageId: lastMailTo(gatehouse, person.email).messageId, recipient: person.email };
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  for (const end = Date.now() + PATIENCE_MS; Date.now() < end; await setTimeout(50)) if (await isSo()) return;
  throw new Error('It did not come to that.');
}

/** Starts a worker, which looks at once. */
async function lookInto({ url }: Mailboxes) {
  await gatehouse.sql('UPDATE installation SET mailbox_held_until = NULL');
  return await gatehouse.startWorker({ MAIL_BOUNCE_IMAP_URL: url });
}

testImap('a worker reads the reports in the mailbox, and marks every email as read', async ({ onTestFinished }) => {
  const mailbox = await startDovecot(onTestFinished);
  const [gone, spam, whole] = [await mailedPerson('gone'), await mailedPerson('spam'), await mailedPerson('whole')];
  const forged = whole.messageId.replace(/.(?=@)/, (last) => (last === 'A' ? 'B' : 'A'));
  await mailbox.deliver(deliveryReport(gone));
  await mailbox.deliver(deliveryReport(gone));
  await mailbox.deliver(feedbackReport(spam));
  await mailbox.deliver(deliveryReport({ ...whole, messageId: forged }));
  await mailbox.deliver(deliveryReport({ ...whole, messageId: gone.messageId }));
  await mailbox.deliver('Subject: Away\r\nAuto-Submitted: auto-replied\r\n\r\nI am away.\r\n');
  await mailbox.deliver(deliveryReport({ ...whole, text: 'x'.repeat(10 * 1024 * 1024) }));
  const sent = gatehouse.inbox.mails.length;
  const stop = await lookInto(mailbox);
  await until(async () => (await mailbox.count()).unread === 0);
  await stop();
  expect(await Promise.all([gone, spam, whole].map(({ id }) => stateOf(gatehouse, id, admin)))).toEqual([
    'BOUNCED',
    'COMPLAINED',
    'OK',
  ]);
  expect(await mailbox.count()).toEqual({ unread: 0, read: 7 });
  // Nothing answers a report, so nothing goes round in a loop.
  expect(gatehouse.inbox.mails).toHaveLength(sent);
  expect(gatehouse.logs.join()).not.toContain('@mailbox.test');
});

testImap('one look reads all emails, and none that is larger than the bound', async ({ onTestFinished }) => {
  const mailbox = await startDovecot(onTestFinished);
  const [fits, large] = [await mailedPerson('fits'), await mailedPerson('large')];
  const padding = (person: typeof fits, bytes: number) => deliveryReport({ ...person, text: 'x'.repeat(bytes) });
  const room = LONGEST_EMAIL - padding(fits, 1).length + 1;
  await mailbox.fill(MOST_SEARCHED);
  for (let n = 0; n < 60; n++) await mailbox.deliver('Subject: x\r\n\r\nx\r\n');
  await mailbox.deliver(padding(large, room + 1));
  await mailbox.deliver(padding(fits, room));
  const stop = await lookInto(mailbox);
  await until(async () => (await mailbox.count()).unread === 0);
  await stop();
  expect([await stateOf(gatehouse, fits.id, admin), await stateOf(gatehouse, large.id, admin)]).toEqual(['BOUNCED', 'OK']);
});

testImap('an email that cannot be read keeps the look from no other, and is counted', async ({ onTestFinished }) => {
  const mailbox = await startDovecot(onTestFinished);
  const person = await mailedPerson('behind');
  await mailbox.deliverUnreadable();
  await mailbox.deliver(deliveryReport(person));
  const stop = await lookInto(mailbox);
  await until(async () => (await stateOf(gatehouse, person.id, admin)) === 'BOUNCED');
  await until(async () => (await installation()).unread === 1);
  await stop();
  expect(await mailbox.count()).toEqual({ unread: 1, read: 1 });
  expect(gatehouse.logs.join()).toContain('emails in the mailbox of reports cannot be read');
});

testImap('a mailbox in which nothing can be marked as read is told once in a look', async ({ onTestFinished }) => {
  const mailbox = await startDovecot(onTestFinished);
  for (let n = 0; n < 50; n++) await mailbox.deliver('Subject: x\r\n\r\nx\r\n');
  await mailbox.makeReadOnly();
  gatehouse.logs.length = 0;
  const stop = await lookInto(mailbox);
  const told = () => gatehouse.logs.filter((line) => line.includes('mailbox of reports'));
  await until(async () => told().length > 0);
  // Long enough for many more log-ins.
  await setTimeout(2_000);
  await stop();
  expect(told().map((line) => JSON.parse(line).reason)).toEqual([
    'An email in the mailbox of reports cannot be marked as read.',
  ]);
});

test('a worker that lost the mailbox to another one begins no email, and takes back no note of the other one', async () => {
  const { app } = gatehouse;
  const hold = async () => {
    await gatehouse.sql('UPDATE installation SET mailbox_held_until = NULL, mailbox_email = NULL');
    return present(await holdMailbox(app, HOLD_MS));
  };
  const slow = await hold();
  await beginEmail(app, slow, '1.1', HOLD_MS);
  await setTimeout(2);
  const other = await hold();
  await beginEmail(app, other, '1.2', HOLD_MS);
  await expect(beginEmail(app, slow, '1.3', HOLD_MS)).rejects.toThrow('another one reads the mailbox');
  await endEmail(app, slow);
  expect((await installation()).email).toBe('1.2');
  await endEmail(app, other);
  expect((await installation()).email).toBe(null);
});

const installation = async () => {
  const [row] = await gatehouse.sql<{ unread: number | null; email: string | null }>(
    'SELECT mailbox_unread AS unread, mailbox_email AS email FROM installation',
  );
  return present(row);
};

/** As workers leave it that are killed while they read the first email. */
async function endedAtFirst({ url }: Mailboxes, attempts: number): Promise<void> {
  const name = await withMailbox(readMailbox(url), null, async ({ mailbox }) => `${mailbox ? mailbox.uidValidity : 0}.1`);
  await gatehouse.sql('UPDATE installation SET mailbox_email = $1, mailbox_attempts = $2', [name, attempts]);
}

testImap(
  'a worker that was killed loses no report; an email that ends one after the other is given up',
  async ({ onTestFinished }) => {
    for (const [attempts, state] of [
      [MOST_ATTEMPTS - 1, 'BOUNCED'],
      [MOST_ATTEMPTS, 'OK'],
    ] as const) {
      const mailbox = await startDovecot(onTestFinished);
      const [first, second] = [await mailedPerson(`first-${attempts}`), await mailedPerson(`second-${attempts}`)];
      await mailbox.deliver(deliveryReport(first));
      await mailbox.deliver(deliveryReport(second));
      await endedAtFirst(mailbox, attempts);
      const stop = await lookInto(mailbox);
      await until(async () => (await mailbox.count()).unread === 0);
      await stop();
      expect([await stateOf(gatehouse, first.id, admin), await stateOf(gatehouse, second.id, admin)]).toEqual([
        state,
        'BOUNCED',
      ]);
      expect((await installation()).email).toBe(null);
    }
    expect(gatehouse.logs.filter((line) => line.includes('was given up'))).toHaveLength(1);
  },
);

test('a look and its hold are over before the next one', () => {
  expect(LONGEST_LOOK_MS + HOLD_MS).toBeLessThan(LOOK_EVERY_MS);
});

testImap('while one worker looks, another does not', async ({ onTestFinished }) => {
  const mailbox = await startDovecot(onTestFinished);
  await mailbox.deliver('Subject: x\r\n\r\nx\r\n');
  await gatehouse.sql("UPDATE installation SET mailbox_held_until = now() + $1 * interval '1 millisecond'", [HOLD_MS]);
  const stop = await gatehouse.startWorker({ MAIL_BOUNCE_IMAP_URL: mailbox.url });
  await stop();
  expect(await mailbox.count()).toEqual({ unread: 1, read: 0 });
});

testImap('a mailbox that cannot be read is told in the log, without its password', async ({ onTestFinished }) => {
  const mailbox = await startDovecot(onTestFinished);
  const stop = await lookInto({ ...mailbox, url: mailbox.url.replace('p%2Fw', 'wrong-secret') });
  const told = () => gatehouse.logs.filter((line) => line.includes('the mailbox of reports cannot be read'));
  await until(async () => told().length === 1);
  await stop();
  expect(told().join()).toContain('"reason":"Authentication failed."');
  expect(told().join()).not.toMatch(/wrong-secret|bounces/);
});
