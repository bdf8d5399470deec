import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';

const current = new AsyncLocalStorage<string>();

/** Runs `work` under a new id, which is sent as `x-request-id` and logged with each line about the request. */
export function withRequestId<Result>(work: (id: string) => Result): Result {
  const id = randomUUID();
  return current.run(id, () => work(id));
}

/** The id of the current request; undefined outside of one. */
export const requestId = (): string | undefined => current.getStore();
