import { setTimeout } from 'node:timers/promises';
import { type DeveloperStatus, Prisma } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';

/** @limit Time that `setPassword` waits for an automatic approval. Beyond: The answer says PENDING. */
export const LONGEST_WAIT_MS = 2_000;
const FIRST_PAUSE_MS = 5;
/** @limit Pause between two looks for an automatic approval. Beyond: The next look follows. */
export const LONGEST_PAUSE_MS = 100;

/** For an UPDATE of a developer whom an answer tells the status, if it is evaluated. */
export const toldOnceEvaluated = Prisma.sql`
  told_to_wait_at = CASE WHEN status = 'PENDING' AND evaluated_at IS NOT NULL THEN now() ELSE told_to_wait_at END,
  status_told_at = CASE WHEN status = 'PENDING' THEN status_told_at ELSE now() END`;

/** What `tellStatus` says, once the registration is evaluated. */
export async function tellStatusOnceEvaluated(app: App, developerId: string): Promise<DeveloperStatus | null> {
  const until = performance.now() + LONGEST_WAIT_MS;
  for (let pause = FIRST_PAUSE_MS; performance.now() < until; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
    const [developer] = await app.prisma.$queryRaw<{ status: DeveloperStatus; isEvaluated: boolean }[]>`
      SELECT status, evaluated_at IS NOT NULL AS "isEvaluated" FROM developers WHERE id = ${developerId}::uuid`;
    if (developer?.status !== 'PENDING' || developer.isEvaluated) break;
    await setTimeout(pause);
  }
  return await tellStatus(app, developerId);
}

/**
 * Notes in the same statement what the person is told. So a later approval is mailed to a person who was told to wait, and an earlier
 * one is not. A decision that the person was told cannot be undone.
 * @param passwordHash of the password that was checked; null if none was
 * @returns null if the developer was deleted, or has another password now: nothing is told then
 */
export async function tellStatus(
  { prisma }: { prisma: Pick<App['prisma'], '$queryRaw'> },
  developerId: string,
  passwordHash: string | null = null,
): Promise<DeveloperStatus | null> {
  const [told] = await prisma.$queryRaw<[{ status: DeveloperStatus }?]>`
    UPDATE developers SET
      told_to_wait_at = CASE WHEN status = 'PENDING' THEN now() ELSE told_to_wait_at END,
      status_told_at = CASE WHEN status = 'PENDING' THEN status_told_at ELSE now() END
    WHERE id = ${developerId}::uuid AND (${passwordHash}::text IS NULL OR password_hash = ${passwordHash}) RETURNING status`;
  return told?.status ?? null;
}

/** For a statement that opens a session for the one row of `source`, by its `id`: writes the first time after a decision. */
export const toldBySession = (source: Prisma.Sql): Prisma.Sql => Prisma.sql`
  UPDATE developers SET status_told_at = now() WHERE developers.id = (SELECT id FROM ${source} AS told) AND status_told_at IS NULL`;
