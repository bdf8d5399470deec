import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { App } from '../domain/app.ts';
import { findOwnPages } from '../domain/portals/own-hosts.ts';
import type { Log } from '../log.ts';
import { answerMetrics } from '../metrics/answer-metrics.ts';
import { answerHealth, answerReadiness } from '../metrics/health.ts';
import type { Metrics } from '../metrics/open-metrics.ts';
import type { Tracing } from '../span.ts';
import { boundLines } from './bounded-lines.ts';
import { contextsOf } from './context.ts';
import { readDocuments } from './documents/known.ts';
import type { Exchange } from './exchange.ts';
import { graphiqlPage } from './graphiql/page.ts';
import { createGraphql, type ServerOptions } from './graphql.ts';
import { logUnexpected } from './log-unexpected.ts';
import { mailEventsOf } from './mail-events.ts';
import { measureRequest } from './measure-request.ts';
import { pagesAt } from './page-paths.ts';
import { servePages } from './pages.ts';
import { servePictures } from './pictures.ts';
import { HungUp, parseBody, readBody } from './read-body.ts';
import { withRequestId } from './request-id.ts';
import { sendSchema } from './schema-text.ts';
import { answerSso } from './sso/answer-sso.ts';
import { answerBackChannelLogout, backChannelOf } from './sso/back-channel-logout.ts';
import { watchForProxies } from './watch-for-proxies.ts';
import { watchRequests } from './watch-requests.ts';

/** @limit Time for a whole HTTP request to arrive. Beyond: The connection is closed with 408. */
export const REQUEST_TIMEOUT_MS = 20_000;
/**
 * Longer than the 60 s that nginx and the load balancers of AWS keep an idle connection to a server. Were it shorter, a proxy could send a
 * request just when its connection is closed, and answer it with 502.
 * @limit Time that a connection without a request stays open. Beyond: The connection is closed.
 */
export const KEEP_ALIVE_MS = 72_000;
/**
 * The largest body of a GraphQL request, in bytes: more than any page sends, but too little to keep a parser busy.
 * @limit bytes: Body of a GraphQL request. Beyond: 413.
 */
export const LONGEST_BODY = 128 * 1024;
/** @limit bytes: Body of a GraphQL request of an admin. Beyond: 413. */
export const LONGEST_BODY_OF_ADMINS = 1024 * 1024;

/** Nothing here asks for any of what a browser can let pages do. */
const PERMISSIONS = 'camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()';

/**
 * Makes the HTTP server: all addresses, GraphQL and the pages included. It does not listen yet.
 * @param pagesFolder where the built pages are
 * @returns the server, and a function that waits for what it still does for clients, gone ones included
 * @throws InvalidEnvironment when the trusted documents cannot be used
 */
