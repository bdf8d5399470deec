import { setTimeout } from 'node:timers/promises';
import type { DeveloperStatus } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';

/** @limit Time that `setPassword` waits for an automatic approval. Beyond: The answer says PENDING. */
export const LONGEST_WAIT_MS = 2_000;
const FIRST_PAUSE_MS = 5;
/** @limit Pause between two looks for an automatic approval. Beyond: The next look follows. */
export const LONGEST_PAUSE_MS = 100;

/** Waits until the worker has applied the portal's rules to a new registration, 2 s at most. */
export async function waitForEvaluation(app: App, developerId: string): Promise<void> {
  const until = performance.now() + LONGEST_WAIT_MS;
  for (let pause = FIRST_PAUSE_MS; performance.now() < until; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
    const undecided = { id: developerId, status: 'PENDING', evaluatedAt: null } as const;
    if ((await app.prisma.developer.count({ where: undecided })) === 0) return;
    await setTimeout(pause);
  }
}

/**
 * The status to answer a person with. A developer who is told PENDING is marked as told to wait in the same statement. So an
 * approval just after it is told by mail, and one just before it is not.
 * @returns null if the developer was deleted in the meantime
 */
export async function tellStatus(app: App, developerId: string): Promise<DeveloperStatus | null> {
  const told = await app.prisma.$executeRaw`
    UPDATE developers SET told_to_wait_at = now() WHERE id = ${developerId}::uuid AND status = 'PENDING'`;
  if (told === 1) return 'PENDING';
  const developer = await app.prisma.developer.findUnique({ where: { id: developerId }, select: { status: true } });
  return developer?.status ?? null;
}
