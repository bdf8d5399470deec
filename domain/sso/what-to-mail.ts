import type { Developer, Portal, SsoConfirmation } from '../../prisma/generated/client/client.ts';
import type { Holder } from '../addresses/find-holder.ts';
import { findReservation } from '../addresses/reserved-address.ts';
import type { App } from '../app.ts';
import { isInvited } from '../invitations/is-invited.ts';
import { atPortal, type ConnectionAtPortal } from '../sso-connections/connection.ts';
import { mayLink } from './may-link.ts';

type Confirmation = SsoConfirmation & { connection: ConnectionAtPortal; developer: Developer | null };

export type SsoMail =
  | { kind: 'LINK'; confirmation: Confirmation }
  | { kind: 'STATUS'; developerId: string }
  | { kind: 'ADDRESS_TAKEN'; portal: Portal; holder: Holder }
  | { kind: 'NOTHING'; because: string };

/** A person gets no link that cannot work, but a status mail. The owner of a reserved address gets a notice. */
export async function whatToMail(app: App, confirmationId: string, now: Date): Promise<SsoMail> {
  const { prisma } = app;
  const found = await prisma.ssoConfirmation.findUnique({
    where: { id: confirmationId },
    include: { connection: { include: { portal: true } }, developer: true },
  });
  const connection = found && atPortal(found.connection);
  if (!found || !connection || found.expiresAt <= now)
    return { kind: 'NOTHING', because: 'the link has expired, or the account or the connection is gone' };
  const confirmation = { ...found, connection };
  const { developer, email } = confirmation;
  const { portal } = connection;
  if (developer) {
    const canLink = await mayLink(prisma, developer, confirmation);
    return canLink ? { kind: 'LINK', confirmation } : { kind: 'STATUS', developerId: developer.id };
  }
  if (connection.approval === 'EXISTING_ONLY' && !(await isInvited(app, portal.id, email)))
    return { kind: 'NOTHING', because: 'the connection does not register new people' };
  const reservation = await findReservation(prisma, { portalId: portal.id, email });
  if (!reservation) return { kind: 'LINK', confirmation };
  return {
    kind: 'ADDRESS_TAKEN',
    portal,
    holder: { typedEmail: reservation.typedEmail ?? email, isReserved: true, locale: null },
  };
}
