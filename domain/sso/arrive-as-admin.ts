import type { App } from '../app.ts';
import type { InstallationConnection } from '../sso-connections/connection.ts';
import { hashSecret } from '../tokens/secrets.ts';
import { acceptInvitationBySso } from './accept-invitation-by-sso.ts';
import { openAdminTarget } from './admin-target.ts';
import type { Attempt } from './end-attempt.ts';
import type { Browser } from './finish-sso-log-in.ts';
import { openAdminSessionBySso } from './open-admin-session-by-sso.ts';
import type { SsoSession } from './open-session.ts';
import { isFresh, type Person } from './person.ts';
import { SsoRefusal } from './refusal.ts';
import { requestAdminLink } from './request-admin-link.ts';

export type AdminArrival =
  | { at: 'ADMIN'; portal: null; target: URL; session: SsoSession; adminId: string }
  /** The same whether or not there is an admin with this email address. */
  | { at: 'ADMIN_CONFIRM'; portal: null };

const HOME = '/admin';

/** Searches by issuer and subject, never by email address. */
export async function arriveAsAdmin(
  app: App,
  connection: InstallationConnection,
  { attempt, person, idToken, browser }: { attempt: Attempt; person: Person; idToken: string; browser: Browser },
): Promise<AdminArrival> {
  const { isProof, begunAt, invitationId } = attempt;
  const { issuer, subject, sid, authenticatedAt } = person;
  const at = { portal: null, connectionId: connection.id };
  if (isProof && !isFresh(person, begunAt))
    throw new SsoRefusal('INVALID_ANSWER', at, 'The provider does not tell with `auth_time` that the person logged in again.');
  const key = { issuer_subject: { issuer, subject } };
  const identity = invitationId
    ? await acceptInvitationBySso(app, connection, person, invitationId, browser.client)
    : await app.prisma.adminSsoIdentity.findUnique({ where: key });
  if (!identity) {
    await requestAdminLink(app, connection, person, browser.client);
    return { at: 'ADMIN_CONFIRM', portal: null };
  }
  const entry = { identity, connection, email: person.address?.canonical ?? null, sid, idToken, isProof };
  const held = await browser.held('admin');
  const session = await openAdminSessionBySso(app, { ...entry, logIn: { begunAt, authenticatedAt } }, held, browser.client);
  if (held.token) await app.prisma.adminSession.deleteMany({ where: { hash: hashSecret(held.token) } });
  const path = openAdminTarget(app, connection.id, attempt.returnTo) ?? HOME;
  return { at: 'ADMIN', portal: null, target: new URL(path, app.settings.publicUrl), session, adminId: identity.adminId };
}
