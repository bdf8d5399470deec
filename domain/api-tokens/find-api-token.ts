import { Prisma } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import { ago } from '../clock.ts';
import { MINUTE_MS } from '../durations.ts';
import type { HeldRole, TokenWithRoles } from '../permissions.ts';
import { commonRoles } from './common-roles.ts';

/** @limit Time between two uses of an API token that are stored in `lastUsedAt`. Beyond: The next use is stored. */
export const USE_STORED_EVERY_MS = MINUTE_MS;

type Found = {
  id: string;
  name: string;
  makerId: string | null;
  isService: boolean;
  isLive: boolean;
  isUsedAnew: boolean;
  roles: HeldRole[];
  makersRoles: HeldRole[];
};

type Database = Pick<Prisma.TransactionClient, '$queryRaw' | '$executeRaw'>;

/** `ended` is the id of a token that is expired or revoked. Null if there never was such a token. */
export type FoundApiToken = { caller: TokenWithRoles } | { caller: null; ended: string | null };

/**
 * The token with the rights of this moment.
 * @param isUse false for a look that is no use of the token
 */
export async function findApiToken({ prisma }: App, hash: Uint8Array, isUse: boolean): Promise<FoundApiToken> {
  const found = await read(prisma, Prisma.sql`hash = ${hash}`);
  const caller = found?.isLive ? withRights(found) : null;
  // A token whose maker lost all the roles that it has can do nothing, not even ask for the schema.
  if (!caller || caller.roles.length === 0) return { caller: null, ended: found?.id ?? null };
  if (isUse && found?.isUsedAnew) {
    await prisma.$executeRaw`UPDATE api_tokens SET last_used_at = now() WHERE id = ${found.id}::uuid`;
  }
  return { caller };
}

/** For work that a token began. Null if the token has ended. */
export async function readApiToken(database: Database, id: string): Promise<TokenWithRoles | null> {
  const found = await read(database, Prisma.sql`token.id = ${id}::uuid`);
  return found?.isLive ? withRights(found) : null;
}

/** One statement, because each request makes it. */
async function read(database: Database, which: Prisma.Sql): Promise<Found | undefined> {
  const [found] = await database.$queryRaw<[Found?]>`
    SELECT token.id, name, maker_id AS "makerId", is_service AS "isService",
      revoked_at IS NULL AND expires_at > now() AS "isLive",
      coalesce(last_used_at < ${ago(USE_STORED_EVERY_MS)}, true) AS "isUsedAnew",
      ${rolesIn(Prisma.sql`api_token_roles held WHERE held.api_token_id = token.id`)} AS roles,
      ${rolesIn(Prisma.sql`admin_roles held WHERE held.admin_id = token.maker_id`)} AS "makersRoles"
    FROM api_tokens token WHERE ${which}`;
  return found;
}

const rolesIn = (rows: Prisma.Sql): Prisma.Sql => Prisma.sql`(
  SELECT coalesce(jsonb_agg(jsonb_build_object('portalId', held.portal_id, 'role', held.role)), '[]') FROM ${rows})`;

const withRights = ({ id, name, makerId, isService, roles, makersRoles }: Found): TokenWithRoles => ({
  apiToken: { id, name },
  makerId: isService ? null : makerId,
  roles: isService ? roles : commonRoles(roles, makersRoles),
  isConfirmed: true,
});
