import { type DestinationStream, type Logger, pino } from 'pino';

export type Log = Logger;

/**
 * Lines of JSON, on standard output unless told. What is logged is chosen at the call: ids and results, never a token, a link or an address.
 * @param name which process speaks
 */
export function createLog(name: string, level: string, destination: DestinationStream = standardOutput()): Log {
  return pino({ name, level, timestamp: pino.stdTimeFunctions.isoTime, serializers: { err: describeError } }, destination);
}

/** Synchronous: the other kind flushes at exit, for ever where the reader of the output is gone. */
const standardOutput = () => pino.destination({ sync: true });

/** An error's texts may quote what somebody sent: addresses and links are taken out. */
export const redact = (text: string): string =>
  text.replaceAll(/[^\s/]+@[^\s/]+/g, '<address>').replaceAll(/https?:\/\/\S+/g, '<link>');

function describeError(error: unknown) {
  if (!(error instanceof Error)) return { message: redact(String(error)) };
  return { type: error.name, message: redact(error.message), stack: redact(error.stack ?? '') };
}
