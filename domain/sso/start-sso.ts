import type { App } from '../app.ts';
import { isReturnTarget } from '../portals/portal-links.ts';
import { authorizationUrl } from '../providers/authorization-url.ts';
import { countCredentialAct } from '../throttles/count-credential-act.ts';
import { hashSecret, newSecret } from '../tokens/secrets.ts';
import { checksOf } from './checks.ts';
import { codeTargetOf } from './code-target.ts';
import { type ConnectionAtPortal, findConnection } from './find-connection.ts';
import { failTrial } from './finish-trial.ts';
import { refuseOnProviderFailure, SsoRefusal } from './refusal.ts';
import { storeAttempt } from './store-attempt.ts';

/** An invalid `returnTo` counts as missing. */
export type StartInput = {
  portal: string;
  connection: string;
  returnTo: string | null;
  challenge: string | null;
  callback: string | null;
  /** True if a new log-in replaces the password. */
  prove: boolean;
  trial: string | null;
  link: string | null;
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
  const connection = await findConnection(app, input.portal, input.connection);
  if (!connection) throw new SsoRefusal('OFF', { portal: null }, 'There is no such connection.');
  await countCredentialAct(app, browser.ip, 'sso');
  const { portal } = connection;
  const purpose = await redeemTicket(app, connection, input, browser.developerId);
  if (!connection.enabled && !purpose.trialId) {
    throw new SsoRefusal('OFF', { portal, connectionId: connection.id }, 'The connection is turned off.');
  }

  const returnTo = input.returnTo && isReturnTarget(app, portal, input.returnTo) ? input.returnTo : null;
  // A trial or a link ends on our own pages.
  const isLogIn = !purpose.trialId && !purpose.developerId;
  const end = isLogIn && codeTargetOf(app, connection, { ...input, returnTo });
  const isProof = isLogIn && input.prove;

  const secret = newSecret();
  const checks = checksOf(secret, portal.slug);
  const at = { portal, connectionId: connection.id };
  const asked = authorizationUrl(app, connection, checks, isProof ? 'LOG_IN_ANEW' : 'AS_USUAL');
  const url = await refuseOnProviderFailure(at, asked).catch(async (error: unknown) => {
    if (purpose.trialId) await failTrial(app, purpose.trialId, error);
    throw error;
  });
  await storeAttempt(app, { hash: hashSecret(secret), connectionId: connection.id, returnTo, ...end, isProof, ...purpose });
  return { url, secret, state: checks.state };
}

async function redeemTicket(
  app: App,
  { id: connectionId, portal }: ConnectionAtPortal,
  { trial, link }: StartInput,
  developerId: string | null,
): Promise<{ trialId?: string; developerId?: string }> {
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
  if (trial || link)
    throw new SsoRefusal(
      'EXPIRED',
      { portal, connectionId },
      'The link ticket is unknown, was used, or belongs to another session.',
    );
  return {};
}

/** Tickets are in URLs and secrets in cookies. Different hashes keep one from serving as the other. */
export const hashLinkTicket = (ticket: string) => hashSecret(`link ${ticket}`);
