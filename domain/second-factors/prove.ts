import { z } from 'zod';
import type { SecondFactorKind } from '../../prisma/generated/client/client.ts';
import { InvalidCredentials } from '../errors.ts';
import type { Transaction } from '../transaction.ts';
import type { Owner } from './owner.ts';
import { takeRecoveryCode } from './recovery-codes.ts';
import { takeTotp } from './totp.ts';

/** @limit characters: Code of an authenticator app, and recovery code, as they are typed. Beyond: The code is wrong. */
export const LONGEST_CODE = 64;

const typedCode = z.string().transform((typed) => (typed.length > LONGEST_CODE ? '' : typed));

/** One way to prove a second factor. */
export const proof = z
  .object({ code: typedCode.nullish(), recoveryCode: typedCode.nullish() })
  .refine(
    (given) => Object.values(given).filter((value) => value !== null && value !== undefined).length === 1,
    'Send exactly one proof.',
  );

export type Proof = z.output<typeof proof>;

/**
 * Uses a proof up, in the transaction of what it is for.
 * @throws InvalidCredentials the same for a wrong code, a used one, and a factor that the person does not have
 */
export async function prove(tx: Transaction, owner: Owner, { code, recoveryCode }: Proof): Promise<SecondFactorKind> {
  if (code && (await takeTotp(tx, owner, code.replaceAll(/\s/g, '')))) return 'TOTP';
  if (recoveryCode && (await takeRecoveryCode(tx, owner, recoveryCode))) return 'RECOVERY_CODE';
  const whose = 'adminId' in owner ? owner : { developerId: owner.developerId };
  throw new InvalidCredentials(whose, 'The code is wrong.');
}
