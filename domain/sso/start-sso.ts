import type { App } from '../app.ts';
import { isAdminTarget, isReturnTarget } from '../portals/portal-links.ts';
import { authorizationUrl } from '../providers/authorization-url.ts';
import type { Connection } from '../sso-connections/connection.ts';
import { countCredentialAct } from '../throttles/count-credential-act.ts';
import { hashSecret, newSecret } from '../tokens/secrets.ts';
import { sealAdminTarget } from './admin-target.ts';
import { checksOf, realmOf } from './checks.ts';
import { codeTargetOf } from './code-target.ts';
import { findConnection, findInstallationConnection } from './find-connection.ts';
import { failTrial } from './finish-trial.ts';
import { refuseOnProviderFailure, SsoRefusal } from './refusal.ts';
import { storeAttempt } from './store-attempt.ts';

/** An invalid `returnTo` counts as missing. */
export type StartInput = {
  /** Null for admins. */
  portal: string | null;
  connection: string;
  returnTo: string | null;
  challenge: string | null;
  callback: string | null;
  /** True if a new log-in replaces the password. */
  prove: boolean;
  trial: string | null;
  link: string | null;
  /** The token of an invitation to be an admin. */
  invitation: string | null;
};

export type Started = {
  url: URL;
  /** Only for the cookie of the browser. */
  secret: string;
  state: string;
};

export async function startSso(
  app: App,
  input: StartInput,
  browser: { developerId: string | null; ip: string },
): Promise<Started> {
  const { portal: slug, connection: id } = input;
  const connection = slug === null ? await findInstallationConnection(app, id) : await findConnection(app, slug, id);
  if (!connection) throw new SsoRefusal('OFF', { portal: null }, 'There is no such connection.');
  await countCredentialAct(app, browser.ip, 'sso');
  const { portal } = connection;
  const purpose = await redeemTicket(app, connection, input, browser.developerId);
  if (!connection.enabled && !purpose.trialId) {
    throw new SsoRefusal('OFF', { portal, connectionId: connection.id }, 'The connection is turned off.');
  }

  const isTarget = (target: string) => (portal ? isReturnTarget(app, portal, target) : isAdminTarget(target));
  const returnTo = input.returnTo && isTarget(input.returnTo) ? input.returnTo : null;
  // A trial or a link ends on our own pages.
  const isLogIn = !purpose.trialId && !purpose.developerId;
  const end = isLogIn && connection.portal && codeTargetOf(app, connection, { ...input, returnTo });
  const isProof = isLogIn && input.prove;

  const secret = newSecret();
  const checks = checksOf(secret, realmOf(connection));
  const at = { portal, connectionId: connection.id };
  const asked = authorizationUrl(app, connection, checks, isProof ? 'LOG_IN_ANEW' : 'AS_USUAL');
  const url = await refuseOnProviderFailure(at, asked).catch(async (error: unknown) => {
    if (purpose.trialId) await failTrial(app, purpose.trialId, error);
    throw error;
  });
  const kept = portal || returnTo === null ? returnTo : sealAdminTarget(app, connection.id, returnTo);
  const attempt = { hash: hashSecret(secret), connectionId: connection.id, returnTo: kept, isProof };
  await storeAttempt(app, { ...attempt, ...end, ...purpose });
  return { url, secret, state: checks.state };
}

async function redeemTicket(
  app: App,
  { id: connectionId, portal }: Connection,
  { trial, link, invitation }: StartInput,
  developerId: string | null,
): Promise<{ trialId?: string; developerId?: string; invitationId?: string }> {
  if (trial) {
    const [begun] = await app.prisma.$queryRaw<{ id: string }[]>`
      UPDATE sso_trials SET started_at = now()
      WHERE hash = ${hashSecret(trial)} AND connection_id = ${connectionId}::uuid AND started_at IS NULL AND expires_at > now()
      RETURNING id`;
    if (begun) return { trialId: begun.id };
  }
  if (link && developerId) {
    const count = await app.prisma.$executeRaw`
      DELETE FROM sso_attempts
      WHERE hash = ${hashLinkTicket(link)} AND connection_id = ${connectionId}::uuid AND developer_id = ${developerId}::uuid
        AND expires_at > now()`;
    if (count === 1) return { developerId };
  }
  if (invitation && !portal) {
    const [open] = await app.prisma.$queryRaw<{ id: string }[]>`
      SELECT id FROM admin_invitations WHERE hash = ${hashSecret(invitation)} AND expires_at > now()`;
    if (open) return { invitationId: open.id };
  }
  if (trial || link || invitation)
    throw new SsoRefusal(
      'EXPIRED',
      { portal, connectionId },
      'The link ticket or the invitation is unknown, was used, or belongs to another session.',
    );
  return {};
}

/** Tickets are in URLs and secrets in cookies. Different hashes keep one from serving as the other. */
export const hashLinkTicket = (ticket: string) => hashSecret(`link ${ticket}`);