export function createHttpServer(
  app: App,
  metrics: Metrics,
  pagesFolder: string,
  options: ServerOptions,
  log: Log,
  tracing: Tracing | null,
): { server: Server; whenAllEnded: () => Promise<void> } {
  const { isDevelopment, trustedProxies, metricsToken } = options;
  const answerMailEvent = mailEventsOf(app.settings.senders);
  const pages = servePages(pagesFolder);
  const answerPicture = servePictures();
  const { isPage, isOwnPage } = pagesAt(pages.names);
  const manifests = [pages.manifest, options.trustedDocuments].filter((manifest) => manifest !== undefined);
  const contextOf = contextsOf(boundLines(app.settings.clientLimit?.most ?? null));
  const graphql = createGraphql(app, readDocuments(manifests), options, contextOf, log);

  /** A client without an admin cookie and without a token needs no look-up. */
  const longestBody = async (exchange: Exchange, length: number): Promise<number> =>
    length > LONGEST_BODY && (await contextOf(exchange).caller()) ? LONGEST_BODY_OF_ADMINS : LONGEST_BODY;

  const answerGraphql = async (exchange: Exchange): Promise<void> => {
    const { request, response } = exchange;
    // Yoga accepts a body that is already read and parsed. The address is set because Yoga answers any that ends in `/health` as a
    // health check, and the media type below because Yoga compares it exactly.
    request.url = '/graphql';
    response.setHeader('vary', 'Origin');
    response.setHeader('cache-control', 'no-store');
    if (request.method === 'OPTIONS') return void (await graphql(request, response));
    if (request.method !== 'POST') return refuse(response, 405, 'Send GraphQL requests with POST, as application/json.');
    if (!isJson(request)) return refuse(response, 415, 'Send GraphQL requests as application/json.');
    const length = Number(request.headers['content-length'] ?? Number.POSITIVE_INFINITY);
    const longest = await longestBody(exchange, length);
    const text = await readBody(request, longest);
    if (text === null) return refuse(response, 413, `A request can have at most ${longest} bytes.`);
    const body = parseBody(text);
    if (!body) return refuse(response, 400, 'The body of a request must be a JSON object with a `query` or a `documentId`.');
    request.headers['content-type'] = 'application/json';
    await graphql(Object.assign(request, { body }), response);
  };

  const answerGraphiql = async (exchange: Exchange): Promise<void> => {
    // What belongs to admins is at the host of the installation only, as their cookies and passkeys are.
    const own = await ownPages(exchange);
    if (own) return await pages.page(exchange, 404, own);
    const isOpen = isDevelopment || (await contextOf(exchange).caller());
    if (isOpen) return await graphiqlPage(exchange);
    exchange.response.writeHead(302, { location: '/admin/log-in?returnTo=/graphql' }).end();
  };

  /** The pages at the host that the request names. It chooses nothing else: rights and links come from settings. */
  const ownPages = ({ request }: Exchange) => findOwnPages(app, request.headers.host ?? '');

  const isPageAddress = async (exchange: Exchange, path: string): Promise<boolean> => {
    if (isBelowPages(path)) return true;
    const own = await ownPages(exchange);
    return own ? isOwnPage(path, own) : false;
  };

  /** Slashes at the end mean nothing; a page has one address, and leads there. */
  const routeWithoutSlashes = async (exchange: Exchange, path: string, query: string): Promise<void> => {
    const { request, response } = exchange;
    const location = `${path}${query}`;
    if (request.method !== 'GET' || !(await isPageAddress(exchange, path))) {
      request.url = location;
      return await route(exchange);
    }
    response.writeHead(308, { location, 'cache-control': 'no-store' }).end();
  };

  /** Every address there is. */
  const route = async (exchange: Exchange): Promise<void> => {
    const { request, response } = exchange;
    const { method = '', url = '/', headers } = request;
    const path = url.split('?', 1)[0] ?? '/';
    if (path.length > 1 && path.endsWith('/'))
      return await routeWithoutSlashes(exchange, withoutSlashes(path), url.slice(path.length));
    const isRead = method === 'GET' || method === 'HEAD';
    if (path === '/graphql') {
      return await (isRead && headers.accept?.includes('text/html') ? answerGraphiql : answerGraphql)(exchange);
    }
    const backChannel = backChannelOf(path);
    if (backChannel && method === 'POST') return await answerBackChannelLogout(exchange, backChannel);
    if (method === 'POST' && (await answerMailEvent(exchange, path))) return;
    if (path.startsWith('/mail-events/')) return refuse(response, 404, 'There is nothing here.');
    if (!isRead) return refuse(response, 405, 'Only GET is allowed here.');
    if (path.startsWith('/sso/') || path.startsWith('/admin/sso/')) {
      // A HEAD request must not start or end a log-in.
      if (method === 'GET' && (await answerSso(exchange))) return;
      return await pages.page(exchange, 404);
    }
    if (path === '/healthz') return answerHealth(response);
    if (path === '/readyz') return await answerReadiness(app.whyNotReady, response);
    if (path === '/metrics' && metricsToken !== undefined) return await answerMetrics(metrics, metricsToken, request, response);
    if (path === '/schema.graphql') return await sendSchema(exchange);
    if (path.startsWith('/assets/')) return pages.asset(exchange);
    if (path.startsWith('/pictures/')) return await answerPicture(exchange, path);
    const own = await ownPages(exchange);
    if (own) return await pages.page(exchange, isOwnPage(path, own) ? 200 : 404, own);
    if (isBelowPages(path)) return await pages.page(exchange, (await isPage(app, path)) ? 200 : 404);
    if (own === undefined) return refuse(response, 503, 'The database does not answer. Try again soon.');
    // Elsewhere the operator decides what stands at the root of the host.
    if (path === '/' && isDevelopment) return void response.writeHead(302, { location: '/admin' }).end();
    refuse(response, 404, 'There is nothing here.');
  };

  const lookForProxy = watchForProxies(options.trustedProxies, log);
  const { watch, whenAllEnded } = watchRequests(log, options.slowMs, tracing);
  const server = createServer((request, response) =>
    withRequestId((current) =>
      watch(request, response, current.id, async () => {
        current.acceptLanguage = request.headers['accept-language'];
        measureRequest(app.measures, current, request, response);
        lookForProxy(request);
        response.setHeader('x-request-id', current.id);
        response.setHeader('x-content-type-options', 'nosniff');
        response.setHeader('referrer-policy', 'no-referrer');
        response.setHeader('permissions-policy', PERMISSIONS);
        response.setHeader('cross-origin-opener-policy', 'same-origin');
        if (app.settings.publicUrl.startsWith('https:')) response.setHeader('strict-transport-security', 'max-age=31536000');
        try {
          await route({ app, request, response, trustedProxies, log });
        } catch (error) {
          if (error instanceof HungUp) return;
          logUnexpected(app, log, error);
          if (!response.headersSent) refuse(response, 500, 'Something went wrong on our side.');
        }
      }),
    ),
  );
  server.requestTimeout = REQUEST_TIMEOUT_MS;
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  return { server, whenAllEnded };
}

/** Without those at the end, but for the one that is the whole path. A regular expression would start at each slash anew. */
function withoutSlashes(path: string): string {
  let end = path.length;
  while (end > 1 && path[end - 1] === '/') end--;
  return path.slice(0, end);
}

const isBelowPages = (path: string): boolean => /^\/(p\/[^/]+|admin)(\/|$)/.test(path);

/** Only JSON: a form on a foreign page can send other types without a CORS preflight. */
const isJson = ({ headers }: IncomingMessage): boolean =>
  /^application\/json(;|$)/i.test(headers['content-type']?.trim() ?? '');

function refuse(response: ServerResponse, status: number, message: string): void {
  response.writeHead(status, { 'content-type': 'application/json', ...(status === 405 && { allow: 'POST, GET' }) });
  response.end(`${JSON.stringify({ errors: [{ message }] })}\n`);
}
