import type { IncomingMessage, ServerResponse } from 'node:http';
import { newWork, runWork, told, type Work } from '../current-work.ts';
import type { Log } from '../log.ts';
import { slowLines } from '../slow-lines.ts';
import type { Tracing } from '../span.ts';

/** Paths hold what people chose, and some a token behind a question mark: the log and traces have only their beginnings. */
const PLACES = [
  '/graphql',
  '/assets/',
  '/sso/',
  '/admin/sso/',
  '/p/',
  '/admin',
  '/healthz',
  '/readyz',
  '/metrics',
  '/schema.graphql',
];

type Watch = (request: IncomingMessage, response: ServerResponse, requestId: string, answer: () => Promise<void>) => void;

/**
 * Watches each request: one line in the log at `debug`, a warning if it was slow, and its trace.
 * @param slowMs from how many milliseconds on a request is slow
 * @returns the watch, and a function that waits for what is under way, also for clients that hung up or got TIMEOUT
 */
export function watchRequests(
  log: Log,
  slowMs: number,
  tracing: Tracing | null,
): { watch: Watch; whenAllEnded: () => Promise<void> } {
  const slow = slowLines(log, slowMs, 'slow request');
  const underWay = new Set<Promise<void>>();
  const watch: Watch = (request, response, requestId, answer) => {
    const { method = '', url = '', headers } = request;
    const place = PLACES.find((beginning) => url.startsWith(beginning)) ?? 'other';
    const attributes = { 'http.request.method': method, 'http.route': place, 'gatehouse.request.id': requestId };
    const from = headers['traceparent'];
    const span =
      tracing?.begin(`${method} ${place}`, 'SERVER', attributes, { from: typeof from === 'string' ? from : undefined }) ?? null;
    const about: { requestId: string; isSubscription?: boolean } = { requestId };
    const work = newWork(about, span);
    const end = () => {
      const ms = performance.now() - work.began;
      const { statusCode: status, writableFinished } = response;
      const { isSubscription, ...asked } = about;
      const line = () => ({ ...asked, method, place, status, ...(!writableFinished && { hungUp: true }), ...told(work.spent) });
      if (log.isLevelEnabled('debug')) log.debug({ ...line(), ms: Math.round(ms) }, 'request');
      if (!isSubscription) slow(ms, line);
      span?.tell({ 'http.response.status_code': status });
      span?.end(status >= 500 ? String(status) : undefined);
      work.isOver = true;
    };
    response.once('close', () => runWork(work, end));
    const running = runToTheEnd(work, response, answer).finally(() => underWay.delete(running));
    underWay.add(running);
  };
  const whenAllEnded = async () => {
    while (underWay.size > 0) await Promise.allSettled(underWay);
  };
  return { watch, whenAllEnded };
}

async function runToTheEnd(work: Work, response: ServerResponse, answer: () => Promise<void>): Promise<void> {
  // Who hangs up while the answer is sent leaves Yoga waiting for ever. Nothing is done for them by then.
  const isSent = new Promise<void>((resolve) => response.once('close', () => response.headersSent && resolve()));
  await Promise.race([runWork(work, answer), isSent]);
  await work.goesOn?.catch(() => undefined);
}
