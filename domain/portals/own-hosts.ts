import { setTimeout } from 'node:timers/promises';
import { LRUCache } from 'lru-cache';
import type { Portal } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import { LONGEST_LOOK_MS } from './find-portal.ts';

/** @limit characters: `Host` header that is looked up, a name of 253 and a port. Beyond: It is the host of no portal. */
export const LONGEST_HOST = 259;
/** @limit Time that a process remembers which portal has a host. Beyond: The database is asked again. */
export const REMEMBERED_MS = 5_000;
/** @limit hosts: Hosts of portals that a process remembers. Beyond: The host that was used longest ago is forgotten. */
export const MOST_REMEMBERED = 1_000;

/** The pages of a portal at a host of its own. `path` is that of its `publicUrl`, empty at the root. */
export type OwnPages = { slug: string; path: string };

/** Stores hosts of portals only, so that a new one works at once. What is older is for a database that does not answer. */
export type OwnHosts = LRUCache<string, OwnPages>;

type Hosted = Pick<Portal, 'customPublicUrl' | 'ownHost'>;

export const openOwnHosts = (): OwnHosts =>
  new LRUCache({ max: MOST_REMEMBERED, ttl: REMEMBERED_MS, noDeleteOnStaleGet: true });

/** In one spelling: lower case, without the port of http and https, and without the dot that ends a full name. Null for what is no host. */
function spelt(host: string): string | null {
  if (host.length > LONGEST_HOST || !/^([\w.-]+|\[[\da-f:.]+\])(:\d{1,5})?$/i.test(host)) return null;
  return URL.parse(`https://${host.replace(/:(80|443)$/, '')}`)?.host.replace(/\.(:\d+)?$/, '$1') ?? null;
}

const hostOf = (url: string): string | null => spelt(new URL(url).host);

/**
 * At the host of the installation, each portal has its pages at `/p/<slug>`. Proxies that do not keep `Host` name the server by an address or by
 * a name without a dot in each request, and no portal may have these all.
 */
function mayBeOwn({ settings }: App, host: string): boolean {
  const isName = /\.(?=[^.]*[a-z])[^.:\]]+(:\d+)?$/.test(host) || settings.publicUrl.startsWith('http:');
  return isName && host !== hostOf(settings.publicUrl);
}

/** Null where no portal can have pages of its own. */
export function ownHostOf(app: App, customPublicUrl: string | null): string | null {
  const host = customPublicUrl === null ? null : hostOf(customPublicUrl);
  return host !== null && mayBeOwn(app, host) ? host : null;
}

/** False for a URL that shares its host, or that a server of the release before wrote, which knows no hosts. */
export const hasOwnHost = (app: App, { customPublicUrl, ownHost }: Hosted): boolean =>
  ownHost !== null && ownHost === ownHostOf(app, customPublicUrl);

/** Returns null if no portal has the host, and undefined if the database does not answer soon and the host was not known. */
export async function findOwnPages(app: App, hostHeader: string): Promise<OwnPages | null | undefined> {
  const host = spelt(hostHeader);
  if (!host || !mayBeOwn(app, host)) return null;
  const known = app.ownHosts.get(host);
  if (known) return known;
  const select = { slug: true, customPublicUrl: true, ownHost: true };
  const found = app.prisma.portal.findUnique({ where: { ownHost: host }, select }).catch(() => undefined);
  const portal = await Promise.race([found, setTimeout(LONGEST_LOOK_MS, undefined, { ref: false })]);
  if (portal === undefined) return app.ownHosts.get(host, { allowStale: true });
  if (!portal?.customPublicUrl || !hasOwnHost(app, portal)) {
    app.ownHosts.delete(host);
    return null;
  }
  const pages = { slug: portal.slug, path: new URL(portal.customPublicUrl).pathname.replace(/\/$/, '') };
  app.ownHosts.set(host, pages);
  return pages;
}
