import type { IncomingMessage, ServerResponse } from 'node:http';
import { findAdminSession } from '../domain/admins/find-session.ts';
import type { App } from '../domain/app.ts';
import { findSession } from '../domain/developers/find-session.ts';
import { getPortal } from '../domain/portals/find-portal.ts';
import { originsOf } from '../domain/portals/links.ts';
import type { Context } from '../schema/context.ts';
import { readClient } from './client.ts';

/**
 * The context of one request. A cookie counts only where a page of the portal sent it, or one of ours. Each look-up runs when it is first asked for, and once.
 */
export function createContext(app: App, request: IncomingMessage, response: ServerResponse): Context {
  const { publicUrl } = app.settings;
  const client = readClient(request, response, publicUrl.startsWith('https:'));
  const developers = new Map<string, ReturnType<Context['developer']>>();
  let admin: ReturnType<Context['admin']> | undefined;

  const mayAct = (origins: string[]) => client.foreignOrigin === null || origins.includes(client.foreignOrigin);
  const findAdmin = async () => {
    const token = client.token('admin');
    return token && mayAct([publicUrl]) ? await findAdminSession(app, token) : null;
  };
  const findDeveloper = async (portal: string) => {
    const token = client.token({ portal });
    const developer = token ? await findSession(app, portal, token) : null;
    if (!developer || mayAct([publicUrl])) return developer;
    return mayAct(originsOf(app, await getPortal(app, portal))) ? developer : null;
  };
  return {
    app,
    client,
    admin: () => (admin ??= findAdmin()),
    developer: (portal) => {
      const found = developers.get(portal) ?? findDeveloper(portal);
      developers.set(portal, found);
      return found;
    },
  };
}
