import type { Developer, Portal } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';

/**
 * What the portal calls the provider by which a developer comes in, where SSO is the only way for them: they have no password, or
 * the portal takes none.
 * @returns null for everybody else
 */
export async function findSsoLabel(
  app: App,
  { id, portalId, passwordHash }: Developer,
  { passwordLogin }: Portal,
): Promise<string | null> {
  if (passwordLogin && passwordHash !== null) return null;
  const identities = await app.prisma.ssoIdentity.findMany({ where: { developerId: id }, select: { issuer: true } });
  const issuers = identities.map(({ issuer }) => issuer);
  const connection = await app.prisma.ssoConnection.findFirst({
    where: { portalId, enabled: true, ...(passwordLogin && { issuer: { in: issuers } }) },
    orderBy: { createdAt: 'asc' },
  });
  return connection?.label ?? null;
}
