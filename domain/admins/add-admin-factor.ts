import type { FactorChallenge, Prisma } from '../../prisma/generated/client/client.ts';
import { InvalidToken } from '../errors.ts';
import { byAdmin, record } from '../events/record.ts';
import { addJob } from '../jobs/add-job.ts';
import type { LoggedInAdmin } from '../logged-in-admin.ts';
import { type AddedFactor, addFactor } from '../second-factors/add-factor.ts';
import { closeChallenge } from '../second-factors/challenges.ts';
import { noteUsed } from '../tokens/note-used.ts';
import type { Transaction } from '../transaction.ts';
import { lockAdmin } from './lock-admin.ts';

type NewFactor = Omit<Prisma.SecondFactorUncheckedCreateInput, 'adminId' | 'developerId'>;

/**
 * The end of setting up a factor of any kind. Ends the link that it began with, and all other sessions.
 * @param caller whose session stays
 */
export async function addAdminFactor(
  tx: Transaction,
  challenge: FactorChallenge & { adminId: string },
  factor: NewFactor,
  caller: LoggedInAdmin | null,
): Promise<AddedFactor> {
  const { adminId, sessionId } = challenge;
  await lockAdmin(tx, adminId);
  const admin = await tx.admin.findUnique({ where: { id: adminId } });
  // A link sets up the first factor only, and a session another one only.
  if (!admin || admin.hasSecondFactor !== (sessionId !== null)) throw new InvalidToken('STEP');
  await closeChallenge(tx, challenge);
  const added = await addFactor(tx, { adminId }, factor);
  await endLinks(tx, adminId);
  await tx.adminSession.deleteMany({ where: { adminId, ...(caller && { id: { not: caller.sessionId } }) } });
  const { id, kind } = added.secondFactor;
  await record(tx, {
    type: 'second-factor.added',
    portalId: null,
    actor: byAdmin(admin),
    subject: { kind: 'ADMIN', id: adminId },
    data: { factorId: id, kind },
  });
  await addJob(tx, 'sendAdminSecondFactorChangedEmail', null, { adminId, change: 'ADDED' });
  return added;
}

async function endLinks(tx: Transaction, adminId: string): Promise<void> {
  const where = { adminId, purpose: 'ADMIN_SECOND_FACTOR' } as const;
  for (const link of await tx.adminToken.findMany({ where })) await noteUsed(tx, link, null);
  await tx.adminToken.deleteMany({ where });
}
