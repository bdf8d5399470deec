import type { Portal, Prisma } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import { InvalidInput } from '../errors.ts';
import type { Transaction } from '../transaction.ts';
import { hasOwnHost, ownHostOf } from './own-hosts.ts';
import { demandOpen } from './portal-hosts.ts';
import { catalogPage, catalogUrlOf } from './portal-links.ts';

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
  if (customPublicUrl === before.customPublicUrl) return { ownHost: await hostThatStays(app, tx, before) };
  demandOpen(app, pages);
  const ownHost = ownHostOf(app, pages);
  if (ownHost && ownHost !== before.ownHost) await freeIfLeft(app, tx, ownHost);
  const movesCatalog = catalogUrlOf(app, before) === catalogPage(app, before);
  return { customPublicUrl, ownHost, ...(movesCatalog && { catalogUrl: catalogPage(app, pages) }) };
}

/** Portals that shared a host before hosts were unique keep their URLs. One of them gets the host once it is free. */
async function hostThatStays(app: App, tx: Transaction, before: Portal): Promise<string | null> {
  const host = ownHostOf(app, before);
  // The operator may allow the host again.
  if (!host || host === before.ownHost) return before.ownHost;
  await freeIfLeft(app, tx, host);
  return (await tx.portal.count({ where: { ownHost: host } })) > 0 ? null : host;
}

/** A server of the release before moves a portal, and leaves its host behind. So does an operator who no longer allows it. */
export async function freeIfLeft(app: App, tx: Transaction, host: string): Promise<void> {
  const select = { id: true, slug: true, customPublicUrl: true, ownHost: true };
  const holder = await tx.portal.findUnique({ where: { ownHost: host }, select });
  if (holder && !hasOwnHost(app, holder)) await tx.portal.updateMany({ where: holder, data: { ownHost: null } });
}
