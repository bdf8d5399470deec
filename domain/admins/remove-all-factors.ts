import type { Admin } from '../../prisma/generated/client/client.ts';
import { NotFound } from '../errors.ts';
import { type Actor, record } from '../events/record.ts';
import { addJob, addJobs } from '../jobs/add-job.ts';
import type { Ringing } from '../transaction.ts';

/** For an admin who lost them. Ends all sessions. Tells the admin and all OWNERs of all portals. Lock the admin before. */
export async function removeAllFactors(tx: Ringing, { id: adminId }: Pick<Admin, 'id'>, actor: Actor): Promise<void> {
  const { count } = await tx.secondFactor.deleteMany({ where: { adminId } });
  if (count === 0) throw new NotFound('second factor');
  await tx.factorChallenge.deleteMany({ where: { adminId } });
  await tx.adminSession.deleteMany({ where: { adminId } });
  await record(tx, {
    type: 'second-factor.reset',
    portalId: null,
    actor,
    subject: { kind: 'ADMIN', id: adminId },
    data: { factors: count },
  });
  await addJob(tx, 'sendAdminSecondFactorChangedEmail', null, { adminId, change: 'RESET' });
  const owners = await tx.adminRole.findMany({
    where: { role: 'OWNER', portalId: null, adminId: { not: adminId } },
    select: { adminId: true },
  });
  const notices = owners.map((owner) => ({ ownerId: owner.adminId, adminId, resetById: actor.id ?? null }));
  await addJobs(tx, 'sendAdminSecondFactorResetEmail', null, notices);
}
