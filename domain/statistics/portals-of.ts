import { Prisma } from '../../prisma/generated/client/client.ts';

/** The rows of `portal` in a statement. @param ids null for all portals */
export const portalsOf = (ids: string[] | null): Prisma.Sql =>
  Prisma.sql`portal AS (SELECT id FROM portals ${ids ? Prisma.sql`WHERE id = ANY(${ids}::uuid[])` : Prisma.empty})`;
