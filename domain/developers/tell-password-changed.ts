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

/** The accounts at providers that log in to an account, and the token by which each can be parted from; null if there are none. */
export type LinkedAccounts = { ssoIdentities: SsoIdentity[]; unlinkToken: string | null };

/**
 * Adds the notice of a changed password, in the transaction that changes it. A new password keeps nobody out who comes in by a
 * provider: where accounts there are linked, the notice has a link to part from them.
 */
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
