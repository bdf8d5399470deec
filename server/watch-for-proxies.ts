import type { IncomingMessage } from 'node:http';
import type { TrustedProxies } from '../config/proxies.ts';
import type { Log } from '../log.ts';
import { clientIp, isOurs } from './client-ip.ts';

/** Says once that requests seem to come through a proxy that nobody told us of: then everybody counts as one client. */
export function watchForProxies(trustedProxies: TrustedProxies, log: Log): (request: IncomingMessage) => void {
  let isQuiet = typeof trustedProxies === 'number' && trustedProxies > 0;
  return (request) => {
    if (isQuiet || request.headers['x-forwarded-for'] === undefined) return;
    if (typeof trustedProxies !== 'number' && isOurs(clientIp(request, 0), trustedProxies)) return;
    isQuiet = true;
    log.warn(
      'A request has an X-Forwarded-For header, and TRUSTED_PROXIES does not list its sender. If that is a proxy of yours, ' +
        'all people count as one client now: set TRUSTED_PROXIES.',
    );
  };
}
