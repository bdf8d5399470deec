import { writeSync } from 'node:fs';

/** @limit lines: Log lines that wait for a slow reader. Beyond: Lines are dropped, and a line tells how many. */
export const MOST_WAITING = 1_000;
const RETRY_MS = 200;

/** Bytes to write, and how many lines are lost with them if they cannot be. */
type Piece = { bytes: Buffer; lines: number };

/**
 * Writes lines, and never throws: work goes on when the disk is full or the reader gone. Lines that cannot be written are counted, and
 * the gap is told as soon as something can be. While a reader is slow (EAGAIN), some lines wait.
 * Synchronous, because asynchronous output is flushed at exit, which never ends if its reader is gone.
 * @param lineAboutGap the line that tells how many lines are lost; empty for none
 * @param write how bytes are written, and how many were
 */
export function openOutput(
  fd: number,
  lineAboutGap: (lost: number) => string,
  write: (fd: number, bytes: Buffer) => number = writeSync,
): { write: (line: string) => void } {
  const waiting: Piece[] = [];
  let lost = 0;
  let isWithinLine = false;
  let isRetrySet = false;

  const flush = (): void => {
    for (let piece = waiting[0]; piece; piece = waiting[0]) {
      try {
        const written = write(fd, piece.bytes);
        isWithinLine = written < piece.bytes.length;
        if (isWithinLine) piece.bytes = piece.bytes.subarray(written);
        else waiting.shift();
      } catch (error) {
        if (!isBusy(error)) giveUp();
        return;
      }
    }
  };
  /** The rest of a line that was begun waits on, so that the next line begins one of its own. */
  const giveUp = (): void => {
    for (const { lines } of waiting.splice(isWithinLine ? 1 : 0)) lost += lines;
  };
  const tellGap = (): void => {
    if (lost === 0 || waiting.length >= MOST_WAITING) return;
    waiting.push({ bytes: Buffer.from(lineAboutGap(lost)), lines: lost });
    lost = 0;
  };
  const tryAgain = (): void => {
    isRetrySet = false;
    flush();
    if (waiting.length === 0) tellGap();
    flush();
    tryLater();
  };
  const tryLater = (): void => {
    if (isRetrySet || (lost === 0 && waiting.length === 0)) return;
    isRetrySet = true;
    setTimeout(tryAgain, RETRY_MS).unref();
  };
  process.once('exit', tryAgain);
  return {
    write: (line) => {
      tellGap();
      if (waiting.length < MOST_WAITING) waiting.push({ bytes: Buffer.from(line), lines: 1 });
      else lost++;
      flush();
      tryLater();
    },
  };
}

const isBusy = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'EAGAIN';
