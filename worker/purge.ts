import type { App } from '../domain/app.ts';
import { databaseNow } from '../domain/clock.ts';
import { removeOldJobs } from '../domain/jobs/remove-old-jobs.ts';
import { DEVICE_KNOWN_MS } from '../domain/throttles/known-devices.ts';
import { removeEndedLinks } from '../domain/tokens/remove-ended-links.ts';
import { purgeSso } from './purge-sso.ts';

const HOUR = 3_600_000;
const BOUNDS_KEPT_MS = HOUR;

/** Removes what has no more use: jobs that ended long ago, allowances that are full again, counts and devices of long ago, secrets and sessions that ended. */
export async function purge(app: App): Promise<void> {
  const { prisma } = app;
  const now = (await databaseNow(prisma)).getTime();
  const ended = { where: { expiresAt: { lt: new Date(now) } } };
  await removeOldJobs(app);
  await removeEndedLinks(app);
  await prisma.session.deleteMany(ended);
  await prisma.adminToken.deleteMany(ended);
  await prisma.adminSession.deleteMany(ended);
  const boundsFrom = new Date(now - BOUNDS_KEPT_MS);
  await prisma.$executeRaw`DELETE FROM mail_bounds WHERE sent_at[cardinality(sent_at)] < ${boundsFrom}::timestamptz`;
  await prisma.$executeRaw`DELETE FROM admin_mail_bounds WHERE sent_at[cardinality(sent_at)] < ${boundsFrom}::timestamptz`;
  const forgotten = { where: { loggedInAt: { lt: new Date(now - DEVICE_KNOWN_MS) } } };
  await prisma.knownClient.deleteMany(forgotten);
  await prisma.adminKnownClient.deleteMany(forgotten);
  await prisma.throttle.deleteMany({ where: { endsAt: { lt: new Date(now) } } });
  await purgeSso(app);
}
