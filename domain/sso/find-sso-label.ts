import type { Developer, Portal } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import { choicesFor, findEnabled } from '../sso-connections/find-choices.ts';

/** Null unless SSO is the only way to log in. Prefers a connection that the developer has used before. */
export async function findSsoLabel(
  app: App,
  { id, portalId, email, passwordHash }: Developer,
  { passwordLogin }: Portal,
): Promise<string | null> {
  if (passwordLogin && passwordHash !== null) return null;
  const identities = await app.prisma.ssoIdentity.findMany({ where: { developerId: id }, select: { issuer: true } });
  const issuers = identities.map(({ issuer }) => issuer);
  const all = await findEnabled(app, [portalId]);
  const choices = choicesFor(all, email);
  const own = [...choices, ...all].find(({ issuer }) => issuers.includes(issuer));
  const found = own ?? (passwordLogin ? undefined : (choices[0] ?? all[0]));
  return found?.label ?? null;
}
