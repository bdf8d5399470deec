// Brings the database, and the queue's schema in it, up to date. Usage: npm run db:migrate
import { fileURLToPath } from 'node:url';
import { migrateQueue } from '../doorbell/on-postgres.ts';
import { directUrlOf, InvalidDatabaseUrl } from '../prisma/database-url.ts';
import { migrate } from '../prisma/migrate.ts';
import { problemOf } from '../prisma/problem.ts';
import { UnfitDatabase } from '../prisma/unfit-database.ts';
import { refuseOtherDatabase } from '../prisma/which-database.ts';
import { givenOrExit } from './given.ts';

const { DATABASE_URL, DATABASE_DIRECT_URL } = givenOrExit();
if (!DATABASE_URL) {
  console.error('These variables are missing or wrong:\n  DATABASE_URL is not set');
  process.exit(1);
}
try {
  const databaseUrl = directUrlOf(DATABASE_URL, DATABASE_DIRECT_URL);
  await refuseOtherDatabase(DATABASE_URL, databaseUrl);
  const applied = await migrate(databaseUrl, fileURLToPath(new URL('../prisma', import.meta.url)), console.info);
  await migrateQueue(databaseUrl);
  console.info(applied.length > 0 ? `Applied ${applied.join(', ')}.` : 'The database is up to date.');
} catch (error) {
  if (error instanceof InvalidDatabaseUrl) console.error(`DATABASE_URL or DATABASE_DIRECT_URL ${error.message}`);
  else if (error instanceof UnfitDatabase) console.error(error.message);
  else if (/unreachable: [a-z]/.test(problemOf(error))) console.error(problemOf(error));
  else throw error;
  process.exitCode = 1;
}
