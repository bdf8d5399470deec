import { hash } from 'node:crypto';

/** @limit arguments: Arguments of a statement that is prepared. Beyond: The statement is not prepared. */
export const MOST_PREPARED_ARGUMENTS = 100;

/**
 * A process's own statements are fewer; filters that an admin puts together make any number of others.
 * @limit statements: Prepared statements that one process names. Beyond: Further statements are prepared each time.
 */
export const MOST_NAMES = 500;

/** The name of a statement; empty for none. */
export type StatementNames = (statement: { sql: string; args: unknown[] }) => string;

/**
 * Names statements so that the server plans each once a connection; not one with a long list, which is another statement at each length,
 * and none beyond a bound, as a connection keeps each named statement until it ends.
 */
export function statementNames(): StatementNames {
  const names = new Map<string, string>();
  return ({ sql, args }) => {
    if (args.length > MOST_PREPARED_ARGUMENTS) return '';
    const known = names.get(sql);
    if (known !== undefined || names.size >= MOST_NAMES) return known ?? '';
    const name = hash('sha1', sql, 'base64url');
    names.set(sql, name);
    return name;
  };
}
