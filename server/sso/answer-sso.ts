import { adminPageUrl } from '../../domain/admins/admin-links.ts';
import type { App } from '../../domain/app.ts';
import { findPages } from '../../domain/portals/find-portal.ts';
import { pageUrl } from '../../domain/portals/portal-links.ts';
import { ADMIN_REALM, realmIn } from '../../domain/sso/checks.ts';
import { type Arrival, finishSsoLogIn } from '../../domain/sso/finish-sso-log-in.ts';
import { noteFailure } from '../../domain/sso/note-failure.ts';
import { reasonOf, SsoRefusal } from '../../domain/sso/refusal.ts';
import { startSso } from '../../domain/sso/start-sso.ts';
import { countCredentialAct } from '../../domain/throttles/count-credential-act.ts';
import type { Log } from '../../log.ts';
import type { Context } from '../../schema/api/context.ts';
import { createContext } from '../context.ts';
import type { Exchange } from '../exchange.ts';
import { logUnexpected } from '../log-unexpected.ts';
import { requestId } from '../request-id.ts';
import { ssoCookies } from './cookies.ts';

/**
 * Answers a browser that goes to a provider (`/sso/<portal>/<connection>/start`, for admins `/admin/sso/<connection>/start`) or
 * comes back (`/sso/callback`) with a redirect, also if something failed.
 * @returns false if the address is neither of them, or it failed and no portal can be told from the address
 */
export async function answerSso(exchange: Exchange): Promise<boolean> {
  const { app, request, response, log } = exchange;
  const url = new URL(`${app.settings.publicUrl}${request.url}`);
  const context = createContext(exchange);
  const started = startOf(url.pathname);
  const isCallback = /^\/sso\/callback(\/[^/]+)?$/.test(url.pathname);
  const state = url.searchParams.get('state') ?? '';
  response.setHeader('cache-control', 'no-store');
  if (!isCallback && !started) return false;
  // A page of any site can embed such a URL as a picture. Only a browser that navigates there can start or end a log-in.
  if ((request.headers['sec-fetch-dest'] ?? 'document') !== 'document') {
    response
      .writeHead(403, { 'content-type': 'text/plain' })
      .end('A log-in with SSO can start and end only in the address bar of the browser.\n');
    return true;
  }
  try {
    const location = started ? await start(exchange, context, url, started) : await arrive(exchange, context, url, state);
    response.writeHead(303, { location }).end();
    return true;
  } catch (error) {
    const location = await failurePage(app, error, started ? (started.portal ?? ADMIN_REALM) : realmIn(state), log);
    if (location) response.writeHead(303, { location }).end();
    return location !== null;
  }
}

type Start = { portal: string | null; connection: string };

function startOf(path: string): Start | null {
  const [, portal, connection] = path.match(/^\/sso\/([^/]+)\/([^/]+)\/start$/) ?? [];
  if (portal && connection) return { portal, connection };
  const [, ofAdmins] = path.match(/^\/admin\/sso\/([^/]+)\/start$/) ?? [];
  return ofAdmins ? { portal: null, connection: ofAdmins } : null;
}

async function start(
  exchange: Exchange,
  { app, client, developer }: Context,
  { searchParams }: URL,
  at: Start,
): Promise<string> {
  const [returnTo, challenge, callback, trial, link, invitation] = [
    searchParams.get('returnTo'),
    searchParams.get('challenge'),
    searchParams.get('callback'),
    searchParams.get('trial'),
    searchParams.get('link'),
    searchParams.get('invitation'),
  ];
  const prove = searchParams.get('prove') === '1';
  const who = link && at.portal ? await developer(at.portal) : null;
  const input = { ...at, returnTo, challenge, callback, prove, trial, link, invitation };
  const { url, secret, state } = await startSso(app, input, { developerId: who?.id ?? null, ip: client.ip });
  ssoCookies(exchange).keep(state, secret);
  return url.href;
}

async function arrive(exchange: Exchange, { app, client, developer, tell }: Context, url: URL, state: string): Promise<string> {
  await countCredentialAct(app, client.ip, 'sso');
  const arrival = await finishSsoLogIn(app, url, {
    secret: ssoCookies(exchange).take(state),
    held: async (realm) => ({ token: await client.token(realm), device: await client.device(realm), kind: 'COOKIE' }),
    developerId: async (portal) => (await developer(portal))?.id ?? null,
    client,
  });
  const developerId = 'developerId' in arrival ? arrival.developerId : undefined;
  const adminId = 'adminId' in arrival ? arrival.adminId : undefined;
  tell({ act: 'comeInBySso', result: arrival.at, portal: arrival.portal?.slug, developerId, adminId });
  if (arrival.at === 'TARGET' && arrival.session) {
    app.measures.logIn('developer', 'Success');
    const realm = { portal: arrival.portal.slug };
    client.keepCookie(realm, arrival.session);
    client.keepDevice(realm, arrival.session.device);
  }
  if (arrival.at === 'ADMIN') {
    app.measures.logIn('admin', 'Success');
    client.keepCookie('admin', arrival.session);
    client.keepDevice('admin', arrival.session.device);
  }
  return locationOf(app, arrival);
}

function locationOf(app: App, arrival: Arrival): string {
  switch (arrival.at) {
    case 'TARGET':
    case 'ADMIN':
      return arrival.target.href;
    case 'ACCOUNT':
      return pageUrl(app, arrival.portal, 'account');
    case 'CONFIRM':
      return pageUrl(app, arrival.portal, 'sso-confirm-sent');
    case 'ADMIN_CONFIRM':
      return adminPageUrl(app, 'sso-confirm-sent');
    case 'TRIAL':
      return `${app.settings.publicUrl}/admin/sso-trial?id=${arrival.trialId}`;
  }
}

/**
 * Logs a failure, and returns the page that tells the person what went wrong, with the number that the log and the admins have
 * for it.
 * @param realm the slug of the portal, as far as the request tells, or ADMIN_REALM
 * @returns null if there is no such portal
 */
async function failurePage(app: App, error: unknown, realm: string, log: Log): Promise<string | null> {
  const reference = requestId() ?? '';
  const refusal = error instanceof SsoRefusal ? error : null;
  const reason = reasonOf(error);
  app.measures.logIn(realm === ADMIN_REALM ? 'admin' : 'developer', reason);
  const portal = refusal?.portal ?? (await findPages(app, realm));
  const { connectionId = null, developerId, statusToken = null } = refusal ?? {};
  const line = { act: 'comeInBySso', result: reason, portal: portal?.slug, connectionId, developerId, requestId: reference };
  if (reason === 'UNEXPECTED') logUnexpected(app, log, error, line);
  else log.warn({ ...line, detail: refusal?.message }, 'act');
  if (refusal && connectionId) {
    // If this fails, the person still gets the page, and the failure is in the log already.
    await noteFailure(app, connectionId, { reference, reason, detail: refusal.message }).catch((err: unknown) =>
      logUnexpected(app, log, err, line),
    );
  }
  const page = portal ? pageUrl(app, portal, 'sso-failed') : realm === ADMIN_REALM && adminPageUrl(app, 'sso-failed');
  return page ? `${page}?${new URLSearchParams({ reason, reference, ...(statusToken && { token: statusToken }) })}` : null;
}
