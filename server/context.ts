import { findAdminSession } from '../domain/admins/find-session.ts';
import { findSession } from '../domain/developers/find-session.ts';
import type { Act, Context } from '../schema/context.ts';
import { readClient } from './client.ts';
import type { Exchange } from './exchange.ts';
import { requestId } from './request-id.ts';

/** The context of one request. Who asks is looked up once, when a resolver first wants to know. */
export function createContext(exchange: Exchange): Context {
  const { app, log } = exchange;
  const client = readClient(exchange);
  const developers = new Map<string, ReturnType<Context['developer']>>();
  let admin: ReturnType<Context['admin']> | undefined;
  let asking: { adminId?: string; developerId?: string } = {};

  const findAdmin = async () => {
    const token = await client.token('admin');
    const found = token ? await findAdminSession(app, token, client.address) : null;
    if (found) asking = { ...asking, adminId: found.id };
    return found;
  };
  const findDeveloper = async (portal: string) => {
    const token = await client.token({ portal });
    const found = token ? await findSession(app, portal, token, client.address) : null;
    if (found) asking = { ...asking, developerId: found.id };
    return found;
  };
  return {
    app,
    client,
    tell: (act) => log.info({ ...asking, ...known(act), requestId: requestId() }, 'act'),
    admin: () => (admin ??= findAdmin()),
    developer: (portal) => {
      const found = developers.get(portal) ?? findDeveloper(portal);
      developers.set(portal, found);
      return found;
    },
  };
}

const known = (act: Act) => Object.fromEntries(Object.entries(act).filter(([, value]) => value !== undefined));
