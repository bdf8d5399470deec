import { isSaturated } from '../prisma/saturation.ts';
import { TooManyAttempts } from './errors.ts';

/** @limit s: `retryAfter` if no database connection came free. Beyond: The client can try again. */
export const BUSY_SECONDS = 2;

export const tooBusy = (): TooManyAttempts => new TooManyAttempts(BUSY_SECONDS);

export const orTooBusy = (error: unknown): unknown => (isSaturated(error) ? tooBusy() : error);
