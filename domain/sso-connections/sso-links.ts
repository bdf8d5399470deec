import type { Portal, SsoConnection } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import { pageUrl } from '../portals/portal-links.ts';

export function backChannelLogoutUrl(
  { settings }: App,
  { id, portal }: Pick<SsoConnection, 'id'> & { portal: Pick<Portal, 'slug'> },
): string {
  return `${settings.publicUrl}/sso/${portal.slug}/${id}/back-channel-logout`;
}

export const postLogoutRedirectUri = (app: App, portal: Pick<Portal, 'slug' | 'customPublicUrl'>): string =>
  pageUrl(app, portal, 'log-in');
