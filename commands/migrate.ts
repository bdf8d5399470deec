// Brings the database, and the queue's schema in it, up to date. Usage: npm run db:migrate
import { fileURLToPath } from 'node:url';
import { migrateQueue } from '../doorbell/on-postgres.ts';
import { migrate } from '../prisma/migrate.ts';

const databaseUrl = process.env['DATABASE_URL'];
if (!databaseUrl) {
  console.error('The environment is not complete.\n  DATABASE_URL is not set');
  process.exit(1);
}
const applied = await migrate(databaseUrl, fileURLToPath(new URL('../prisma', import.meta.url)));
await migrateQueue(databaseUrl);
console.info(applied.length > 0 ? `Applied ${applied.join(', ')}.` : 'The database is up to date.');
