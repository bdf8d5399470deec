import { Prisma } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import { ago, fromNow } from '../clock.ts';
import { MINUTE_MS, SECOND_MS } from '../durations.ts';
import type { Transaction } from '../transaction.ts';
import type { Job, Queue } from './jobs.ts';

/** @limit Time that one worker has a job for itself. Beyond: Another worker can take the job. */
export const LEASE_MS = MINUTE_MS;
/** @limit Time that a due job waits before it counts as late. Beyond: The log warns. */
export const LATE_JOB_MS = 5 * SECOND_MS;

/**
 * A transaction may commit its job this much later than it began, and a ring still finds the job.
 * @limit Time from the begin of a transaction to its commit. Beyond: The sweep finds its jobs.
 */
export const LONGEST_COMMIT_MS = SECOND_MS;

/** `attempt` is the fence: only the worker with the latest attempt may end the job. */
export type Claim = Pick<Job, 'id' | 'name' | 'payload' | 'portalId' | 'attempt' | 'queue' | 'trace'> & {
  claimedAt: Date;
  dueSince: Date;
  /** From when on the job could have been done, at the first attempt and at each later one. */
  readySince: Date;
  isLate: boolean;
  /** Set by the mailer: the mail server accepted the email. */
  isMailed?: boolean;
  /** Set by the mailer: why there is no email, although there was something to send. */
  notSent?: string;
  /** Set by a handler: what is stored in the transaction in which the job ends, because another attempt must not see it. */
  atEnd?: (tx: Transaction) => Promise<void>;
  /** Set by the mailer: what is stored in the transaction in which the job fails for good. */
  atFailure?: (tx: Transaction) => Promise<unknown>;
};

export const BEGINNING = '-infinity';
export type LastDue = Date | typeof BEGINNING;

/** What a claim needs to know of a job that is due. */
export const dueColumns = Prisma.sql`id, due_at,
        -- Of a job that failed, or whose worker died, the first due time is lost.
        CASE WHEN status = 'QUEUED' AND last_error IS NULL THEN greatest(created_at, due_at) ELSE created_at END AS ready_since,
        attempt = 0 AND due_at < ${ago(LATE_JOB_MS)} AND due_at < created_at + interval '1 second' AS is_late`;

/** Takes the jobs of the part `due` of a statement. */
export const takeDue = Prisma.sql`
    UPDATE jobs SET status = 'RUNNING', attempt = attempt + 1, due_at = ${fromNow(LEASE_MS)}
    FROM due WHERE jobs.id = due.id
    RETURNING jobs.id, name, payload, portal_id AS "portalId", attempt, queue, trace, now() AS "claimedAt", due.due_at AS "dueSince",
      ready_since AS "readySince", is_late AS "isLate"`;

/** The part of the index that a claim reads, after the jobs that were claimed before. */
export const dueAfter = (after: LastDue): Prisma.Sql =>
  Prisma.sql`due_at <= now() AND due_at >= LEAST(${after}::timestamptz, now()) - ${LONGEST_COMMIT_MS} * interval '1 millisecond'`;

/** As in `jobs_urgent_due_idx`. */
export const urgent = Prisma.sql`is_urgent::int = 1`;

/** A claim runs in a transaction where it also takes places in a limit. */
export type Claiming = { prisma: Pick<App['prisma'], '$queryRaw'> };

/**
 * The jobs that are due the longest. With SKIP LOCKED two workers never wait for each other. Without MATERIALIZED the LIMIT could
 * be evaluated twice.
 * @param after `dueSince` of the last job that the caller claimed. While a transaction is open anywhere, VACUUM removes no finished
 * job from the index, and a claim from the beginning would read them all again.
 * @param which of them
 */
export const claimDueJobs = (
  app: Claiming,
  queue: Queue,
  most: number,
  after: LastDue = BEGINNING,
  which: 'all' | 'urgent' = 'all',
): Promise<Claim[]> =>
  app.prisma.$queryRaw<Claim[]>`
    WITH due AS MATERIALIZED (
      SELECT ${dueColumns}
      FROM jobs WHERE queue = ${queue}::"Queue" AND ${which === 'urgent' ? Prisma.sql`${urgent} AND` : Prisma.empty} finished_at IS NULL AND ${dueAfter(after)}
      ORDER BY due_at LIMIT ${most} FOR UPDATE SKIP LOCKED
    )${takeDue}`;

export const lastDue = (jobs: Claim[], before: LastDue): LastDue =>
  jobs.reduce((last, { dueSince }) => (last === BEGINNING || last < dueSince ? dueSince : last), before);

/** For a job by its id. With `finished_at IS NULL` the planner may read all open jobs, because it believes that there are few. */
export const isOpen = Prisma.sql`status NOT IN ('DONE', 'FAILED')`;

export async function renewClaim({ prisma }: App, { id, attempt }: Claim): Promise<boolean> {
  const renewed = await prisma.$executeRaw`
    UPDATE jobs SET due_at = ${fromNow(LEASE_MS)} WHERE id = ${id}::uuid AND attempt = ${attempt} AND ${isOpen}`;
  return renewed > 0;
}
