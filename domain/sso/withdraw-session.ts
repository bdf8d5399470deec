import type { App } from '../app.ts';
import { hashSecret } from '../tokens/secrets.ts';

/** Of a log-in at a provider. */
export type LogIn = {
  /** When the way there began, by the clock of the database. */
  begunAt: Date;
  /** When the person logged in there, by its clock; null where it does not say. */
  authenticatedAt: Date | null;
};

/**
 * Takes back a session that nobody holds yet where the provider ended its own while the person was on the way: after the way began,
 * and not before the person logged in there. Asked once the session is there; a log-out is written down before it looks for
 * sessions. So of the two, one sees the other, whichever comes first.
 * @returns whether it did
 */
export async function withdrawIfLoggedOut(
  app: App,
  { token }: { token: string },
  { begunAt, authenticatedAt }: LogIn,
): Promise<boolean> {
  const withdrawn = await app.prisma.$executeRaw`
    DELETE FROM sessions USING sso_identities identity, sso_connections connection
    WHERE sessions.hash = ${hashSecret(token)} AND identity.id = sessions.identity_id AND connection.id = sessions.connection_id AND EXISTS (
      SELECT 1 FROM sso_logouts logout
      WHERE logout.issuer = connection.issuer AND logout.client_id = connection.client_id AND logout.received_at >= ${begunAt}::timestamptz
        AND (logout.subject IS NULL OR logout.subject = identity.subject)
        AND (logout.sid IS NULL OR logout.sid = sessions.provider_sid)
        AND (${authenticatedAt}::timestamptz IS NULL OR logout.issued_at >= ${authenticatedAt}::timestamptz)
    )`;
  return withdrawn > 0;
}
