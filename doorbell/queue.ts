import type { JobRef } from '../domain/jobs/jobs.ts';

/** Redis where it is named, else the database that is there anyway. */
export type Where = { databaseDirectUrl: string; redisUrl: string | undefined };

/** One ring, as BullMQ carries it: the id of a row. Retries live in the row alone, so BullMQ tries once and forgets. */
export const toRing = ({ id, attempt }: JobRef) => ({
  name: 'job',
  data: { id },
  opts: { jobId: `${id}-${attempt}`, attempts: 1, removeOnComplete: true, removeOnFail: true },
});

/** The side of a BullMQ queue that rings. */
export type Queue = {
  addBulk: (rings: ReturnType<typeof toRing>[]) => Promise<unknown>;
  close: () => Promise<void>;
};

/** What a worker does with a ring. */
export type Processor = (ring: { data: { id: string } }) => Promise<void>;
