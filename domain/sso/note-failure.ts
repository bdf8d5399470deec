import type { App } from '../app.ts';
import { newId } from '../ids.ts';
import type { SsoReason } from './refusal.ts';

/** Faults of the connection or the provider, which its admins want to hear of; the rest is between the portal and the person. */
const FOR_ADMINS: readonly SsoReason[] = [
  'UNAVAILABLE',
  'MISCONFIGURED',
  'REFUSED',
  'INVALID_ANSWER',
  'NO_ADDRESS',
  'NOT_REGISTERED',
];

/** More than there are causes. */
const MOST_FAILURES = 50;

/**
 * Keeps a failed log-in for the admins of the portal.
 * @param failure `reference` is the number that the person was shown; `detail` holds no address, code or token
 */
export async function noteFailure(
  app: App,
  connectionId: string,
  failure: { reference: string; reason: SsoReason; detail: string },
): Promise<void> {
  if (!FOR_ADMINS.includes(failure.reason)) return;
  // From the connection, so that one which is deleted meanwhile is no error.
  await app.prisma.$executeRaw`
    INSERT INTO sso_failures (id, connection_id, reference, reason, detail)
    SELECT ${newId()}::uuid, id, ${failure.reference}, ${failure.reason}, ${failure.detail}
    FROM sso_connections WHERE id = ${connectionId}::uuid FOR KEY SHARE`;
  await dropMostCommon(app, connectionId);
}

/**
 * Makes room where a connection has many failures: of the cause that has most of them the oldest goes. Anybody can cause some, by
 * refusing at the provider or by coming back with nonsense, and no number of them displaces another cause.
 */
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
