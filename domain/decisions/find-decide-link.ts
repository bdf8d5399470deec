import type { AdminToken, Decision, Developer, Portal } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import { databaseNow } from '../clock.ts';
import { NotAllowed } from '../errors.ts';
import { type AdminWithRoles, may } from '../permissions.ts';

export type DecideLink = {
  token: AdminToken;
  admin: AdminWithRoles;
  developer: Developer & { portal: Portal };
  /** Whether the link stands in for a log-in. Emails can be forwarded, so the portal says it, but never where a log-in takes more. */
  isEnough: boolean;
  /** Null if the link works. */
  deadBecause: 'EXPIRED' | 'ENDED' | null;
  /** The decision that ended the link. */
  decision: (Decision & { admin: { email: string } | null }) | null;
};

/** Finds links that have ended, too. */
export async function findDecideLink({ prisma }: App, hash: Buffer<ArrayBuffer>): Promise<DecideLink | null> {
  const token = await prisma.adminToken.findUnique({
    where: { hash, purpose: 'ADMIN_DECIDE' },
    include: { admin: { include: { roles: true } }, developer: { include: { portal: true } } },
  });
  if (!token?.developer) return null;
  const { admin, developer } = token;
  const { requireSecondFactor } = await prisma.installation.findFirstOrThrow();
  const isEnough = developer.portal.showApplicants && !admin.hasSecondFactor && !requireSecondFactor;
  const found = { token, admin, developer, isEnough, decision: null };
  if (token.expiresAt <= (await databaseNow(prisma))) return { ...found, deadBecause: 'EXPIRED' };
  if (!may(admin, 'decide', developer.portalId)) return { ...found, deadBecause: 'ENDED' };
  const decision = await prisma.decision.findFirst({
    where: { developerId: developer.id },
    include: { admin: { select: { email: true } } },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
  });
  // A decision ends the link for good, also one that was undone.
  const isOver = developer.status !== 'PENDING' || (decision !== null && decision.createdAt >= token.createdAt);
  return isOver ? { ...found, deadBecause: 'ENDED', decision } : { ...found, deadBecause: null };
}

/** Null if this caller may see the request and decide. */
export function whyNotReader({ admin, isEnough }: DecideLink, caller: AdminWithRoles | null): NotAllowed | null {
  const { email } = admin;
  if (caller && caller.id !== admin.id) return new NotAllowed('OTHER_ADMIN', { email, own: caller.email });
  return caller || isEnough ? null : new NotAllowed('LOG_IN_AS', { email });
}
