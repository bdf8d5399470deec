import type { Mailbox } from '../../config/mailbox.ts';
import { redact } from '../../log.ts';
import type { Check } from './check.ts';
import { count, type Finding, fault, ok, skipped, warning } from './finding.ts';

const MAILBOX_PATIENCE_MS = 5_000;
/** More than a look reads: then the workers do not keep up, or strangers fill the mailbox. */
const MANY_UNREAD = 1_000;

/** The library for it is loaded only where there is a mailbox. */
async function lookIntoMailbox(mailbox: Mailbox): Promise<Finding> {
  const [{ withMailbox }, { countUnread }] = await Promise.all([
    import('../../worker/reports/open-mailbox.ts'),
    import('../../worker/reports/unread.ts'),
  ]);
  const unread = await withMailbox(mailbox, (client) => countUnread(client, mailbox), MAILBOX_PATIENCE_MS).catch(
    (error: Error) => error,
  );
  if (unread instanceof Error) {
    return fault(
      `it cannot be read: ${imapReason(unread)}`,
      'correct MAIL_BOUNCE_IMAP_URL, or start that mail server; until then bounces are not noted, and none is lost',
    );
  }
  const said = `the log-in works; ${count(unread, 'unread email')}`;
  if (unread <= MANY_UNREAD) return ok(said);
  return warning(said, 'look whether a worker runs with MAIL_BOUNCE_IMAP_URL, and what these emails are (docs/bounces.md)');
}

/** What the server said, where it said something. */
const imapReason = (error: Error): string =>
  redact('responseText' in error && error.responseText ? String(error.responseText) : error.message).slice(0, 200);

export const mailboxCheck: Check = {
  name: 'mailbox of reports',
  look: async ({ config: { mailbox } }) =>
    mailbox ? await lookIntoMailbox(mailbox) : skipped('MAIL_BOUNCE_IMAP_URL is not set'),
};
