import * as z from 'zod';
import type { SecondFactorKind } from '../../prisma/generated/client/client.ts';
import { InvalidCredentials } from '../errors.ts';
import { assertionText } from '../passkeys/passkey-input.ts';
import type { Transaction } from '../transaction.ts';
import type { Owner } from './owner.ts';
import { takeRecoveryCode } from './recovery-codes.ts';
import { type AskedFor, takePasskey } from './take-passkey.ts';
import { takeTotp } from './totp.ts';

/** @limit characters: Code of an authenticator app, and recovery code, as they are typed. Beyond: The code is wrong. */
export const LONGEST_CODE = 64;

const typedCode = z.string().transform((typed) => (typed.length > LONGEST_CODE ? '' : typed));

/** One way to prove a second factor. */
export const proof = z
  .object({
    code: typedCode.nullish(),
    recoveryCode: typedCode.nullish(),
    passkey: assertionText.nullish(),
    challenge: z.string().nullish(),
  })
  .refine(
    ({ code, recoveryCode, passkey }) => [code, recoveryCode, passkey].filter((value) => value != null).length === 1,
    'Send exactly one proof.',
  );

export type Proof = z.output<typeof proof>;

/**
 * Uses a proof up, in the transaction of what it is for.
 * @throws InvalidCredentials the same for a wrong code, a used one, and a factor that the person does not have
 */
export async function prove(tx: Transaction, owner: Owner, given: Proof, asked: AskedFor): Promise<SecondFactorKind> {
  const { code, recoveryCode, passkey, challenge } = given;
  if (code && (await takeTotp(tx, owner, code.replaceAll(/\s/g, '')))) return 'TOTP';
  if (recoveryCode && (await takeRecoveryCode(tx, owner, recoveryCode))) return 'RECOVERY_CODE';
  if (passkey && (await takePasskey(tx, owner, { passkey, challenge }, asked))) return 'PASSKEY';
  const whose = 'adminId' in owner ? owner : { developerId: owner.developerId };
  throw new InvalidCredentials(whose, 'CODE');
}
