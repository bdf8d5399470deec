import * as z from 'zod';
import type { App } from '../app.ts';
import { NotAllowed, NotFound } from '../errors.ts';
import { byAdmin, record } from '../events/record.ts';
import { isId } from '../ids.ts';
import { parseInput } from '../input.ts';
import { addJob } from '../jobs/add-job.ts';
import type { LoggedInAdmin } from '../logged-in-admin.ts';
import { proof } from '../second-factors/prove.ts';
import type { Transaction } from '../transaction.ts';
import { withProof } from './with-proof.ts';

const removeInput = z.object({ id: z.string(), proof });

/** Ends all other sessions. */
export async function adminRemoveSecondFactor(
  app: App,
  caller: LoggedInAdmin | null,
  input: z.input<typeof removeInput>,
): Promise<void> {
  if (!caller) throw new NotAllowed();
  const { id, proof: given } = parseInput(removeInput, input);
  if (!isId(id)) throw new NotFound('second factor');
  await withProof(app, caller, given, async (tx, admin, sessionId) => {
    const adminId = admin.id;
    const factor = await tx.secondFactor.findUnique({ where: { id, adminId } });
    if (!factor) throw new NotFound('second factor');
    const others = await tx.secondFactor.count({ where: { adminId, id: { not: id } } });
    if (others === 0 && (await isRequired(tx))) throw new NotAllowed('LAST_FACTOR');
    await tx.secondFactor.delete({ where: { id } });
    await tx.factorChallenge.deleteMany({ where: { adminId } });
    await tx.adminSession.deleteMany({ where: { adminId, id: { not: sessionId } } });
    await record(tx, {
      type: 'second-factor.removed',
      portalId: null,
      actor: byAdmin(admin),
      subject: { kind: 'ADMIN', id: adminId },
      data: { factorId: id, kind: factor.kind },
    });
    await addJob(tx, 'sendAdminSecondFactorChangedEmail', null, { adminId, change: 'REMOVED' });
  });
}

/** Locks the installation, so that a second factor is not required before this has ended. */
async function isRequired(tx: Transaction): Promise<boolean> {
  const [installation] = await tx.$queryRaw<{ isRequired: boolean }[]>`
    SELECT require_second_factor AS "isRequired" FROM installation FOR SHARE`;
  return installation?.isRequired ?? false;
}
