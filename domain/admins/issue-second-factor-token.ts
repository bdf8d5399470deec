import { databaseNow } from '../clock.ts';
import { newId } from '../ids.ts';
import { SET_UP_LINK_TTL_MS } from '../second-factors/set-up-link.ts';
import { hashSecret, newSecret } from '../tokens/secrets.ts';
import type { Transaction } from '../transaction.ts';

/** Does the same as the link of `mailSecondFactorLink`. Call it only for people who have just proved their email address. */
export async function issueSecondFactorToken(tx: Transaction, adminId: string): Promise<string> {
  const token = newSecret();
  const expiresAt = new Date((await databaseNow(tx)).getTime() + SET_UP_LINK_TTL_MS);
  await tx.adminToken.create({
    data: { id: newId(), adminId, purpose: 'ADMIN_SECOND_FACTOR', hash: hashSecret(token), expiresAt },
  });
  return token;
}
