import { type DestinationStream, type Logger, pino } from 'pino';

export type Log = Logger;

/**
 * Makes a log that writes lines of JSON. Callers choose what they log: ids and results, never a token, a link or an address.
 * @param name the name of the process
 * @param destination standard output unless given
 */
export function createLog(name: string, level: string, destination: DestinationStream = standardOutput()): Log {
  return pino({ name, level, timestamp: pino.stdTimeFunctions.isoTime, serializers: { err: describeError } }, destination);
}

/** Synchronous, because asynchronous output is flushed at exit, which never ends if its reader is gone. */
const standardOutput = () => pino.destination({ sync: true });

/** Removes addresses and links, because the text of an error may quote what somebody sent. */
export const redact = (text: string): string =>
  text.replaceAll(/[^\s/]+@[^\s/]+/g, '<address>').replaceAll(/https?:\/\/\S+/g, '<link>');

function describeError(error: unknown) {
  if (!(error instanceof Error)) return { message: redact(String(error)) };
  return { type: error.name, message: redact(error.message), stack: redact(error.stack ?? '') };
}
