import { setTimeout } from 'node:timers/promises';
import type { DeveloperStatus } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';

/** @limit Time that `setPassword` waits for an automatic approval. Beyond: The answer says PENDING. */
export const LONGEST_WAIT_MS = 2_000;
const FIRST_PAUSE_MS = 5;
/** @limit Pause between two looks for an automatic approval. Beyond: The next look follows. */
export const LONGEST_PAUSE_MS = 100;

export async function waitForEvaluation(app: App, developerId: string): Promise<void> {
  const until = performance.now() + LONGEST_WAIT_MS;
  for (let pause = FIRST_PAUSE_MS; performance.now() < until; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
    const undecided = await app.prisma.$queryRaw<object[]>`
      SELECT 1 FROM developers WHERE id = ${developerId}::uuid AND status = 'PENDING' AND evaluated_at IS NULL`;
    if (undecided.length === 0) return;
    await setTimeout(pause);
  }
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
