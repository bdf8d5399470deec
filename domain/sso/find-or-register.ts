import type { SsoIdentity } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import type { Client } from '../client.ts';
import { clearIfMarked } from '../mail-states/clear.ts';
import type { ConnectionAtPortal } from '../sso-connections/connection.ts';
import { transaction } from '../transaction.ts';
import { applyApprovalPolicy } from './apply-approval-policy.ts';
import { holdConnection } from './hold-connection.ts';
import { type Person, requireEnough } from './person.ts';
import { refreshIdentity } from './refresh-identity.ts';
import { SsoRefusal } from './refusal.ts';
import { registerBySso } from './register-by-sso.ts';
import { requestConfirmation } from './request-confirmation.ts';

/** Searches by issuer and subject, never by email address. Null if a mail was sent, and the caller must not learn why. */
export async function findOrRegister(
  app: App,
  connection: ConnectionAtPortal,
  person: Person,
  client: Client,
): Promise<SsoIdentity | null> {
  const { portal, id: connectionId } = connection;
  const key = { portalId: portal.id, issuer: person.issuer, subject: person.subject };
  const known = await app.prisma.ssoIdentity.findUnique({
    where: { portalId_issuer_subject: key },
    include: { developer: { select: { status: true } } },
  });
  if (known) {
    await refreshIdentity(app, connection, known, person);
    if (known.developer.status === 'PENDING') await admitKnown(app, connection, known);
    if (person.address && person.isVouchedFor) await clearIfMarked(app, known.developerId, person.address.canonical);
    return known;
  }
  requireEnough(connection, person);
  if (!person.address)
    throw new SsoRefusal(
      'NO_ADDRESS',
      { portal, connectionId },
      `The claim \`${connection.emailClaim}\` is not an email address.`,
    );
  const registered = person.isVouchedFor ? await registerBySso(app, connection, person, person.address) : null;
  if (!registered) await requestConfirmation(app, connection, person, person.address, client);
  return registered;
}

async function admitKnown(app: App, connection: ConnectionAtPortal, { developerId }: SsoIdentity): Promise<void> {
  await transaction(app, async (tx) => {
    await holdConnection(tx, connection);
    await applyApprovalPolicy(tx, connection, developerId);
  });
}
