import { type Logger, pino } from 'pino';

export type Log = Logger;

/**
 * Lines of JSON on standard output. What is logged is chosen at the call: ids and results, never a token, a link or an address.
 * @param name which process speaks
 */
export const createLog = (name: string, level: string): Log => pino({ name, level, timestamp: pino.stdTimeFunctions.isoTime });
