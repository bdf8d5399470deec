import type { App } from '../../domain/app.ts';
import { findPages } from '../../domain/portals/find-portal.ts';
import { pageUrl } from '../../domain/portals/portal-links.ts';
import { slugIn } from '../../domain/sso/checks.ts';
import { type Arrival, finishSsoLogIn } from '../../domain/sso/finish-sso-log-in.ts';
import { noteFailure } from '../../domain/sso/note-failure.ts';
import { reasonOf, SsoRefusal } from '../../domain/sso/refusal.ts';
import { startSso } from '../../domain/sso/start-sso.ts';
import { countCredentialAct } from '../../domain/throttles/count-credential-act.ts';
import { rememberDevice } from '../../domain/throttles/known-devices.ts';
import type { Log } from '../../log.ts';
import type { Context } from '../../schema/api/context.ts';
import { createContext } from '../context.ts';
import type { Exchange } from '../exchange.ts';
import { requestId } from '../request-id.ts';
import { ssoCookies } from './cookies.ts';

/**
 * Answers a browser that goes to a provider (`/sso/<portal>/<connection>/start`) or comes back (`/sso/callback`) with a
 * redirect, also if something failed.
 * @returns false if the address is neither of them, or it failed and no portal can be told from the address
 */
export async function answerSso(exchange: Exchange): Promise<boolean> {
  const { app, request, response, log } = exchange;
  const url = new URL(`${app.settings.publicUrl}${request.url}`);
  const context = createContext(exchange);
  const [, portal, connection] = url.pathname.match(/^\/sso\/([^/]+)\/([^/]+)\/start$/) ?? [];
  const isCallback = /^\/sso\/callback(\/[^/]+)?$/.test(url.pathname);
  const state = url.searchParams.get('state') ?? '';
  response.setHeader('cache-control', 'no-store');
  if (!isCallback && !(portal && connection)) return false;
  // A page of any site can embed such a URL as a picture. Only a browser that navigates there can start or end a log-in.
  if ((request.headers['sec-fetch-dest'] ?? 'document') !== 'document') {
    response
      .writeHead(403, { 'content-type': 'text/plain' })
      .end('A log-in with SSO can start and end only in the address bar of the browser.\n');
    return true;
  }
  try {
    const location =
      portal && connection
        ? await start(exchange, context, url, { portal, connection })
        : await arrive(exchange, context, url, state);
    response.writeHead(303, { location }).end();
    return true;
  } catch (error) {
    const location = await failurePage(app, error, portal ?? slugIn(state), log);
    if (location) response.writeHead(303, { location }).end();
    return location !== null;
  }
}

async function start(
  exchange: Exchange,
  { app, client, developer }: Context,
  { searchParams }: URL,
  at: { portal: string; connection: string },
): Promise<string> {
  const [returnTo, challenge, callback, trial, link] = [
    searchParams.get('returnTo'),
    searchParams.get('challenge'),
    searchParams.get('callback'),
    searchParams.get('trial'),
    searchParams.get('link'),
  ];
  const prove = searchParams.get('prove') === '1';
  const who = link ? await developer(at.portal) : null;
  const input = { ...at, returnTo, challenge, callback, prove, trial, link };
  const { url, secret, state } = await startSso(app, input, { developerId: who?.id ?? null, ip: client.ip });
  ssoCookies(exchange).keep(state, secret);
  return url.href;
}

async function arrive(exchange: Exchange, { app, client, developer, tell }: Context, url: URL, state: string): Promise<string> {
  await countCredentialAct(app, client.ip, 'sso');
  const arrival = await finishSsoLogIn(app, url, {
    secret: ssoCookies(exchange).take(state),
    session: (portal) => client.token({ portal }),
    developerId: async (portal) => (await developer(portal))?.id ?? null,
    client,
  });
  const developerId = 'developerId' in arrival ? arrival.developerId : undefined;
  tell({ act: 'comeInBySso', result: arrival.at, portal: arrival.portal.slug, developerId });
  if (arrival.at === 'TARGET' && arrival.session) {
    const realm = { portal: arrival.portal.slug };
    client.keepCookie(realm, arrival.session);
    const device = await client.device(realm);
    client.keepDevice(realm, await rememberDevice(app.prisma, { portalId: arrival.portal.id }, arrival.developerId, device));
  }
  return locationOf(app, arrival);
}

function locationOf(app: App, arrival: Arrival): string {
  switch (arrival.at) {
    case 'TARGET':
      return arrival.target.href;
    case 'ACCOUNT':
      return pageUrl(app, arrival.portal, 'account');
    case 'CONFIRM':
      return pageUrl(app, arrival.portal, 'sso-confirm-sent');
    case 'TRIAL':
      return `${app.settings.publicUrl}/admin/sso-trial?id=${arrival.trialId}`;
  }
}

/**
 * Logs a failure, and returns the page that tells the person what went wrong, with the number that the log and the admins have
 * for it.
 * @param slug of the portal, as far as the request tells
 * @returns null if there is no such portal
 */
async function failurePage(app: App, error: unknown, slug: string, log: Log): Promise<string | null> {
  const reference = requestId() ?? '';
  const refusal = error instanceof SsoRefusal ? error : null;
  const reason = reasonOf(error);
  const portal = refusal?.portal ?? (await findPages(app, slug));
  const { connectionId = null, developerId } = refusal ?? {};
  const line = { act: 'comeInBySso', result: reason, portal: portal?.slug, connectionId, developerId, requestId: reference };
  if (reason === 'UNEXPECTED') log.error({ ...line, err: error }, 'unexpected error');
  else log.warn({ ...line, detail: refusal?.message }, 'act');
  if (refusal && connectionId) {
    // If this fails, the person still gets the page, and the failure is in the log already.
    await noteFailure(app, connectionId, { reference, reason, detail: refusal.message }).catch((err: unknown) =>
      log.error({ ...line, err }, 'unexpected error'),
    );
  }
  return portal && `${pageUrl(app, portal, 'sso-failed')}?${new URLSearchParams({ reason, reference })}`;
}
