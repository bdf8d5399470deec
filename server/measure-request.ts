import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Measures } from '../domain/measures.ts';
import type { CurrentRequest } from './request-id.ts';

/** What is asked for besides GraphQL, by the beginning of the path. */
const PLACES: [beginning: string, name: string][] = [
  ['/assets/', 'asset'],
  ['/sso/', 'sso'],
  ['/admin/sso/', 'sso'],
  ['/p/', 'page'],
  ['/admin', 'page'],
  ['/healthz', 'health'],
  ['/readyz', 'health'],
  ['/metrics', 'health'],
];

/** Counts a request when its answer is out, or its client has left. */
export function measureRequest(
  measures: Measures,
  current: CurrentRequest,
  { url = '' }: IncomingMessage,
  response: ServerResponse,
): void {
  const began = performance.now();
  response.once('close', () => {
    const operation = current.operation ?? PLACES.find(([beginning]) => url.startsWith(beginning))?.[1] ?? 'other';
    const seconds = current.isSubscription ? null : (performance.now() - began) / 1_000;
    measures.request(operation, resultOf(current, response), seconds);
  });
}

function resultOf({ result, isSubscription }: CurrentRequest, { statusCode, writableFinished }: ServerResponse): string {
  if (result) return result;
  // A subscription ends when its client leaves.
  if (!writableFinished && !isSubscription) return 'HungUp';
  if (statusCode >= 500) return 'Unexpected';
  return statusCode >= 400 ? 'Refused' : 'Success';
}
