import { isSaturated } from '../prisma/saturation.ts';
import { TooManyAttempts } from './errors.ts';

/** After so many seconds another attempt makes sense where no database connection came free. */
const BUSY_SECONDS = 2;

/** What somebody is told for whom no database connection came free. */
export const tooBusy = (): TooManyAttempts => new TooManyAttempts(BUSY_SECONDS);

/** What an error comes to for who asked: `tooBusy` where it says that no connection came free, else itself. */
export const orTooBusy = (error: unknown): unknown => (isSaturated(error) ? tooBusy() : error);
