import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Config } from '../config.ts';
import { SECOND_MS } from '../domain/durations.ts';
import type { Log } from '../log.ts';
import { refusalToListen } from '../refusal-to-listen.ts';
import { answerMetrics } from './answer-metrics.ts';
import { answerHealth, answerReadiness, type WhyNotReady } from './health.ts';
import type { Metrics } from './open-metrics.ts';

/** @limit connections: Open connections to MANAGEMENT_PORT. Beyond: A connection is closed at once. */
export const MOST_MANAGEMENT_CONNECTIONS = 50;
/** @limit bytes: Head of a request to MANAGEMENT_PORT. Beyond: 431. */
export const LONGEST_MANAGEMENT_HEAD = 8 * 1024;
/** @limit Time for a whole request to MANAGEMENT_PORT to arrive. Beyond: The connection is closed with 408. */
export const MANAGEMENT_REQUEST_TIMEOUT_MS = 5 * SECOND_MS;
/** @limit Time that a connection to MANAGEMENT_PORT may be silent, also while it takes an answer. Beyond: It is closed. */
export const MANAGEMENT_SILENCE_MS = 30 * SECOND_MS;

export type Management = { port: number; stop: () => Promise<void> };

/**
 * Answers `/healthz`, `/readyz` and `/metrics` at MANAGEMENT_PORT, which no stranger should reach.
 * @returns null if MANAGEMENT_PORT is not set
 * @throws InvalidEnvironment if the port cannot be used
 */
export async function startManagement(
  { management, metricsToken }: Pick<Config, 'management' | 'metricsToken'>,
  metrics: Metrics,
  whyNotReady: WhyNotReady,
  log: Log,
): Promise<Management | null> {
  if (!management) return null;
  const route = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { method, url = '' } = request;
    if (method !== 'GET' && method !== 'HEAD') {
      response.writeHead(405, { allow: 'GET, HEAD', connection: 'close' });
      return void response.end('Only GET is allowed here.\n');
    }
    const path = url.split('?', 1)[0];
    if (path === '/healthz') return answerHealth(response);
    if (path === '/readyz') return await answerReadiness(whyNotReady, response);
    if (path === '/metrics') return await answerMetrics(metrics, metricsToken, request, response);
    response.writeHead(404).end('Here are /healthz, /readyz and /metrics.\n');
  };
  const bounds = {
    maxHeaderSize: LONGEST_MANAGEMENT_HEAD,
    requestTimeout: MANAGEMENT_REQUEST_TIMEOUT_MS,
    headersTimeout: MANAGEMENT_REQUEST_TIMEOUT_MS,
    connectionsCheckingInterval: SECOND_MS,
  };
  const server = createServer(bounds, (request, response) => {
    route(request, response).catch((error) => {
      log.error({ err: error }, 'unexpected error');
      if (!response.headersSent) response.writeHead(500).end('Something went wrong on our side.\n');
    });
  });
  server.maxConnections = MOST_MANAGEMENT_CONNECTIONS;
  server.setTimeout(MANAGEMENT_SILENCE_MS);
  await once(server.listen(management.port, management.host), 'listening').catch((error) => {
    throw refusalToListen('MANAGEMENT_PORT', error);
  });
  const address = server.address();
  return {
    port: typeof address === 'object' && address ? address.port : management.port,
    stop: async () => {
      const closed = once(server, 'close');
      server.close();
      // A scraper keeps its connection open, and may be asking.
      server.closeAllConnections();
      await closed;
    },
  };
}
