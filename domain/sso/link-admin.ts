import type { Admin, AdminSsoIdentity } from '../../prisma/generated/client/client.ts';
import { byAdmin, record } from '../events/record.ts';
import { newId } from '../ids.ts';
import type { Transaction } from '../transaction.ts';

/** The unique key of issuer and subject decides races. */
export async function linkAdmin(
  tx: Transaction,
  admin: Pick<Admin, 'id' | 'email'>,
  account: Pick<AdminSsoIdentity, 'issuer' | 'subject' | 'email'>,
): Promise<AdminSsoIdentity> {
  const identity = await tx.adminSsoIdentity.create({ data: { id: newId(), adminId: admin.id, ...account } });
  await record(tx, {
    type: 'identity.linked',
    portalId: null,
    actor: byAdmin(admin),
    subject: { kind: 'ADMIN', id: admin.id },
    data: { identityId: identity.id },
  });
  return identity;
}
