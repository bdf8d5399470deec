import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** One or more operations, and the variables that they share. */
type Tab = { query: string; variables: Record<string, unknown> };

/** Beside this file, or beside `dist` where the server is built. */
const FOLDER = ['operations', '../server/graphiql/operations']
  .map((path) => fileURLToPath(new URL(path, import.meta.url)))
  .find((path) => existsSync(path));

/**
 * The tabs that GraphiQL opens with: enough for everything that an admin does, without a look into the schema. They stand in the order of
 * an admin's day; acts that take something away come last. No tab asks for a password, a secret or a token: people type those into pages.
 */
export function readTabs(): Tab[] {
  if (!FOLDER) throw new Error('The folder server/graphiql/operations is missing.');
  const names = readdirSync(FOLDER)
    .filter((name) => name.endsWith('.graphql'))
    .sort();
  return names.map((name) => ({
    query: readFileSync(join(FOLDER, name), 'utf8'),
    variables: JSON.parse(readFileSync(join(FOLDER, name.replace('.graphql', '.json')), 'utf8')),
  }));
}
