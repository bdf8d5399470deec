import { AsyncLocalStorage } from 'node:async_hooks';
import type { Attributes, Span, SpanKind } from './span.ts';

/** How many milliseconds a request or an attempt at a job spent on what. Of things that ran side by side it is the sum. */
export type Spent = {
  /** How many statements the database was sent. */
  statements: number;
  statementMs: number;
  /** Waiting for a connection to the database. */
  connectionMs: number;
  /** Hashing passwords, and waiting for a turn to do so. */
  hashMs: number;
  /** Sending email. */
  mailMs: number;
};

/** A request, or an attempt at a job. */
export type Work = {
  spent: Spent;
  /** Where the parts of this work hang in its trace. Null while traces are off. */
  span: Span | null;
  /** What a line of the log about a part of it says of the whole: the id of the request, or of the job. */
  about: object;
  /** When it began, as `performance.now` counts. */
  began: number;
  /** An identity provider was asked. */
  asksProvider: boolean;
  /** What its answer did not wait for. */
  goesOn: Promise<unknown> | null;
  /** What it left running, such as a timer, is no part of it any more. */
  isOver: boolean;
};

const current = new AsyncLocalStorage<Work>();

export const newWork = (about: object, span: Span | null): Work => ({
  about,
  spent: { statements: 0, statementMs: 0, connectionMs: 0, hashMs: 0, mailMs: 0 },
  span,
  began: performance.now(),
  asksProvider: false,
  goesOn: null,
  isOver: false,
});

export const runWork = <Result>(work: Work, run: () => Result): Result => current.run(work, run);

/** Undefined outside of a request and a job. */
export function currentWork(): Work | undefined {
  const work = current.getStore();
  return work?.isOver ? undefined : work;
}

/** Where the current work is in its trace, as W3C writes it (`traceparent`), for the row of a job. Null while traces are off. */
export const traceparent = (): string | null => currentWork()?.span?.traceparent ?? null;

/** Runs one part of the current work: adds its time to what the work spent, and makes a span of it if traces are on. */
export async function runPart<Result>(
  spentOn: 'hashMs' | 'mailMs',
  name: string,
  kind: SpanKind,
  attributes: Attributes,
  run: () => Promise<Result>,
): Promise<Result> {
  const work = currentWork();
  if (!work) return await run();
  const span = work.span?.begin(name, kind, attributes);
  const began = performance.now();
  try {
    const result = await run();
    span?.end();
    return result;
  } catch (error) {
    span?.end(error);
    throw error;
  } finally {
    work.spent[spentOn] += performance.now() - began;
  }
}

/** What the log tells of it: whole milliseconds, and nothing of what took none. */
export const told = (spent: Spent): Partial<Spent> =>
  Object.fromEntries(
    Object.entries(spent)
      .map(([name, value]) => [name, Math.round(value)] as const)
      .filter(([, value]) => value > 0),
  );
