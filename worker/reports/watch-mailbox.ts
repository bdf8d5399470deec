import { ImapFlow } from 'imapflow';
import type { Config } from '../../config.ts';
import { MINUTE_MS, SECOND_MS } from '../../domain/durations.ts';
import { holdMailbox } from '../../domain/mail-states/hold-mailbox.ts';
import { takeReports } from '../../domain/mail-states/take-reports.ts';
import type { Log } from '../../log.ts';
import type { Environment } from '../environment.ts';
import { reasonOf } from '../failures.ts';
import { readReport } from './read-report.ts';

/** @limit Pause between two looks into the mailbox of reports. Beyond: The next look follows. */
export const LOOK_EVERY_MS = MINUTE_MS;
/** @limit emails: Emails that one look reads. Beyond: The next look goes on. */
export const MOST_EMAILS = 50;
/** @limit bytes: Email with a report. Beyond: It is marked as read, and not read. */
export const LONGEST_EMAIL = 256 * 1024;
/** @limit Time for each step of a look. Beyond: The look ends, and the next one goes on. */
export const IMAP_TIMEOUT_MS = 20 * SECOND_MS;

type Mailbox = NonNullable<Config['mailbox']>;

/**
 * Reads the reports that come to a mailbox by email. Each worker tries, and the database lets one at a time.
 * @returns a function that stops it and waits for the look under way
 */
export function startWatchingMailbox(mailbox: Mailbox, environment: Environment): () => Promise<void> {
  const stop = new AbortController();
  let running: Promise<void> | null = null;
  const look = () => {
    running ??= lookOnce(mailbox, environment, stop.signal)
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

async function lookOnce(mailbox: Mailbox, { app, log }: Environment, signal: AbortSignal): Promise<void> {
  if (!(await holdMailbox(app, LOOK_EVERY_MS / 2))) return;
  const { host, port, isSecure, needsStartTls, user, password, folder } = mailbox;
  const timeouts = { connectionTimeout: IMAP_TIMEOUT_MS, greetingTimeout: IMAP_TIMEOUT_MS, socketTimeout: IMAP_TIMEOUT_MS };
  const tls = { secure: isSecure, ...(needsStartTls && { doSTARTTLS: true }) };
  const client = new ImapFlow({ host, port, ...tls, auth: { user, pass: password }, logger: false, ...timeouts });
  // What is wrong is told by the call that fails.
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.mailboxOpen(folder);
    const found = (await client.search({ seen: false }, { uid: true })) || [];
    for (const uid of found.slice(0, MOST_EMAILS)) {
      if (signal.aborted) break;
      await takeEmail(client, uid, app, log);
    }
    await client.logout();
  } finally {
    client.close();
  }
}

/** It is marked as read when its reports are stored: a crash in between takes them twice, which does no harm. */
async function takeEmail(client: ImapFlow, uid: number, app: Environment['app'], log: Log): Promise<void> {
  const size = (await client.fetchOne(String(uid), { size: true }, { uid: true })) || null;
  if (size?.size !== undefined && size.size <= LONGEST_EMAIL) {
    const email = (await client.fetchOne(String(uid), { source: { maxLength: LONGEST_EMAIL } }, { uid: true })) || null;
    const changed = await takeReports(app, 'MAIL', email?.source ? await readReport(email.source) : []);
    if (changed > 0) log.info({ reporter: 'MAIL', changed }, 'reports about emails changed the state of addresses');
  }
  const isMarked = await client.messageFlagsAdd(String(uid), ['\\Seen'], { uid: true });
  // Otherwise each look would read the same emails.
  if (!isMarked) throw new Error('An email in the mailbox of reports cannot be marked as read.');
}
