import { findTokenById } from '../../domain/tokens/find-token.ts';
import { mailedTokenOf } from '../../domain/tokens/secrets.ts';
import type { Environment } from '../environment.ts';

/** The secret of a link that is to be mailed, and its developer. Null, with a line in the log, if there is nothing to mail any more. */
export async function findMailedToken({ app, log }: Environment, tokenId: string) {
  const found = await findTokenById(app, tokenId);
  if (!found) {
    log.info({ tokenId }, 'no mail: the link has expired, or the link or the registration was deleted');
    return null;
  }
  const secret = mailedTokenOf(app.keys, found.token);
  // Another worker may have the key, so the job is tried again.
  if (!secret) throw new Error('Neither SECRET_KEY nor SECRET_KEY_PREVIOUS made this link.');
  return { ...found, secret };
}
