import { MINUTE_MS } from '../../domain/durations.ts';
import { endEmail, holdMailbox, noteUnread } from '../../domain/mail-states/hold-mailbox.ts';
import type { Environment } from '../environment.ts';
import { reasonOf } from '../failures.ts';
import type { SmtpTokens } from '../smtp-token.ts';
import { type Mailbox, withMailbox } from './open-mailbox.ts';
import { HOLD_MS, LEFT_UNREAD, LONGEST_LOOK_MS, openTaking, ReadOnlyMailbox, type Taking } from './take-emails.ts';
import { countUnread } from './unread.ts';

/** @limit Pause between two looks into the mailbox of reports. Beyond: The next look follows. */
export const LOOK_EVERY_MS = MINUTE_MS;

/**
 * Reads the reports that come to a mailbox by email. Each worker tries, and the database lets one at a time.
 * @returns a function that stops it and waits for the look under way
 */
export function startWatchingMailbox(
  mailbox: Mailbox,
  tokens: SmtpTokens | null,
  environment: Environment,
): () => Promise<void> {
  const stop = new AbortController();
  const taking = openTaking(environment, stop.signal);
  let running: Promise<void> | null = null;
  const look = () => {
    running ??= lookOnce(mailbox, tokens, environment, taking)
      .catch((error) =>
        environment.log.warn(
          { reason: reasonOf(error) },
          'the mailbox of reports cannot be read, the next look will try again',
        ),
      )
      .finally(() => {
        running = null;
      });
  };
  const timer = setInterval(look, LOOK_EVERY_MS);
  look();
  return async () => {
    clearInterval(timer);
    stop.abort();
    await running;
  };
}

async function lookOnce(mailbox: Mailbox, tokens: SmtpTokens | null, { app, log }: Environment, taking: Taking): Promise<void> {
  const held = await holdMailbox(app, HOLD_MS);
  if (!held) return;
  const until = performance.now() + LONGEST_LOOK_MS;
  for (;;) {
    const before = taking.place();
    try {
      return await withMailbox(mailbox, tokens, async (client) => {
        // While this process lives, the email that it was at does no such harm.
        await taking.takeEmails(client, held, until).finally(() => endEmail(app, held));
        await noteUnread(app, await countUnread(client, mailbox));
      });
    } catch (error) {
      const isInVain = taking.place() === before || error instanceof ReadOnlyMailbox;
      if (isInVain || performance.now() > until) throw error;
      // Dovecot ends the connection at an email that it cannot read.
      log.warn({ failed: 1, reason: reasonOf(error) }, LEFT_UNREAD);
      held.email = null;
    }
  }
}
