import { hash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { CONTENT_TYPE, type Metrics } from './open-metrics.ts';

/**
 * Answers `/metrics`.
 * @param token what the scraper has to send as `Authorization: Bearer`; undefined if anyone may ask
 */
export async function answerMetrics(
  metrics: Metrics,
  token: string | undefined,
  { headers }: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  response.setHeader('cache-control', 'no-store');
  if (token !== undefined && !isSame(bearerIn(headers.authorization), token)) {
    response.writeHead(401, { 'content-type': 'text/plain', 'www-authenticate': 'Bearer' });
    return void response.end('Send METRICS_TOKEN as Authorization: Bearer.\n');
  }
  response.writeHead(200, { 'content-type': CONTENT_TYPE }).end(await metrics.text());
}

const bearerIn = (header = ''): string => /^Bearer +(\S+)$/i.exec(header)?.[1] ?? '';

/** Takes the same time wherever two texts differ, and whatever their lengths are. */
const isSame = (one: string, other: string): boolean => timingSafeEqual(digest(one), digest(other));
const digest = (text: string): Buffer => hash('sha256', text, 'buffer');
