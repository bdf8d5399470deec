import type { Claim } from '../../domain/jobs/claim-jobs.ts';
import { mailedTokenOf } from '../../domain/tokens/secrets.ts';
import type { Environment } from '../environment.ts';

/** The secret of a link that is to be mailed, and its developer. Null, with a line in the log, if there is nothing to mail any more. */
export async function findMailedToken({ app, log }: Environment, tokenId: string, { claimedAt }: Claim) {
  // `findUnique` by the id alone, because Prisma makes one statement of those that jobs ask for at the same time.
  const token = await app.prisma.token.findUnique({ where: { id: tokenId } });
  const developer =
    token &&
    token.expiresAt > claimedAt &&
    (await app.prisma.developer.findUnique({ where: { id: token.developerId }, include: { portal: true } }));
  if (!developer) {
    log.info({ tokenId }, 'no mail: the link has expired, or the link or the registration was deleted');
    return null;
  }
  const secret = mailedTokenOf(app.keys, token);
  // Another worker may have the key, so the job is tried again.
  if (!secret) throw new Error('Neither SECRET_KEY nor SECRET_KEY_PREVIOUS made this link.');
  return { token, secret, developer };
}
