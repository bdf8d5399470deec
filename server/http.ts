import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { App } from '../domain/app.ts';
import type { Log } from '../log.ts';
import { createContext } from './context.ts';
import { graphiqlPage } from './graphiql.ts';
import { createGraphql } from './graphql.ts';
import { answerReadiness } from './health.ts';
import { servePages } from './pages.ts';
import { withRequestId } from './request-id.ts';

const REQUEST_TIMEOUT_MS = 20_000;

/** @param isDevelopment whether GraphiQL is open to everyone; otherwise to admins who are logged in */
export function createHttpServer(app: App, pagesFolder: string, isDevelopment: boolean, log: Log): Server {
  const graphql = createGraphql(app, isDevelopment, log);
  const pages = servePages(pagesFolder);

  const graphiql = async (request: IncomingMessage, response: ServerResponse) => {
    if (isDevelopment || (await createContext(app, request, response).admin())) return await graphiqlPage(response);
    response.writeHead(302, { location: '/admin/log-in?returnTo=/graphql' }).end();
  };

  /** Every address there is. */
  const route = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { method = '', url = '/' } = request;
    const path = url.split('?', 1)[0] ?? '/';
    const isRead = method === 'GET' || method === 'HEAD';
    if (path === '/graphql' && (method === 'OPTIONS' || (method === 'POST' && isJson(request))))
      return void (await graphql(request, response));
    if (path === '/graphql' && isRead && request.headers.accept?.includes('text/html'))
      return await graphiql(request, response);
    if (path === '/graphql')
      return refuse(response, method === 'POST' ? 415 : 405, 'GraphQL is spoken here by POST, as application/json.');
    if (!isRead) return refuse(response, 405, 'Only GET is answered here.');
    if (path === '/healthz') return void response.writeHead(200, { 'content-type': 'text/plain' }).end('alive\n');
    if (path === '/readyz') return await answerReadiness(app, response);
    if (path.startsWith('/assets/')) return pages.asset(request, response);
    if (/^\/(p\/[^/]+|admin)(\/|$)/.test(path)) return pages.page(response);
    refuse(response, 404, 'There is nothing here.');
  };

  const server = createServer((request, response) =>
    withRequestId(async (id) => {
      response.setHeader('x-request-id', id);
      response.setHeader('x-content-type-options', 'nosniff');
      response.setHeader('referrer-policy', 'no-referrer');
      try {
        await route(request, response);
      } catch (error) {
        log.error({ err: error, requestId: id }, 'unexpected error');
        if (!response.headersSent) refuse(response, 500, 'Something went wrong on our side.');
      }
    }),
  );
  server.requestTimeout = REQUEST_TIMEOUT_MS;
  return server;
}

/** Only JSON: a form on a foreign page can send the other types without asking the browser's leave (R45). */
const isJson = ({ headers }: IncomingMessage): boolean =>
  /^application\/json(;|$)/i.test(headers['content-type']?.trim() ?? '');

function refuse(response: ServerResponse, status: number, message: string): void {
  response.writeHead(status, { 'content-type': 'application/json', ...(status === 405 && { allow: 'POST, GET' }) });
  response.end(`${JSON.stringify({ errors: [{ message }] })}\n`);
}
