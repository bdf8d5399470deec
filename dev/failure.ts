/** What the reader of the screen can act on: its message says all, and no stack is shown. */
export class Failure extends Error {}

/** An error in one line, also where the message is empty, as when several addresses refused. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.message || ('code' in error ? String(error.code) : error.name);
}
