import { currentWork } from './current-work.ts';
import type { Log } from './log.ts';
import type { NoteWait } from './prisma/busy-pool.ts';
import type { NoteStatement } from './prisma/watched-client.ts';
import { slowLines } from './slow-lines.ts';
import { summaryOf } from './statement-summary.ts';

/** @limit characters: Text of a slow statement in the log. Beyond: The rest is cut off. */
export const MOST_STATEMENT_CHARACTERS = 200;
/** @limit characters: Text of a statement in a trace. Beyond: The rest is cut off. */
export const MOST_TRACED_CHARACTERS = 1_000;

/**
 * Of each statement: what it costs the request or the job that sent it, its span, and a line in the log if it is slow. A text has no
 * values: they are sent beside it.
 */
export function statementNoter(log: Log, slowMs: number): NoteStatement {
  const warn = slowLines(log, slowMs, 'slow statement');
  return (text) => {
    const work = currentWork();
    const began = performance.now();
    const span = work?.span?.begin(summaryOf(text), 'CLIENT', {
      'db.system.name': 'postgresql',
      'db.query.text': text.slice(0, MOST_TRACED_CHARACTERS),
    });
    return (error) => {
      const ms = performance.now() - began;
      span?.end(error);
      if (work) {
        work.spent.statements++;
        work.spent.statementMs += ms;
      }
      warn(ms, () => ({ ...work?.about, statement: shortened(text) }));
    };
  };
}

const shortened = (text: string): string => text.replaceAll(/\s+/g, ' ').trim().slice(0, MOST_STATEMENT_CHARACTERS);

/** Of each wait for a connection to the database: what it costs the request or the job that waited. @param note is told of it, too */
export const noteWait =
  (note: NoteWait): NoteWait =>
  (milliseconds) => {
    note(milliseconds);
    const work = currentWork();
    if (work) work.spent.connectionMs += milliseconds;
  };
