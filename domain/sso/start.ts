import type { App } from '../app.ts';
import { newId } from '../ids.ts';
import { isReturnTarget } from '../portals/links.ts';
import { authorizationUrl } from '../providers/authorization-url.ts';
import { hashSecret, newSecret } from '../tokens/secrets.ts';
import { checksOf } from './checks.ts';
import { type ConnectionAtPortal, findConnection } from './find-connection.ts';
import { failTrial } from './finish-trial.ts';
import { askedFor, SsoRefusal } from './refusal.ts';

/** How long a person may take at the provider. */
export const ATTEMPT_TTL = 10 * 60_000;

const CHALLENGE = /^[\w-]{43}$/; // RFC 7636, 4.2: a SHA-256 in base64url

/** What the start URL says. Invalid values of `returnTo` and `challenge` count as missing. */
export type StartInput = {
  portal: string;
  connection: string;
  returnTo: string | null;
  challenge: string | null;
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
 * @param developerId who is logged in at the portal in this browser
 * @throws SsoRefusal
 */
export async function startSso(app: App, input: StartInput, developerId: string | null): Promise<Started> {
  const connection = await findConnection(app, input.portal, input.connection);
  if (!connection) throw new SsoRefusal('OFF', { portal: null }, 'There is no such connection.');
  const { portal } = connection;
  const purpose = await redeemTicket(app, connection, input, developerId);
  if (!connection.enabled && !purpose.trialId) {
    throw new SsoRefusal('OFF', { portal, connectionId: connection.id }, 'The connection is switched off.');
  }

  const secret = newSecret();
  const checks = checksOf(secret, portal.slug);
  const at = { portal, connectionId: connection.id };
  const url = await askedFor(at, authorizationUrl(app, connection, checks)).catch(async (error: unknown) => {
    if (purpose.trialId) await failTrial(app, purpose.trialId, error);
    throw error;
  });
  const returnTo = input.returnTo && isReturnTarget(app, portal, input.returnTo) ? input.returnTo : null;
  const challenge = input.challenge && CHALLENGE.test(input.challenge) ? input.challenge : null;
  await app.prisma.ssoAttempt.create({
    data: {
      id: newId(),
      hash: hashSecret(secret),
      connectionId: connection.id,
      returnTo,
      challenge,
      ...purpose,
      expiresAt: new Date(Date.now() + ATTEMPT_TTL),
    },
  });
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
    const [begun] = await app.prisma.ssoTrial.updateManyAndReturn({
      where: { hash: hashSecret(trial), connectionId, startedAt: null, expiresAt: { gt: new Date() } },
      data: { startedAt: new Date() },
    });
    if (begun) return { trialId: begun.id };
  }
  if (link && developerId) {
    const ticket = { hash: hashLinkTicket(link), connectionId, developerId, expiresAt: { gt: new Date() } };
    const { count } = await app.prisma.ssoAttempt.deleteMany({ where: ticket });
    if (count === 1) return { developerId };
  }
  if (trial || link)
    throw new SsoRefusal('EXPIRED', { portal, connectionId }, 'The ticket is unknown, used or of another session.');
  return {};
}

/** Tickets stand in URLs and secrets in cookies. They are hashed differently, so that neither can serve as the other. */
export const hashLinkTicket = (ticket: string) => hashSecret(`link ${ticket}`);
