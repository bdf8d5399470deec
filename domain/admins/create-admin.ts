import * as z from 'zod';
import type { PrismaClient } from '../../prisma/generated/client/client.ts';
import { isTaken } from '../../prisma/is-taken.ts';
import { InvalidInput, NotFound } from '../errors.ts';
import { record } from '../events/record.ts';
import { newId } from '../ids.ts';
import { address, parseInput } from '../input.ts';
import { openBreachService } from '../passwords/breach-service.ts';
import { password } from '../passwords/check-password.ts';
import { hashPassword } from '../passwords/hash.ts';
import { checkAdminPassword } from './check-admin-password.ts';
import { roleInput } from './given-roles.ts';

const createAdminInput = z.object({
  email: address,
  password,
  role: roleInput.default('OWNER'),
  portal: z.string().optional(),
});

type NewAdmin = { email: string; password: string; role?: string | undefined; portal?: string | undefined };

/** For the command line only, because a new installation has no admin. Without `portal`, the role is for all portals. */
export async function createAdmin(
  prisma: PrismaClient,
  input: NewAdmin,
  breaches = openBreachService(undefined),
): Promise<{ email: string }> {
  const { email, password, role, portal: slug } = parseInput(createAdminInput, input);
  const portal = slug === undefined ? null : await prisma.portal.findUnique({ where: { slug } });
  if (slug !== undefined && !portal) throw new NotFound('portal');
  const { canonical } = email;
  await checkAdminPassword(breaches, password, canonical);
  const passwordHash = await hashPassword(password);
  try {
    await prisma.$transaction(async (tx) => {
      const id = newId();
      const given = { role, portalId: portal?.id ?? null };
      await tx.admin.create({ data: { id, email: canonical, passwordHash, roles: { create: { id: newId(), ...given } } } });
      await record(tx, {
        type: 'admin.created',
        portalId: given.portalId,
        actor: { kind: 'OPERATOR' },
        subject: { kind: 'ADMIN', id },
        data: { roles: [given] },
      });
    });
  } catch (error) {
    throw isTaken(error)
      ? new InvalidInput([{ path: ['email'], code: 'TAKEN', message: 'There is already an admin with this email address.' }])
      : error;
  }
  return { email: canonical };
}
