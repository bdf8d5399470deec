import type { Developer, Portal, Token, TokenPurpose } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import { hashSecret } from './secrets.ts';

export type FoundToken = { token: Token; developer: Developer & { portal: Portal } };

/**
 * The row of a secret that is good for this purpose now, and whose it is.
 * @returns null for anything else, also where the developer is being deleted in this moment
 */
export async function findToken(app: App, secret: string, purpose: TokenPurpose): Promise<FoundToken | null> {
  const token = await app.prisma.token.findUnique({ where: validToken(secret, purpose) });
  const developer =
    token && (await app.prisma.developer.findUnique({ where: { id: token.developerId }, include: { portal: true } }));
  return developer && { token, developer };
}

/** What makes a secret good for a purpose: its hash, the purpose, and that its time is not over. */
export const validToken = (secret: string, purpose: TokenPurpose) => ({
  hash: hashSecret(secret),
  purpose,
  expiresAt: { gt: new Date() },
});
