import * as z from 'zod';
import type { PrismaClient, Queue } from '../../prisma/generated/client/client.ts';
import { NotFound } from '../errors.ts';
import { address, parseInput } from '../input.ts';
import type { Ringing } from '../transaction.ts';
import { removeAllFactors } from './remove-all-factors.ts';

const resetInput = z.object({ email: address });

/** For the command line only. The sweep of a worker finds the jobs of the emails. */
export async function resetSecondFactorByOperator(prisma: PrismaClient, input: { email: string }): Promise<{ email: string }> {
  const { canonical: email } = parseInput(resetInput, input).email;
  await prisma.$transaction(async (tx) => {
    const [admin] = await tx.$queryRaw<{ id: string }[]>`SELECT id FROM admins WHERE email = ${email} FOR UPDATE`;
    if (!admin) throw new NotFound('admin');
    const ringing: Ringing = Object.create(tx, { rings: { value: new Set<Queue>() } });
    await removeAllFactors(ringing, admin, { kind: 'OPERATOR' });
  });
  return { email };
}
