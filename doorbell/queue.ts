import type { JobRef } from '../domain/app.ts';

/** Redis if it is named, else the database. */
export type Where = { databaseDirectUrl: string; redisUrl: string | undefined };

/** One attempt only: retries are in the row of the job. */
export const toRing = ({ id, attempt }: JobRef) => ({
  name: 'job',
  data: { id },
  opts: { jobId: `${id}-${attempt}`, attempts: 1, removeOnComplete: true, removeOnFail: true },
});

export type Queue = {
  addBulk: (rings: ReturnType<typeof toRing>[]) => Promise<unknown>;
  close: () => Promise<void>;
};

export type Processor = (ring: { data: { id: string } }) => Promise<void>;
