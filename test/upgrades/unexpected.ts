import * as z from 'zod';
import type { Process } from '../kit/processes.ts';

const line = z.object({ level: z.number(), msg: z.string().default('') }).loose();
const WARN = 40;

/** Lines that are a warning or worse, or no lines of a log, and that no pattern allows. */
export const unexpectedLines = (processes: Process[], allowed: RegExp[]): string[] =>
  processes
    .flatMap(({ output }) => output)
    .filter((text) => text.trim() !== '' && isLoud(text) && !allowed.some((pattern) => pattern.test(text)));

function isLoud(text: string): boolean {
  if (!text.startsWith('{')) return true;
  return line.parse(JSON.parse(text)).level >= WARN;
}

/** What each process of a test says at its start: this database may lose commits, and its pages are not encrypted. */
export const OF_THE_TEST = [/"off":\["fsync","full_page_writes"\]/, /PUBLIC_URL is not https/];

/** Warnings of processes that got no time on a busy machine, or that had no worker for a while, as this test wants it. All of them say that work goes on. */
export const OF_A_BUSY_MACHINE = [
  /"level":40.*"reason":"(Connection terminated due to connection timeout|timeout exceeded when trying to connect)"/,
  /"level":40.*"the sweep took new jobs that no ring had brought"/,
];
