import { mailedTokenOf } from '../../domain/tokens/secrets.ts';
import type { Environment } from '../environment.ts';

/** The secret of a row that a link is mailed for, and whose it is; null, and a line in the log, where there is nothing to mail. */
export async function findMailedToken({ app, log }: Environment, tokenId: string) {
  const token = await app.prisma.token.findUnique({ where: { id: tokenId } });
  const secret = token && mailedTokenOf(app.keys, token);
  const developer =
    token && (await app.prisma.developer.findUnique({ where: { id: token.developerId }, include: { portal: true } }));
  if (token && secret && developer) return { token, secret, developer };
  log.info({ tokenId }, 'no mail with a link: the link or the registration is gone, or its key is retired');
  return null;
}
