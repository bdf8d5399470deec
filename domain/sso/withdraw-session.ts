import { Prisma } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import { hashSecret } from '../tokens/secrets.ts';

export type LogIn = {
  /** By the clock of the database. */
  begunAt: Date;
  /** By the clock of the provider. Null if the provider does not send it. */
  authenticatedAt: Date | null;
};

const TABLES = {
  DEVELOPER: { sessions: Prisma.sql`sessions`, identities: Prisma.sql`sso_identities` },
  ADMIN: { sessions: Prisma.sql`admin_sessions`, identities: Prisma.sql`admin_sso_identities` },
};

/** Call it after the session is inserted. A log-out is stored before it looks for sessions, so no session is missed. */
export async function withdrawIfLoggedOut(
  app: App,
  who: keyof typeof TABLES,
  { token }: { token: string },
  { begunAt, authenticatedAt }: LogIn,
): Promise<boolean> {
  const { sessions, identities } = TABLES[who];
  const withdrawn = await app.prisma.$executeRaw`
    DELETE FROM ${sessions} session USING ${identities} identity, sso_connections connection
    WHERE session.hash = ${hashSecret(token)} AND identity.id = session.identity_id AND connection.id = session.connection_id AND EXISTS (
      SELECT 1 FROM sso_logouts logout
      WHERE logout.issuer = connection.issuer AND logout.client_id = connection.client_id AND logout.received_at >= ${begunAt}::timestamptz
        AND (logout.subject IS NULL OR logout.subject = identity.subject)
        AND (logout.sid IS NULL OR logout.sid = session.provider_sid)
        AND (${authenticatedAt}::timestamptz IS NULL OR logout.issued_at >= ${authenticatedAt}::timestamptz)
    )`;
  return withdrawn > 0;
}
