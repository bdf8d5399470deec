import { isSaturated } from '../prisma/saturation.ts';
import { TooManyAttempts } from './errors.ts';

/** @limit s: `retryAfter` if no database connection came free. Beyond: The client can try again. */
export const BUSY_SECONDS = 2;

/** What a client is told if no database connection came free. */
export const tooBusy = (): TooManyAttempts => new TooManyAttempts(BUSY_SECONDS);

/** `tooBusy` in place of an error that says that no database connection came free; any other error as it is. */
export const orTooBusy = (error: unknown): unknown => (isSaturated(error) ? tooBusy() : error);
