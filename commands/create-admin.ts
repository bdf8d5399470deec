// Creates an admin, an OWNER of all portals unless told otherwise.
// Usage: npm run admin:create -- --email you@example.com [--role APPROVER] [--portal acme] [< password]
import { randomBytes } from 'node:crypto';
import { text } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import { Refusal } from '../config/refuse.ts';
import { readBaseUrl } from '../config/services.ts';
import { createAdmin } from '../domain/admins/create-admin.ts';
import { DomainError } from '../domain/errors.ts';
import { openBreachService } from '../domain/passwords/breach-service.ts';
import { connectPrisma } from '../prisma/client.ts';
import { givenOrExit } from './given.ts';

const RANDOM_BYTES = 18;

// Not strict: what it does not know is answered with the usage, rather than with a trace.
const { values, positionals } = parseArgs({
  options: { email: { type: 'string' }, role: { type: 'string' }, portal: { type: 'string' } },
  strict: false,
});
const { email: address, role, portal, ...unknown } = values;
const isUnclear =
  typeof role === 'boolean' || typeof portal === 'boolean' || Object.keys(unknown).length + positionals.length > 0;
const { DATABASE_URL: databaseUrl } = givenOrExit();
if (typeof address !== 'string' || isUnclear || !databaseUrl) {
  console.error(
    'Usage, with DATABASE_URL set: npm run admin:create -- --email you@example.com [--role OWNER|APPROVER|VIEWER] [--portal SLUG]\nWithout --role, it is OWNER. Without --portal, the role is for all portals.\nThe password is read from standard input; without one, a random one is printed.',
  );
  process.exit(1);
}

const given = process.stdin.isTTY ? '' : (await text(process.stdin)).replace(/\r?\n$/, '');
const password = given || randomBytes(RANDOM_BYTES).toString('base64url');
const prisma = connectPrisma(databaseUrl, 1);
try {
  const breaches = openBreachService(readBaseUrl(process.env['BREACHED_PASSWORDS_URL'] || 'off'));
  const { email } = await createAdmin(prisma, { email: address, password, role, portal }, breaches);
  for (const cause of Object.keys(breaches.takeFailures())) {
    console.error(`The password was not looked up among breached ones, because the lookup failed (${cause}).`);
  }
  console.info(given ? `Created ${email}.` : `Created ${email} with the password ${password} - it is not shown again.`);
} catch (error) {
  if (!(error instanceof DomainError || error instanceof Refusal)) throw error;
  console.error(error instanceof Refusal ? `BREACHED_PASSWORDS_URL ${error.message}` : error.message);
  process.exitCode = 1;
} finally {
  await prisma.$disconnect();
}
