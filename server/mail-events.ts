import type { ServerResponse } from 'node:http';
import { databaseNow } from '../domain/clock.ts';
import { Forged, type Sender, type SenderSettings, Unreadable } from '../domain/mail-events/sender.ts';
import { sendersOf } from '../domain/mail-events/senders.ts';
import { SnsAway } from '../domain/mail-events/sns.ts';
import { takeReports } from '../domain/mail-states/take-reports.ts';
import { perMinute } from '../per-minute.ts';
import type { Exchange } from './exchange.ts';
import { readBody } from './read-body.ts';
import { requestId } from './request-id.ts';

/** @limit lines: Log lines of a minute about reports that were refused, of each sender. Beyond: The next line says how many were left out. */
export const MOST_LINES_PER_MINUTE = 1;

/**
 * Answers `POST /mail-events/<sender>`, where large senders report bounces and complaints: 200 if the sender made the report, whether or
 * not it changed something, 401 if not, 404 for a sender without a setting. Others learn nothing of any email.
 * @returns a function that answers, or returns false if there is no such sender
 */
export function mailEventsOf(settings: SenderSettings): (exchange: Exchange, path: string) => Promise<boolean> {
  const senders = new Map([...sendersOf(settings)].map(([name, sender]) => [`/mail-events/${name}`, withLines(sender)]));
  return async (exchange, path) => {
    const known = senders.get(path);
    if (!known) return false;
    await answer(exchange, known);
    return true;
  };
}

const withLines = (sender: Sender) => ({ sender, mayLog: perMinute(MOST_LINES_PER_MINUTE) });

async function answer(
  { app, request, response, log }: Exchange,
  { sender, mayLog }: ReturnType<typeof withLines>,
): Promise<void> {
  const { reporter } = sender;
  response.setHeader('cache-control', 'no-store');
  const refuse = (status: number, detail: string): void => {
    const leftOut = mayLog();
    if (leftOut !== null) log.warn({ reporter, detail, leftOut, requestId: requestId() }, 'a report about emails was refused');
    end(response, status);
  };
  const body = await readBody(request, sender.longest);
  if (body === null) return refuse(413, 'it is too large');
  try {
    const reports = await sender.read({ headers: request.headers, body, now: () => databaseNow(app.prisma) });
    const changed = await takeReports(app, reporter, reports);
    if (changed > 0)
      log.info({ reporter, changed, requestId: requestId() }, 'reports about emails changed the state of addresses');
    end(response, 200);
  } catch (error) {
    if (error instanceof Forged) return refuse(401, error.message);
    if (error instanceof Unreadable) return refuse(400, error.message);
    if (error instanceof SnsAway) return refuse(503, `Amazon SNS could not be asked: ${error.message}`);
    throw error;
  }
}

/** Postmark asks for the password again after a 401 with this header, and the others ignore it. */
function end(response: ServerResponse, status: number): void {
  response.writeHead(status, { 'content-type': 'application/json', ...(status === 401 && { 'www-authenticate': 'Basic' }) });
  response.end('{}\n');
}
