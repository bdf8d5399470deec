import { randomUUIDv7 } from 'node:crypto';
import * as z from 'zod';

export const newId = (): string => randomUUIDv7();

/** PostgreSQL refuses a query with an invalid UUID, so check first. */
export const isId = (text: string): boolean => z.uuid().safeParse(text).success;
