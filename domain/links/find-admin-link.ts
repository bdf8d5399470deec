import type { AdminToken } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import { deadLink, type Link, workingLink } from './link.ts';

/** Finds expired links too. */
export async function findAdminLink({ prisma }: App, hash: Buffer<ArrayBuffer>): Promise<Link | null> {
  const [found] = await prisma.$queryRaw<(Pick<AdminToken, 'id'> & { isOver: boolean })[]>`
    SELECT id, expires_at <= now() AS "isOver" FROM admin_tokens WHERE hash = ${hash}`;
  const token = found && (await prisma.adminToken.findUnique({ where: { id: found.id }, include: { admin: true } }));
  if (!token) return null;
  const { purpose: kind, expiresAt, admin } = token;
  if (found.isOver) return deadLink('EXPIRED', { kind, expiresAt });
  return workingLink(token, { kind, portal: null, email: admin.email });
}
