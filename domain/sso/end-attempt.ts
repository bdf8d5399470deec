import type { App } from '../app.ts';
import { isSlug } from '../portals/find-portal.ts';
import { type Connection, placed } from '../sso-connections/connection.ts';
import { hashSecret } from '../tokens/secrets.ts';
import { isStateOf, realmIn } from './checks.ts';
import { SsoRefusal } from './refusal.ts';

export type Attempt = {
  connectionId: string;
  returnTo: string | null;
  challenge: string | null;
  callback: string | null;
  isProof: boolean;
  trialId: string | null;
  developerId: string | null;
  invitationId: string | null;
  /** By the clock of the database. */
  begunAt: Date;
};

/** If two requests have the same secret, only one gets the attempt. */
export async function endAttempt(
  app: App,
  state: string,
  secret: string | null,
): Promise<Attempt & { connection: Connection }> {
  if (!secret || !isStateOf(secret, state)) throw await gone(app, state, 'It was not started in this browser.');
  const [ended] = await app.prisma.$queryRaw<Attempt[]>`
    DELETE FROM sso_attempts WHERE hash = ${hashSecret(secret)} AND expires_at > now()
    RETURNING connection_id AS "connectionId", return_to AS "returnTo", challenge, callback, is_proof AS "isProof",
      trial_id AS "trialId", developer_id AS "developerId", invitation_id AS "invitationId",
      begun_at AS "begunAt"`;
  const connection =
    ended && (await app.prisma.ssoConnection.findUnique({ where: { id: ended.connectionId }, include: { portal: true } }));
  if (!connection) throw await gone(app, state, 'It was started too long ago, or has already ended.');
  return { ...ended, connection: placed(connection) };
}

async function gone(app: App, state: string, detail: string): Promise<SsoRefusal> {
  const slug = realmIn(state);
  const portal = isSlug(slug) ? await app.prisma.portal.findUnique({ where: { slug } }) : null;
  return new SsoRefusal('EXPIRED', { portal }, detail);
}
