import { hostname } from 'node:os';
import { type DestinationStream, type Logger, pino } from 'pino';
import { currentWork } from './current-work.ts';
import { openOutput } from './log-output.ts';
import { inSources } from './log-stack.ts';
import { version } from './version.ts';

export type Log = Logger;

/**
 * Makes a log that writes lines of JSON. Callers choose what they log: ids and results, never a token, a link or an address.
 * @param name the name of the process
 * @param destination standard output unless given
 */
export function createLog(name: string, level: string, destination?: DestinationStream): Log {
  const base = { pid: process.pid, hostname: hostname(), version };
  // Under which trace a line was written.
  const mixin = (): object => {
    const traceId = currentWork()?.span?.traceId;
    return traceId ? { trace_id: traceId } : {};
  };
  const options = { name, level, base, mixin, timestamp: pino.stdTimeFunctions.isoTime, serializers: { err: describeError } };
  const lineAboutGap = (lost: number) => {
    const told: string[] = [];
    const one = pino(options, { write: (line: string) => void told.push(line) });
    one.error({ lost }, 'lines of this log are lost: it could not be written');
    return told.join('');
  };
  return pino(options, destination ?? openOutput(process.stdout.fd, lineAboutGap));
}

/**
 * The longest text of an error that is logged: enough for a stack, and little work.
 * @limit characters: Text of an error in the log. Beyond: The rest is cut off.
 */
export const LONGEST_TEXT = 4_000;

/**
 * Removes email addresses, links and API tokens, because the text of an error can quote what somebody sent. Word by word, as that takes time in
 * proportion to the text, whatever it is; and the folders of packages with an @ in them stay.
 */
export const redact = (text: string): string =>
  wholeWords(text).replaceAll(/\S+/g, (word) => {
    if (/@|%40/.test(word.replaceAll('node_modules/@', ''))) return '<address>';
    return word.replace(/https?:\/\/.*/, '<link>').replaceAll(/gth_\w+/g, '<token>');
  });

/** Half a word could be half an address. */
function wholeWords(text: string): string {
  if (text.length <= LONGEST_TEXT) return text;
  const end = text.slice(0, LONGEST_TEXT).search(/\s\S*$/);
  return `${text.slice(0, Math.max(0, end))} ...`;
}

function describeError(error: unknown) {
  if (!(error instanceof Error)) return { message: redact(String(error)) };
  return { type: error.name, message: redact(error.message), stack: inSources(redact(error.stack ?? '')) };
}
