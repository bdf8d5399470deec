import * as z from 'zod';

/** The database counts to 2,147,483,647, and the next version is one more. */
const HIGHEST = 2 ** 31 - 2;

/** The version that the caller has read. */
export const version = z.int().min(0, 'Must be at least 0.').max(HIGHEST, `Must be at most ${HIGHEST}.`);
