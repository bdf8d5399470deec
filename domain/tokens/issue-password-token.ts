import { Prisma } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import { fromNow } from '../clock.ts';
import { newId } from '../ids.ts';
import type { Transaction } from '../transaction.ts';
import { hashSecret, newSecret } from './secrets.ts';

export type PasswordToken = { passwordToken: string; expiresAt: Date };

/** Call it only for people who have just proved their email address. */
export async function issuePasswordToken(app: App, tx: Transaction, developerId: string): Promise<PasswordToken> {
  const passwordToken = newSecret();
  const developer = Prisma.sql`(SELECT ${developerId}::uuid AS id) AS developer`;
  const [{ expiresAt }] = await tx.$queryRaw<[{ expiresAt: Date }]>`
    ${passwordTokenFor(app, developer, passwordToken)} RETURNING expires_at AS "expiresAt"`;
  return { passwordToken, expiresAt };
}

/** The same as a part of a statement. @param developer at most one row, with its `id` */
export const passwordTokenFor = ({ settings }: App, developer: Prisma.Sql, secret: string): Prisma.Sql => Prisma.sql`
  INSERT INTO tokens (id, purpose, hash, developer_id, expires_at)
  SELECT ${newId()}::uuid, 'SET_PASSWORD', ${hashSecret(secret)}, id, ${fromNow(settings.passwordTokenTtl)} FROM ${developer}`;
