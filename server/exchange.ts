import type { IncomingMessage, ServerResponse } from 'node:http';
import type { TrustedProxies } from '../config/proxies.ts';
import type { App } from '../domain/app.ts';
import type { Log } from '../log.ts';

/** A request, its answer, and what a handler needs for it. */
export type Exchange = {
  app: App;
  request: IncomingMessage;
  response: ServerResponse;
  /** Which proxies in front are believed about the client's address. */
  trustedProxies: TrustedProxies;
  log: Log;
};
