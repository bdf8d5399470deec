import type { ImapFlow } from 'imapflow';
import { SECOND_MS } from '../../domain/durations.ts';
import { beginEmail, type HeldMailbox } from '../../domain/mail-states/hold-mailbox.ts';
import { takeReports } from '../../domain/mail-states/take-reports.ts';
import type { Environment } from '../environment.ts';
import { reasonOf } from '../failures.ts';
import { readReport } from './read-report.ts';
import { unreadAfter } from './unread.ts';

/** @limit Time in which one look begins to read emails. Beyond: The next look goes on. */
export const LONGEST_LOOK_MS = 25 * SECOND_MS;
/** @limit Time that a worker holds the mailbox of reports from the begin of each email on. Beyond: Another worker may look. */
export const HOLD_MS = 30 * SECOND_MS;
/** @limit bytes: Email with a report. Beyond: It is marked as read, and not read. */
export const LONGEST_EMAIL = 256 * 1024;
/**
 * A worker can be killed by chance, too.
 * @limit attempts: Attempts at an email that each ended or stopped a worker. Beyond: It is marked as read, and not read.
 */
export const MOST_ATTEMPTS = 2;

export type Taking = {
  /** Reads until none is left or the time is over, by `performance.now()`. */
  takeEmails: (client: ImapFlow, held: HeldMailbox, until: number) => Promise<void>;
  /** The UID of the email that it came to. */
  place: () => number;
};

/**
 * Reads the unread emails of a mailbox. None keeps it from the others: one that cannot be read is gone past, and if it ended at one, it goes on
 * behind that.
 * @param signal ends a look after the email that it is at
 */
export function openTaking(environment: Environment, signal: AbortSignal): Taking {
  const { app, log } = environment;
  let place = 0;
  const takeEmails: Taking['takeEmails'] = async (client, held, until) => {
    const { email, attempts } = held;
    const failures: string[] = [];
    const take = async (uid: number) => {
      await beginEmail(app, held, nameOf(client, uid), HOLD_MS);
      place = uid;
      const failure = await takeEmail(environment, client, uid);
      if (failure) failures.push(failure);
    };
    const from = place;
    const first = Number(email?.split('.')[1]);
    // Before all others, so that their notes do not replace that of this one.
    if (first > 0 && email === nameOf(client, first)) {
      if (attempts < MOST_ATTEMPTS) await take(first);
      else {
        log.warn({ uid: first }, 'an email in the mailbox of reports was given up: workers did not come to its end');
        await markAsRead(client, first);
      }
    }
    const isOver = () => signal.aborted || performance.now() > until;
    for await (const uid of unreadAfter(client, from)) {
      if (isOver()) break;
      await take(uid);
    }
    if (!isOver()) place = 0;
    const [reason] = failures;
    if (reason) log.warn({ failed: failures.length, reason }, LEFT_UNREAD);
  };
  return { takeEmails, place: () => place };
}

export const LEFT_UNREAD = 'emails in the mailbox of reports cannot be read, and were left unread';

/** A mailbox that is made anew counts from the beginning. */
const nameOf = ({ mailbox }: ImapFlow, uid: number): string => `${mailbox ? mailbox.uidValidity : 0}.${uid}`;

/**
 * It is marked as read when its reports are stored: a crash in between takes them twice, which does no harm.
 * @returns why the mail server does not give it out, or null
 */
async function takeEmail({ app, log }: Environment, client: ImapFlow, uid: number): Promise<string | null> {
  // One byte more tells that there is more.
  const wanted = { source: { maxLength: LONGEST_EMAIL + 1 } };
  let failure = 'The mail server does not give it out.';
  const email = await client.fetchOne(String(uid), wanted, { uid: true }).catch((error: unknown) => {
    if (!client.usable) throw error;
    failure = reasonOf(error);
    return false as const;
  });
  const source = email ? email.source : undefined;
  if (!source) return failure;
  const reports = source.length > LONGEST_EMAIL ? [] : await readReport(source);
  const changed = await takeReports(app, 'MAIL', reports);
  if (changed > 0) log.info({ reporter: 'MAIL', changed }, 'reports about emails changed the state of addresses');
  await markAsRead(client, uid);
  return null;
}

/** Nothing is gained by another connection. */
export class ReadOnlyMailbox extends Error {}

async function markAsRead(client: ImapFlow, uid: number): Promise<void> {
  const isMarked = await client.messageFlagsAdd(String(uid), ['\\Seen'], { uid: true });
  // Otherwise each look would read the same emails.
  if (!isMarked) throw new ReadOnlyMailbox('An email in the mailbox of reports cannot be marked as read.');
}
