/** An error that the reader of the screen can fix. It is shown without its stack. */
export class Failure extends Error {}

/** Some errors have no message, for example if several addresses refused. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.message || ('code' in error ? String(error.code) : error.name);
}
