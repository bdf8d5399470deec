import { isTaken } from '../../prisma/is-taken.ts';
import type { App } from '../app.ts';
import { lockDeveloper } from '../developers/lock-developer.ts';
import { byDeveloper, record } from '../events/record.ts';
import { newId } from '../ids.ts';
import { addJob } from '../jobs/add-job.ts';
import { sealRecipient } from '../jobs/recipient.ts';
import type { ConnectionAtPortal } from '../sso-connections/connection.ts';
import { transaction } from '../transaction.ts';
import { holdConnection } from './hold-connection.ts';
import type { Person } from './person.ts';
import { SsoRefusal } from './refusal.ts';

export async function linkIdentity(
  app: App,
  connection: ConnectionAtPortal,
  person: Person,
  developerId: string,
): Promise<void> {
  const { portal, portalId, id: connectionId } = connection;
  const { issuer, subject, fullName, address, groups } = person;
  const at = { portal, connectionId, developerId };
  const elsewhere = () => new SsoRefusal('LINKED_ELSEWHERE', at, 'The account at the provider is already linked.');
  try {
    await transaction(app, async (tx) => {
      await holdConnection(tx, connection);
      const developer = await lockDeveloper(tx, developerId);
      if (developer?.status !== 'APPROVED') throw new SsoRefusal('EXPIRED', at, 'The developer is no longer approved.');
      const key = { portalId, issuer, subject };
      const known = await tx.ssoIdentity.findUnique({ where: { portalId_issuer_subject: key } });
      if (known && known.developerId !== developerId) throw elsewhere();
      if (known) return;
      const identity = { id: newId(), ...key, developerId, fullName, email: address?.canonical ?? null, groups: groups ?? [] };
      await tx.ssoIdentity.create({ data: identity });
      await record(tx, {
        type: 'identity.linked',
        portalId: portalId,
        actor: byDeveloper(developerId),
        subject: { kind: 'DEVELOPER', id: developerId },
        data: { identityId: identity.id },
      });
      await addJob(tx, 'sendSsoLinkedEmail', portalId, {
        identityId: identity.id,
        developerId,
        to: sealRecipient(app, identity.id, developer.typedEmail),
      });
    });
  } catch (error) {
    throw isTaken(error) ? elsewhere() : error;
  }
}
