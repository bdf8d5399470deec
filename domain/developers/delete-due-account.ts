import type { Developer } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import { transaction } from '../transaction.ts';
import { deleteAndTell } from './delete-and-tell.ts';
import { lockDeveloper } from './lock-developer.ts';

/**
 * The column decides: the person may have kept the account in the meantime, and have deleted it again.
 * @returns who was deleted. Null if nobody was
 */
export async function deleteDueAccount(app: App, id: string): Promise<Developer | null> {
  return await transaction(app, async (tx) => {
    const [due] = await tx.$queryRaw<object[]>`
      SELECT id FROM developers WHERE id = ${id}::uuid AND deletion_due_at <= now() FOR UPDATE`;
    const developer = due ? await lockDeveloper(tx, id) : null;
    if (developer) await deleteAndTell(app, tx, developer, 'PERSON');
    return developer;
  });
}
