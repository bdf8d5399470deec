import { setTimeout } from 'node:timers/promises';
import { type DeveloperStatus, Prisma } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';

/** @limit Time that `setPassword` waits for an automatic approval. Beyond: The answer says PENDING. */
export const LONGEST_WAIT_MS = 2_000;
const FIRST_PAUSE_MS = 5;
/** @limit Pause between two looks for an automatic approval. Beyond: The next look follows. */
export const LONGEST_PAUSE_MS = 100;

/** The new `told_to_wait_at` of a developer whom an answer tells the status, if it is evaluated. */
export const toldOnceEvaluated = Prisma.sql`
  CASE WHEN status = 'PENDING' AND evaluated_at IS NOT NULL THEN now() ELSE told_to_wait_at END`;

/** What `tellStatus` says, once the registration is evaluated. */
export async function tellStatusOnceEvaluated(app: App, developerId: string): Promise<DeveloperStatus | null> {
  const until = performance.now() + LONGEST_WAIT_MS;
  for (let pause = FIRST_PAUSE_MS; performance.now() < until; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
    const [developer] = await app.prisma.$queryRaw<{ status: DeveloperStatus; isEvaluated: boolean }[]>`
      SELECT status, evaluated_at IS NOT NULL AS "isEvaluated" FROM developers WHERE id = ${developerId}::uuid`;
    if (developer?.status !== 'PENDING') return developer?.status ?? null;
    if (developer.isEvaluated) break;
    await setTimeout(pause);
  }
  return await tellStatus(app, developerId);
}

/**
 * Marks a pending developer as told in the same statement. So a later approval is mailed, and an earlier one is not.
 * Returns null if the developer was deleted.
 */
export async function tellStatus(app: App, developerId: string): Promise<DeveloperStatus | null> {
  const told = await app.prisma.$executeRaw`
    UPDATE developers SET told_to_wait_at = now() WHERE id = ${developerId}::uuid AND status = 'PENDING'`;
  if (told === 1) return 'PENDING';
  const [developer] = await app.prisma.$queryRaw<{ status: DeveloperStatus }[]>`
    SELECT status FROM developers WHERE id = ${developerId}::uuid`;
  return developer?.status ?? null;
}
