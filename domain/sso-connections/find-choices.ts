import type { SsoConnection } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import { address, parseInput } from '../input.ts';

const byLabel = [{ label: 'asc' as const }, { id: 'asc' as const }];

export const findAdminChoices = ({ prisma }: App): Promise<SsoConnection[]> =>
  prisma.ssoConnection.findMany({ where: { portalId: null, enabled: true }, orderBy: byLabel });

/** Those of some portals that people can log in with. */
export const findEnabled = ({ prisma }: App, portalIds: string[]): Promise<SsoConnection[]> =>
  prisma.ssoConnection.findMany({ where: { portalId: { in: portalIds }, enabled: true }, orderBy: byLabel });

/**
 * The choice depends on the domain only, so it does not reveal if the address is known.
 * @param enabled the connections of one portal
 */
export function choicesFor(enabled: SsoConnection[], email: string | null | undefined): SsoConnection[] {
  if (email == null) return enabled;
  const { canonical } = parseInput(address, email);
  const domain = canonical.slice(canonical.lastIndexOf('@') + 1);
  const ofDomain = enabled.filter(({ emailDomains }) => emailDomains.includes(domain));
  return ofDomain.length > 0 ? ofDomain : enabled.filter(({ emailDomains }) => emailDomains.length === 0);
}
