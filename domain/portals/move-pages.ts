import type { Portal, Prisma } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import { InvalidInput } from '../errors.ts';
import type { Transaction } from '../transaction.ts';
import { hasOwnHost, ownHostOf } from './own-hosts.ts';
import { publicUrlOf } from './portal-links.ts';

export const hostTaken = () =>
  new InvalidInput([{ path: ['publicUrl'], code: 'TAKEN', message: 'Another portal has its pages at this host.' }]);

/** A catalog page that is one of the pages moves with them. The unique index on the host decides who of several portals gets it. */
export async function movePages(
  app: App,
  tx: Transaction,
  before: Portal,
  customPublicUrl: string | null,
): Promise<Prisma.PortalUncheckedUpdateInput> {
  const pages = { slug: before.slug, customPublicUrl };
  const movesCatalog = before.catalogUrl === catalogPage(app, before);
  return {
    customPublicUrl,
    ownHost: await hostFor(app, tx, before, customPublicUrl),
    ...(movesCatalog && { catalogUrl: catalogPage(app, pages) }),
  };
}

export const catalogPage = (app: App, portal: Pick<Portal, 'slug' | 'customPublicUrl'>): string =>
  `${publicUrlOf(app, portal)}/catalog`;

async function hostFor(app: App, tx: Transaction, before: Portal, customPublicUrl: string | null): Promise<string | null> {
  const host = ownHostOf(app, customPublicUrl);
  if (host && host !== before.ownHost) await freeIfLeft(app, tx, host);
  // Portals that shared a host before hosts were unique keep their URLs. One of them gets the host once it is free.
  const stays = customPublicUrl === before.customPublicUrl;
  if (host && stays && (await tx.portal.count({ where: { ownHost: host, id: { not: before.id } } })) > 0) return null;
  return host;
}

/** A server of the release before moves a portal, and leaves its host behind. */
export async function freeIfLeft(app: App, tx: Transaction, host: string): Promise<void> {
  const select = { id: true, customPublicUrl: true, ownHost: true };
  const holder = await tx.portal.findUnique({ where: { ownHost: host }, select });
  if (holder && !hasOwnHost(app, holder)) await tx.portal.updateMany({ where: holder, data: { ownHost: null } });
}
