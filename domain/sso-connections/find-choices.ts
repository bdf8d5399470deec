import type { SsoConnection } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import { address, parseInput } from '../input.ts';

/**
 * The enabled connections of a portal that a person may log in by. With an address, those that are for its domain, else those that
 * are for no domain in particular: what is chosen depends on the domain alone, never on whether the address is known.
 * @throws InvalidInput for an address that is none
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
