import type { SsoConnection } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import { address, parseInput } from '../input.ts';

/**
 * The enabled connections that a person can choose from. With an address, those for its domain or, if there are none, those for
 * no particular domain. The choice depends on the domain only, never on whether the address is known.
 * @throws InvalidInput if `email` is not a mail address
 */
export async function findChoices(app: App, portalId: string, email: string | null | undefined): Promise<SsoConnection[]> {
  const enabled = await app.prisma.ssoConnection.findMany({
    where: { portalId, enabled: true },
    orderBy: [{ label: 'asc' }, { id: 'asc' }],
  });
  if (email == null) return enabled;
  const { canonical } = parseInput(address, email);
  const domain = canonical.slice(canonical.lastIndexOf('@') + 1);
  const ofDomain = enabled.filter(({ emailDomains }) => emailDomains.includes(domain));
  return ofDomain.length > 0 ? ofDomain : enabled.filter(({ emailDomains }) => emailDomains.length === 0);
}
