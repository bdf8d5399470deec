import type { App } from '../app.ts';
import { isOpen } from './claim-jobs.ts';
import type { JobName } from './jobs.ts';

const MAYBE_SENT =
  'The database was restored from a back-up. This email may have been sent before. Run it again if it was not.';

/**
 * It makes the registration and the link before it mails it. Both are lost, so that the mailed link leads nowhere: it runs again,
 * and mails a link that works.
 */
const MAKES_THE_LINK = 'answerStranger' satisfies JobName;

type Settled = { sent: number; held: number };

/**
 * After a restore the database does not know which emails went out since the back-up. Call it before the first worker starts.
 * @param accepted ids of jobs whose emails the mail server accepted, from its log, whichever other ids are among them: these jobs are
 * DONE, and all others go out. With null nobody knows: what was due becomes FAILED, so that an admin decides
 */
export async function settleRestored({ prisma }: Pick<App, 'prisma'>, accepted: string[] | null): Promise<Settled> {
  if (accepted) {
    const sent = await prisma.$executeRaw`
      UPDATE jobs SET status = 'DONE', finished_at = now(), accepted_at = now(), last_error = NULL
      WHERE queue = 'MAILS' AND name <> ${MAKES_THE_LINK} AND ${isOpen} AND id = ANY(${accepted}::uuid[])`;
    return { sent, held: 0 };
  }
  const held = await prisma.$executeRaw`
    UPDATE jobs SET status = 'FAILED', finished_at = now(), last_error = ${MAYBE_SENT}
    WHERE queue = 'MAILS' AND name <> ${MAKES_THE_LINK} AND ${isOpen} AND (status = 'RUNNING' OR due_at <= now())`;
  return { sent: 0, held };
}
