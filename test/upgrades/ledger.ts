import { expect, vi } from 'vitest';
import type { Inbox, Mail } from '../kit/smtp.ts';

/** What people were answered, as the mails that must follow. */
export type Ledger = {
  /** Notes that one more mail must come to an address. @returns it once it is there */
  mail: (address: string, subject: string) => Promise<Mail>;
  /** All that must have come, and all that came, by the address. Equal when nobody is left out and nobody gets two. */
  both: () => [Record<string, string[]>, Record<string, string[]>];
};

/** For mails that other programs of the machine delay. */
const PATIENCE = { timeout: 60_000, interval: 20 };

export function openLedger(inbox: Inbox): Ledger {
  const due: { address: string; subject: string }[] = [];
  const cameTo = (address: string, subject: string) =>
    inbox.mails.filter((mail) => mail.recipients.includes(address) && mail.subject === subject);
  return {
    mail: async (address, subject) => {
      due.push({ address, subject });
      const count = due.filter((one) => one.address === address && one.subject === subject).length;
      const about = `${subject} to ${address}`;
      // Not `expect.poll`, which belongs to one test, and both backends are tested at once.
      await vi.waitFor(() => expect(cameTo(address, subject).length, about).toBeGreaterThanOrEqual(count), PATIENCE);
      const mail = cameTo(address, subject)[count - 1];
      if (!mail) throw new Error(about);
      return mail;
    },
    both: () => [
      byAddress(due),
      byAddress(inbox.mails.flatMap(({ recipients, subject }) => recipients.map((address) => ({ address, subject })))),
    ],
  };
}

const byAddress = (mails: { address: string; subject: string }[]): Record<string, string[]> =>
  Object.fromEntries(
    Object.entries(Object.groupBy(mails, ({ address }) => address))
      .toSorted(([one], [other]) => one.localeCompare(other))
      .map(([address, all = []]) => [address, all.map(({ subject }) => subject).toSorted()]),
  );
