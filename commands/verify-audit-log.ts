// Checks whether somebody changed or removed events. Usage: npm run audit:verify [-- --checkpoint 12:9f86d081...]
import { parseArgs } from 'node:util';
import { verifyAuditLog } from '../domain/events/verify-audit-log.ts';
import { prismaOn } from '../prisma/client.ts';
import { openPool } from '../prisma/open-pool.ts';
import { givenOrExit } from './given.ts';

const { values, positionals } = parseArgs({ options: { checkpoint: { type: 'string' } }, strict: false });
const { checkpoint, ...unknown } = values;
const [, number, hash] = /^(\d{1,9}):([\da-f]{64})$/.exec(String(checkpoint)) ?? [];
const { DATABASE_URL: databaseUrl } = givenOrExit();
const isUnclear = (checkpoint !== undefined && !hash) || Object.keys(unknown).length + positionals.length > 0;
if (isUnclear || !databaseUrl) {
  console.error(
    'Usage, with DATABASE_URL set: npm run audit:verify [-- --checkpoint NUMBER:HASH]\nThe number and the hash are of a checkpoint that you noted elsewhere: from the log of a worker, or from `auditCheckpoint`.',
  );
  process.exit(1);
}

const prisma = prismaOn(openPool(databaseUrl, { name: 'audit', max: 1 }), databaseUrl);
try {
  const { checkpoints, events, problem } = await verifyAuditLog(prisma, hash ? { number: Number(number), hash } : null);
  if (problem) console.error(`The log of events does not fit. ${problem}`);
  else console.info(`The log of events fits: ${checkpoints} checkpoints, ${events} events under them.`);
  if (problem) process.exitCode = 1;
} finally {
  await prisma.$disconnect();
}
