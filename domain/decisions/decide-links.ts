import type { Prisma } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import { fromNow } from '../clock.ts';
import { DAY_MS } from '../durations.ts';
import { newId } from '../ids.ts';
import { hashSecret, mailedToken, mailedTokenOf } from '../tokens/secrets.ts';

/** @limit Time that a link to decide about a request works. Beyond: InvalidToken. */
export const DECIDE_LINK_TTL_MS = 7 * DAY_MS;
/** @limit requests: New requests in one email that each have a link. Beyond: The email has only the link to all requests. */
export const MOST_DECIDE_LINKS = 5;

/**
 * The tokens of the links by which this admin decides about these requests. Repeating it makes no second link.
 * @returns the tokens by the ids of the developers, without those whose registration was deleted
 */
export async function makeDecideLinks(app: App, adminId: string, developerIds: string[]): Promise<Map<string, string>> {
  const purpose = 'ADMIN_DECIDE';
  const ids = developerIds.map(newId);
  const hashes = ids.map((id) => hashSecret(mailedToken(app.keys, purpose, id)));
  await app.prisma.$executeRaw`
    INSERT INTO admin_tokens (id, admin_id, purpose, hash, developer_id, expires_at)
    SELECT link.id, ${adminId}::uuid, ${purpose}::"AdminTokenPurpose", hash, developer.id, ${fromNow(DECIDE_LINK_TTL_MS)}
    FROM unnest(${ids}::uuid[], ${hashes}::bytea[], ${developerIds}::uuid[]) AS link (id, hash, developer_id)
    JOIN developers developer ON developer.id = link.developer_id
    ON CONFLICT (admin_id, developer_id) DO NOTHING`;
  const links = await app.prisma.adminToken.findMany({ where: { adminId, purpose, developerId: { in: developerIds } } });
  return new Map(links.map((link) => [link.developerId ?? '', secretOf(app, link)]));
}

function secretOf({ keys }: App, link: Prisma.AdminTokenGetPayload<object>): string {
  const secret = mailedTokenOf(keys, link);
  // Another worker may have the key, so the job is tried again.
  if (!secret) throw new Error('Neither SECRET_KEY nor SECRET_KEY_PREVIOUS made this link.');
  return secret;
}
