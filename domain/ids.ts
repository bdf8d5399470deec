import { randomUUIDv7 } from 'node:crypto';
import { z } from 'zod';

/** A UUID of version 7: it sorts by time, and is known before the row is written. */
export const newId = (): string => randomUUIDv7();

/** Whether a text is a UUID. Anything else is the id of nothing, and PostgreSQL would refuse the query. */
export const isId = (text: string): boolean => z.uuid().safeParse(text).success;
