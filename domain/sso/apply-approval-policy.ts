import { databaseNow } from '../clock.ts';
import { approveInvited } from '../decisions/approve-invited.ts';
import { record } from '../events/record.ts';
import { newId } from '../ids.ts';
import { addJob } from '../jobs/add-job.ts';
import type { ConnectionAtPortal } from '../sso-connections/connection.ts';
import type { Transaction } from '../transaction.ts';

/** An invitation comes first. Sends no mail, because the person sees the result at once. Developers who are not pending stay unchanged. */
export async function applyApprovalPolicy(
  tx: Transaction,
  { id: connectionId, approval, portalId }: ConnectionAtPortal,
  developerId: string,
): Promise<void> {
  const [invited] = await approveInvited(tx, tx.origin, [developerId]);
  if (invited?.isMailed) tx.rings.add('MAILS');
  if (invited) return;
  const pending = { id: developerId, status: 'PENDING', emailVerifiedAt: { not: null } } as const;
  if (approval === 'RULES') {
    const unasked = await tx.developer.findFirst({ where: { ...pending, evaluatedAt: null }, select: { invitationId: true } });
    if (unasked) await addJob(tx, 'evaluateApproval', portalId, { developerId, ...unasked });
  }
  if (approval !== 'TRUST') return;
  const evaluatedAt = await databaseNow(tx);
  const { count } = await tx.developer.updateMany({ where: pending, data: { status: 'APPROVED', evaluatedAt } });
  if (count === 0) return;
  const decision = { id: newId(), portalId, developerId, from: 'PENDING', to: 'APPROVED', by: 'IDENTITY_PROVIDER' } as const;
  await tx.decision.create({ data: decision });
  await record(tx, {
    type: 'developer.approved',
    portalId,
    actor: { kind: 'PROVIDER', id: connectionId },
    subject: { kind: 'DEVELOPER', id: developerId },
    data: { decisionId: decision.id, from: 'PENDING', to: 'APPROVED' },
  });
}
