import type { Developer, SsoIdentity } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import { fromNow } from '../clock.ts';
import { newId } from '../ids.ts';
import { addJob } from '../jobs/add-job.ts';
import { sealRecipient } from '../jobs/recipient.ts';
import { hashSecret, mailedToken } from '../tokens/secrets.ts';
import type { Transaction } from '../transaction.ts';
import { identitiesOf } from './identities-of.ts';

/** @limit Lifetime of a token that unlinks accounts at providers. Beyond: InvalidToken. */
export const UNLINK_TTL = 72 * 3_600_000;

/** `unlinkToken` can unlink each of the accounts. Null if there are none. */
export type LinkedAccounts = { ssoIdentities: SsoIdentity[]; unlinkToken: string | null };

/** A new password does not stop a person who logs in by SSO, so the mail has a link to unlink those accounts. */
export async function tellPasswordChanged(app: App, tx: Transaction, developer: Developer): Promise<LinkedAccounts> {
  const { id: developerId, portalId, typedEmail } = developer;
  const ssoIdentities = await identitiesOf(tx, developerId);
  const tokenId = ssoIdentities.length > 0 ? newId() : null;
  const unlinkToken = tokenId && mailedToken(app.keys, 'UNLINK_SSO', tokenId);
  if (unlinkToken) {
    await tx.$executeRaw`
      INSERT INTO tokens (id, purpose, hash, developer_id, expires_at)
      VALUES (${tokenId}::uuid, 'UNLINK_SSO', ${hashSecret(unlinkToken)}, ${developerId}::uuid, ${fromNow(UNLINK_TTL)})`;
  }
  const to = sealRecipient(app, developerId, typedEmail);
  await addJob(tx, 'sendPasswordChangedEmail', portalId, { developerId, to, tokenId });
  return { ssoIdentities, unlinkToken };
}
