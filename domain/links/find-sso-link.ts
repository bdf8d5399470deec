import type { SsoConfirmation } from '../../prisma/generated/client/client.ts';
import { findHolder } from '../addresses/find-holder.ts';
import type { App } from '../app.ts';
import { isInvited } from '../invitations/is-invited.ts';
import { mayLink } from '../sso/may-link.ts';
import { atPortal, type ConnectionAtPortal } from '../sso-connections/connection.ts';
import { deadLink, type Link, workingLink } from './link.ts';

type Confirmation = SsoConfirmation & { connection: ConnectionAtPortal };

/** Finds expired links too. */
export async function findSsoLink(app: App, hash: Buffer<ArrayBuffer>): Promise<Link | null> {
  const [found] = await app.prisma.$queryRaw<(Pick<SsoConfirmation, 'id'> & { isOver: boolean })[]>`
    SELECT id, expires_at <= now() AS "isOver" FROM sso_confirmations WHERE hash = ${hash}`;
  const confirmation =
    found &&
    (await app.prisma.ssoConfirmation.findUnique({
      where: { id: found.id },
      include: { connection: { include: { portal: true } } },
    }));
  const connection = confirmation && atPortal(confirmation.connection);
  if (!connection) return null;
  const { expiresAt, email, issuer, subject, fullName, developerId } = confirmation;
  const known = { kind: 'CONFIRM_SSO', portal: connection.portal, expiresAt } as const;
  if (found.isOver) return deadLink('EXPIRED', known);
  const state = await stateOf(app, { ...confirmation, connection });
  if (state === 'REFUSED') return deadLink('ENDED', known);
  const ssoAccount = { label: connection.label, issuer, subject, fullName, email, isLinked: developerId !== null };
  return workingLink(confirmation, { ...known, email, ssoAccount, isUsed: state === 'USED' });
}

/** The result of `confirmSso` if it ran now. */
async function stateOf(app: App, confirmation: Confirmation): Promise<'OPEN' | 'USED' | 'REFUSED'> {
  const { connection, issuer, subject, email, developerId } = confirmation;
  const { portalId, enabled, approval } = connection;
  if (!enabled || connection.issuer !== issuer) return 'REFUSED';
  const key = { portalId, issuer, subject };
  const known = await app.prisma.ssoIdentity.findUnique({ where: { portalId_issuer_subject: key } });
  if (known) return known.developerId === developerId ? 'USED' : 'REFUSED';
  if (developerId === null) {
    const isTaken = await findHolder(app, { portalId, email });
    const mayRegister = approval !== 'EXISTING_ONLY' || (await isInvited(app, portalId, email));
    return mayRegister && !isTaken ? 'OPEN' : 'REFUSED';
  }
  const developer = await app.prisma.developer.findUnique({ where: { id: developerId } });
  return developer && (await mayLink(app.prisma, developer, confirmation)) ? 'OPEN' : 'REFUSED';
}
