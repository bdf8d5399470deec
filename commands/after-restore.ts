// After a restore, before the first worker starts: keeps emails from being sent twice. Usage: npm run db:after-restore [-- --mail-log FILE]
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { settleRestored } from '../domain/jobs/settle-restored.ts';
import { prismaOn } from '../prisma/client.ts';
import { openPool } from '../prisma/open-pool.ts';
import { givenOrExit } from './given.ts';

/** The Message-ID of an email begins with the id of its job. */
const MESSAGE_ID = /\b([\da-f]{8}-[\da-f]{4}-7[\da-f]{3}-[\da-f]{4}-[\da-f]{12})[.@]/g;

const { values, positionals } = parseArgs({ options: { 'mail-log': { type: 'string' } }, strict: false });
const { 'mail-log': file, ...unknown } = values;
const { DATABASE_URL: databaseUrl } = givenOrExit();
if (!databaseUrl || typeof file === 'boolean' || Object.keys(unknown).length + positionals.length > 0) {
  console.error(
    'Usage, with DATABASE_URL set: npm run db:after-restore [-- --mail-log FILE]\nThe file is the log of the mail server since the back-up. Without it, no email that was due goes out before an admin runs its job again.',
  );
  process.exit(1);
}

const prisma = prismaOn(openPool(databaseUrl, { name: 'restore', max: 1 }), databaseUrl);
try {
  const { sent, held } = await settleRestored({ prisma }, file === undefined ? null : await acceptedIn(file));
  if (file === undefined)
    console.info(`${held} emails may have been sent before. Their jobs are FAILED: look at them, and run them again.`);
  else console.info(`${sent} emails had been sent before. All others that are due go out when a worker starts.`);
} finally {
  await prisma.$disconnect();
}

async function acceptedIn(path: string): Promise<string[]> {
  const ids = new Set<string>();
  for await (const line of createInterface({ input: createReadStream(path) })) {
    for (const [, id = ''] of line.matchAll(MESSAGE_ID)) ids.add(id);
  }
  return [...ids];
}
