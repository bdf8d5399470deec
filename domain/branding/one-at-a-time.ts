import { TooManyAttempts } from '../errors.ts';

/** @limit pictures: Pictures that wait to be encoded in one process. Beyond: TooManyAttempts. */
export const MOST_WAITING = 10;
const RETRY_AFTER_SECONDS = 2;

let waiting = 0;
let last: Promise<unknown> = Promise.resolve();

/** A picture can take 16 MB of memory and a core while it is decoded, so a process does one at a time. */
export async function oneAtATime<Result>(work: () => Promise<Result>): Promise<Result> {
  if (waiting >= MOST_WAITING) throw new TooManyAttempts(RETRY_AFTER_SECONDS);
  waiting++;
  const mine = last.then(work).finally(() => waiting--);
  last = mine.catch(() => undefined);
  return await mine;
}
