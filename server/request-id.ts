import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';
import { acceptedLanguages } from './accepted-languages.ts';

/** What the metrics and the log say of a request. */
export type CurrentRequest = {
  /** Sent as `x-request-id`, and logged with each line about the request. */
  id: string;
  /** The first field of its GraphQL document, if that is executed. */
  operation: string | null;
  isSubscription: boolean;
  /** `Success`, the name of an error, or `Refused`. Null if only the HTTP status tells. */
  result: string | null;
  /** The header `Accept-Language`. */
  acceptLanguage: string | undefined;
};

const current = new AsyncLocalStorage<CurrentRequest>();

/** Runs `work` under a new id. */
export function withRequestId<Result>(work: (request: CurrentRequest) => Result): Result {
  const request = { id: randomUUID(), operation: null, isSubscription: false, result: null, acceptLanguage: undefined };
  return current.run(request, () => work(request));
}

/** Undefined outside of a request. */
export const currentRequest = (): CurrentRequest | undefined => current.getStore();

/** What the client of the current request reads, as tags of BCP 47, the dearest first. */
export const languagesAsked = (): string[] => acceptedLanguages(current.getStore()?.acceptLanguage);

/** The id of the current request; undefined outside of one. */
export const requestId = (): string | undefined => current.getStore()?.id;
