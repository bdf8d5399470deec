import type { App } from '../app.ts';
import { record } from '../events/record.ts';
import { type Transaction, transaction } from '../transaction.ts';
import type { CheckedPasskey } from './check-passkey.ts';

/**
 * Authenticators count their signatures; those that sync passkeys always say 0. A count that does not grow comes from a copy.
 * Returns false for it, and for a passkey that was removed meanwhile.
 */
export async function countUse(app: App, tx: Transaction, passkey: CheckedPasskey): Promise<boolean> {
  const { id, signCount, isSynced } = passkey;
  const count = await tx.$executeRaw`
    UPDATE second_factors SET sign_count = ${signCount}, is_synced = ${isSynced}, last_used_at = now()
    WHERE id = ${id}::uuid AND (sign_count < ${signCount} OR (sign_count = 0 AND ${signCount} = 0))`;
  const isCopy = count === 0 && (await tx.secondFactor.count({ where: { id } })) > 0;
  if (isCopy) tx.afterRollback.push(() => tellOfCopy(app, passkey));
  return count > 0;
}

async function tellOfCopy(app: App, { id, personId, portalId }: CheckedPasskey): Promise<void> {
  const kind = portalId === null ? 'ADMIN' : 'DEVELOPER';
  await transaction(app, async (tx) => {
    await record(tx, {
      type: 'passkey.copy-refused',
      portalId,
      actor: { kind: 'SYSTEM' },
      subject: { kind, id: personId },
      data: { secondFactorId: id },
    });
  });
}
