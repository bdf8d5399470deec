import { setTimeout } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { LONGEST_EMAIL, LOOK_EVERY_MS, MOST_EMAILS } from '../../worker/reports/watch-mailbox.ts';
import { openDemoPortal } from '../kit/admins.ts';
import { hasDovecot, type Mailboxes, startDovecot } from '../kit/imap.ts';
import { startInstallation } from '../kit/installation.ts';
import { stateOf } from '../kit/mail-reports.ts';
import { approvedPerson, lastMailTo } from '../kit/people.ts';
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

testImap('one look reads so many emails, and none that is larger than the bound', async ({ onTestFinished }) => {
  const mailbox = await startDovecot(onTestFinished);
  const [fits, large] = [await mailedPerson('fits'), await mailedPerson('large')];
  const padding = (person: typeof fits, bytes: number) => deliveryReport({ ...person, text: 'x'.repeat(bytes) });
  const room = LONGEST_EMAIL - padding(fits, 1).length + 1;
  await mailbox.deliver(padding(fits, room));
  await mailbox.deliver(padding(large, room + 1));
  for (let n = 0; n < MOST_EMAILS; n++) await mailbox.deliver('Subject: x\r\n\r\nx\r\n');
  const stop = await lookInto(mailbox);
  await until(async () => (await mailbox.count()).read === MOST_EMAILS);
  await stop();
  expect(await mailbox.count()).toEqual({ unread: 2, read: MOST_EMAILS });
  expect([await stateOf(gatehouse, fits.id, admin), await stateOf(gatehouse, large.id, admin)]).toEqual(['BOUNCED', 'OK']);
});

testImap('while one worker looks, another does not', async ({ onTestFinished }) => {
  const mailbox = await startDovecot(onTestFinished);
  await mailbox.deliver('Subject: x\r\n\r\nx\r\n');
  await gatehouse.sql("UPDATE installation SET mailbox_held_until = now() + $1 * interval '1 millisecond'", [
    LOOK_EVERY_MS / 2,
  ]);
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
  expect(told().join()).not.toMatch(/wrong-secret|bounces/);
});
