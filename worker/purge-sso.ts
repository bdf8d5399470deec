import type { App } from '../domain/app.ts';
import { databaseNow } from '../domain/clock.ts';

const MINUTE = 60_000;
/** So that an admin who began a trial late can still read what came of it. */
const TRIALS_KEPT_MS = 45 * MINUTE;
/** As long as a way to a provider and the exchange of a code may take, and some. */
const LOGOUTS_KEPT_MS = 20 * MINUTE;
const FAILURES_KEPT_MS = 30 * 24 * 60 * MINUTE;

/** Removes what log-ins with SSO left behind: ways begun, codes, links and trials that ended, and failures that nobody looks for any more. */
export async function purgeSso({ prisma }: App): Promise<void> {
  const now = (await databaseNow(prisma)).getTime();
  const before = (ms: number) => ({ lt: new Date(now - ms) });
  await prisma.ssoAttempt.deleteMany({ where: { expiresAt: before(0) } });
  await prisma.ssoGrant.deleteMany({ where: { expiresAt: before(0) } });
  await prisma.ssoConfirmation.deleteMany({ where: { expiresAt: before(0) } });
  await prisma.ssoTrial.deleteMany({ where: { expiresAt: before(TRIALS_KEPT_MS) } });
  await prisma.ssoLogout.deleteMany({ where: { receivedAt: before(LOGOUTS_KEPT_MS) } });
  await prisma.ssoFailure.deleteMany({ where: { createdAt: before(FAILURES_KEPT_MS) } });
}
