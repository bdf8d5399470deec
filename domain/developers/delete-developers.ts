import { z } from 'zod';
import type { App } from '../app.ts';
import { type DecisionResult, eachOnItsOwn } from '../decisions/each-on-its-own.ts';
import { getReadable } from '../decisions/get-decidable.ts';
import { NotAllowed, NotFound } from '../errors.ts';
import { ids, parseInput } from '../input.ts';
import { type AdminWithRoles, may } from '../permissions.ts';
import { transaction } from '../transaction.ts';
import { deleteAndTell } from './delete-and-tell.ts';
import { lockDeveloper } from './lock-developer.ts';

const deleteInput = z.object({ ids });

/** Decisions stay, under the bare id. Returns the outcomes in the order of the ids. */
export async function deleteDevelopers(
  app: App,
  admin: AdminWithRoles | null,
  input: z.input<typeof deleteInput>,
): Promise<DecisionResult[]> {
  if (!admin) throw new NotAllowed();
  return await eachOnItsOwn(parseInput(deleteInput, input).ids, async (id) => {
    const developer = await getReadable(app, admin, id);
    if (!may(admin, 'decide', developer.portalId)) return { developer, error: new NotAllowed() };
    await transaction(app, async (tx) => {
      const locked = await lockDeveloper(tx, id);
      if (!locked) throw new NotFound('registration');
      await deleteAndTell(app, tx, locked, admin);
    });
    return { developer, error: null };
  });
}
