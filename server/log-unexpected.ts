import type { App } from '../domain/app.ts';
import type { Log } from '../log.ts';
import { requestId } from './request-id.ts';

/** Logs and counts an error that clients do not see, under the id that they were told. */
export function logUnexpected({ measures }: App, log: Log, error: unknown, about: object = {}): void {
  measures.unexpectedError();
  log.error({ ...about, err: error, requestId: requestId() }, 'unexpected error');
}
