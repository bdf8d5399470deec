import type { Portal } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import { InvalidToken } from '../errors.ts';
import { findToken, readToken } from '../tokens/find-token.ts';
import { noteUsed } from '../tokens/note-used.ts';
import { transaction } from '../transaction.ts';
import { cancelDeletion } from './cancel-deletion.ts';
import { lockDeveloper } from './lock-developer.ts';

export type KeptAccount = { developerId: string; portal: Portal };

/** The mail about the deletion has this link. The owner may have no way to log in, if somebody else deleted the account. */
export async function keepAccountByLink(app: App, { token }: { token: string }): Promise<KeptAccount> {
  const found = await findToken(app, token, 'KEEP_ACCOUNT');
  if (!found) throw new InvalidToken();
  const { id: developerId, portal } = found.developer;
  return await transaction(app, async (tx) => {
    const locked = await lockDeveloper(tx, developerId);
    const link = await readToken(tx, token, 'KEEP_ACCOUNT');
    if (!locked || !link) throw new InvalidToken();
    await noteUsed(tx, { hash: link.hash, purpose: 'KEEP_ACCOUNT' }, portal.id);
    await cancelDeletion(tx, locked);
    return { developerId, portal };
  });
}
