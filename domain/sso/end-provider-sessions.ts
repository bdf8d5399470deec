import type { App } from '../app.ts';
import { transaction } from '../transaction.ts';
import type { ConnectionAtPortal } from './find-connection.ts';
import { readLogoutToken } from './logout-token.ts';

/** Clocks may differ by this much. */
const TOLERANCE_MS = 30_000;

/**
 * Ends the sessions that a provider says are over (OpenID Connect Back-Channel Logout 1.0): one, by its `sid`, or all of a subject.
 * Only those that were opened before the token was made, so that a token sent again ends nothing that came later.
 * @returns how many ended
 * @throws ProviderFailure for a token that is not the provider's
 */
export async function endProviderSessions(app: App, connection: ConnectionAtPortal, token: string): Promise<number> {
  const { subject, sid, issuedAt } = await readLogoutToken(app, connection, token);
  const over = {
    connectionId: connection.id,
    createdAt: { lte: new Date(issuedAt.getTime() + TOLERANCE_MS) },
    ...(subject && { identity: { issuer: connection.issuer, subject } }),
    ...(sid && { providerSid: sid }),
  };
  return await transaction(app, async (tx) => {
    await tx.ssoGrant.deleteMany({ where: over });
    const { count } = await tx.session.deleteMany({ where: over });
    return count;
  });
}
