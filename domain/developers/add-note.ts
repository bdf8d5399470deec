import * as z from 'zod';
import type { Developer } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import { getDecidable } from '../decisions/get-decidable.ts';
import { InvalidInput, NotAllowed, NotFound } from '../errors.ts';
import { byCaller, record } from '../events/record.ts';
import { newId } from '../ids.ts';
import { lines, parseInput } from '../input.ts';
import { type Caller, signedBy } from '../permissions.ts';
import { transaction } from '../transaction.ts';
import { lockDeveloper } from './lock-developer.ts';

/** @limit notes: Notes about one developer. Beyond: InvalidInput. */
export const MOST_NOTES = 100;

const addNoteInput = z.object({ id: z.string(), text: lines });

/** Only admins read it. Nothing is mailed, and the status stays. */
export async function addNote(app: App, caller: Caller | null, input: z.input<typeof addNoteInput>): Promise<Developer> {
  if (!caller) throw new NotAllowed();
  const { id, text } = parseInput(addNoteInput, input);
  if (text === null) throw new InvalidInput([{ path: ['text'], code: 'REQUIRED', message: 'Must not be empty.' }]);
  const { portalId } = await getDecidable(app, caller, id);
  return await transaction(app, async (tx) => {
    const developer = await lockDeveloper(tx, id);
    if (!developer) throw new NotFound('registration');
    const count = await tx.developerNote.count({ where: { developerId: id } });
    if (count >= MOST_NOTES) {
      const message = `There are ${MOST_NOTES} notes about this developer already.`;
      throw new InvalidInput([{ path: ['text'], code: 'TOO_MANY', message, parameters: { maximum: MOST_NOTES } }]);
    }
    const note = await tx.developerNote.create({ data: { id: newId(), developerId: id, ...signedBy(caller), text } });
    await record(tx, {
      type: 'developer.note-added',
      portalId,
      actor: byCaller(caller),
      subject: { kind: 'DEVELOPER', id },
      data: { noteId: note.id },
    });
    return developer;
  });
}
