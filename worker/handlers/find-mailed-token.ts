import { mailedTokenOf } from '../../domain/tokens/secrets.ts';
import type { Environment } from '../environment.ts';

/**
 * The secret of a row that a link is mailed for, and whose it is; null, and a line in the log, where either was deleted or the
 * time of the link is over.
 * @throws where no key of this worker made the link: perhaps another worker has it, and nobody is to miss a mail in silence
 */
export async function findMailedToken({ app, log }: Environment, tokenId: string) {
  // By the key alone: what jobs at the same time ask so, Prisma asks in one statement.
  const token = await app.prisma.token.findUnique({ where: { id: tokenId } });
  const developer =
    token &&
    token.expiresAt > new Date() &&
    (await app.prisma.developer.findUnique({ where: { id: token.developerId }, include: { portal: true } }));
  if (!developer) {
    log.info({ tokenId }, 'no mail with a link: the link or the registration is gone');
    return null;
  }
  const secret = mailedTokenOf(app.keys, token);
  if (!secret) throw new Error('Neither SECRET_KEY nor SECRET_KEY_PREVIOUS made this link.');
  return { token, secret, developer };
}
