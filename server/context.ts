import type { IncomingMessage } from 'node:http';
import { findAdminSession } from '../domain/admins/find-admin-session.ts';
import { admitApiToken } from '../domain/api-tokens/admit-api-token.ts';
import { claimsToBeApiToken } from '../domain/api-tokens/api-token-format.ts';
import { findSession } from '../domain/developers/find-session.ts';
import type { Act, Context } from '../schema/api/context.ts';
import type { LineBound } from './bounded-lines.ts';
import { readClient } from './client.ts';
import type { Exchange } from './exchange.ts';
import { currentRequest, requestId } from './request-id.ts';

/** One context for each request, so that all who ask for its session or its token share one look-up. */
export function contextsOf(mayWrite: LineBound): (exchange: Exchange) => Context {
  const contexts = new WeakMap<IncomingMessage, Context>();
  return (exchange) => {
    const context = contexts.get(exchange.request) ?? createContext(exchange, mayWrite);
    contexts.set(exchange.request, context);
    return context;
  };
}

/**
 * The context of one request. The session or the API token is looked up once, when a resolver first needs it.
 * @param mayWrite bounds the lines about strangers
 */
export function createContext(exchange: Exchange, mayWrite: LineBound = () => 'YES'): Context {
  const { log } = exchange;
  const client = readClient(exchange);
  const { ip, userAgent } = client;
  const app = { ...exchange.app, origin: { ip, userAgent, requestId: requestId() ?? null } };
  const developers = new Map<string, ReturnType<Context['developer']>>();
  let admin: ReturnType<Context['admin']> | undefined;
  let caller: ReturnType<Context['caller']> | undefined;
  let asking: { adminId?: string; apiTokenId?: string; developerId?: string } = {};

  const findAdmin = async (from: string | null) => {
    const token = await client.token('admin');
    const found = token && !claimsToBeApiToken(token) ? await findAdminSession(app, token, from) : null;
    if (found) asking = { ...asking, adminId: found.id };
    return found;
  };
  const findToken = async (from: string | null) => {
    const token = client.holds === 'TOKEN' ? await client.token('admin') : null;
    if (!token || !claimsToBeApiToken(token)) return null;
    const found = await admitApiToken(app, token, ip, from !== null);
    if (found.caller) asking = { ...asking, apiTokenId: found.caller.apiToken.id };
    else tell({ act: 'apiToken', result: 'InvalidToken', apiTokenId: found.ended ?? undefined });
    return found.caller;
  };
  const findDeveloper = async (portal: string) => {
    const token = await client.token({ portal });
    const found = token ? await findSession(app, portal, token, client.ip) : null;
    if (found) asking = { ...asking, developerId: found.id };
    return found;
  };
  const tell = (act: Act): void => {
    app.failures.note(act);
    app.measures.act(act.act, act.result);
    noteResult(act);
    const line = { ...asking, ...known(act), requestId: requestId() };
    const may = 'adminId' in line || 'developerId' in line || 'apiTokenId' in asking ? 'YES' : mayWrite(client.ip);
    if (may === 'YES') log.info(line, 'act');
    if (may === 'LAST') log.warn(line, 'this client sent too much without a session: its lines are not logged for a minute');
  };
  const getAdmin = () => (admin ??= findAdmin(ip));
  return {
    app,
    client,
    tell,
    admin: getAdmin,
    caller: () => (caller ??= findToken(ip).then(async (token) => token ?? (await getAdmin()))),
    callerNow: async () => (await findToken(null)) ?? (await findAdmin(null)),
    developer: (portal) => {
      const found = developers.get(portal) ?? findDeveloper(portal);
      developers.set(portal, found);
      return found;
    },
  };
}

/** Of an act on several things, `Success` if one of them succeeded. */
function noteResult({ act, result }: Act): void {
  const request = currentRequest();
  if (request?.operation === act && request.result !== 'Success') request.result = result;
}

const known = (act: Act) => Object.fromEntries(Object.entries(act).filter(([, value]) => value !== undefined));
