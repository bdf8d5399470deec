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

/** What the start URL says. An invalid `returnTo` counts as missing. */
export type StartInput = {
  portal: string;
  connection: string;
  returnTo: string | null;
  /** Of a client that wants a code, and where it wants that. */
  challenge: string | null;
  callback: string | null;
  /** Whether the person has to log in at the provider anew, to stand for a password. */
  prove: boolean;
  /** The ticket of a trial, or of somebody who links an account. */
  trial: string | null;
  link: string | null;
};

export type Started = {
  url: URL;
  /** For the browser's cookie, and nowhere else. */
  secret: string;
  state: string;
};

/**
 * Begins an attempt to log in at a provider: stores where it is to end, and returns the secret that the way back is checked
 * with.
 * @param browser who is logged in at the portal in it, and where it is
 * @throws SsoRefusal, TooManyAttempts
 */
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
  // A trial and a link end on pages of ours.
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

/**
 * Uses up the ticket of a trial or a link.
 * @returns what the attempt is for; nothing for a log-in.
 * @throws SsoRefusal (EXPIRED)
 */
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

/** Tickets stand in URLs and secrets in cookies. They are hashed differently, so that neither can serve as the other. */
export const hashLinkTicket = (ticket: string) => hashSecret(`link ${ticket}`);
