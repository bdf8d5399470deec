import * as z from 'zod';
import type { App } from '../app.ts';
import { type DecisionResult, eachOnItsOwn } from '../decisions/each-on-its-own.ts';
import { getReadable } from '../decisions/get-decidable.ts';
import { NotAllowed, NotFound } from '../errors.ts';
import { ids, parseInput } from '../input.ts';
import { type Caller, may } from '../permissions.ts';
import { forgetRefusals } from '../rules/refusals.ts';
import { transaction } from '../transaction.ts';
import { deleteAndTell } from './delete-and-tell.ts';
import { lockDeveloper } from './lock-developer.ts';

const deleteInput = z.object({ ids, forget: z.boolean().nullish() });

/** Decisions stay, under the bare id. `forget` also removes what `refusedBefore` would know. Returns the outcomes in the order of the ids. */
export async function deleteDevelopers(
  app: App,
  caller: Caller | null,
  input: z.input<typeof deleteInput>,
): Promise<DecisionResult[]> {
  if (!caller) throw new NotAllowed();
  const { ids, forget } = parseInput(deleteInput, input);
  return await eachOnItsOwn(ids, async (id) => {
    const developer = await getReadable(app, caller, id);
    if (!may(caller, 'decide', developer.portalId)) return { developer, error: new NotAllowed() };
    await transaction(app, async (tx) => {
      const locked = await lockDeveloper(tx, id);
      if (!locked) throw new NotFound('registration');
      if (forget) await forgetRefusals(tx, locked);
      await deleteAndTell(app, tx, locked, caller);
    });
    return { developer, error: null };
  });
}
