import type { App } from '../../domain/app.ts';
import { TooManyAttempts } from '../../domain/errors.ts';
import { ProviderFailure } from '../../domain/providers/provider-failure.ts';
import { endProviderSessions } from '../../domain/sso/end-provider-sessions.ts';
import { findConnection, findInstallationConnection } from '../../domain/sso/find-connection.ts';
import { countCredentialAct } from '../../domain/throttles/count-credential-act.ts';
import { clientIp } from '../client-ip.ts';
import type { Exchange } from '../exchange.ts';
import { readBody } from '../read-body.ts';
import { requestId } from '../request-id.ts';

/** @limit bytes: Body of a back-channel log-out of a provider. Beyond: 400. */
export const LONGEST_FORM = 64 * 1024;

/**
 * The portal and connection in `/sso/<portal>/<connection>/back-channel-logout`, where a provider says which sessions are over. The
 * connections of the installation have `/admin/sso/<connection>/back-channel-logout`.
 */
export const backChannelOf = (path: string) =>
  path.match(/^\/sso\/(?<portal>[^/]+)\/(?<connection>[^/]+)\/back-channel-logout$/)?.groups ??
  path.match(/^\/admin\/sso\/(?<connection>[^/]+)\/back-channel-logout$/)?.groups;

/**
 * Answers a provider: 200 if its token is valid, whether or not it ended a session, else 400 (OpenID Connect Back-Channel
 * Logout 1.0, 2.8).
 */
export async function answerBackChannelLogout(
  { app, request, response, trustedProxies, log }: Exchange,
  at: Record<string, string>,
): Promise<void> {
  response.setHeader('cache-control', 'no-store');
  const refuse = async (detail: string): Promise<void> => {
    // What is right is never refused, however many people log out.
    if (await isTooMuch(app, clientIp(request, trustedProxies))) return void response.writeHead(429).end();
    log.warn({ act: 'backChannelLogout', result: 'InvalidToken', detail, requestId: requestId() }, 'act');
    response.writeHead(400, { 'content-type': 'application/json' }).end('{"error":"invalid_request"}\n');
  };
  const { portal: slug, connection: id = '' } = at;
  const connection = slug === undefined ? await findInstallationConnection(app, id) : await findConnection(app, slug, id);
  const form = await readBody(request, LONGEST_FORM);
  const token = form && new URLSearchParams(form).get('logout_token');
  if (!connection || !token) return await refuse('There is no such connection, or the request has no token.');
  try {
    const ended = await endProviderSessions(app, connection, token);
    const { portal, id: connectionId } = connection;
    log.info(
      { act: 'backChannelLogout', result: 'Success', portal: portal?.slug, connectionId, ended, requestId: requestId() },
      'act',
    );
    response.writeHead(200).end();
  } catch (error) {
    if (!(error instanceof ProviderFailure)) throw error;
    await refuse(error.detail);
  }
}

/** Counts one more wrong log-out of a client. Beyond CLIENT_LIMIT they are no longer logged. */
async function isTooMuch(app: App, address: string): Promise<boolean> {
  try {
    await countCredentialAct(app, address);
    return false;
  } catch (error) {
    if (error instanceof TooManyAttempts) return true;
    throw error;
  }
}
