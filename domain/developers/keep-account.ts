import type { Developer } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import { NotAllowed } from '../errors.ts';
import { transaction } from '../transaction.ts';
import { cancelDeletion } from './cancel-deletion.ts';
import type { LoggedInDeveloper } from './find-session.ts';
import { lockDeveloper } from './lock-developer.ts';

/** Asks for no password: whoever is logged in can only keep what there is. */
export async function keepAccount(app: App, developer: LoggedInDeveloper | null): Promise<Developer> {
  if (!developer) throw new NotAllowed();
  return await transaction(app, async (tx) => {
    const locked = await lockDeveloper(tx, developer.id);
    // The session may have ended in the meantime, also by another deletion.
    const [session] = await tx.$queryRaw<object[]>`SELECT id FROM sessions WHERE id = ${developer.sessionId}::uuid FOR UPDATE`;
    if (!session || locked?.status !== 'APPROVED') throw new NotAllowed();
    await cancelDeletion(tx, locked);
    return { ...locked, deletionDueAt: null };
  });
}
