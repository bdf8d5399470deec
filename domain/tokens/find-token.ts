import {
  type Developer,
  type Portal,
  Prisma,
  type PrismaClient,
  type Token,
  type TokenPurpose,
} from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import { ago } from '../clock.ts';
import { tokenColumns, tokenParts, withParts } from '../columns.ts';
import { hashSecret } from './secrets.ts';

/** `readAt` is a time of the database clock. */
export type ValidToken = Token & { readAt: Date };

export type FoundToken = { token: ValidToken; developer: Developer & { portal: Portal } };

/** Returns null for all other tokens. */
export const findToken = (app: App, secret: string, purpose: TokenPurpose): Promise<FoundToken | null> =>
  findOne(app, Prisma.sql`hash = ${hashSecret(secret)} AND purpose = ${purpose}::"TokenPurpose"`);

/** For the mail that carries the token. */
export const findTokenById = (app: App, id: string): Promise<FoundToken | null> =>
  findOne(app, Prisma.sql`token.id = ${id}::uuid`);

/**
 * For the code in a verification email, by the secret of the request that caused it. Only while the email address is not verified.
 * @param oldestMs how long the code works at most
 */
export const findTokenOfCode = (app: App, portalId: string, codeSecret: string, oldestMs: number): Promise<FoundToken | null> =>
  findOne(
    app,
    Prisma.sql`code_secret_hash = ${hashSecret(codeSecret)} AND purpose = 'VERIFY_EMAIL' AND portal_id = ${portalId}::uuid
      AND email_verified_at IS NULL AND token.created_at > ${ago(oldestMs)}`,
  );

async function findOne(app: App, which: Prisma.Sql): Promise<FoundToken | null> {
  const [row] = await app.prisma.$queryRaw<object[]>`
    SELECT ${tokenParts}, now() AS "token.readAt"
    FROM tokens token JOIN developers developer ON developer.id = developer_id JOIN portals portal ON portal.id = portal_id
    WHERE ${which} AND token.expires_at > now()`;
  if (!row) return null;
  const { token, developer, portal } = withParts<{ token: ValidToken; developer: Developer; portal: Portal }>(row);
  return { token, developer: { ...developer, portal } };
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
