import type { IncomingMessage } from 'node:http';
import type { Log } from '../log.ts';

/** Says once that requests seem to come through a proxy that nobody told us of: then everybody counts as one client. */
export function watchForProxies(trustedProxies: number, log: Log): (request: IncomingMessage) => void {
  let isQuiet = trustedProxies > 0;
  return ({ headers }) => {
    if (isQuiet || headers['x-forwarded-for'] === undefined) return;
    isQuiet = true;
    log.warn(
      'A request names the client that it came from (X-Forwarded-For), and TRUSTED_PROXIES is 0. If a proxy of yours wrote that, all ' +
        'people count as one client: set TRUSTED_PROXIES.',
    );
  };
}
