// Writes schema.graphql, so that a change of the API shows in review. Usage: npm run schema
import { writeFile } from 'node:fs/promises';
import { printedSchema } from './printed.ts';

await writeFile(new URL('schema.graphql', import.meta.url), printedSchema());
