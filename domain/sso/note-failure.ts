import type { App } from '../app.ts';
import { DAY_MS } from '../durations.ts';
import { newId } from '../ids.ts';
import type { SsoReason } from './refusal.ts';

/** Other failures concern only the person. */
const FOR_ADMINS: readonly SsoReason[] = [
  'UNAVAILABLE',
  'MISCONFIGURED',
  'REFUSED',
  'INVALID_ANSWER',
  'NO_ADDRESS',
  'NOT_REGISTERED',
];

/** @limit failures: Stored failures of one connection. Beyond: The oldest of the most common cause is deleted. */
export const MOST_FAILURES = 50;
/** @limit Time that a failure is kept. Beyond: The failure is deleted. */
export const FAILURE_KEPT_MS = 30 * DAY_MS;

/** `reference` is the number on the page of the person. `detail` holds no email address, code or token. */
export async function noteFailure(
  app: App,
  connectionId: string,
  failure: { reference: string; reason: SsoReason; detail: string },
): Promise<void> {
  if (!FOR_ADMINS.includes(failure.reason)) return;
  // The SELECT makes a deleted connection no error.
  await app.prisma.$executeRaw`
    INSERT INTO sso_failures (id, connection_id, reference, reason, detail)
    SELECT ${newId()}::uuid, id, ${failure.reference}, ${failure.reason}, ${failure.detail}
    FROM sso_connections WHERE id = ${connectionId}::uuid FOR KEY SHARE`;
  await dropMostCommon(app, connectionId);
}

/** Anybody can cause failures. The most common cause loses its oldest, so a flood removes no failure of other causes. */
async function dropMostCommon(app: App, connectionId: string): Promise<void> {
  await app.prisma.$executeRaw`
    DELETE FROM sso_failures WHERE id IN (
      SELECT id FROM sso_failures WHERE id IN (
        SELECT id FROM (
          SELECT id, created_at, row_number() OVER (PARTITION BY reason, detail ORDER BY created_at DESC, id DESC) AS place
          FROM sso_failures WHERE connection_id = ${connectionId}::uuid
        ) AS placed ORDER BY place, created_at DESC, id DESC OFFSET ${MOST_FAILURES}
      ) FOR UPDATE SKIP LOCKED
    )`;
}
