import { isDeepStrictEqual } from 'node:util';
import type { SsoIdentity } from '../../prisma/generated/client/client.ts';
import { isTaken } from '../../prisma/is-taken.ts';
import type { Address } from '../addresses/parse-address.ts';
import type { App } from '../app.ts';
import { lockDeveloper } from '../developers/lock-developer.ts';
import { announceMove } from '../email-changes/confirm-email-change.ts';
import { takeAddress } from '../email-changes/move-address.ts';
import { InvalidToken } from '../errors.ts';
import type { ConnectionAtPortal } from '../sso-connections/connection.ts';
import { transaction } from '../transaction.ts';
import { holdConnection } from './hold-connection.ts';
import type { Person } from './person.ts';

/** Name and address change only if the old values also came from the provider. */
export async function refreshIdentity(
  app: App,
  connection: ConnectionAtPortal,
  before: SsoIdentity,
  person: Person,
): Promise<void> {
  const { id, developerId } = before;
  const { address, isVouchedFor } = person;
  const groups = person.groups ?? before.groups;
  const fullName = person.fullName ?? before.fullName;
  const email = address && isVouchedFor ? address.canonical : before.email;
  const isSame = fullName === before.fullName && email === before.email && isDeepStrictEqual(groups, before.groups);
  if (isSame) return;
  if (address && before.email && email !== before.email) await followAddress(app, connection, before, address);
  // Last, so that the next log-in sees a failed change again.
  await transaction(app, async (tx) => {
    await holdConnection(tx, connection);
    if (fullName && before.fullName && fullName !== before.fullName) {
      await tx.developer.updateMany({ where: { id: developerId, fullName: before.fullName }, data: { fullName } });
    }
    await tx.ssoIdentity.updateMany({ where: { id }, data: { groups, fullName, email } });
  });
}

/** Mails a notice to the old address. Does nothing if the new address is taken. */
async function followAddress(
  app: App,
  connection: ConnectionAtPortal,
  { developerId, email: from }: SsoIdentity,
  to: Address,
): Promise<void> {
  try {
    await transaction(app, async (tx) => {
      await holdConnection(tx, connection);
      const before = await lockDeveloper(tx, developerId);
      const isOpen = before?.status === 'PENDING' || before?.status === 'APPROVED';
      if (!isOpen || before.email !== from) return;
      await takeAddress(tx, before, { email: to.canonical, typedEmail: to.typed });
      await announceMove(app, tx, before, null);
    });
  } catch (error) {
    if (!isTaken(error) && !(error instanceof InvalidToken)) throw error;
  }
}
