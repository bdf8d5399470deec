import type { SsoIdentity } from '../../prisma/generated/client/client.ts';
import { isTaken } from '../../prisma/is-taken.ts';
import type { Address } from '../addresses/parse-address.ts';
import { findReservation } from '../addresses/reserved-address.ts';
import type { App } from '../app.ts';
import { databaseNow } from '../clock.ts';
import { byDeveloper, record } from '../events/record.ts';
import { newId } from '../ids.ts';
import { isInvited } from '../invitations/is-invited.ts';
import { takeInvitations } from '../invitations/take-invitation.ts';
import type { ConnectionAtPortal } from '../sso-connections/connection.ts';
import { type Transaction, transaction } from '../transaction.ts';
import { applyApprovalPolicy } from './apply-approval-policy.ts';
import { holdConnection } from './hold-connection.ts';
import type { Person } from './person.ts';
import { SsoRefusal } from './refusal.ts';

/** @limit attempts: Attempts to register a person while another request takes the email address. Beyond: The log-in fails. */
export const MOST_TRIES = 3;

/** Rolls the transaction back. */
export class AddressTaken extends Error {}

/** The connection registers only people whom an admin approved beforehand. Rolls the transaction back. */
export class NotInvited extends Error {}

/** Null if the address is reserved or belongs to a verified account. Then the owner must prove it (R41). */
export async function registerBySso(
  app: App,
  connection: ConnectionAtPortal,
  person: Person,
  address: Address,
): Promise<SsoIdentity | null> {
  const { portal, id: connectionId, approval } = connection;
  const { id: portalId } = portal;
  const notRegistered = () =>
    new SsoRefusal('NOT_REGISTERED', { portal, connectionId }, 'Nobody is registered with this email address.');
  if (approval === 'EXISTING_ONLY' && !(await isInvited(app, portalId, address.canonical))) {
    const account = { portalId, email: address.canonical, emailVerifiedAt: { not: null } };
    if ((await app.prisma.developer.count({ where: account })) > 0) return null;
    throw notRegistered();
  }
  for (let attempt = 1; attempt <= MOST_TRIES; attempt++) {
    try {
      return await transaction(app, async (tx) => {
        await holdConnection(tx, connection);
        return await registerPerson(tx, connection, person, address);
      });
    } catch (error) {
      if (error instanceof NotInvited) throw notRegistered();
      if (!isTaken(error) && !(error instanceof AddressTaken)) throw error;
      // The same person may have come in two ways at once.
      const key = { portalId, issuer: person.issuer, subject: person.subject };
      const identity = await app.prisma.ssoIdentity.findUnique({ where: { portalId_issuer_subject: key } });
      if (identity || error instanceof AddressTaken) return identity;
    }
  }
  return null;
}

/** Replaces an unverified registration. The unique keys decide races. */
export async function registerPerson(
  tx: Transaction,
  connection: ConnectionAtPortal,
  { issuer, subject, fullName, groups }: Pick<Person, 'issuer' | 'subject' | 'fullName' | 'groups'>,
  { canonical, typed }: Address,
): Promise<SsoIdentity> {
  const { portalId } = connection;
  const [id, identityId] = [newId(), newId()];
  const unverified = { portalId, email: canonical, emailVerifiedAt: null };
  await tx.developer.deleteMany({ where: unverified });
  const account = await tx.developer.count({ where: { portalId, email: canonical } });
  if (account > 0) throw new AddressTaken();
  const named = fullName ?? canonical.slice(0, canonical.lastIndexOf('@'));
  const developer = await tx.developer.create({
    data: {
      id,
      portalId,
      email: canonical,
      typedEmail: typed,
      fullName: named,
      emailVerifiedAt: await databaseNow(tx),
      registeredConnectionId: connection.id,
      registeredGroups: groups ?? [],
    },
  });
  if (await findReservation(tx, developer)) throw new AddressTaken();
  await takeInvitations(tx, id, { keepsLinks: false });
  const identity = {
    id: identityId,
    portalId,
    issuer,
    subject,
    developerId: id,
    fullName: named,
    email: canonical,
    groups: groups ?? [],
  };
  const created = await tx.ssoIdentity.create({ data: identity });
  await record(tx, {
    type: 'developer.registered',
    portalId: portalId,
    actor: byDeveloper(id),
    subject: { kind: 'DEVELOPER', id: id },
    data: { connectionId: connection.id },
  });
  await applyApprovalPolicy(tx, connection, id);
  if (connection.approval === 'EXISTING_ONLY') await requireApproved(tx, id);
  return created;
}

/** The invitation may have been revoked at the same moment. */
async function requireApproved(tx: Transaction, id: string): Promise<void> {
  if ((await tx.developer.count({ where: { id, status: 'APPROVED' } })) === 0) throw new NotInvited();
}
