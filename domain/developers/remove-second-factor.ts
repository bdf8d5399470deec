import * as z from 'zod';
import type { App } from '../app.ts';
import { NotAllowed, NotFound } from '../errors.ts';
import { byDeveloper, record } from '../events/record.ts';
import { isId } from '../ids.ts';
import { parseInput } from '../input.ts';
import { proof } from '../second-factors/prove.ts';
import { endOtherSessions } from './end-other-sessions.ts';
import type { LoggedInDeveloper } from './find-session.ts';
import { tellFactorChanged } from './tell-factor-changed.ts';
import { withProof } from './with-proof.ts';

const removeInput = z.object({ id: z.string(), proof });

/** Ends all other sessions, and all steps that a factor was asked for. */
export async function removeSecondFactor(
  app: App,
  caller: LoggedInDeveloper | null,
  input: z.input<typeof removeInput>,
): Promise<void> {
  if (!caller) throw new NotAllowed();
  const { id, proof: given } = parseInput(removeInput, input);
  if (!isId(id)) throw new NotFound('second factor');
  await withProof(app, caller, given, async (tx, developer) => {
    const { id: developerId, portalId } = developer;
    const factor = await tx.secondFactor.findUnique({ where: { id, developerId } });
    if (!factor) throw new NotFound('second factor');
    await tx.secondFactor.delete({ where: { id } });
    await tx.factorChallenge.deleteMany({ where: { developerId } });
    await endOtherSessions(tx, developerId, caller.sessionId);
    await record(tx, {
      type: 'second-factor.removed',
      portalId,
      actor: byDeveloper(developerId),
      subject: { kind: 'DEVELOPER', id: developerId },
      data: { factorId: id, kind: factor.kind },
    });
    await tellFactorChanged(tx, developer, 'REMOVED');
  });
}
