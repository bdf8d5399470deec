import type { SsoConnection } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import { address, parseInput } from '../input.ts';

const byLabel = [{ label: 'asc' as const }, { id: 'asc' as const }];

export const findAdminChoices = ({ prisma }: App): Promise<SsoConnection[]> =>
  prisma.ssoConnection.findMany({ where: { portalId: null, enabled: true }, orderBy: byLabel });

/** The choice depends on the domain only, so it does not reveal if the address is known. */
export async function findChoices(app: App, portalId: string, email: string | null | undefined): Promise<SsoConnection[]> {
  const enabled = await app.prisma.ssoConnection.findMany({
    where: { portalId, enabled: true },
    orderBy: byLabel,
  });
  if (email == null) return enabled;
  const { canonical } = parseInput(address, email);
  const domain = canonical.slice(canonical.lastIndexOf('@') + 1);
  const ofDomain = enabled.filter(({ emailDomains }) => emailDomains.includes(domain));
  return ofDomain.length > 0 ? ofDomain : enabled.filter(({ emailDomains }) => emailDomains.length === 0);
}
