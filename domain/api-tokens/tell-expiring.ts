import { Prisma } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import { fromNow } from '../clock.ts';
import { DAY_MS } from '../durations.ts';
import { addJobs } from '../jobs/add-job.ts';
import { transaction } from '../transaction.ts';

/** @limit Time before the end of an API token when its maker is emailed. Beyond: An API token that lives no longer is not told of. */
export const TOLD_BEFORE_MS = 7 * DAY_MS;
/** @limit tokens: API tokens that one sweep tells of. Beyond: The next sweep goes on. */
export const MOST_TOLD = 100;

/** Once for each token. Tells its maker. Tells the OWNERs of all portals of a token whose maker was removed. */
export async function tellExpiringTokens(app: App): Promise<void> {
  // Looks before it opens a transaction, for which a worker at rest would load Prisma's engine.
  const [found] = await app.prisma.$queryRaw<object[]>`SELECT id FROM api_tokens WHERE ${isDue} LIMIT 1`;
  if (!found) return;
  await transaction(app, async (tx) => {
    const told = await tx.$queryRaw<{ apiTokenId: string; makerId: string | null }[]>`
      WITH due AS MATERIALIZED (
        SELECT id FROM api_tokens WHERE ${isDue} ORDER BY expires_at, id LIMIT ${MOST_TOLD} FOR NO KEY UPDATE SKIP LOCKED
      )
      UPDATE api_tokens SET expiry_told_at = now() FROM due WHERE api_tokens.id = due.id
      RETURNING api_tokens.id AS "apiTokenId", maker_id AS "makerId"`;
    const owners = await tx.adminRole.findMany({ where: { role: 'OWNER', portalId: null }, select: { adminId: true } });
    const emails = told.flatMap(({ apiTokenId, makerId }) =>
      (makerId === null ? owners.map(({ adminId }) => adminId) : [makerId]).map((adminId) => ({ apiTokenId, adminId })),
    );
    await addJobs(tx, 'sendApiTokenExpiringEmail', null, emails);
  });
}

const isDue = Prisma.sql`
  revoked_at IS NULL AND expiry_told_at IS NULL AND expires_at > now() AND expires_at <= ${fromNow(TOLD_BEFORE_MS)}
  AND expires_at - created_at > ${TOLD_BEFORE_MS} * interval '1 millisecond'`;
