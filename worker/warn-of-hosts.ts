import type { App } from '../domain/app.ts';
import { isClosed } from '../domain/portals/portal-hosts.ts';
import type { Log } from '../log.ts';
import { somePortals } from './some-portals.ts';

/** An operator can take away a host that a portal already has. */
export async function warnOfHosts({ prisma, settings }: App, log: Log): Promise<void> {
  const placed = await prisma.$queryRaw<
    { slug: string; customPublicUrl: string }[]
  >`SELECT slug, custom_public_url AS "customPublicUrl" FROM portals WHERE custom_public_url IS NOT NULL ORDER BY slug`.catch(
    () => [],
  );
  const portals = placed.filter((portal) => isClosed({ settings }, portal)).map(({ slug }) => slug);
  if (portals.length === 0) return;
  const said = settings.portalHosts
    ? 'PORTAL_HOSTS does not allow the hosts of these portals: their pages and links are at PUBLIC_URL'
    : 'these portals have hosts of a private network: Gatehouse shows no pages there unless PORTAL_HOSTS names them';
  log.warn(somePortals(portals), said);
}
