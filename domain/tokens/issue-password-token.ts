import type { App } from '../app.ts';
import { fromNow } from '../clock.ts';
import { newId } from '../ids.ts';
import type { Transaction } from '../transaction.ts';
import { hashSecret, newSecret } from './secrets.ts';

export type PasswordToken = { passwordToken: string; expiresAt: Date };

/** Call it only for people who have just proved their email address. */
export async function issuePasswordToken({ settings }: App, tx: Transaction, developerId: string): Promise<PasswordToken> {
  const passwordToken = newSecret();
  const [{ expiresAt }] = await tx.$queryRaw<[{ expiresAt: Date }]>`
    INSERT INTO tokens (id, purpose, hash, developer_id, expires_at)
    VALUES (${newId()}::uuid, 'SET_PASSWORD', ${hashSecret(passwordToken)}, ${developerId}::uuid, ${fromNow(settings.passwordTokenTtl)})
    RETURNING expires_at AS "expiresAt"`;
  return { passwordToken, expiresAt };
}
