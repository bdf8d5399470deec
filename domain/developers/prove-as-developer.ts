import type { Developer, SecondFactorKind } from '../../prisma/generated/client/client.ts';
import { type Proof, prove } from '../second-factors/prove.ts';
import type { AskedFor } from '../second-factors/take-passkey.ts';
import type { Transaction } from '../transaction.ts';
import { tellFactorChanged } from './tell-factor-changed.ts';

/** Uses a proof of a developer up. The use of a recovery code is told by email, because its owner may not be the one who used it. */
export async function proveAsDeveloper(
  tx: Transaction,
  developer: Developer,
  given: Proof,
  asked: AskedFor,
): Promise<SecondFactorKind> {
  const kind = await prove(tx, { developerId: developer.id }, given, asked);
  if (kind === 'RECOVERY_CODE') await tellFactorChanged(tx, developer, 'CODE_USED');
  return kind;
}
