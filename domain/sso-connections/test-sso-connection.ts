import type { SsoTrial } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import { databaseNow } from '../clock.ts';
import { NotAllowed } from '../errors.ts';
import { byAdmin, record } from '../events/record.ts';
import { newId } from '../ids.ts';
import type { AdminWithRoles } from '../permissions.ts';
import { inspectProvider, type ProviderCheck } from '../providers/inspect-provider.ts';
import { hashSecret, newSecret } from '../tokens/secrets.ts';
import { transaction } from '../transaction.ts';
import { getConnection } from './get-connection.ts';
import { findRedirectUri } from './redirect-uri.ts';
import { startUrl } from './start-url.ts';

/** @limit Lifetime of the link to a trial log-in. Beyond: The page `sso-failed` with EXPIRED. */
export const TRIAL_TTL = 10 * 60_000;

export type TestedConnection = {
  checks: ProviderCheck[];
  /** Null while the provider does not answer. */
  redirectUri: string | null;
  trialUrl: string;
  trial: SsoTrial;
  portalId: string | null;
};

export async function testSsoConnection(
  app: App,
  admin: AdminWithRoles | null,
  { id }: { id: string },
): Promise<TestedConnection> {
  if (!admin) throw new NotAllowed();
  const connection = await getConnection(app, admin, id);
  const { portalId } = connection;
  const checks = await inspectProvider(app, connection);
  const redirectUri = await findRedirectUri(app, connection);
  const ticket = newSecret();
  const trial = await transaction(app, async (tx) => {
    const expiresAt = new Date((await databaseNow(tx)).getTime() + TRIAL_TTL);
    const data = { id: newId(), hash: hashSecret(ticket), connectionId: connection.id, adminId: admin.id, expiresAt };
    const created = await tx.ssoTrial.create({ data });
    await record(tx, {
      type: 'connection.tested',
      portalId,
      actor: byAdmin(admin),
      subject: { kind: 'CONNECTION', id: connection.id },
      data: { trialId: created.id },
    });
    return created;
  });
  const trialUrl = `${startUrl(app, connection)}?trial=${ticket}`;
  return { checks, redirectUri, trialUrl, trial, portalId };
}
