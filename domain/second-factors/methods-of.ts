import type { Prisma, SecondFactorKind } from '../../prisma/generated/client/client.ts';
import type { Owner } from './owner.ts';

/** How the person can prove a second factor, for the client to offer. */
export async function methodsOf(
  database: Pick<Prisma.TransactionClient, 'secondFactor' | 'recoveryCode'>,
  owner: Owner,
): Promise<SecondFactorKind[]> {
  const factors = await database.secondFactor.findMany({ where: owner, distinct: ['kind'], select: { kind: true } });
  const codes = await database.recoveryCode.count({ where: owner });
  const kinds = factors.map(({ kind }) => kind).sort();
  return codes > 0 ? [...kinds, 'RECOVERY_CODE'] : kinds;
}
