import { findAdminSession } from '../domain/admins/find-admin-session.ts';
import { findSession } from '../domain/developers/find-session.ts';
import type { Act, Context } from '../schema/api/context.ts';
import type { LineBound } from './bounded-lines.ts';
import { readClient } from './client.ts';
import type { Exchange } from './exchange.ts';
import { requestId } from './request-id.ts';

/**
 * The context of one request. The session is looked up once, when a resolver first needs it.
 * @param mayWrite bounds the lines about strangers
 */
export function createContext(exchange: Exchange, mayWrite: LineBound = () => 'YES'): Context {
  const { log } = exchange;
  const client = readClient(exchange);
  const { ip, userAgent } = client;
  const app = { ...exchange.app, origin: { ip, userAgent, requestId: requestId() ?? null } };
  const developers = new Map<string, ReturnType<Context['developer']>>();
  let admin: ReturnType<Context['admin']> | undefined;
  let asking: { adminId?: string; developerId?: string } = {};

  const findAdmin = async (from: string | null) => {
    const token = await client.token('admin');
    const found = token ? await findAdminSession(app, token, from) : null;
    if (found) asking = { ...asking, adminId: found.id };
    return found;
  };
  const findDeveloper = async (portal: string) => {
    const token = await client.token({ portal });
    const found = token ? await findSession(app, portal, token, client.ip) : null;
    if (found) asking = { ...asking, developerId: found.id };
    return found;
  };
  const tell = (act: Act): void => {
    app.failures.note(act);
    const line = { ...asking, ...known(act), requestId: requestId() };
    const may = 'adminId' in line || 'developerId' in line ? 'YES' : mayWrite(client.ip);
    if (may === 'YES') log.info(line, 'act');
    if (may === 'LAST') log.warn(line, 'this client sent too much without a session: its lines are not logged for a minute');
  };
  return {
    app,
    client,
    tell,
    admin: () => (admin ??= findAdmin(ip)),
    adminNow: () => findAdmin(null),
    developer: (portal) => {
      const found = developers.get(portal) ?? findDeveloper(portal);
      developers.set(portal, found);
      return found;
    },
  };
}

const known = (act: Act) => Object.fromEntries(Object.entries(act).filter(([, value]) => value !== undefined));
