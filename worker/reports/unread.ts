import type { ImapFlow } from 'imapflow';
import type { Mailbox } from './open-mailbox.ts';

/** @limit emails: Emails of the mailbox of reports that one search looks through. Beyond: Another search looks through the next ones. */
export const MOST_SEARCHED = 10_000;

/** The UIDs of the unread emails behind one, in their order. */
export async function* unreadAfter(client: ImapFlow, after: number): AsyncGenerator<number> {
  const { mailbox } = client;
  if (!mailbox) return;
  for (let first = 1; first <= mailbox.exists; first += MOST_SEARCHED) {
    const seq = `${first}:${Math.min(first + MOST_SEARCHED - 1, mailbox.exists)}`;
    const found = await client.search({ seen: false, seq }, { uid: true });
    if (!found) throw new Error('The mail server does not search the mailbox of reports.');
    yield* found.filter((uid) => uid > after).toSorted((one, other) => one - other);
  }
}

export async function countUnread(client: ImapFlow, { folder }: Mailbox): Promise<number> {
  const status = await client.status(folder, { unseen: true });
  if (!status || status.unseen === undefined) throw new Error('The mail server does not count the unread emails.');
  return status.unseen;
}
