import type { App } from '../app.ts';
import { fromNow } from '../clock.ts';
import { MINUTE_MS } from '../durations.ts';
import { lookAtDomain } from './look-at-domain.ts';

/** @limit domains: Sending domains that one sweep checks, all at once. Beyond: The next sweep goes on. */
export const MOST_CHECKED = 20;
/** A worker that is killed leaves its domains to another one. */
const TRY_AGAIN_MS = 10 * MINUTE_MS;

/** Of several workers, each domain is taken by one. */
export async function checkDueDomains(app: App): Promise<void> {
  const taken = await app.prisma.$queryRaw<{ portalId: string }[]>`
    UPDATE sender_domains SET next_check_at = ${fromNow(TRY_AGAIN_MS)} WHERE portal_id IN (
      SELECT portal_id FROM sender_domains WHERE next_check_at <= now() ORDER BY next_check_at LIMIT ${MOST_CHECKED}
      FOR NO KEY UPDATE SKIP LOCKED
    ) RETURNING portal_id AS "portalId"`;
  await Promise.all(taken.map(({ portalId }) => lookAtDomain(app, portalId, { kind: 'SYSTEM' })));
}
