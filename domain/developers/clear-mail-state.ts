import * as z from 'zod';
import type { App } from '../app.ts';
import { type DecisionResult, eachOnItsOwn } from '../decisions/each-on-its-own.ts';
import { getDecidable } from '../decisions/get-decidable.ts';
import { NotAllowed, NotFound } from '../errors.ts';
import { byCaller } from '../events/record.ts';
import { ids, parseInput } from '../input.ts';
import { clearState } from '../mail-states/clear.ts';
import type { Caller } from '../permissions.ts';
import { transaction } from '../transaction.ts';
import { lockDeveloper } from './lock-developer.ts';

const clearInput = z.object({ ids });

/** Lets emails go out again to people whose address is BOUNCED, COMPLAINED or DEFERRED. Emails that were not sent stay unsent. */
export async function clearMailState(
  app: App,
  caller: Caller | null,
  input: z.input<typeof clearInput>,
): Promise<DecisionResult[]> {
  if (!caller) throw new NotAllowed();
  return await eachOnItsOwn(parseInput(clearInput, input).ids, async (id) => {
    await getDecidable(app, caller, id);
    const developer = await transaction(app, async (tx) => {
      const locked = await lockDeveloper(tx, id);
      if (!locked) throw new NotFound('registration');
      if (!(await clearState(tx, id, 'ADMIN', byCaller(caller)))) throw new NotFound('mail state');
      return locked;
    });
    return { developer, error: null };
  });
}
