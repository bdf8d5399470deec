import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';

/** What the metrics and the log say of a request. */
export type CurrentRequest = {
  /** Sent as `x-request-id`, and logged with each line about the request. */
  id: string;
  /** The first field of its GraphQL document, if that is executed. */
  operation: string | null;
  isSubscription: boolean;
  /** `Success`, the name of an error, or `Refused`. Null if only the HTTP status tells. */
  result: string | null;
};

const current = new AsyncLocalStorage<CurrentRequest>();

/** Runs `work` under a new id. */
export function withRequestId<Result>(work: (request: CurrentRequest) => Result): Result {
  const request = { id: randomUUID(), operation: null, isSubscription: false, result: null };
  return current.run(request, () => work(request));
}

/** Undefined outside of a request. */
export const currentRequest = (): CurrentRequest | undefined => current.getStore();

/** The id of the current request; undefined outside of one. */
export const requestId = (): string | undefined => current.getStore()?.id;
