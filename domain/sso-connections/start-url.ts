import type { Portal, SsoConnection } from '../../prisma/generated/client/client.ts';
import type { App } from '../app.ts';

export function startUrl(
  { settings }: App,
  { id, portal }: Pick<SsoConnection, 'id'> & { portal: Pick<Portal, 'slug'> },
): string {
  return `${settings.publicUrl}/sso/${portal.slug}/${id}/start`;
}
