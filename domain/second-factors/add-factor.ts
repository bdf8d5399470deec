import type { Prisma, SecondFactor } from '../../prisma/generated/client/client.ts';
import { InvalidInput } from '../errors.ts';
import type { Transaction } from '../transaction.ts';
import type { Owner } from './owner.ts';
import { renewRecoveryCodes } from './recovery-codes.ts';

/** @limit factors: Second factors of one person. Beyond: InvalidInput. */
export const MOST_SECOND_FACTORS = 10;

const TOO_MANY = `There are ${MOST_SECOND_FACTORS} second factors already. Remove one of them first.`;

/** `recoveryCodes` come with the first factor, and only this answer has them. */
export type AddedFactor = { secondFactor: SecondFactor; recoveryCodes: string[] | null };

/** Lock the person before. */
export async function addFactor(
  tx: Transaction,
  owner: Owner,
  factor: Omit<Prisma.SecondFactorUncheckedCreateInput, 'adminId' | 'developerId'>,
): Promise<AddedFactor> {
  const before = await tx.secondFactor.count({ where: owner });
  if (before >= MOST_SECOND_FACTORS) {
    const parameters = { maximum: MOST_SECOND_FACTORS };
    throw new InvalidInput([{ path: ['name'], code: 'TOO_MANY', message: TOO_MANY, parameters }]);
  }
  const secondFactor = await tx.secondFactor.create({ data: { ...owner, ...factor } });
  return { secondFactor, recoveryCodes: before === 0 ? await renewRecoveryCodes(tx, owner) : null };
}
