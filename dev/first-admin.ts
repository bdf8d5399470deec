import { randomBytes } from 'node:crypto';
import { createAdmin } from '../domain/admins/create-admin.ts';
import type { AdminWithRoles } from '../domain/permissions.ts';
import type { PrismaClient } from '../prisma/generated/client/client.ts';

/** The first tab of GraphiQL names this email address. */
const EMAIL = 'admin@example.com';
const PASSWORD_BYTES = 18;

export type FirstAdmin = {
  email: string;
  /** Null for an admin of an earlier start. */
  password: string | null;
};

/** Makes an OWNER if there is no admin. Nobody else knows the password. */
export async function ensureAdmin(prisma: PrismaClient): Promise<FirstAdmin> {
  const admin = await prisma.admin.findFirst({ orderBy: { createdAt: 'asc' } });
  if (admin) return { email: admin.email, password: null };
  const password = randomBytes(PASSWORD_BYTES).toString('base64url');
  const { email } = await createAdmin(prisma, { email: EMAIL, password });
  return { email, password };
}

/** An OWNER of all portals. Null if there is none. */
export async function findOwner(prisma: PrismaClient): Promise<AdminWithRoles | null> {
  return await prisma.admin.findFirst({
    where: { roles: { some: { role: 'OWNER', portalId: null } } },
    include: { roles: true },
  });
}
