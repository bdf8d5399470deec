import type { App } from '../app.ts';
import { hashSecret } from '../tokens/secrets.ts';

export type LogIn = {
  /** By the clock of the database. */
  begunAt: Date;
  /** By the clock of the provider. Null if the provider does not send it. */
  authenticatedAt: Date | null;
};

/** Call it after the session is inserted. A log-out is stored before it looks for sessions, so no session is missed. */
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
