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

/** A token that was valid when it was read; `readAt` is that moment by the database's clock. */
export type ValidToken = Token & { readAt: Date };

export type FoundToken = { token: ValidToken; developer: Developer & { portal: Portal } };

/**
 * The row of a token that is valid for this purpose now, and its developer.
 * @returns null for anything else, also if the developer is just being deleted
 */
export async function findToken(app: App, secret: string, purpose: TokenPurpose): Promise<FoundToken | null> {
  const token = await readToken(app.prisma, secret, purpose);
  const developer =
    token && (await app.prisma.developer.findUnique({ where: { id: token.developerId }, include: { portal: true } }));
  return developer && { token, developer };
}

/** The row of a token that is valid for this purpose now: a transaction reads it again once it has locked the developer. */
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

/** Whole by its type: a field that the schema gains is missing here until it stands here, too. */
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

/** The SQL that selects a `Token` from what a statement of ours calls `token`. */
export const tokenColumns = Prisma.raw(
  Object.entries(columns)
    .map(([field, column]) => `token.${column} AS "${field}"`)
    .join(', '),
);
