import { setTimeout } from 'node:timers/promises';
import { type Developer, type DeveloperStatus, Prisma } from '../../prisma/generated/client/client.ts';
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
  await untilEvaluated(app, developerId);
  return await tellStatus(app, developerId);
}

/** Waits for an automatic approval, which follows within moments of the click on a link. */
export async function untilEvaluated(app: App, developerId: string): Promise<void> {
  const until = performance.now() + LONGEST_WAIT_MS;
  for (let pause = FIRST_PAUSE_MS; performance.now() < until; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
    const [developer] = await app.prisma.$queryRaw<{ status: DeveloperStatus; isEvaluated: boolean }[]>`
      SELECT status, evaluated_at IS NOT NULL AS "isEvaluated" FROM developers WHERE id = ${developerId}::uuid`;
    if (developer?.status !== 'PENDING' || developer.isEvaluated) break;
    await setTimeout(pause);
  }
}

/** What was found before, and must still be so. */
type Before = Partial<Pick<Developer, 'email' | 'passwordHash'>>;

type Told = Pick<Developer, 'status' | 'email' | 'passwordHash'>;

/**
 * Notes in the same statement what the person is told. So a later approval is mailed to a person who was told to wait, and an earlier
 * one is not. A decision that the person was told cannot be undone.
 * @param before such as the password that was checked
 * @returns null if the developer was deleted, or has another password now: nothing is told then
 */
export async function tell(
  { prisma }: { prisma: Pick<App['prisma'], '$queryRaw'> },
  developerId: string,
  before: Before = {},
): Promise<Told | null> {
  const { email = null, passwordHash } = before;
  const [told] = await prisma.$queryRaw<[Told?]>`
    UPDATE developers SET
      told_to_wait_at = CASE WHEN status = 'PENDING' THEN now() ELSE told_to_wait_at END,
      status_told_at = CASE WHEN status = 'PENDING' THEN status_told_at ELSE now() END
    WHERE id = ${developerId}::uuid AND (${email}::text IS NULL OR email = ${email})
      AND (${passwordHash === undefined} OR password_hash IS NOT DISTINCT FROM ${passwordHash ?? null})
    RETURNING status, email, password_hash AS "passwordHash"`;
  return told ?? null;
}

export const tellStatus = async (...whom: Parameters<typeof tell>): Promise<DeveloperStatus | null> =>
  (await tell(...whom))?.status ?? null;

/** For a statement that opens a session for the one row of `source`, by its `id`: writes the first time after a decision. */
export const toldBySession = (source: Prisma.Sql): Prisma.Sql => Prisma.sql`
  UPDATE developers SET status_told_at = now() WHERE developers.id = (SELECT id FROM ${source} AS told) AND status_told_at IS NULL`;
