import type { Portal, SsoConnection } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import { pageUrl } from '../portals/portal-links.ts';
import { ssoPath } from './start-url.ts';

export function backChannelLogoutUrl(
  { settings }: App,
  { id, portal }: Pick<SsoConnection, 'id'> & { portal: Pick<Portal, 'slug'> | null },
): string {
  return `${settings.publicUrl}${ssoPath(portal)}/${id}/back-channel-logout`;
}

export const postLogoutRedirectUri = (app: App, portal: Pick<Portal, 'slug' | 'customPublicUrl'> | null): string =>
  portal ? pageUrl(app, portal, 'log-in') : `${app.settings.publicUrl}/admin/log-in`;
