import {
  type Developer,
  type Portal,
  Prisma,
  type PrismaClient,
  type Token,
  type TokenPurpose,
} from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
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
