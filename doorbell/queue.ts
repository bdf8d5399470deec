/** Redis if it is named, else the database. */
export type Where = { databaseDirectUrl: string; redisUrl: string | undefined };

/** A BullMQ job without content: rows of `jobs` are due. One attempt only, because retries are in the rows. */
export const RING = ['ring', {}, { attempts: 1, removeOnComplete: true, removeOnFail: true }] as const;

export type Queue = {
  ring: () => Promise<unknown>;
  close: () => Promise<void>;
};

export type Processor = () => Promise<void>;
