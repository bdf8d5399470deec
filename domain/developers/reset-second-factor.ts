import * as z from 'zod';
import type { App } from '../app.ts';
import { type DecisionResult, eachOnItsOwn } from '../decisions/each-on-its-own.ts';
import { getDecidable } from '../decisions/get-decidable.ts';
import { NotAllowed, NotFound } from '../errors.ts';
import { byAdmin, record } from '../events/record.ts';
import { ids, parseInput } from '../input.ts';
import { type ActingAdmin, demandConfirmed } from '../logged-in-admin.ts';
import { mayAnywhere } from '../permissions.ts';
import { transaction } from '../transaction.ts';
import { endOtherSessions } from './end-other-sessions.ts';
import { lockDeveloper } from './lock-developer.ts';
import { tellFactorChanged } from './tell-factor-changed.ts';

const resetInput = z.object({ ids });

/** For people who lost their second factors. Ends all sessions. The password stays. */
export async function resetSecondFactor(
  app: App,
  admin: ActingAdmin | null,
  input: z.input<typeof resetInput>,
): Promise<DecisionResult[]> {
  if (!admin) throw new NotAllowed();
  const { ids: chosen } = parseInput(resetInput, input);
  if (mayAnywhere(admin, 'decide')) demandConfirmed(admin);
  return await eachOnItsOwn(chosen, async (id) => {
    const { portalId } = await getDecidable(app, admin, id);
    const developer = await transaction(app, async (tx) => {
      const locked = await lockDeveloper(tx, id);
      if (!locked) throw new NotFound('registration');
      const { count } = await tx.secondFactor.deleteMany({ where: { developerId: id } });
      if (count === 0) throw new NotFound('second factor');
      await tx.factorChallenge.deleteMany({ where: { developerId: id } });
      await endOtherSessions(tx, id, null);
      await record(tx, {
        type: 'second-factor.reset',
        portalId,
        actor: byAdmin(admin),
        subject: { kind: 'DEVELOPER', id },
        data: { factors: count },
      });
      await tellFactorChanged(tx, locked, 'RESET');
      return { ...locked, hasSecondFactor: false };
    });
    return { developer, error: null };
  });
}
