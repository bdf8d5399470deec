import type { App } from '../app.ts';
import { fromNow } from '../clock.ts';

type Database = Pick<App, 'prisma'>;

/** An email that a worker began to read, and did not end: that worker was killed, or it hangs. */
export type Unfinished = { email: string | null; attempts: number };

/** Lets one worker look into the mailbox of reports. @returns null if it is another one */
export async function holdMailbox({ prisma }: Database, forMs: number): Promise<Unfinished | null> {
  const [held] = await prisma.$queryRaw<Unfinished[]>`
    UPDATE installation SET mailbox_held_until = ${fromNow(forMs)} WHERE mailbox_held_until IS NULL OR mailbox_held_until < now()
    RETURNING mailbox_email AS email, mailbox_attempts AS attempts`;
  return held ?? null;
}

/** Notes which email is read now, and holds the mailbox for longer. */
export async function beginEmail({ prisma }: Database, email: string, forMs: number): Promise<void> {
  await prisma.$executeRaw`
    UPDATE installation SET mailbox_held_until = ${fromNow(forMs)}, mailbox_email = ${email},
      mailbox_attempts = CASE WHEN mailbox_email = ${email} THEN mailbox_attempts + 1 ELSE 1 END`;
}

/** No email is read now. */
export async function endEmail({ prisma }: Database): Promise<void> {
  await prisma.$executeRaw`UPDATE installation SET mailbox_email = NULL, mailbox_attempts = 0 WHERE mailbox_email IS NOT NULL`;
}

/** Notes how many emails wait, for the metrics. */
export async function noteUnread({ prisma }: Database, unread: number): Promise<void> {
  await prisma.$executeRaw`UPDATE installation SET mailbox_unread = ${unread}, mailbox_looked_at = now()`;
}
