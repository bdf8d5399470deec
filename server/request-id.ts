import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';

const current = new AsyncLocalStorage<string>();

/** Runs `work` under a fresh id, which stands in the answer's `x-request-id` and in each line logged meanwhile. */
export function withRequestId<Result>(work: (id: string) => Result): Result {
  const id = randomUUID();
  return current.run(id, () => work(id));
}

/** The id of the request at hand; nothing outside of one. */
export const requestId = (): string | undefined => current.getStore();
