import {
  type Developer,
  type Portal,
  Prisma,
  type PrismaClient,
  type Token,
  type TokenPurpose,
} from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import { hashSecret } from './secrets.ts';

/** `readAt` is a time of the database clock. */
export type ValidToken = Token & { readAt: Date };

export type FoundToken = { token: ValidToken; developer: Developer & { portal: Portal } };

/** Returns null for all other tokens, and if the developer is just being deleted. */
export async function findToken(app: App, secret: string, purpose: TokenPurpose): Promise<FoundToken | null> {
  const token = await readToken(app.prisma, secret, purpose);
  const developer =
    token && (await app.prisma.developer.findUnique({ where: { id: token.developerId }, include: { portal: true } }));
  return developer && { token, developer };
}

export async function readToken(
  db: Pick<PrismaClient, '$queryRaw'>,
  secret: string,
  purpose: TokenPurpose,
): Promise<ValidToken | null> {
  const [token] = await db.$queryRaw<ValidToken[]>`
    SELECT ${tokenColumns}, now() AS "readAt" FROM tokens token
    WHERE hash = ${hashSecret(secret)} AND purpose = ${purpose}::"TokenPurpose" AND expires_at > now()`;
  return token ?? null;
}

/** The type makes the compiler report a missing column. */
const columns: Record<keyof Token, string> = {
  id: 'id',
  purpose: 'purpose',
  hash: 'hash',
  developerId: 'developer_id',
  form: 'form',
  email: 'email',
  typedEmail: 'typed_email',
  isKept: 'is_kept',
  expiresAt: 'expires_at',
  createdAt: 'created_at',
  requestedAt: 'requested_at',
  requestedAddress: 'requested_address',
  requestedUserAgent: 'requested_user_agent',
};

export const tokenColumns = Prisma.raw(
  Object.entries(columns)
    .map(([field, column]) => `token.${column} AS "${field}"`)
    .join(', '),
);
