import type { AdminSsoIdentity } from '../../prisma/generated/client/client.ts';
import { isTaken } from '../../prisma/is-taken.ts';
import { takeAdminInvitation } from '../admins/take-admin-invitation.ts';
import type { App } from '../app.ts';
import type { Reader } from '../client.ts';
import { databaseNow } from '../clock.ts';
import { InvalidToken, NotAllowed } from '../errors.ts';
import { newId } from '../ids.ts';
import { languageOf } from '../locales/language-of.ts';
import type { InstallationConnection } from '../sso-connections/connection.ts';
import { transaction } from '../transaction.ts';
import { holdConnection } from './hold-connection.ts';
import { linkAdmin } from './link-admin.ts';
import { type Person, requireEnough, requireVouched } from './person.ts';
import { SsoRefusal } from './refusal.ts';

/**
 * The browser had the mailed token, and the provider vouches for the same address. An admin who is new has no password.
 * @returns null if there is such an admin with another account or none: that needs a mail that names the account
 */
export async function acceptInvitationBySso(
  app: App,
  connection: InstallationConnection,
  person: Person,
  invitationId: string,
  client: Reader,
): Promise<AdminSsoIdentity | null> {
  const at = { portal: null, connectionId: connection.id };
  const ended = () => new SsoRefusal('EXPIRED', at, 'The invitation has ended in the meantime.');
  const where = { id: invitationId, expiresAt: { gt: await databaseNow(app.prisma) } };
  const invitation = await app.prisma.adminInvitation.findUnique({ where, include: { roles: true } });
  if (!invitation) throw ended();
  const { issuer, subject } = person;
  const known = await app.prisma.adminSsoIdentity.findUnique({
    where: { issuer_subject: { issuer, subject } },
    include: { admin: { select: { email: true } } },
  });
  requireEnough(connection, person);
  const email = known ? known.admin.email : requireVouched(connection, person).canonical;
  if (email !== invitation.email) throw new SsoRefusal('OTHER_ADDRESS', at, 'The invitation is for another email address.');
  if (!known && (await app.prisma.admin.count({ where: { email } })) > 0) return null;
  try {
    return await transaction(app, async (tx) => {
      await holdConnection(tx, connection);
      const id = known?.adminId ?? newId();
      await takeAdminInvitation(tx, invitation, id, known ? null : { passwordHash: null, locale: languageOf(client) });
      return known ?? (await linkAdmin(tx, { id, email }, { issuer, subject, email }));
    });
  } catch (error) {
    const isOver = error instanceof InvalidToken || error instanceof NotAllowed || isTaken(error);
    throw isOver ? ended() : error;
  }
}
