import type { Developer } from '../../prisma/generated/client/client.ts';
import type { Transaction } from '../transaction.ts';

/** Also the earlier email addresses that could still undo a change, because the present one may be an intruder's. As they were typed. */
export async function addressesOf(
  tx: Transaction,
  { id, typedEmail }: Pick<Developer, 'id' | 'typedEmail'>,
): Promise<Set<string>> {
  const earlier = await tx.$queryRaw<{ typedEmail: string }[]>`
    SELECT typed_email AS "typedEmail" FROM tokens
    WHERE developer_id = ${id}::uuid AND purpose = 'UNDO_EMAIL_CHANGE' AND expires_at > now()`;
  return new Set([typedEmail, ...earlier.map((link) => link.typedEmail)]);
}
