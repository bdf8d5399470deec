import type { App } from '../app.ts';
import { ago } from '../clock.ts';
import { DAY_MS, HOUR_MS } from '../durations.ts';

/** @limit Time between two times when the usual wait of a portal is reckoned. Beyond: It is reckoned again. */
export const RECKONED_FOR_MS = HOUR_MS;
/** @limit Time back to the oldest decision that counts for the usual wait. Beyond: The decision does not count. */
export const COUNTED_FOR_MS = 30 * DAY_MS;
/** @limit decisions: Decisions below which the usual wait is unknown. Beyond: The usual wait is public. */
export const FEWEST_DECISIONS = 10;
/** @limit requests: Newest decisions, and oldest requests, that count for the usual wait. Beyond: The others do not count. */
export const MOST_COUNTED = 10_000;
/** @limit portals: Portals whose usual wait one sweep reckons. Beyond: The next sweep goes on. */
export const MOST_PORTALS = 100;

/** Of several workers, each portal is taken by one. Two statements and no transaction, for which a worker at rest would load Prisma's engine. */
export async function reckonUsualWaits(app: App): Promise<void> {
  for (let portals = 0; portals < MOST_PORTALS; portals++) {
    const id = await takePortal(app);
    if (id === null) return;
    await reckonUsualWait(app, id);
  }
}

async function takePortal({ prisma }: App): Promise<string | null> {
  const [taken] = await prisma.$queryRaw<{ id: string }[]>`
    UPDATE portals SET usual_wait_reckoned_at = now() WHERE id = (
      SELECT id FROM portals WHERE coalesce(usual_wait_reckoned_at <= ${ago(RECKONED_FOR_MS)}, true)
      ORDER BY usual_wait_reckoned_at NULLS FIRST LIMIT 1 FOR NO KEY UPDATE SKIP LOCKED
    ) RETURNING id`;
  return taken?.id ?? null;
}

/**
 * The time in which admins decided 8 of 10 requests, without the time that applicants took for answers. A request that waits longer than
 * that counts with its time so far, so that easy decisions do not hide forgotten requests.
 */
async function reckonUsualWait({ prisma }: App, portalId: string): Promise<void> {
  await prisma.$executeRaw`
    WITH request AS (
      (SELECT developer_id AS id, created_at AS until, true AS is_decided FROM decisions decision
        WHERE portal_id = ${portalId}::uuid AND by IN ('ADMIN', 'TOKEN') AND created_at > ${ago(COUNTED_FOR_MS)}
          AND "from" = 'PENDING' AND invitation_id IS NULL
          AND NOT EXISTS (SELECT FROM decisions undo WHERE undo.undoes_id = decision.id)
        ORDER BY created_at DESC LIMIT ${MOST_COUNTED})
      UNION ALL
      (SELECT id, now(), false FROM developers WHERE portal_id = ${portalId}::uuid AND waiting_since IS NOT NULL
        ORDER BY waiting_since LIMIT ${MOST_COUNTED})
    ),
    waited AS (
      SELECT is_decided, until - developer.email_verified_at - coalesce(asked.time, interval '0') AS time
      FROM request JOIN developers developer ON developer.id = request.id
      CROSS JOIN LATERAL (
        SELECT sum(least(coalesce(ended_at, expires_at), until) - created_at) AS time FROM questions
        WHERE developer_id = request.id AND created_at < until
      ) asked
    ),
    decided AS (
      SELECT count(*) AS count, percentile_disc(0.8) WITHIN GROUP (ORDER BY time) AS usual FROM waited WHERE is_decided
    ),
    reckoned AS (
      SELECT percentile_disc(0.8) WITHIN GROUP (ORDER BY time) AS usual FROM waited, decided
      WHERE is_decided OR time > decided.usual
    )
    UPDATE portals SET usual_wait_hours = CASE WHEN decided.count >= ${FEWEST_DECISIONS}
      THEN greatest(1, ceil(extract(epoch FROM reckoned.usual) / 3600)) END::int
    FROM decided, reckoned WHERE portals.id = ${portalId}::uuid`;
}
