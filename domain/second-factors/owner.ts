import { Prisma } from '../../prisma/generated/client/client.ts';

/** The person that a second factor belongs to. Admins and developers share the tables, and each query names one of them. */
export type Owner = { adminId: string } | { developerId: string };

export const ownedBy = (owner: Owner): Prisma.Sql =>
  'adminId' in owner ? Prisma.sql`admin_id = ${owner.adminId}::uuid` : Prisma.sql`developer_id = ${owner.developerId}::uuid`;
