import * as z from 'zod';
import type { App } from '../app.ts';
import { NotAllowed } from '../errors.ts';
import { byAdmin, record } from '../events/record.ts';
import { parseInput } from '../input.ts';
import { addJob } from '../jobs/add-job.ts';
import type { LoggedInAdmin } from '../logged-in-admin.ts';
import { proof } from '../second-factors/prove.ts';
import { renewRecoveryCodes } from '../second-factors/recovery-codes.ts';
import { withProof } from './with-proof.ts';

const renewInput = z.object({ proof });

/** Ends all other sessions. Only this answer has the codes. */
export async function adminRenewRecoveryCodes(
  app: App,
  caller: LoggedInAdmin | null,
  input: z.input<typeof renewInput>,
): Promise<string[]> {
  if (!caller) throw new NotAllowed();
  const { proof: given } = parseInput(renewInput, input);
  return await withProof(app, caller, given, async (tx, admin, sessionId) => {
    const adminId = admin.id;
    const codes = await renewRecoveryCodes(tx, { adminId });
    await tx.adminSession.deleteMany({ where: { adminId, id: { not: sessionId } } });
    await record(tx, {
      type: 'recovery-codes.renewed',
      portalId: null,
      actor: byAdmin(admin),
      subject: { kind: 'ADMIN', id: adminId },
      data: {},
    });
    await addJob(tx, 'sendAdminSecondFactorChangedEmail', null, { adminId, change: 'CODES_RENEWED' });
    return codes;
  });
}
