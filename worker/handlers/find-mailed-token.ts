import type { Claim } from '../../domain/jobs/claim-jobs.ts';
import { mailedTokenOf } from '../../domain/tokens/secrets.ts';
import type { Environment } from '../environment.ts';

/**
 * The token to mail for a row, and its developer. Returns null and logs a line if either was deleted or the link has expired.
 * @throws Error if no key of this worker made the link; the job is tried again, as another worker may have the key
 */
export async function findMailedToken({ app, log }: Environment, tokenId: string, { claimedAt }: Claim) {
  // By the key alone: what jobs at the same time ask so, Prisma asks in one statement.
  const token = await app.prisma.token.findUnique({ where: { id: tokenId } });
  const developer =
    token &&
    token.expiresAt > claimedAt &&
    (await app.prisma.developer.findUnique({ where: { id: token.developerId }, include: { portal: true } }));
  if (!developer) {
    log.info({ tokenId }, 'no mail with a link: the link or the registration is gone');
    return null;
  }
  const secret = mailedTokenOf(app.keys, token);
  if (!secret) throw new Error('Neither SECRET_KEY nor SECRET_KEY_PREVIOUS made this link.');
  return { token, secret, developer };
}
