import type { Developer, Portal } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import { findChoices } from '../sso-connections/find-choices.ts';

/**
 * The label of the connection that a developer has to use, if SSO is their only way to log in: they have no password, or the
 * portal takes none. It is one that they have used before; otherwise, at a portal without passwords, the first one for their
 * address.
 * @returns null for everybody else
 */
export async function findSsoLabel(
  app: App,
  { id, portalId, email, passwordHash }: Developer,
  { passwordLogin }: Portal,
): Promise<string | null> {
  if (passwordLogin && passwordHash !== null) return null;
  const identities = await app.prisma.ssoIdentity.findMany({ where: { developerId: id }, select: { issuer: true } });
  const issuers = identities.map(({ issuer }) => issuer);
  const [choices, all] = [await findChoices(app, portalId, email), await findChoices(app, portalId, null)];
  const own = [...choices, ...all].find(({ issuer }) => issuers.includes(issuer));
  const found = own ?? (passwordLogin ? undefined : (choices[0] ?? all[0]));
  return found?.label ?? null;
}
