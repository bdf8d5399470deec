// Reads a report about an email (RFC 3464) from standard input, as a mail server pipes it. Usage: npm run mail:report < message

import { Refusal } from '../config/refuse.ts';
import { readMailIdKeys } from '../config.ts';
import { takeReports } from '../domain/mail-states/take-reports.ts';
import { prismaOn } from '../prisma/client.ts';
import { openPool } from '../prisma/open-pool.ts';
import { problemOf } from '../prisma/problem.ts';
import { readReport } from '../worker/reports/read-report.ts';
import { LONGEST_EMAIL } from '../worker/reports/take-emails.ts';
import { givenOrExit } from './given.ts';

/** Mail servers keep the message, and pipe it again later (sysexits.h). */
const TRY_AGAIN = 75;

const given = givenOrExit();
const { DATABASE_URL: databaseUrl } = given;
if (!databaseUrl || !given['SECRET_KEY'] || process.argv.length > 2) {
  console.error('Usage, with DATABASE_URL and SECRET_KEY set: npm run mail:report < message');
  process.exit(TRY_AGAIN);
}

const raw = await readMessage();
if (raw === null) console.info(`The message has more than ${LONGEST_EMAIL} bytes, so it is no report.`);
else await take(raw);

async function take(message: Buffer): Promise<void> {
  const reports = await readReport(message);
  const prisma = prismaOn(openPool(String(databaseUrl), { name: 'report', max: 1 }), String(databaseUrl));
  try {
    const changed = await takeReports({ prisma, keys: readMailIdKeys(given) }, 'MAIL', reports);
    console.info(`Reports: ${reports.length}. Of these, ${changed} changed something.`);
  } catch (error) {
    console.error(error instanceof Refusal ? `SECRET_KEY ${error.message}` : problemOf(error));
    process.exitCode = TRY_AGAIN;
  } finally {
    await prisma.$disconnect();
  }
}

/** The rest of a large message is read too, because the mail server waits until somebody takes it. */
async function readMessage(): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of process.stdin) {
    size += chunk.length;
    if (size <= LONGEST_EMAIL) chunks.push(chunk);
  }
  return size > LONGEST_EMAIL ? null : Buffer.concat(chunks);
}
