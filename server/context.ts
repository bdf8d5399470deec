import type { IncomingMessage, ServerResponse } from 'node:http';
import { findAdminSession } from '../domain/admins/find-session.ts';
import type { App } from '../domain/app.ts';
import { findSession } from '../domain/developers/find-session.ts';
import type { Context } from '../schema/context.ts';
import { readClient } from './client.ts';

/** The context of one request. Who asks is looked up when a resolver first wants to know, and once. */
export function createContext(app: App, request: IncomingMessage, response: ServerResponse, trustedProxies: number): Context {
  const client = readClient(app, request, response, trustedProxies);
  const developers = new Map<string, ReturnType<Context['developer']>>();
  let admin: ReturnType<Context['admin']> | undefined;

  const findAdmin = async () => {
    const token = await client.token('admin');
    return token ? await findAdminSession(app, token) : null;
  };
  const findDeveloper = async (portal: string) => {
    const token = await client.token({ portal });
    return token ? await findSession(app, portal, token, client.address) : null;
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
