import * as z from 'zod';
import type { App } from '../app.ts';
import { type DecisionResult, eachOnItsOwn } from '../decisions/each-on-its-own.ts';
import { getDecidable } from '../decisions/get-decidable.ts';
import { NotAllowed, NotFound } from '../errors.ts';
import { byCaller, record } from '../events/record.ts';
import { ids, parseInput } from '../input.ts';
import type { Caller } from '../permissions.ts';
import { endSsoCodes } from '../tokens/end-links.ts';
import { transaction } from '../transaction.ts';
import { lockDeveloper } from './lock-developer.ts';

const endSessionsInput = z.object({ ids });

/** Logs people out without a decision. Also ends codes that could still open a session. They can log in again. */
export async function endSessions(
  app: App,
  caller: Caller | null,
  input: z.input<typeof endSessionsInput>,
): Promise<DecisionResult[]> {
  if (!caller) throw new NotAllowed();
  return await eachOnItsOwn(parseInput(endSessionsInput, input).ids, async (id) => {
    const developer = await getDecidable(app, caller, id);
    await transaction(app, async (tx) => {
      if (!(await lockDeveloper(tx, id))) throw new NotFound('registration');
      await endSsoCodes(tx, id);
      const { count } = await tx.session.deleteMany({ where: { developerId: id } });
      await record(tx, {
        type: 'session.revoked',
        portalId: developer.portalId,
        actor: byCaller(caller),
        subject: { kind: 'DEVELOPER', id },
        data: { sessions: count },
      });
    });
    return { developer, error: null };
  });
}
