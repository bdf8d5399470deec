// Removes the second factors of an admin who has lost them. The password stays.
// Usage: npm run admin:reset-second-factor -- --email you@example.com
import { parseArgs } from 'node:util';
import { resetSecondFactorByOperator } from '../domain/admins/reset-second-factor-by-operator.ts';
import { DomainError } from '../domain/errors.ts';
import { connectPrisma } from '../prisma/client.ts';
import { givenOrExit } from './given.ts';

const { values, positionals } = parseArgs({ options: { email: { type: 'string' } }, strict: false });
const { email: address, ...unknown } = values;
const isUnclear = Object.keys(unknown).length + positionals.length > 0;
const { DATABASE_URL: databaseUrl } = givenOrExit();
if (typeof address !== 'string' || isUnclear || !databaseUrl) {
  console.error(
    'Usage, with DATABASE_URL set: npm run admin:reset-second-factor -- --email you@example.com\nThe admin and all OWNERs of all portals get an email.',
  );
  process.exit(1);
}

const prisma = connectPrisma(databaseUrl, 1);
try {
  const { email } = await resetSecondFactorByOperator(prisma, { email: address });
  console.info(`${email} has no second factor any more. All sessions of this admin have ended.`);
} catch (error) {
  if (!(error instanceof DomainError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
} finally {
  await prisma.$disconnect();
}
