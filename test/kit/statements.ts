import { Client } from 'pg';
import { onTestFinished, vi } from 'vitest';

/** Counts the statements that this process sends from now on to the end of the test, the tested server's among them. */
export function countStatements(like: RegExp): { count: () => number } {
  const query = vi.spyOn(Client.prototype, 'query');
  onTestFinished(() => query.mockRestore());
  return { count: () => query.mock.calls.filter(([statement]) => like.test(textOf(statement))).length };
}

const textOf = (statement: unknown): string =>
  typeof statement === 'string' ? statement : String(statement instanceof Object && Reflect.get(statement, 'text'));
