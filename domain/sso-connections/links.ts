import type { Portal, SsoConnection } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';
import { pageUrl } from '../portals/links.ts';

type LinkedConnection = Pick<SsoConnection, 'id'> & { portal: Pick<Portal, 'slug'> };

/** Where a browser goes to log in by a connection; with a ticket, to try it out. */
export function startUrl(app: App, connection: LinkedConnection, ticket?: string): string {
  return `${urlOf(app, connection)}/start${ticket ? `?trial=${ticket}` : ''}`;
}

/** Where the provider says that somebody logged out there. */
export const backChannelLogoutUrl = (app: App, connection: LinkedConnection): string =>
  `${urlOf(app, connection)}/back-channel-logout`;

/** Where the provider sends people who logged out there. */
export const postLogoutRedirectUri = (app: App, portal: Pick<Portal, 'slug' | 'customPublicUrl'>): string =>
  pageUrl(app, portal, 'log-in');

const urlOf = ({ settings }: App, { id, portal }: LinkedConnection): string => `${settings.publicUrl}/sso/${portal.slug}/${id}`;
