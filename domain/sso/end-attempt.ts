import type { App } from '../app.ts';
import { isSlug } from '../portals/find-portal.ts';
import { hashSecret } from '../tokens/secrets.ts';
import { isStateOf, slugIn } from './checks.ts';
import type { ConnectionAtPortal } from './find-connection.ts';
import { SsoRefusal } from './refusal.ts';

export type Attempt = {
  connectionId: string;
  returnTo: string | null;
  challenge: string | null;
  callback: string | null;
  isProof: boolean;
  trialId: string | null;
  developerId: string | null;
  /** By the clock of the database. */
  begunAt: Date;
};

/** If two requests have the same secret, only one gets the attempt. */
export async function endAttempt(
  app: App,
  state: string,
  secret: string | null,
): Promise<Attempt & { connection: ConnectionAtPortal }> {
  if (!secret || !isStateOf(secret, state)) throw await gone(app, state, 'It was not started in this browser.');
  const [ended] = await app.prisma.$queryRaw<Attempt[]>`
    DELETE FROM sso_attempts WHERE hash = ${hashSecret(secret)} AND expires_at > now()
    RETURNING connection_id AS "connectionId", return_to AS "returnTo", challenge, callback, is_proof AS "isProof",
      trial_id AS "trialId", developer_id AS "developerId", begun_at AS "begunAt"`;
  const connection =
    ended && (await app.prisma.ssoConnection.findUnique({ where: { id: ended.connectionId }, include: { portal: true } }));
  if (!connection) throw await gone(app, state, 'It was started too long ago, or has already ended.');
  return { ...ended, connection };
}

async function gone(app: App, state: string, detail: string): Promise<SsoRefusal> {
  const slug = slugIn(state);
  const portal = isSlug(slug) ? await app.prisma.portal.findUnique({ where: { slug } }) : null;
  return new SsoRefusal('EXPIRED', { portal }, detail);
}
