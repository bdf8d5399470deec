import type { Mailbox } from '../../config/mailbox.ts';
import { reasonOf } from '../../worker/failures.ts';
import { type SmtpTokens, TokenFailure } from '../../worker/smtp-token.ts';
import type { Check } from './check.ts';
import { count, type Finding, fault, ok, skipped, warning } from './finding.ts';
import { NO_TOKEN_TODO } from './tokens.ts';

const MAILBOX_PATIENCE_MS = 5_000;
/** More than a look reads: then the workers do not keep up, or strangers fill the mailbox. */
const MANY_UNREAD = 1_000;

/** The library for it is loaded only where there is a mailbox. */
async function lookIntoMailbox(mailbox: Mailbox, tokens: SmtpTokens | null): Promise<Finding> {
  const [{ withMailbox }, { countUnread }] = await Promise.all([
    import('../../worker/reports/open-mailbox.ts'),
    import('../../worker/reports/unread.ts'),
  ]);
  const unread = await withMailbox(mailbox, tokens, (client) => countUnread(client, mailbox), MAILBOX_PATIENCE_MS).catch(
    (error: Error) => error,
  );
  if (unread instanceof Error) {
    return fault(`it cannot be read: ${reasonOf(unread)}`, `${todoAfter(unread, mailbox)}; ${MEANWHILE}`);
  }
  const said = `the log-in works; ${count(unread, 'unread email')}`;
  if (unread <= MANY_UNREAD) return ok(said);
  return warning(said, 'look whether a worker runs with MAIL_BOUNCE_IMAP_URL, and what these emails are (docs/bounces.md)');
}

const MEANWHILE = 'until then bounces are not noted, and none is lost';

function todoAfter(failure: Error, { password }: Mailbox): string {
  if (failure instanceof TokenFailure) return NO_TOKEN_TODO;
  if (password || !('authenticationFailed' in failure)) return 'correct MAIL_BOUNCE_IMAP_URL, or start that mail server';
  return 'correct the user in MAIL_BOUNCE_IMAP_URL, or the scope and rights of the token (SMTP_OAUTH_SCOPE)';
}

export const mailboxCheck: Check = {
  name: 'mailbox of reports',
  look: async ({ config: { mailbox }, tokens }) =>
    mailbox ? await lookIntoMailbox(mailbox, tokens) : skipped('MAIL_BOUNCE_IMAP_URL is not set'),
};
