const MINUTE = 60_000;

/**
 * How often, in milliseconds, the use of a session is stored: rarely enough to be cheap, often enough that idle time is right
 * to a tenth.
 * @param idle after how many milliseconds without use the session ends
 */
export const seenStep = (idle: number): number => Math.min(MINUTE, idle / 10);
