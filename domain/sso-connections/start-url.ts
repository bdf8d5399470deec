import type { Portal, SsoConnection } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';

export function startUrl(
  { settings }: App,
  { id, portal }: Pick<SsoConnection, 'id'> & { portal: Pick<Portal, 'slug'> | null },
): string {
  return `${settings.publicUrl}${ssoPath(portal)}/${id}/start`;
}

/** The connections of the installation stand below `/admin`, where no slug of a portal can be. */
export const ssoPath = (portal: Pick<Portal, 'slug'> | null): string => (portal ? `/sso/${portal.slug}` : '/admin/sso');
