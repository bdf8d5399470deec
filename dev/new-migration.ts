// Writes the SQL of a new migration: what changed between the data model in the last commit and the one on disk.
// Usage: npm run db:new-migration -- add_invitations
import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { everything, withSchemaEngine } from '../prisma/schema-engine.ts';
import { startPostgres } from './postgres.ts';

const name = process.argv[2];
if (!name?.match(/^[a-z0-9_]+$/))
  throw new Error('Name the migration in lower case: npm run db:new-migration -- add_invitations');

const to = await readFile('prisma/schema.prisma', 'utf8');
const committed = execFileSync('git', ['ls-tree', '--name-only', 'HEAD', 'prisma/schema.prisma'], { encoding: 'utf8' });
const from = committed && execFileSync('git', ['show', 'HEAD:prisma/schema.prisma'], { encoding: 'utf8' });

// The engine asks a running server for its version before it compares.
const database = await startPostgres(await join(await mkdtemp(join(tmpdir(), 'gatehouse-migration-')), 'data'));
const { stdout } = await withSchemaEngine(database.url, to, (engine) =>
  engine.diff({
    from: from ? { tag: 'schemaDatamodel', files: [{ path: 'schema.prisma', content: from }] } : { tag: 'empty' },
    to: { tag: 'schemaDatamodel', files: [{ path: 'schema.prisma', content: to }] },
    script: true,
    exitCode: null,
    filters: everything,
  }),
);
await database.stop();

const folder = `prisma/migrations/${new Date().toISOString().replace(/\D/g, '').slice(0, 14)}_${name}`;
await mkdir(folder, { recursive: true });
await writeFile(`${folder}/migration.sql`, stdout ?? '');
console.info(
  `${folder}/migration.sql\nRead it before you commit it: constraints that Prisma cannot say are written there by hand.`,
);
