import type { Developer, Portal, Token, TokenPurpose } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import { hashSecret } from './secrets.ts';

export type FoundToken = { token: Token; developer: Developer & { portal: Portal } };

/**
 * The row of a token that is valid for this purpose now, and its developer.
 * @returns null for anything else, also if the developer is just being deleted
 */
export async function findToken(app: App, secret: string, purpose: TokenPurpose): Promise<FoundToken | null> {
  const token = await app.prisma.token.findUnique({ where: validToken(secret, purpose) });
  const developer =
    token && (await app.prisma.developer.findUnique({ where: { id: token.developerId }, include: { portal: true } }));
  return developer && { token, developer };
}

/** The Prisma filter for a valid token: by its hash and purpose, and not expired. */
export const validToken = (secret: string, purpose: TokenPurpose) => ({
  hash: hashSecret(secret),
  purpose,
  expiresAt: { gt: new Date() },
});
