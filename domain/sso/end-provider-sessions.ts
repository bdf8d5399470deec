import type { App } from '../app.ts';
import { MINUTE_MS } from '../durations.ts';
import { newId } from '../ids.ts';
import { readLogoutToken } from '../providers/logout-token.ts';
import type { Connection } from '../sso-connections/connection.ts';
import { transaction } from '../transaction.ts';
import { CODE_TTL_MS } from './issue-code.ts';
import { ATTEMPT_TTL_MS } from './store-attempt.ts';

// A log-in that began before the log-out must still find it.
/** @limit Time that a log-out of a provider is kept. Beyond: The log-out is deleted. */
export const LOGOUT_KEPT_MS = ATTEMPT_TTL_MS + CODE_TTL_MS + 9 * MINUTE_MS;

/** The largest difference between the clocks. */
const TOLERANCE_MS = 30_000;

/**
 * OpenID Connect Back-Channel Logout 1.0. Only older sessions end, so a repeated token does no harm. Stored first, because a
 * log-in under way has no session yet (`withdraw-session.ts`). A provider calls one address for each client, so the log-out
 * counts for all connections with the same client, at portals and of the installation.
 */
export async function endProviderSessions(app: App, connection: Connection, token: string): Promise<number> {
  const { issuer, clientId } = connection;
  const { subject, sid, issuedAt } = await readLogoutToken(app, connection, token);
  const latest = new Date(issuedAt.getTime() + TOLERANCE_MS);
  const over = {
    connection: { issuer, clientId },
    createdAt: { lte: latest },
    identity: { issuer, ...(subject && { subject }) },
    ...(sid && { providerSid: sid }),
  };
  await app.prisma.$executeRaw`
    INSERT INTO sso_logouts (id, issuer, client_id, subject, sid, issued_at, received_at)
    VALUES (${newId()}::uuid, ${issuer}, ${clientId}, ${subject}, ${sid}, ${issuedAt}::timestamptz, LEAST(now(), ${latest}::timestamptz))`;
  return await transaction(app, async (tx) => {
    await tx.ssoGrant.deleteMany({ where: over });
    const { count: developers } = await tx.session.deleteMany({ where: over });
    const { count: admins } = await tx.adminSession.deleteMany({ where: over });
    return developers + admins;
  });
}
