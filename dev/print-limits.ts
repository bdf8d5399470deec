// Writes docs/limits.md, so that a change of a limit shows in review. Usage: npm run limits
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { limitsPage } from './limits.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
await writeFile(`${root}docs/limits.md`, await limitsPage(root));
process.exit();
