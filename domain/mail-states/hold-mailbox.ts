import type { App } from '../app.ts';
import { fromNow } from '../clock.ts';

type Database = Pick<App, 'prisma'>;

export type HeldMailbox = {
  /** When another worker may look. It moves on with each email. */
  until: Date;
  /** What a worker began to read, and did not end: that worker was killed, or it hangs. */
  email: string | null;
  attempts: number;
};

/** Lets one worker look into the mailbox of reports. @returns null if it is another one */
export async function holdMailbox({ prisma }: Database, forMs: number): Promise<HeldMailbox | null> {
  const [held] = await prisma.$queryRaw<HeldMailbox[]>`
    UPDATE installation SET mailbox_held_until = ${fromNow(forMs)} WHERE mailbox_held_until IS NULL OR mailbox_held_until < now()
    RETURNING mailbox_held_until AS until, mailbox_email AS email, mailbox_attempts AS attempts`;
  return held ?? null;
}

/** Notes which email is read now, and holds the mailbox for longer. @throws if another worker has it by now */
export async function beginEmail({ prisma }: Database, held: HeldMailbox, email: string, forMs: number): Promise<void> {
  const [row] = await prisma.$queryRaw<{ until: Date }[]>`
    UPDATE installation SET mailbox_held_until = ${fromNow(forMs)}, mailbox_email = ${email},
      mailbox_attempts = CASE WHEN mailbox_email = ${email} THEN mailbox_attempts + 1 ELSE 1 END
    WHERE mailbox_held_until = ${held.until} RETURNING mailbox_held_until AS until`;
  if (!row) throw new Error('This worker was too slow, and another one reads the mailbox of reports now.');
  held.until = row.until;
}

/** No email is read now by the worker that had the mailbox. */
export async function endEmail({ prisma }: Database, { until }: HeldMailbox): Promise<void> {
  await prisma.$executeRaw`
    UPDATE installation SET mailbox_email = NULL, mailbox_attempts = 0 WHERE mailbox_held_until = ${until}`;
}

/** Notes how many emails wait, for the metrics. */
export async function noteUnread({ prisma }: Database, unread: number): Promise<void> {
  await prisma.$executeRaw`UPDATE installation SET mailbox_unread = ${unread}, mailbox_looked_at = now()`;
}
