import { setTimeout } from 'node:timers/promises';
import { LRUCache } from 'lru-cache';
import type { Portal } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import { LONGEST_LOOK_MS } from './find-portal.ts';
import { hostOf, spelt } from './host-names.ts';
import { mayHave } from './portal-hosts.ts';

/** @limit Time that a process remembers which portal has a host. Beyond: The database is asked again. */
export const REMEMBERED_MS = 5_000;
/** @limit hosts: Hosts of portals that a process remembers. Beyond: The host that was used longest ago is forgotten. */
export const MOST_REMEMBERED = 1_000;

/** The pages of a portal at a host of its own. `path` is that of its `publicUrl`, empty at the root. */
export type OwnPages = { slug: string; path: string };

/** Stores hosts of portals only, so that a new one works at once. What is older is for a database that does not answer. */
export type OwnHosts = LRUCache<string, OwnPages>;

type Hosted = Pick<Portal, 'slug' | 'customPublicUrl' | 'ownHost'>;

export const openOwnHosts = (): OwnHosts =>
  new LRUCache({ max: MOST_REMEMBERED, ttl: REMEMBERED_MS, noDeleteOnStaleGet: true });

/** Null where the portal can have no pages of its own. */
export function ownHostOf(app: App, { slug, customPublicUrl }: Pick<Portal, 'slug' | 'customPublicUrl'>): string | null {
  const host = customPublicUrl === null ? null : hostOf(customPublicUrl);
  return host !== null && mayHave(app, host, slug) ? host : null;
}

/**
 * False for a URL that shares its host, that a server of the release before wrote, which knows no hosts, or whose host the operator no longer
 * allows.
 */
export const hasOwnHost = (app: App, portal: Hosted): boolean =>
  portal.ownHost !== null && portal.ownHost === ownHostOf(app, portal);

/** Returns null if no portal has the host, and undefined if the database does not answer soon and the host was not known. */
export async function findOwnPages(app: App, hostHeader: string): Promise<OwnPages | null | undefined> {
  const host = spelt(hostHeader);
  if (!host || !mayHave(app, host)) return null;
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
