import { z } from 'zod';
import type { PrismaClient } from '../../prisma/generated/client/client.ts';
import { isTaken } from '../../prisma/is-taken.ts';
import { InvalidInput } from '../errors.ts';
import { newId } from '../ids.ts';
import { address, parseInput } from '../input.ts';
import { password } from '../passwords/check-password.ts';
import { hashPassword } from '../passwords/hash.ts';
import { checkAdminPassword } from './check-admin-password.ts';

const createAdminInput = z.object({ email: address, password });

/** For the command line only, because a new installation has no admin. */
export async function createAdmin(prisma: PrismaClient, input: z.input<typeof createAdminInput>): Promise<{ email: string }> {
  const { email, password } = parseInput(createAdminInput, input);
  const { canonical } = email;
  await checkAdminPassword(password, canonical);
  const passwordHash = await hashPassword(password);
  try {
    await prisma.admin.create({
      data: { id: newId(), email: canonical, passwordHash, roles: { create: { id: newId(), role: 'OWNER' } } },
    });
  } catch (error) {
    throw isTaken(error)
      ? new InvalidInput([{ path: ['email'], code: 'TAKEN', message: 'There is already an admin with this email address.' }])
      : error;
  }
  return { email: canonical };
}
